/// A multi-pack-index: where the objects of several packs are (gitformat-pack, versions 1 and 2).
///
/// Only packs whose own index is not usable are read through it. An object that is in several packs is listed for one
/// of them, so a pack index made from it may lack objects, which are then found through the other pack's index.
///
/// Invariant: `init` has checked that every table is inside the file.
struct MultiPackIndex {
  let path: String
  private let file: MappedFile
  private let format: ObjectFormat
  /// Names of the packs' own indexes, by the number that entries refer to.
  private let packs: [String]
  private let count: Int
  private let ids: Range<Int>
  /// For each id, four bytes each: the number of its pack, and its offset there.
  private let objectOffsets: Range<Int>
  /// Offsets of more than 31 bits, eight bytes each.
  private let largeOffsets: Range<Int>

  /// Paths of a pack folder's multi-pack-indexes: the single one, which need not exist, then the layers of an incremental
  /// one.
  static func paths(in folder: String) throws(GitError) -> [String] {
    let layers = "\(folder)/multi-pack-index.d"
    let names = try Files.names(in: layers).filter { $0.hasSuffix(".midx") }.sorted()
    return ["\(folder)/multi-pack-index"] + names.map { "\(layers)/\($0)" }
  }

  init(path: String, format: ObjectFormat) throws(GitError) {
    try self.init(MappedFile(path: path), path: path, format: format)
  }

  /// - Parameter file: The bytes of a multi-pack-index.
  init(_ file: MappedFile, path: String, format: ObjectFormat) throws(GitError) {
    self.path = path
    self.format = format
    self.file = file
    let bytes = file.bytes
    let end = bytes.count - format.byteCount
    guard end >= Self.headerBytes else { throw .malformed(path: path, reason: "truncated") }
    guard file.load32(at: 0) == Self.key("MIDX") else { throw .malformed(path: path, reason: "not a multi-pack-index") }
    guard bytes[4] == 1 || bytes[4] == 2 else {
      throw .unsupported(path: path, what: "has the unknown multi-pack-index version \(bytes[4])")
    }
    guard bytes[5] == (format == .sha1 ? 1 : 2) else { throw .malformed(path: path, reason: "is of another hash") }
    guard file.isHashed(format) else { throw .malformed(path: path, reason: "no longer has its own hash") }
    let chunks = try Self.chunks(file, end: end, path)
    packs = try Self.names(in: chunks, "PNAM", file, path)
    let fanOut = try Self.chunk(chunks, "OIDF", bytes: PackIndexLayout.fanOutCount * 4, path)
    count = file.load32(at: fanOut.lowerBound + (PackIndexLayout.fanOutCount - 1) * 4)
    ids = try Self.chunk(chunks, "OIDL", bytes: count * format.byteCount, path)
    objectOffsets = try Self.chunk(chunks, "OOFF", bytes: count * 8, path)
    largeOffsets = chunks[Self.key("LOFF")] ?? 0..<0
    try checkFanOut(fanOut)
  }

  /// Throws unless each row of the fan-out table is the number of ids whose first byte is at most the row's number: else
  /// git finds no object.
  private func checkFanOut(_ fanOut: Range<Int>) throws(GitError) {
    var row = 0
    for byte in 0..<PackIndexLayout.fanOutCount {
      while row < count, file.bytes[ids.lowerBound + row * format.byteCount] <= byte { row += 1 }
      guard file.load32(at: fanOut.lowerBound + byte * 4) == row else {
        throw .malformed(path: path, reason: "its fan-out table is not that of its ids")
      }
    }
  }

  /// An index of a pack, made from the objects that are listed for it; nil when the pack is not covered.
  ///
  /// - Parameter name: File name of the pack's own index.
  func index(named name: String) throws(GitError) -> PackIndex? {
    guard let pack = packs.firstIndex(of: name) else { return nil }
    var entries: [(id: ObjectID, offset: UInt64, crc: UInt32)] = []
    for row in 0..<count where file.load32(at: objectOffsets.lowerBound + row * 8) == pack {
      entries.append((id(at: row), try offset(at: row), 0))
    }
    let bytes = PackIndexWriter.bytes(of: entries, format)
    return try PackIndex(MappedFile(contents: bytes, path: path), path: path, format: format)
  }

  private func id(at row: Int) -> ObjectID {
    let start = ids.lowerBound + row * format.byteCount
    return ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + format.byteCount]), format)
  }

  /// The offset at a row: itself a row of the table of large offsets where its highest bit is set and there is that table.
  private func offset(at row: Int) throws(GitError) -> UInt64 {
    let offset = file.load32(at: objectOffsets.lowerBound + row * 8 + 4)
    let flag = PackIndexLayout.largeOffsetFlag
    guard offset & flag != 0, !largeOffsets.isEmpty else { return UInt64(offset) }
    let start = largeOffsets.lowerBound + (offset & ~flag) * 8
    guard start + 8 <= largeOffsets.upperBound else {
      throw .malformed(path: path, reason: "an offset is not in its table of large offsets")
    }
    return file.load64(at: start)
  }

  // MARK: - Chunks

  /// Signature, version, version of the hash, number of chunks, number of base files, number of packs.
  private static let headerBytes = 12
  /// A chunk's letters and its offset.
  private static let chunkRowBytes = 12

  /// Where each chunk is, by its four letters: a row has letters and an offset, and the chunk ends at the next row's.
  private static func chunks(_ file: MappedFile, end: Int, _ path: String) throws(GitError) -> [Int: Range<Int>] {
    let rows = Int(file.bytes[6])
    guard headerBytes + (rows + 1) * chunkRowBytes <= end else { throw .malformed(path: path, reason: "truncated") }
    var chunks: [Int: Range<Int>] = [:]
    for row in 0..<rows {
      let position = headerBytes + row * chunkRowBytes
      let (start, next) = (file.load64(at: position + 4), file.load64(at: position + chunkRowBytes + 4))
      guard start <= next, next <= UInt64(end) else {
        throw .malformed(path: path, reason: "a chunk is outside the file")
      }
      chunks[file.load32(at: position)] = Int(start)..<Int(next)
    }
    return chunks
  }

  private static func chunk(
    _ chunks: [Int: Range<Int>], _ name: StaticString, bytes: Int, _ path: String
  ) throws(GitError) -> Range<Int> {
    guard let chunk = chunks[key(name)], chunk.count >= bytes else {
      throw .malformed(path: path, reason: "its chunk \(name) is missing or too short")
    }
    return chunk
  }

  private static func names(
    in chunks: [Int: Range<Int>], _ name: StaticString, _ file: MappedFile, _ path: String
  ) throws(GitError) -> [String] {
    let chunk = try chunk(chunks, name, bytes: 0, path)
    return file.bytes[chunk].split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Four letters as the big-endian number that they are read as.
  private static func key(_ name: StaticString) -> Int {
    name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | Int($1) } }
  }
}
