/// Base32 of RFC 4648 without padding; the letters of either case, never both readings mixed up.
package enum Base32 {
  /// Decodes a whole text; unused trailing bits are not looked at.
  ///
  /// - Returns: `nil` when a character is outside the alphabet.
  package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits = BitQueue()
    for byte in text {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a")
      case UInt8(ascii: "2")...UInt8(ascii: "7"): value = byte - UInt8(ascii: "2") + 26
      default: return nil
      }
      bits.append(value, width: 5)
      if let byte = bits.next(width: 8) { bytes.append(byte) }
    }
    return bytes
  }

  /// Encodes bytes.
  package static func encode(_ bytes: some Collection<UInt8>, upperCase: Bool = true) -> [UInt8] {
    let symbols = Array((upperCase ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" : "abcdefghijklmnopqrstuvwxyz234567").utf8)
    var text: [UInt8] = []
    var bits = BitQueue()
    for byte in bytes {
      bits.append(byte, width: 8)
      while let value = bits.next(width: 5) { text.append(symbols[Int(value)]) }
    }
    if let value = bits.rest(width: 5) { text.append(symbols[Int(value)]) }
    return text
  }
}
