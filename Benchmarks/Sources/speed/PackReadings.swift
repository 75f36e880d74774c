import CInflate
import Foundation
import GitObjects
import Synchronization

/// Compares the time for reading all objects of a pack with that for inflating its entries only.
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
    let forest = ObjectForest(repository.openObjectStore())
    Stopwatch.measure("reading headers, linking deltas to bases", bytes: pack.count, Stopwatch.packRounds) {
      ObjectForest(repository.openObjectStore()).count(of: .blob)
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

  /// Inflates one entry after the other (gitformat-pack), as fast as libdeflate can: with slack after each, and with a
  /// decompressor of its own for fixed codes.
  ///
  /// - Returns: Number of inflated bytes.
  private func inflateAll() -> Int {
    let (fixedCodes, dynamicCodes) = (libdeflate_alloc_decompressor(), libdeflate_alloc_decompressor())
    defer {
      libdeflate_free_decompressor(fixedCodes)
      libdeflate_free_decompressor(dynamicCodes)
    }
    var output = [UInt8](repeating: 0, count: 1 << 20)
    var total = 0
    var position = 12
    while position < pack.count - 20 {
      let size = skipHeader(&position)
      if output.count < size + 512 { output = [UInt8](repeating: 0, count: size + 512) }
      var (used, made) = (0, 0)
      let result = pack.withUnsafeBytes { pack in
        libdeflate_zlib_decompress_ex(
          pack[position + 2] & 6 == 2 ? fixedCodes : dynamicCodes, pack.baseAddress.map { $0 + position },
          pack.count - position, &output, output.count, &used, &made)
      }
      guard result == LIBDEFLATE_SUCCESS, made == size else { return total }
      position += used
      total += made
    }
    return total
  }

  /// Skips an entry's header.
  ///
  /// - Returns: The inflated size of the entry.
  private func skipHeader(_ position: inout Int) -> Int {
    let kind = pack[position] >> 4 & 7
    var size = Int(pack[position] & 15)
    var shift = 4
    while pack[position] & 0x80 != 0 {
      position += 1
      size |= Int(pack[position] & 0x7f) << shift
      shift += 7
    }
    position += 1
    if kind == 6 {
      while pack[position] & 0x80 != 0 { position += 1 }
      position += 1
    } else if kind == 7 {
      position += 20
    }
    return size
  }
}
