import Text

/// A place in a text that moves over what syntax has between names and values. It stays in a window.
struct SyntaxCursor {
  var place: Int
  /// Where the window ends.
  let end: Int

  init(at place: Int, upTo end: Int) { (self.place, self.end) = (place, end) }

  var isAtEnd: Bool { place >= end }

  /// The byte at the place; zero at the end.
  func byte(in text: Span<UInt8>) -> UInt8 { place < end ? text[place] : 0 }

  mutating func skip(in text: Span<UInt8>, while isSkipped: (UInt8) -> Bool) {
    while place < end, isSkipped(text[place]) { place += 1 }
  }

  mutating func skipBlanks(in text: Span<UInt8>) { skip(in: text) { $0.isBlank } }

  /// Moves over one byte when it is the expected one.
  mutating func take(_ expected: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
    guard byte(in: text) == UInt8(ascii: expected) else { return false }
    place += 1
    return true
  }

  /// Moves over white space and comments that begin with `#` or `//`.
  mutating func skipSpace(in text: Span<UInt8>) {
    while place < end {
      let isComment =
        text[place] == UInt8(ascii: "#")
        || text[place] == UInt8(ascii: "/") && place + 1 < end && text[place + 1] == UInt8(ascii: "/")
      if isComment {
        skip(in: text) { $0 != UInt8(ascii: "\n") }
      } else if text[place].isWhitespace {
        place += 1
      } else {
        return
      }
    }
  }

  /// Moves over a name.
  mutating func name(in text: Span<UInt8>) -> Range<Int> {
    let start = place
    skip(in: text, while: Self.isOfName)
    return start..<place
  }

  /// Moves over a literal in quotes, on one line.
  ///
  /// - Returns: What is between the quotes; `nil` when there is no literal, and then the place stays.
  mutating func quoted(in text: Span<UInt8>) -> Range<Int>? {
    let quote = byte(in: text)
    guard quote.isQuote else { return nil }
    var next = place + 1
    while next < end, text[next] != quote {
      if text[next] == UInt8(ascii: "\n") { return nil }
      next += text[next] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard next < end else { return nil }
    defer { place = next + 1 }
    return place + 1..<next
  }

  static func isOfName(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }
}
