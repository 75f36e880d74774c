import CInflate
import Foundation
import GitObjects
import Synchronization

/// What reading all objects of a pack costs, against inflating its entries and nothing else.
struct PackReadings {
  private let path: String
  private let pack: [UInt8]

  /// - Parameter path: A pack of a repository, in its `objects/pack` folder.
  init(_ path: String) throws {
    self.path = path
    pack = Array(try Data(contentsOf: URL(filePath: path)))
  }

  func measure() throws {
    let repository = try Repository(at: URL(filePath: path).appending(path: "../../..").standardizedFileURL.path)
    print("\(pack.count) bytes of pack, best of \(Stopwatch.packRounds) runs")
    var bytes = 0
    let alone = Stopwatch.measure("inflating the pack's entries (libdeflate)", bytes: pack.count, Stopwatch.packRounds)
    {
      bytes = inflateAll()
      return bytes
    }
    let forest = ObjectForest(ObjectStore(repository))
    Stopwatch.measure("reading headers, tying deltas to bases", bytes: pack.count, Stopwatch.packRounds) {
      ObjectForest(ObjectStore(repository)).count(of: .blob)
    }
    let walking = Stopwatch.measure(
      "walking all objects: inflate, check, apply deltas", bytes: bytes, Stopwatch.packRounds
    ) {
      [ObjectKind.blob, .tree, .commit, .tag].map { Self.contentBytes(forest, $0) }.reduce(0, +)
    }
    Stopwatch.ratio("walking costs", walking / alone, "times what inflating costs")
  }

  private static func contentBytes(_ forest: ObjectForest, _ kind: ObjectKind) -> Int {
    let total = Mutex(0)
    _ = forest.visitAll(of: kind, workers: 1) { _ in
      { _, content, _ in total.withLock { $0 += content.count } }
    }
    return total.withLock { $0 }
  }

  /// Inflates one entry after the other (gitformat-pack), as quickly as libdeflate can: with room behind each, and those
  /// of fixed codes apart.
  ///
  /// - Returns: Bytes that came out.
  private func inflateAll() -> Int {
    let (ofFixedCodes, ofOwnCodes) = (libdeflate_alloc_decompressor(), libdeflate_alloc_decompressor())
    defer {
      libdeflate_free_decompressor(ofFixedCodes)
      libdeflate_free_decompressor(ofOwnCodes)
    }
    var output = [UInt8](repeating: 0, count: 1 << 20)
    var total = 0
    var place = 12
    while place < pack.count - 20 {
      let size = passHeader(&place)
      if output.count < size + 512 { output = [UInt8](repeating: 0, count: size + 512) }
      var (used, made) = (0, 0)
      let result = pack.withUnsafeBytes { pack in
        libdeflate_zlib_decompress_ex(
          pack[place + 2] & 6 == 2 ? ofFixedCodes : ofOwnCodes, pack.baseAddress.map { $0 + place }, pack.count - place,
          &output, output.count, &used, &made)
      }
      guard result == LIBDEFLATE_SUCCESS, made == size else { return total }
      place += used
      total += made
    }
    return total
  }

  /// Steps over an entry's header.
  ///
  /// - Returns: The size of what is inflated.
  private func passHeader(_ place: inout Int) -> Int {
    let kind = pack[place] >> 4 & 7
    var size = Int(pack[place] & 15)
    var shift = 4
    while pack[place] & 0x80 != 0 {
      place += 1
      size |= Int(pack[place] & 0x7f) << shift
      shift += 7
    }
    place += 1
    if kind == 6 {
      while pack[place] & 0x80 != 0 { place += 1 }
      place += 1
    } else if kind == 7 {
      place += 20
    }
    return size
  }
}
