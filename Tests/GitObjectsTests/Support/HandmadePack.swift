import CDeflate

@testable import GitObjects

/// Builds a pack and its index byte by byte, with contents that git would never write.
struct HandmadePack {
  /// An entry before it is written.
  struct Entry {
    let id: ObjectID
    let type: UInt8
    /// Offset of the base's entry in ``HandmadePack/entries``, or the base's id, or neither.
    var baseIndex: Int?
    var baseID: ObjectID?
    let data: [UInt8]
    /// Size to declare instead of the data's own.
    var declaredSize: Int?
  }

  private(set) var entries: [Entry] = []

  static func id(of content: [UInt8]) -> ObjectID { contentID(of: content.span, kind: .blob, format: .sha1) }

  @discardableResult
  mutating func addBlob(_ content: [UInt8], id: ObjectID? = nil, declaredSize: Int? = nil) -> Int {
    entries.append(Entry(id: id ?? Self.id(of: content), type: 3, data: content, declaredSize: declaredSize))
    return entries.count - 1
  }

  /// Adds an object of a kind by its number.
  mutating func add(kind: UInt8, _ content: [UInt8], id: ObjectID) {
    entries.append(Entry(id: id, type: kind, data: content))
  }

  /// Adds a delta of an entry of this pack or of an object elsewhere.
  @discardableResult
  mutating func addDelta(_ delta: [UInt8], id: ObjectID, ofEntry base: Int? = nil, ofObject baseID: ObjectID? = nil)
    -> Int
  {
    entries.append(Entry(id: id, type: base == nil ? 7 : 6, baseIndex: base, baseID: baseID, data: delta))
    return entries.count - 1
  }

  /// A delta that copies the first bytes of its base and adds some.
  static func delta(baseSize: Int, copying count: Int, adding bytes: [UInt8], resultSize: Int? = nil) -> [UInt8] {
    var delta = size(baseSize) + size(resultSize ?? (count + bytes.count))
    if count > 0 {
      delta += [0x80 | 0x10 | 0x20 | 0x40, UInt8(count & 255), UInt8(count >> 8 & 255), UInt8(count >> 16)]
    }
    if !bytes.isEmpty { delta += [UInt8(bytes.count)] + bytes }
    return delta
  }

  /// Writes pack and index into a repository.
  func write(to repository: TestRepository, name: String = "pack-handmade") throws {
    var pack: [UInt8] = Array("PACK".utf8) + bigEndian(2) + bigEndian(UInt32(entries.count))
    var offsets: [Int] = []
    var crcs: [UInt32] = []
    for entry in entries {
      let start = pack.count
      offsets.append(start)
      pack += header(entry, at: start, offsets) + deflate(entry.data)
      crcs.append(pack[start...].withUnsafeBytes { crc32($0) })
    }
    pack += hashID(of: [], pack.span, format: .sha1).bytes
    let folder = "\(repository.path)/.git/objects/pack"
    try GitObjectsTests.write(pack, to: "\(folder)/\(name).pack")
    try GitObjectsTests.write(index(offsets, crcs, packHash: Array(pack.suffix(20))), to: "\(folder)/\(name).idx")
  }

  private func header(_ entry: Entry, at start: Int, _ offsets: [Int]) -> [UInt8] {
    var size = entry.declaredSize ?? entry.data.count
    var bytes = [entry.type << 4 | UInt8(size & 15)]
    size >>= 4
    while size > 0 {
      bytes[bytes.count - 1] |= 0x80
      bytes.append(UInt8(size & 0x7f))
      size >>= 7
    }
    if let base = entry.baseIndex { bytes += distance(start - offsets[base]) }
    if let base = entry.baseID { bytes += base.bytes }
    return bytes
  }

  private func distance(_ distance: Int) -> [UInt8] {
    var bytes = [UInt8(distance & 0x7f)]
    var rest = distance >> 7
    while rest > 0 {
      rest -= 1
      bytes.insert(0x80 | UInt8(rest & 0x7f), at: 0)
      rest >>= 7
    }
    return bytes
  }

  private func index(_ offsets: [Int], _ crcs: [UInt32], packHash: [UInt8]) -> [UInt8] {
    let order = entries.indices.sorted { entries[$0].id < entries[$1].id }
    var bytes: [UInt8] = [0xff, 0x74, 0x4f, 0x63] + bigEndian(2)
    for byte in 0..<256 {
      bytes += bigEndian(UInt32(entries.filter { Int($0.id.bytes[0]) <= byte }.count))
    }
    for number in order { bytes += entries[number].id.bytes }
    for number in order { bytes += bigEndian(crcs[number]) }
    for number in order { bytes += bigEndian(UInt32(offsets[number])) }
    bytes += packHash
    return bytes + hashID(of: [], bytes.span, format: .sha1).bytes
  }

  /// A size as deltas begin with.
  static func size(_ size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = size
    repeat {
      bytes.append(UInt8(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  private func bigEndian(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

  private func deflate(_ bytes: [UInt8]) -> [UInt8] {
    let compressor = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(compressor) }
    var output = [UInt8](repeating: 0, count: libdeflate_zlib_compress_bound(compressor, bytes.count))
    let count = libdeflate_zlib_compress(compressor, bytes, bytes.count, &output, output.count)
    return Array(output.prefix(count))
  }
}
