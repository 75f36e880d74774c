/// ASCII in UTF-16, little-endian, with or without a byte order mark, as PowerShell's `-EncodedCommand` takes it.
enum UTF16Text {
  /// Whether bytes begin with four characters of it.
  static func isStart(_ bytes: Span<UInt8>) -> Bool {
    let start = bytes.count >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE ? 2 : 0
    return bytes.count >= start + 8
      && (0..<4).allSatisfy { bytes[start + 2 * $0 + 1] == 0 && 0x20..<0x7F ~= bytes[start + 2 * $0] }
  }

  /// The text in ASCII, with U+001A for any other character; `nil` when most are others.
  static func narrowed(_ bytes: [UInt8]) -> [UInt8]? {
    guard isStart(bytes.span) else { return nil }
    let pairs = stride(from: 0, to: bytes.count - 1, by: 2)
    let text = pairs.map { bytes[$0 + 1] == 0 && bytes[$0] < 0x80 ? bytes[$0] : 0x1A }
    return text.count { $0 == 0x1A } * 2 <= text.count ? text : nil
  }
}
