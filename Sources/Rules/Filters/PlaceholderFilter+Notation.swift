import Text

/// Texts with an order of their own: their parts have names and are judged by themselves, or nobody hides them.
extension PlaceholderFilter {
  /// JSON objects, `{"auths": …`, and what PHP's `serialize` writes of an array, `236:{a:3:{`.
  static func isObject(_ value: Span<UInt8>) -> Bool {
    if value.starts(with: "{\"") || value.starts(with: "[{\"") { return true }
    var digits = 0
    while digits < value.count, value[digits].isDigit { digits += 1 }
    return digits > 0 && value.matches(":{", at: digits)
  }

  /// An element with an attribute: `<saml2:Assertion xmlns="…`.
  static func isMarkup(_ value: Span<UInt8>) -> Bool {
    guard value.count > 8, value[0] == UInt8(ascii: "<"), value[1].isLetter else { return false }
    var end = 1
    while end < value.count, value[end].isLetterOrDigit || value[end] == UInt8(ascii: ":") { end += 1 }
    return end < value.count && value[end] == 0x20 && value.contains("=\"")
  }

  /// Eight parts or more with commas between them, letters among them, or three words: numbers may be the bytes of a key.
  static func isList(_ value: Span<UInt8>) -> Bool {
    var (commas, letters, start, isWords) = (0, 0, 0, true)
    for index in 0...value.count {
      if index == value.count || value[index] == UInt8(ascii: ",") {
        isWords = isWords && value.extracting(start..<index).isWordyIdentifier
        start = index + 1
        if index < value.count { commas += 1 }
      } else if value[index].isLetter, !value[index].isHexDigit, value[index].lowercased != UInt8(ascii: "x") {
        letters += 1
      }
    }
    return commas >= 7 && letters >= 4 || commas >= 2 && isWords
  }

  /// A setting and its number: `isapnp=0`.
  static func isOption(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: "="), (1...4).contains(value.count - mark - 1) else { return false }
    for index in (mark + 1)..<value.count where !value[index].isDigit { return false }
    return value.extracting(0..<mark).isWordyIdentifier
  }

  /// The public half of a key for signed notes, `name+1a2b3c4d+base64` (golang.org/x/mod/sumdb/note).
  static func isVerifierKey(_ value: Span<UInt8>) -> Bool {
    guard !value.starts(with: "PRIVATE+"), let first = value.firstIndex(of: "+"), first > 0, first + 50 < value.count,
      value[first + 9] == UInt8(ascii: "+")
    else { return false }
    for index in (first + 1)..<(first + 9) where !value[index].isHexDigit || value[index].isUppercase { return false }
    return true
  }

  /// Ids that everyone is shown: Google Analytics (`UA-12345678-1`) and Tag Manager (`GTM-…`), GitHub's advisories.
  static func isTracker(_ value: Span<UInt8>) -> Bool {
    if value.starts(with: "GTM-") { return (10...12).contains(value.count) }
    if value.starts(with: "GHSA-") {
      return value.count == 19 && value.matches("-", at: 9) && value.matches("-", at: 14)
    }
    guard value.starts(with: "UA-"), (8...16).contains(value.count) else { return false }
    for index in 3..<value.count where !value[index].isDigit && value[index] != UInt8(ascii: "-") { return false }
    return true
  }

  /// Three words or more and 40 hexadecimal digits or more, with hyphens between them: what registries call entries.
  static func isDigestName(_ value: Span<UInt8>) -> Bool {
    var (hyphens, digits) = (0, 0)
    for index in value.indices {
      let byte = value[index]
      if byte == UInt8(ascii: "-") { hyphens += 1 } else if !byte.isLowercase, !byte.isDigit { return false }
      digits = byte.isHexDigit ? digits + 1 : 0
    }
    return hyphens >= 3 && digits >= 40 && value[value.count - digits - 1] == UInt8(ascii: "-")
  }

  /// Ruby's `:argon2`
  static func isSymbol(_ value: Span<UInt8>) -> Bool {
    value[0] == UInt8(ascii: ":") && value.extracting(1...).isWordyIdentifier
  }

  /// Words and colours: `bold #038b8b`, `bg:#222222 #888888`
  static func isStyle(_ value: Span<UInt8>) -> Bool {
    var (start, colours) = (0, 0)
    for index in 0...value.count where index == value.count || value[index].isWhitespace {
      let part = value.extracting(start..<index)
      start = index + 1
      guard let mark = part.firstIndex(of: "#") else {
        guard part.isWordyIdentifier else { return false }
        continue
      }
      guard isColour(part.extracting(mark...)), mark == 0 || part[mark - 1] == UInt8(ascii: ":") else { return false }
      colours += 1
    }
    return colours > 0
  }

  /// `pyu2f>=0.1.5`
  static func isRequirement(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: ">=") ?? value.firstIndex(of: "==") ?? value.firstIndex(of: "~="), mark > 1,
      mark + 2 < value.count
    else { return false }
    for index in 0..<mark {
      guard value[index].isLetterOrDigit || value[index] == UInt8(ascii: "-") || value[index] == UInt8(ascii: "_")
      else {
        return false
      }
    }
    for index in (mark + 2)..<value.count where !value[index].isDigit && value[index] != UInt8(ascii: ".") {
      return false
    }
    return true
  }

  /// A letter beyond ASCII beside one that is percent-encoded, as in tests of URLs.
  static func isHalfEscaped(_ value: Span<UInt8>) -> Bool {
    guard let mark = value.firstIndex(of: "%"), mark + 5 < value.count, value[mark + 3] == UInt8(ascii: "%") else {
      return false
    }
    return value[mark + 1].isHexDigit && value[mark + 1] > UInt8(ascii: "7") && value[mark + 2].isHexDigit
  }
}
