import Text

/// How much of archives and compressed files is read, as the command line and `[archives]` say; `nil` means the usual.
public struct ArchiveSettings: Sendable, Equatable {
  /// How many may be inside one another; 0 opens none.
  public var depth: Int?
  /// Bytes of the members of one that is in no other.
  public var size: Int?
  /// Bytes of a member.
  public var memberSize: Int?
  /// Number of members.
  public var members: Int?
  /// Bytes of members for each byte of the archive.
  public var ratio: Int?
  /// How long one may take.
  public var seconds: Int?
  /// Whether what cannot be opened by its nature makes a scan incomplete.
  public var isStrict: Bool?

  /// Settings that say nothing.
  public init() {}

  /// The settings of `[archives]`.
  init(_ keys: inout TableReader) {
    depth = keys.integer("max_depth", in: 0...1_000)
    size = keys.size("max_size")
    memberSize = keys.size("max_member_size")
    members = keys.integer("max_members", in: 1...Int.max)
    ratio = keys.integer("max_ratio", in: 1...Int.max)
    seconds = keys.integer("max_seconds", in: 1...Int(Int32.max))
    isStrict = keys.boolean("strict")
  }

  /// The settings with those of another source where they say nothing.
  public func completed(by other: ArchiveSettings) -> ArchiveSettings {
    var settings = self
    settings.depth = depth ?? other.depth
    settings.size = size ?? other.size
    settings.memberSize = memberSize ?? other.memberSize
    settings.members = members ?? other.members
    settings.ratio = ratio ?? other.ratio
    settings.seconds = seconds ?? other.seconds
    settings.isStrict = isStrict ?? other.isStrict
    return settings
  }
}

extension TableReader {
  /// Bytes, as options take them: `"512M"`.
  fileprivate mutating func size(_ key: String) -> Int? {
    guard let value = value(key), let text = string(key) else { return nil }
    if let size = byteCount(text) { return size }
    notes.error(about("\"\(key)\" is \"\(text)\" but must be a number of bytes, such as \"512M\" or \"2G\""), at: value)
    return nil
  }
}
