/// Bytes that are hashed once, however often they are looked up: each version of a file has its secrets again, and
/// private keys are long.
public struct HashedBytes: Hashable, Sendable {
  /// The bytes themselves.
  public let bytes: [UInt8]
  private let hash: Int

  /// - Complexity: Linear in the number of bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hash = bytes.hashValue
  }

  /// Whether the bytes are the same.
  public static func == (left: Self, right: Self) -> Bool { left.hash == right.hash && left.bytes == right.bytes }

  /// Hashes the hash of the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
