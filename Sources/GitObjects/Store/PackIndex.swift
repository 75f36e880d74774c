internal import ByteSearch

/// A pack's index: ids in order, with each entry's offset and CRC-32 (gitformat-pack, versions 1 and 2).
///
/// Invariant: `init` has checked that every table lies inside the file, so positions in `0..<count` need no further check.
final class PackIndex: Sendable {
  let path: String
  let count: Int
  let format: ObjectFormat
  private let file: MappedFile
  private let isVersion1: Bool
  private let wideOffsets: Int

  convenience init(path: String, format: ObjectFormat) throws(GitError) {
    try self.init(MappedFile(path: path), path: path, format: format)
  }

  /// - Parameter file: The bytes of an index.
  init(_ file: MappedFile, path: String, format: ObjectFormat) throws(GitError) {
    self.path = path
    self.format = format
    self.file = file
    let size = file.bytes.count
    guard size >= 8 + 1024 + 2 * format.byteCount else { throw .malformed(path: path, reason: "truncated") }
    isVersion1 = file.load32(at: 0) != 0xff74_4f63
    if !isVersion1, file.load32(at: 4) != 2 {
      throw .unsupported(path: path, what: "has the unknown index version \(file.load32(at: 4))")
    }
    count = file.load32(at: (isVersion1 ? 0 : 8) + 255 * 4)
    let rowBytes = format.byteCount + (isVersion1 ? 4 : 8)
    let fixed = (isVersion1 ? 1024 : 1032) + count * rowBytes + 2 * format.byteCount
    guard fixed <= size, count < Int(Int32.max) else { throw .malformed(path: path, reason: "truncated") }
    wideOffsets = (size - fixed) / 8
    for byte in 1..<256 where fanout(byte) < fanout(byte - 1) {
      throw .malformed(path: path, reason: "its first table is out of order")
    }
  }

  /// The id at a position; ids ascend.
  func id(at position: Int) -> ObjectID {
    ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[idStart(position)...]), format)
  }

  /// The bytes from the first id to the end of the last one, and how far ids are apart.
  var idTable: (bytes: UnsafeRawBufferPointer, stride: Int) {
    let stride = format.byteCount + (isVersion1 ? 4 : 0)
    let start = idStart(0)
    return (UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + count * stride]), stride)
  }

  /// Offset of the entry in the pack; nil when the index is damaged there.
  func offset(at position: Int) -> Int? {
    if isVersion1 { return file.load32(at: 1024 + position * (format.byteCount + 4)) }
    let narrow = file.load32(at: 1032 + count * (format.byteCount + 4) + position * 4)
    guard narrow & 0x8000_0000 != 0 else { return narrow }
    let wide = narrow & 0x7fff_ffff
    guard wide < wideOffsets else { return nil }
    return Int(exactly: file.load64(at: 1032 + count * (format.byteCount + 8) + wide * 8))
  }

  /// For each position the CRC-32 of the entry as it stands in the pack, four bytes each, the highest first; nil in
  /// version 1, which has none.
  var crcTable: UnsafeRawBufferPointer? {
    guard !isVersion1 else { return nil }
    let start = 1032 + count * format.byteCount
    return UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + count * 4])
  }

  /// Position of an id.
  func find(_ id: ObjectID) -> Int? {
    guard id.format == format else { return nil }
    let first = Int(id.word0 >> 56)
    let start = first == 0 ? 0 : fanout(first - 1)
    let end = min(fanout(first), count)
    // A damaged table may step back.
    guard start < end else { return nil }
    let position = (start..<end).partitioningIndex { self.id(at: $0) >= id }
    return position < end && self.id(at: position) == id ? position : nil
  }

  /// See ``MappedFile/cut``.
  var cut: GitError? { file.cut }

  /// What is wrong with the file, when it does not have the hash that ends it, or no look-up can find all of its ids.
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

  private func fanout(_ byte: Int) -> Int { file.load32(at: (isVersion1 ? 0 : 8) + byte * 4) }

  private func idStart(_ position: Int) -> Int {
    isVersion1 ? 1024 + position * (format.byteCount + 4) + 4 : 1032 + position * format.byteCount
  }
}
