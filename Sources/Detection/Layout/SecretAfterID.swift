import Text

/// A secret right after the id that it belongs to: `Client("ID", "SECRET")`, `ID:SECRET`, `ID,SECRET`, or on the next line.
///
/// The id says whose the secret is, so that no name is needed.
enum SecretAfterID {
  /// Bytes between the two: quotes, a separator and the next line's indentation.
  private static let widestGap = 24
  /// Longest secret, with the byte after it.
  static let longest = 160
  /// How far after an id anything matters.
  static let reach = widestGap + longest

  /// Where a secret begins if there is one: after at least one separator, and nothing but separators, of at most one line end.
  static func start(after id: Range<Int>, in text: Span<UInt8>) -> Int? {
    var cursor = SyntaxCursor(at: id.upperBound, upTo: min(text.count, id.upperBound + widestGap))
    var (separators, lineEnds) = (0, 0)
    cursor.skip(in: text) { byte in
      if byte == UInt8(ascii: "\n") { lineEnds += 1 }
      if isSeparator(byte) { separators += 1 }
      return isSeparator(byte) || byte.isQuote
    }
    return separators > 0 && lineEnds <= 1 && !cursor.isAtEnd ? cursor.place : nil
  }

  private static func isSeparator(_ byte: UInt8) -> Bool { byte.isWhitespace || ",:;|".utf8.contains(byte) }
}
