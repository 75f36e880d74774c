/// Base64 of RFC 4648, with its standard and its URL alphabet.
package enum Base64 {
  /// Which characters mean 62 and 63.
  package enum Alphabet: Sendable { case standard, url, either }

  /// Decodes a whole text; padding may be left out, unused trailing bits are not looked at.
  ///
  /// - Returns: `nil` when a character is outside the alphabet, or the length is impossible.
  package static func decode(_ text: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    decode(Array(text).span, alphabet)
  }

  /// The same for bytes in one piece, which is several times as fast.
  package static func decode(_ text: Span<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var bits = BitQueue()
    var (symbols, padding) = (0, 0)
    for index in text.indices {
      let byte = text[index]
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = digit(byte, alphabet) else { return nil }
      bits.append(value, width: 6)
      symbols += 1
      if let byte = bits.next(width: 8) { bytes.append(byte) }
    }
    let remainder = symbols % 4
    guard remainder != 1, padding == 0 || padding == (4 - remainder) % 4 else { return nil }
    return bytes
  }

  /// Encodes bytes in the standard or the URL alphabet.
  @inlinable
  package static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard, padded: Bool = true)
    -> [UInt8]
  {
    let symbols = alphabet == .url ? urlSymbols : standardSymbols
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var bits = BitQueue()
    for byte in bytes {
      bits.append(byte, width: 8)
      while let value = bits.next(width: 6) { text.append(symbols[Int(value)]) }
    }
    if let value = bits.rest(width: 6) { text.append(symbols[Int(value)]) }
    while padded, text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
  }

  @usableFromInline static let standardSymbols = alphanumerics + Array("+/".utf8)
  @usableFromInline static let urlSymbols = alphanumerics + Array("-_".utf8)
  private static let alphanumerics = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  /// The value of a character, 0 to 63; `nil` when it is outside the alphabet.
  @inlinable
  package static func digit(_ byte: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+") where alphabet != .url: 62
    case UInt8(ascii: "/") where alphabet != .url: 63
    case UInt8(ascii: "-") where alphabet != .standard: 62
    case UInt8(ascii: "_") where alphabet != .standard: 63
    default: nil
    }
  }
}
