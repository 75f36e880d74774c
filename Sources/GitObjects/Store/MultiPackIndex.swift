/// A multi-pack-index: where the objects of several packs are (gitformat-pack, versions 1 and 2).
///
/// Only packs whose own index is not usable are read through it. Each object is listed for one of the packs that hold
/// it, so an index made from it may lack objects, which are then found through another pack's.
///
/// Invariant: `init` has checked that every table lies inside the file.
struct MultiPackIndex {
  let path: String
  private let file: MappedFile
  private let format: ObjectFormat
  /// Names of the packs' own indexes, by the number that entries refer to.
  private let packs: [String]
  private let count: Int
  private let ids: Range<Int>
  private let places: Range<Int>
  private let wideOffsets: Range<Int>

  /// Where the multi-pack-indexes of a folder of packs are: the whole one, if any, then the parts of an incremental one.
  static func paths(in folder: String) throws(GitError) -> [String] {
    let parts = "\(folder)/multi-pack-index.d"
    let names = try Files.names(in: parts).filter { $0.hasSuffix(".midx") }.sorted()
    return ["\(folder)/multi-pack-index"] + names.map { "\(parts)/\($0)" }
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
    guard file.load32(at: 0) == 0x4d49_4458 else { throw .malformed(path: path, reason: "not a multi-pack-index") }
    guard bytes[4] == 1 || bytes[4] == 2 else {
      throw .unsupported(path: path, what: "has the unknown multi-pack-index version \(bytes[4])")
    }
    guard bytes[5] == (format == .sha1 ? 1 : 2) else { throw .malformed(path: path, reason: "is of another hash") }
    guard file.isHashed(format) else { throw .malformed(path: path, reason: "no longer has its own hash") }
    let chunks = try Self.chunks(file, end: end, path)
    packs = try Self.names(in: chunks, "PNAM", file, path)
    let fanout = try Self.chunk(chunks, "OIDF", bytes: 1024, path)
    count = file.load32(at: fanout.lowerBound + 255 * 4)
    ids = try Self.chunk(chunks, "OIDL", bytes: count * format.byteCount, path)
    places = try Self.chunk(chunks, "OOFF", bytes: count * 8, path)
    wideOffsets = chunks[Self.key("LOFF")] ?? 0..<0
  }

  /// What a pack's own index would say, as far as this one knows; nil when it knows nothing of the pack.
  ///
  /// - Parameter name: File name of the pack's own index.
  func index(named name: String) throws(GitError) -> PackIndex? {
    guard let pack = packs.firstIndex(of: name) else { return nil }
    var entries: [(id: ObjectID, offset: UInt64)] = []
    for row in 0..<count where file.load32(at: places.lowerBound + row * 8) == pack {
      entries.append((id(at: row), try offset(at: row)))
    }
    let bytes = PackIndexWriter.bytes(of: entries, format)
    return try PackIndex(MappedFile(holding: bytes, path: path), path: path, format: format)
  }

  private func id(at row: Int) -> ObjectID {
    let start = ids.lowerBound + row * format.byteCount
    return ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: file.bytes[start..<start + format.byteCount]), format)
  }

  /// Reads an offset, which is a row of the table of wide ones where its highest bit is set and there is such a table.
  private func offset(at row: Int) throws(GitError) -> UInt64 {
    let narrow = file.load32(at: places.lowerBound + row * 8 + 4)
    guard narrow & 0x8000_0000 != 0, !wideOffsets.isEmpty else { return UInt64(narrow) }
    let start = wideOffsets.lowerBound + (narrow & 0x7fff_ffff) * 8
    guard start + 8 <= wideOffsets.upperBound else { throw .malformed(path: path, reason: "an offset is not there") }
    return file.load64(at: start)
  }

  // MARK: - Chunks

  /// Signature, versions, counts.
  private static let headerBytes = 12

  /// Where each chunk is, by its four letters: rows of letters and offset, the next row's offset being the end.
  private static func chunks(_ file: MappedFile, end: Int, _ path: String) throws(GitError) -> [Int: Range<Int>] {
    let rows = Int(file.bytes[6])
    guard headerBytes + (rows + 1) * 12 <= end else { throw .malformed(path: path, reason: "truncated") }
    var chunks: [Int: Range<Int>] = [:]
    for row in 0..<rows {
      let place = headerBytes + row * 12
      let (start, next) = (file.load64(at: place + 4), file.load64(at: place + 16))
      guard start <= next, next <= UInt64(end) else { throw .malformed(path: path, reason: "a chunk is not in it") }
      chunks[file.load32(at: place)] = Int(start)..<Int(next)
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

  /// A chunk's letters as the number they are read as.
  private static func key(_ name: StaticString) -> Int {
    name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | Int($1) } }
  }
}
