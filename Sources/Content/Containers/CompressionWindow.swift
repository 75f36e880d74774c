/// How much memory a decompressor needs for what a file's header promises.
///
/// The header of the first block is read. libarchive itself refuses windows of later frames above 128 MB (zstd) and
/// decompressors above 1 GB (xz).
enum CompressionWindow {
  /// Bytes of the window; `nil` where the format bounds it to less than 8 MB, or the header does not tell.
  static func size(_ compression: ContainerKind.Compression, _ head: [UInt8]) -> Int? {
    switch compression {
    case .xz: xz(head)
    case .zstd: zstd(head)
    case .lzma: head.count < 5 ? nil : little(head, at: 1, count: 4)
    case .lzip: head.count < 6 ? nil : lzip(head[5])
    case .gzip, .bzip2, .lz4, .compress: nil
    }
  }

  /// The dictionary of LZMA2, in the first block's list of filters (The .xz File Format, 3.1 and 5.3.1).
  private static func xz(_ head: [UInt8]) -> Int? {
    var place = 12
    guard head.count > place + 2, head[place] > 0 else { return nil }
    let end = place + (Int(head[place]) + 1) * 4
    let flags = head[place + 1]
    place += 2
    guard end <= head.count else { return nil }
    func number() -> Int? {
      var (value, shift) = (0, 0)
      while place < end, shift < 63 {
        let byte = head[place]
        place += 1
        value |= Int(byte & 0x7F) << shift
        if byte & 0x80 == 0 { return value }
        shift += 7
      }
      return nil
    }
    if flags & 0x40 != 0 { guard number() != nil else { return nil } }
    if flags & 0x80 != 0 { guard number() != nil else { return nil } }
    for _ in 0...flags & 3 {
      guard let id = number(), let length = number(), length <= end - place else { return nil }
      if id == 0x21, length == 1 { return lzma2(head[place]) }
      place += length
    }
    return nil
  }

  private static func lzma2(_ bits: UInt8) -> Int? {
    bits > 40 ? nil : (2 | Int(bits & 1)) << (Int(bits) / 2 + 11)
  }

  /// The window of the first frame (RFC 8878, 3.1.1.1).
  private static func zstd(_ head: [UInt8]) -> Int? {
    guard head.count >= 14, head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return nil }
    let descriptor = head[4]
    if descriptor & 0x20 == 0 {
      let base = 1 << (10 + Int(head[5] >> 3))
      return base + base / 8 * Int(head[5] & 7)
    }
    // A single segment has no window of its own: it is as large as the content.
    let start = 5 + [0, 1, 2, 4][Int(descriptor & 3)]
    switch descriptor >> 6 {
    case 2: return little(head, at: start, count: 4)
    case 3: return start + 8 <= head.count ? little(head, at: start, count: 8) : nil
    default: return nil
    }
  }

  /// lzip(1): a power of two, less some sixteenths of it.
  private static func lzip(_ byte: UInt8) -> Int {
    let base = 1 << Int(byte & 0x1F)
    return base - base / 16 * Int(byte >> 5)
  }

  private static func little(_ head: [UInt8], at start: Int, count: Int) -> Int {
    let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(head[start + $1]) << UInt64(8 * $1) }
    return Int(clamping: value)
  }
}
