/// Bytes that are hashed once, however often they are looked up: each version of a file asks for its secrets again, and
/// private keys are long.
struct HashedBytes: Hashable {
  let bytes: [UInt8]
  private let hash: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    hash = bytes.hashValue
  }

  static func == (left: Self, right: Self) -> Bool { left.hash == right.hash && left.bytes == right.bytes }

  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
