internal import Text

/// A pack's index: ids in order, with each entry's offset and CRC-32 (gitformat-pack, versions 1 and 2).
///
/// Invariant: `init` has checked that every table is inside the file, so positions in `0..<count` need no further check.
final class PackIndex: Sendable {
  let path: String
  /// Number of ids.
  let count: Int
  let format: ObjectFormat
  private let file: MappedFile
  private let layout: PackIndexLayout
  private let fanOutStart: Int
  private let largeOffsetCount: Int

  convenience init(path: String, format: ObjectFormat) throws(GitError) {
    try self.init(MappedFile(path: path), path: path, format: format)
  }

  /// - Parameters:
  ///   - file: The bytes of an index.
  ///   - path: Its path, for messages.
  init(_ file: MappedFile, path: String, format: ObjectFormat) throws(GitError) {
    self.path = path
    self.format = format
    self.file = file
    let size = file.bytes.count
    guard size >= PackIndexLayout.smallestSize(format) else { throw .malformed(path: path, reason: "truncated") }
    let version: PackIndexLayout.Version = file.load32(at: 0) == PackIndexLayout.signature ? .two : .one
    if version == .two, file.load32(at: 4) != 2 {
      throw .unsupported(path: path, what: "has the unknown index version \(file.load32(at: 4))")
    }
    fanOutStart = PackIndexLayout.fanOut(version)
    count = file.load32(at: fanOutStart + (PackIndexLayout.fanOutCount - 1) * 4)
    layout = PackIndexLayout(version, count: count, format)
    guard layout.smallestEnd <= size, count < Int(Int32.max) else { throw .malformed(path: path, reason: "truncated") }
    largeOffsetCount = version == .one ? 0 : (size - layout.smallestEnd) / 8
    for byte in 1..<PackIndexLayout.fanOutCount where fanOut(byte) < fanOut(byte - 1) {
      throw .malformed(path: path, reason: "its fan-out table is out of order")
    }
  }

  /// The id at a position; ids ascend.
  func id(at position: Int) -> ObjectID {
    let start = layout.ids + position * layout.idStride
    return ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[start...]), format)
  }

  /// The bytes from the first id to the end of the last one, and how far ids are apart.
  var idTable: (bytes: UnsafeRawBufferPointer, stride: Int) {
    let end = layout.ids + count * layout.idStride
    return (UnsafeRawBufferPointer(rebasing: file.bytes[layout.ids..<end]), layout.idStride)
  }

  /// Offset of the entry in the pack; nil when the index is damaged there.
  func offset(at position: Int) -> Int? {
    let offset = file.load32(at: layout.offsets + position * layout.offsetStride)
    guard layout.version == .two, offset & PackIndexLayout.largeOffsetFlag != 0 else { return offset }
    let row = offset & ~PackIndexLayout.largeOffsetFlag
    guard row < largeOffsetCount else { return nil }
    return Int(exactly: file.load64(at: layout.largeOffsets + row * 8))
  }

  /// For each position the CRC-32 of the entry's bytes in the pack, four bytes each, big-endian; nil in version 1, which
  /// has none.
  var crcTable: UnsafeRawBufferPointer? {
    layout.crcs.map { UnsafeRawBufferPointer(rebasing: file.bytes[$0..<$0 + count * 4]) }
  }

  /// The hash of the pack that the index was made of.
  var packHash: ObjectID {
    let start = file.bytes.count - 2 * format.byteCount
    return ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[start...]), format)
  }

  /// The position of an id; nil when the index does not have it.
  ///
  /// - Complexity: A binary search among the ids with the same first byte.
  func find(_ id: ObjectID) -> Int? {
    guard id.format == format else { return nil }
    let first = id.firstByte
    let start = first == 0 ? 0 : fanOut(first - 1)
    let end = min(fanOut(first), count)
    // `init` has checked the order, but zeros are read where the file has been truncated since.
    guard start < end else { return nil }
    let position = (start..<end).partitioningIndex { self.id(at: $0) >= id }
    return position < end && self.id(at: position) == id ? position : nil
  }

  /// See ``MappedFile/truncation``.
  var truncation: GitError? { file.truncation }

  /// What is wrong with the index: it does not have the hash that ends it, or its ids do not ascend, so that a search may
  /// miss some.
  ///
  /// - Complexity: Reads the whole file.
  func fault() -> GitError? {
    guard file.isHashed(format) else { return .malformed(path: path, reason: "it no longer has its own hash") }
    guard isSorted() else { return .malformed(path: path, reason: "its ids are out of order") }
    return nil
  }

  private func isSorted() -> Bool {
    guard count > 0 else { return true }
    var previous = id(at: 0)
    for position in 1..<count {
      let next = id(at: position)
      if next < previous { return false }
      previous = next
    }
    return true
  }

  /// Number of ids whose first byte is at most `byte`.
  private func fanOut(_ byte: Int) -> Int { file.load32(at: fanOutStart + byte * 4) }
}
