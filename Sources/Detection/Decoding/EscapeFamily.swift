import Text

/// How a text writes single bytes in another way: one family of escapes.
enum EscapeFamily: Int, CaseIterable {
  /// `%41` (RFC 3986, section 2.1), and `%u0041` of JavaScript's `escape`.
  case percent
  /// `\u0041`, `\u{41}`, `\x41`, `\101` and the short ones, as string literals have them.
  case backslash
  /// `&#65;`, `&#x41;`, which HTML reads without `;` too, and the named ones of XML.
  case entities
  /// `=41`, and `=` before a line end that is none (RFC 2045, section 6.7).
  case quotedPrintable
  /// `U+0041 U+0042`, as Unicode writes code points.
  case codePoints

  var layer: DecodingLayer {
    switch self {
    case .percent: .percent
    case .backslash: .backslash
    case .entities: .entities
    case .quotedPrintable: .quotedPrintable
    case .codePoints: .codePoints
    }
  }

  /// The byte that its escapes begin with.
  var introducer: UInt8 {
    switch self {
    case .percent: UInt8(ascii: "%")
    case .backslash: UInt8(ascii: "\\")
    case .entities: UInt8(ascii: "&")
    case .quotedPrintable: UInt8(ascii: "=")
    case .codePoints: UInt8(ascii: "U")
    }
  }

  /// The family whose escapes begin with a byte.
  init?(introducer: UInt8) {
    switch introducer {
    case UInt8(ascii: "%"): self = .percent
    case UInt8(ascii: "\\"): self = .backslash
    case UInt8(ascii: "&"): self = .entities
    case UInt8(ascii: "="): self = .quotedPrintable
    case UInt8(ascii: "U"): self = .codePoints
    default: return nil
    }
  }

  /// An escape: what it writes, and how long it is.
  struct Escape {
    /// A byte of ASCII; `nil` for nothing, as a broken line has.
    let byte: UInt8?
    let length: Int

    /// Whether it writes a byte that words are made of, for which there is no need.
    var isWordByte: Bool { byte?.isWordByte ?? false }
    /// Whether it writes a sign or another byte that can be seen.
    var isSign: Bool { byte.map { 0x21..<0x7F ~= $0 } ?? false }
    /// Whether it writes a line end or a blank.
    var isGap: Bool { byte?.isWhitespace ?? false }
  }

  /// Longest escape, in bytes: `\U00000041`.
  static let longest = 10

  /// The escape at a place; `nil` when there is none, or it writes something that is not ASCII.
  func escape(in text: Span<UInt8>, at place: Int) -> Escape? {
    func byte(_ offset: Int) -> UInt8 { place + offset < text.count ? text[place + offset] : 0 }
    func hexadecimal(from offset: Int, digits: Int, length: Int) -> Escape? {
      var value: UInt32 = 0
      for index in offset..<offset + digits {
        guard let digit = Hexadecimal.value(of: byte(index)) else { return nil }
        value = value << 4 | UInt32(digit)
      }
      return value < 0x80 ? Escape(byte: UInt8(value), length: length) : nil
    }
    func hexadecimal(digits: Int) -> Escape? {
      guard byte(2) == UInt8(ascii: "{") else { return hexadecimal(from: 2, digits: digits, length: 2 + digits) }
      guard let end = (4...9).first(where: { byte($0) == UInt8(ascii: "}") }) else { return nil }
      return hexadecimal(from: 3, digits: end - 3, length: end + 1)
    }
    switch self {
    case .percent:
      return byte(1) == UInt8(ascii: "u")
        ? hexadecimal(from: 2, digits: 4, length: 6) : hexadecimal(from: 1, digits: 2, length: 3)
    case .backslash:
      switch byte(1) {
      case UInt8(ascii: "u"): return hexadecimal(digits: 4)
      case UInt8(ascii: "U"): return hexadecimal(digits: 8)
      case UInt8(ascii: "x"): return hexadecimal(digits: 2)
      case 0x30...0x37: return octal(byte(1), byte(2), byte(3))
      case let letter: return Self.short(letter).map { Escape(byte: $0, length: 2) }
      }
    case .entities: return entity((1..<Self.longest).map(byte))
    case .quotedPrintable:
      if byte(1) == UInt8(ascii: "\n") { return Escape(byte: nil, length: 2) }
      if byte(1) == UInt8(ascii: "\r"), byte(2) == UInt8(ascii: "\n") { return Escape(byte: nil, length: 3) }
      return hexadecimal(from: 1, digits: 2, length: 3)
    case .codePoints:
      guard byte(1) == UInt8(ascii: "+") else { return nil }
      // The blank before another one belongs to it.
      let isFollowed = byte(6).isBlank && byte(7) == UInt8(ascii: "U") && byte(8) == UInt8(ascii: "+")
      return hexadecimal(from: 2, digits: 4, length: isFollowed ? 7 : 6)
    }
  }

  /// Up to three digits, of which the first is at most 3 where there are three: what is more is no byte.
  private func octal(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Escape? {
    func isOctal(_ digit: UInt8) -> Bool { 0x30...0x37 ~= digit }
    guard isOctal(second) else { return nil }
    let short = (first & 7) << 3 | second & 7
    guard first <= 0x33, isOctal(third) else { return Escape(byte: short, length: 3) }
    return first <= 0x31 ? Escape(byte: short << 3 | third & 7, length: 4) : nil
  }

  private static func short(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): UInt8(ascii: "\n")
    case UInt8(ascii: "r"): UInt8(ascii: "\r")
    case UInt8(ascii: "t"): UInt8(ascii: "\t")
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    default: nil
    }
  }

  /// - Parameter rest: What follows the ampersand.
  private func entity(_ rest: [UInt8]) -> Escape? {
    if rest[0] == UInt8(ascii: "#") {
      let isHexadecimal = rest[1] | 0x20 == UInt8(ascii: "x")
      let digits = rest.dropFirst(isHexadecimal ? 2 : 1)
        .prefix { isHexadecimal ? $0.isHexDigit : 0x30...0x39 ~= $0 }
      guard digits.endIndex < rest.count, let value = UInt8(Self.text(digits), radix: isHexadecimal ? 16 : 10),
        value < 0x80
      else { return nil }
      return Escape(byte: value, length: digits.endIndex + (rest[digits.endIndex] == UInt8(ascii: ";") ? 2 : 1))
    }
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    return Self.named[Self.text(rest[..<end])].map { Escape(byte: $0, length: end + 2) }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private static let named: [String: UInt8] = [
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"), "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"),
    "gt": UInt8(ascii: ">"),
  ]
}
