import Text

/// Comparisons of scanned bytes with literals, without allocation.
///
/// Invariant of the pointers here: a `StaticString`'s `utf8Start` is valid for `utf8CodeUnitCount` bytes for the life of
/// the process, and every index below it is checked against that count. The literals are ASCII or UTF-8, never a scalar.
extension Span<UInt8> {
  func matches(_ literal: StaticString, at place: Int) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard place >= 0, length <= count - place else { return false }
    let start = literal.utf8Start
    for offset in 0..<length where self[place + offset] != start[offset] { return false }
    return true
  }

  func starts(with literal: StaticString) -> Bool { matches(literal, at: 0) }

  func ends(with literal: StaticString) -> Bool { matches(literal, at: count - literal.utf8CodeUnitCount) }

  /// Equal but for the case of ASCII letters; `literal` is in lower case.
  func equalsIgnoringCase(_ literal: StaticString) -> Bool {
    guard count == literal.utf8CodeUnitCount else { return false }
    let start = literal.utf8Start
    for offset in indices where self[offset].lowercased != start[offset] { return false }
    return true
  }

  /// Where `literal` is first, at `from` or later.
  func firstIndex(of literal: StaticString, from: Int = 0) -> Int? {
    let last = count - literal.utf8CodeUnitCount
    guard from <= last, literal.utf8CodeUnitCount > 0 else { return nil }
    let head = literal.utf8Start[0]
    for place in from...last where self[place] == head && matches(literal, at: place) { return place }
    return nil
  }

  func contains(_ literal: StaticString) -> Bool { firstIndex(of: literal) != nil }

  func startsWithAny(_ literals: [StaticString]) -> Bool {
    for literal in literals where starts(with: literal) { return true }
    return false
  }

  func equalsAnyIgnoringCase(_ literals: [StaticString]) -> Bool {
    for literal in literals where equalsIgnoringCase(literal) { return true }
    return false
  }

  /// The part without blanks, quotes, commas and semicolons at either end.
  @_lifetime(copy self)
  func trimmed() -> Span<UInt8> {
    var (low, high) = (0, count)
    while low < high, Self.isTrimmed(self[low]) { low += 1 }
    while high > low, Self.isTrimmed(self[high - 1]) { high -= 1 }
    return extracting(low..<high)
  }

  private static func isTrimmed(_ byte: UInt8) -> Bool {
    byte.isWhitespace || byte.isQuote
      || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
  }

  /// Whether this is a name as programs have: a letter or `_`, then letters, digits and `_`.
  var isIdentifier: Bool {
    guard !isEmpty, !self[0].isDigit else { return false }
    for index in indices where !self[index].isLetterOrDigit && self[index] != UInt8(ascii: "_") { return false }
    return true
  }

  /// Whether this is a name that is made of words: digits are only at the end, and letters read like words.
  var isWordyIdentifier: Bool {
    guard isIdentifier else { return false }
    var (letters, vowels, capitals, digits) = (0, 0, 0, 0)
    for index in indices {
      let byte = self[index]
      if byte.isDigit {
        digits += 1
      } else if digits > 0 {
        return false
      } else if byte.isLetter {
        letters += 1
        if byte.isVowel { vowels += 1 }
        if byte.isUppercase { capitals += 1 }
      }
    }
    // Capitals begin the words of a name, or make up all of it.
    let readsLikeWords = capitals == letters || capitals * 2 <= letters - capitals + 1
    guard letters > 0, digits <= 3, readsLikeWords else { return false }
    return letters < 5 || (vowels * 6 >= letters && vowels * 4 <= letters * 3)
  }
}

extension UInt8 {
  fileprivate var isVowel: Bool {
    switch lowercased {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
      UInt8(ascii: "y"):
      true
    default: false
    }
  }
}
