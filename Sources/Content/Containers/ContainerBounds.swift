/// How much of containers is read; what is beyond a bound is a gap.
public struct ContainerBounds: Sendable, Equatable {
  /// How many containers may be inside one another; 0 opens none.
  public var depth = 8
  /// Most bytes that the members of one outermost container may have, each level of nesting for itself.
  public var size = 1 << 30
  /// Most bytes of a member.
  public var memberSize = 512 << 20
  /// Most members of one outermost container, those of nested ones included.
  public var members = 1_000_000
  /// Most bytes of members for each byte of the container, once there are ``ratioStart`` of them.
  public var ratio = 200
  /// Most seconds that one outermost container takes, the search in its members included.
  public var seconds = 120
  /// Whether what cannot be opened by its nature, such as an encrypted member, is a gap.
  public var isStrict = false

  /// The usual bounds.
  public init() {}

  /// Memory for nested containers that are read whole and for the windows of decompressors, in bytes.
  var memory = 128 << 20
  /// Bytes of members from which on ``ratio`` counts: small files compress by any factor.
  static let ratioStart = 64 << 20
}
