internal import Synchronization

/// A pack and its index, both mapped (gitformat-pack, versions 2 and 3).
final class Pack: Sendable {
  let path: String
  let index: PackIndex
  /// Number of entries that the pack's header declares.
  let count: Int
  /// The entries' bytes; this pack keeps them mapped.
  let contents: PackBytes
  private let file: MappedFile
  private let lazyOrder = Mutex<PackOrder?>(nil)

  /// "PACK".
  private static let signature = 0x5041_434b

  init(index: PackIndex, path: String) throws(GitError) {
    self.path = path
    self.index = index
    file = try MappedFile(path: path)
    let dataEnd = file.bytes.count - index.format.byteCount
    guard dataEnd >= PackBytes.firstEntry else { throw .malformed(path: path, reason: "truncated") }
    guard file.load32(at: 0) == Self.signature else { throw .malformed(path: path, reason: "not a pack") }
    let version = file.load32(at: 4)
    guard version == 2 || version == 3 else {
      throw .unsupported(path: path, what: "has the unknown pack version \(version)")
    }
    count = file.load32(at: 8)
    contents = PackBytes(UnsafeRawBufferPointer(rebasing: file.bytes[..<dataEnd]), index: index)
  }

  /// Entries in the order of their offsets; computed on first use.
  var order: PackOrder {
    lazyOrder.withLock { order in
      if let order { return order }
      let made = PackOrder(index, dataEnd: contents.bytes.count)
      order = made
      return made
    }
  }

  /// The hash that ends the pack, not checked.
  var hash: ObjectID {
    ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[contents.bytes.count...]), index.format)
  }

  /// Truncations of the pack and of its index; see ``MappedFile/truncation``.
  var truncations: [GitError] { [file.truncation, index.truncation].compactMap { $0 } }

  /// Gives the pack's resident pages back to the system.
  func releasePages() { file.releasePages() }
}
