/// Base64 of RFC 4648, with its standard and its URL alphabet.
enum Base64 {
  enum Alphabet { case standard, url, either }

  /// Decodes a whole text; padding may be left out, unused trailing bits are not looked at.
  ///
  /// - Returns: `nil` when a character is outside the alphabet, or the length is impossible.
  static func decode(_ text: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3 + 3)
    var (buffer, bits, symbols, padding) = (UInt32(0), 0, 0, 0)
    for byte in text {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = digit(byte, alphabet) else { return nil }
      buffer = (buffer << 6 | UInt32(value)) & 0xFF_FFFF
      bits += 6
      symbols += 1
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    let remainder = symbols % 4
    guard remainder != 1, padding == 0 || padding == (4 - remainder) % 4 else { return nil }
    return bytes
  }

  /// Encodes bytes in the standard or the URL alphabet.
  static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard, padded: Bool = true) -> [UInt8]
  {
    let symbols = alphabet == .url ? urlSymbols : standardSymbols
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var (buffer, bits) = (UInt32(0), 0)
    for byte in bytes {
      buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(symbols[Int(buffer >> UInt32(bits)) & 63])
      }
    }
    if bits > 0 { text.append(symbols[Int(buffer << UInt32(6 - bits)) & 63]) }
    while padded, text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
  }

  private static let standardSymbols = alphanumerics + Array("+/".utf8)
  private static let urlSymbols = alphanumerics + Array("-_".utf8)
  private static let alphanumerics = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

  private static func digit(_ byte: UInt8, _ alphabet: Alphabet) -> UInt8? {
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

/// Base32 of RFC 4648 without padding; the letters of either case, never both readings mixed up.
enum Base32 {
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
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

  static func encode(_ bytes: some Collection<UInt8>, upperCase: Bool = true) -> [UInt8] {
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

/// Base58 with Bitcoin's alphabet: digits and letters without `0`, `O`, `I` and `l`.
enum Base58 {
  /// The work grows with the square of the length; no format here is longer.
  static let longest = 256

  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count <= longest else { return nil }
    var number: [UInt8] = []
    for byte in text {
      guard let digit = symbols.firstIndex(of: byte) else { return nil }
      var carry = digit
      for index in number.indices {
        carry += Int(number[index]) * 58
        number[index] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      if carry > 0 { number.append(UInt8(truncatingIfNeeded: carry)) }
    }
    return text.prefix { $0 == symbols[0] }.map { _ in 0 } + number.reversed()
  }

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var digits: [Int] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += digits[index] << 8
        digits[index] = carry % 58
        carry /= 58
      }
      while carry > 0 {
        digits.append(carry % 58)
        carry /= 58
      }
    }
    return bytes.prefix { $0 == 0 }.map { _ in symbols[0] } + digits.reversed().map { symbols[$0] }
  }

  private static let symbols = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
}

/// Numbers as digits of a fixed width, most significant first, padded with `0`.
enum Digits {
  static func base62(_ number: UInt32, width: Int) -> [UInt8] { write(UInt64(number), radix: 62, width: width) }

  static func base36(_ number: UInt32, width: Int) -> [UInt8] { write(UInt64(number), radix: 36, width: width, lower) }

  static func hex(_ number: UInt32) -> [UInt8] { write(UInt64(number), radix: 16, width: 8, lower) }

  static func upperHex(_ number: UInt32) -> [UInt8] { write(UInt64(number), radix: 16, width: 8) }

  /// Decimal digits of a number, padded with `0`.
  static func decimal(_ number: UInt64, width: Int) -> [UInt8] { write(number, radix: 10, width: width) }

  private static let upper = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let lower = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

  private static func write(_ number: UInt64, radix: UInt64, width: Int, _ symbols: [UInt8] = upper) -> [UInt8] {
    var (rest, digits) = (number, [UInt8]())
    for _ in 0..<width {
      digits.append(symbols[Int(rest % radix)])
      rest /= radix
    }
    return digits.reversed()
  }
}
