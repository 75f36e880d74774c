/// How much memory decompressing a zstd file takes.
///
/// The header of the first frame is read: the windows of later ones are at most 128 MB, which is what zstd allows.
enum ZstdWindow {
  /// Bytes of the window of the first frame (RFC 8878, 3.1.1.1); `nil` where the header does not say.
  static func size(_ head: [UInt8]) -> Int? {
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

  private static func little(_ head: [UInt8], at start: Int, count: Int) -> Int {
    let value = (0..<count).reduce(UInt64(0)) { $0 | UInt64(head[start + $1]) << UInt64(8 * $1) }
    return Int(clamping: value)
  }
}
