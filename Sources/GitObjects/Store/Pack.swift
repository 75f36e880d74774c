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
    let checked = try Self.checked(file, from: 0, index.format, path)
    count = checked.count
    contents = PackBytes(checked.data, index: index)
  }

  /// A pack that is in another file, with an index that is made now.
  ///
  /// - Parameters:
  ///   - start: Where it begins; it ends with the file.
  ///   - largest: See ``PackIndexer``.
  ///   - faults: What is wrong with it, as ``PackIndexer/faults`` says it.
  ///   - isStopped: Whether there is no time left.
  init(
    in file: MappedFile, from start: Int, _ format: ObjectFormat, path: String, largest: Int,
    faults: inout [String], isStopped: @escaping () -> Bool
  ) throws(GitError) {
    self.path = path
    self.file = file
    let checked = try Self.checked(file, from: start, format, path)
    count = checked.count
    var indexer = PackIndexer(checked.data, format, largest: largest, isStopped: isStopped)
    index = try PackIndex(
      MappedFile(contents: indexer.index(count: count), path: path), path: path, format: format)
    contents = PackBytes(checked.data, index: index)
    faults = indexer.faults
    let all = UnsafeBufferPointer(start: checked.data.bindMemory(to: UInt8.self).baseAddress, count: checked.data.count)
    if hashID(of: [], all.span, format: format) != hash { faults.append("does not end with its own hash") }
  }

  /// What is between a pack's start and its own hash, and the number of entries that its header declares.
  private static func checked(
    _ file: MappedFile, from start: Int, _ format: ObjectFormat, _ path: String
  ) throws(GitError) -> (data: UnsafeRawBufferPointer, count: Int) {
    let dataEnd = file.bytes.count - format.byteCount
    guard dataEnd >= start + PackBytes.firstEntry else { throw .malformed(path: path, reason: "truncated") }
    guard file.load32(at: start) == signature else { throw .malformed(path: path, reason: "not a pack") }
    let version = file.load32(at: start + 4)
    guard version == 2 || version == 3 else {
      throw .unsupported(path: path, what: "has the unknown pack version \(version)")
    }
    return (UnsafeRawBufferPointer(rebasing: file.bytes[start..<dataEnd]), file.load32(at: start + 8))
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
    let start = file.bytes.count - index.format.byteCount
    return ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[start...]), index.format)
  }

  /// Truncations of the pack and of its index; see ``MappedFile/truncation``.
  var truncations: [GitError] { [file.truncation, index.truncation].compactMap { $0 } }

  /// Gives the pack's resident pages back to the system.
  func releasePages() { file.releasePages() }
}
