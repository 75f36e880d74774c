/// Base32 of RFC 4648 without padding; the letters of either case, never both readings mixed up.
package enum Base32 {
  /// Decodes a whole text; unused trailing bits are not looked at.
  ///
  /// - Returns: `nil` when a character is outside the alphabet.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, bits) = (UInt32(0), 0)
    for byte in text {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a")
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = byte - UInt8(ascii: "2") + 26
      default: return nil
      }
      buffer = (buffer << 5 | UInt32(value)) & 0xFFFF
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return bytes
  }

  /// Encodes bytes.
  package static func encode(_ bytes: some Collection<UInt8>, upperCase: Bool = true) -> [UInt8] {
    let symbols = Array((upperCase ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" : "abcdefghijklmnopqrstuvwxyz234567").utf8)
    var text: [UInt8] = []
    var (buffer, bits) = (UInt32(0), 0)
    for byte in bytes {
      buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        bits -= 5
        text.append(symbols[Int(buffer >> UInt32(bits)) & 31])
      }
    }
    if bits > 0 { text.append(symbols[Int(buffer << UInt32(5 - bits)) & 31]) }
    return text
  }
}
