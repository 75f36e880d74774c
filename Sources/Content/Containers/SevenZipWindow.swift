/// How much memory decompressing a 7z archive takes, as its header says (7zFormat.txt of the LZMA SDK).
struct SevenZipWindow {
  private let bytes: [UInt8]
  private var place = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Bytes of the largest folder's windows.
  ///
  /// - Parameter archive: From its start; where it is then does not matter.
  /// - Returns: `nil` where the header does not say it in a form that is read here.
  static func size(_ archive: ContainerInput, _ budget: ContainerBudget) -> Int? {
    guard let start = archive.bytes(from: 0, count: 32) else { return nil }
    var signature = SevenZipWindow(start)
    signature.place = 12
    guard let offset = signature.fixed(8), let count = signature.fixed(8), count <= longestHeader,
      let header = archive.bytes(from: 32 + offset, count: count)
    else { return nil }
    var reader = SevenZipWindow(header)
    switch reader.byte() {
    case 0x01: return reader.window()
    case 0x17:
      guard let header = reader.encodedHeader(in: archive, budget) else { return nil }
      reader = SevenZipWindow(header)
      return reader.byte() == 0x01 ? reader.window() : nil
    default: return nil
    }
  }

  private static let longestHeader = 16 << 20

  /// The header that is compressed itself, with LZMA as 7-Zip does it.
  private mutating func encodedHeader(in archive: ContainerInput, _ budget: ContainerBudget) -> [UInt8]? {
    guard let packed = packInfo(), let folders = folders(), folders.count == 1, folders[0].count == 1,
      folders[0][0].method == Self.lzma, folders[0][0].properties.count == 5,
      byte() == 0x0C, let size = number(), size <= Self.longestHeader, packed.count <= Self.longestHeader,
      let data = archive.bytes(from: 32 + packed.start, count: packed.count)
    else { return nil }
    let sizes = (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
    let file = MemoryInput(folders[0][0].properties + sizes + data)
    let (header, isWhole) = LZMAInput(file, .lzma, budget).gathered(limit: Self.longestHeader)
    return isWhole ? header : nil
  }

  /// The window that a header says, from after its tag on.
  private mutating func window() -> Int? {
    switch byte() {
    case 0x04:
      guard packInfo() != nil, let folders = folders() else { return nil }
      return folders.map { coders in coders.reduce(0) { $0 + $1.window } }.max() ?? 0
    // No file has content.
    case 0x05, 0x00: return 0
    default: return nil
    }
  }

  // MARK: - Structures

  private struct Coder {
    var method: [UInt8]
    var properties: [UInt8]

    /// Of the methods that have one of more than some kilobytes.
    var window: Int {
      let number = properties.dropFirst().prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      switch method {
      case SevenZipWindow.lzma, [3, 4, 1]: return number
      case [0x21]: return properties.first.map { $0 > 40 ? .max >> 8 : (2 | Int($0 & 1)) << (Int($0) / 2 + 11) } ?? 0
      default: return 0
      }
    }
  }

  private static let lzma: [UInt8] = [3, 1, 1]

  /// Where the first packed stream is, after the signature's 32 bytes.
  private mutating func packInfo() -> (start: Int, count: Int)? {
    guard byte() == 0x06, let start = number(), let streams = number(), streams <= bytes.count else { return nil }
    var sizes: [Int] = []
    while let id = byte(), id != 0 {
      switch id {
      case 0x09:
        for _ in 0..<streams { sizes.append(number() ?? 0) }
      case 0x0A:
        guard let defined = bits(streams) else { return nil }
        place += 4 * defined
      default: return nil
      }
    }
    return (start, sizes.first ?? 0)
  }

  private mutating func folders() -> [[Coder]]? {
    guard byte() == 0x07, byte() == 0x0B, let count = number(), count <= bytes.count, byte() == 0 else { return nil }
    var folders: [[Coder]] = []
    for _ in 0..<count {
      guard let folder = folder() else { return nil }
      folders.append(folder)
    }
    return folders
  }

  private mutating func folder() -> [Coder]? {
    guard let count = number(), 1...32 ~= count else { return nil }
    var coders: [Coder] = []
    var (inputs, outputs) = (0, 0)
    for _ in 0..<count {
      guard let flags = byte(), let method = take(Int(flags & 0x0F)) else { return nil }
      if flags & 0x10 != 0 {
        guard let more = number(), let made = number(), more <= 32, made <= 32 else { return nil }
        (inputs, outputs) = (inputs + more, outputs + made)
      } else {
        (inputs, outputs) = (inputs + 1, outputs + 1)
      }
      var properties: [UInt8] = []
      if flags & 0x20 != 0 {
        guard let size = number(), let taken = take(size) else { return nil }
        properties = taken
      }
      coders.append(Coder(method: method, properties: properties))
    }
    let pairs = outputs - 1
    guard pairs >= 0, inputs >= pairs else { return nil }
    for _ in 0..<pairs * 2 { guard number() != nil else { return nil } }
    if inputs - pairs > 1 { for _ in 0..<inputs - pairs { guard number() != nil else { return nil } } }
    return coders
  }

  // MARK: - Numbers

  private mutating func byte() -> UInt8? { take(1)?.first }

  private mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, place >= 0, count <= bytes.count - place else { return nil }
    defer { place += count }
    return Array(bytes[place..<place + count])
  }

  /// A number of fixed length, the lowest byte first.
  private mutating func fixed(_ count: Int) -> Int? {
    take(count).flatMap { Int(exactly: $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) }
  }

  /// A number whose first byte says in its highest bits how many more there are.
  private mutating func number() -> Int? {
    guard let first = byte() else { return nil }
    let more = (~first).leadingZeroBitCount
    guard let low = fixed(more) else { return nil }
    return more >= 7 ? low : low | Int(first & (0x7F >> UInt8(more))) << (8 * more)
  }

  /// How many of some bits are set, of which a byte may say that all are.
  private mutating func bits(_ count: Int) -> Int? {
    guard let all = byte() else { return nil }
    if all != 0 { return count }
    return take((count + 7) / 8)?.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
