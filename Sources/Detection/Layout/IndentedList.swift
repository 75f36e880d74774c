import ByteSearch
import Text

/// The lines below a name that has no value on its own line, as YAML writes lists and tables:
/// `api_keys:` and, below, `- …` or `prod: …`.
struct IndentedList {
  private static let mostLines = 64

  /// After the colon.
  private let leadEnd: Int
  private let first: Int
  private let end: Int
  /// Blanks before the name.
  private let nameIndentation: Int

  /// - Parameters:
  ///   - name: Where the name's keyword is; the rest of the name may follow it.
  ///   - lookedAt: Grows to what the answer depends on.
  init?(under name: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    var cursor = SyntaxCursor(at: name.upperBound, upTo: min(text.count, name.lowerBound + ValueList.reach))
    defer { lookedAt.formUnion(name.lowerBound..<cursor.place + 1) }
    _ = cursor.name(in: text)
    if cursor.byte(in: text).isQuote { cursor.place += 1 }
    guard cursor.take(":", in: text) else { return nil }
    leadEnd = cursor.place
    cursor.skipBlanks(in: text)
    _ = cursor.take("\r", in: text)
    guard cursor.take("\n", in: text) else { return nil }
    (first, end) = (cursor.place, cursor.end)
    let start = TextLines.start(of: name.lowerBound, in: text, limit: 200)
    lookedAt.formUnion(start - 1..<name.upperBound)
    nameIndentation = (start..<name.lowerBound).prefix { text[$0] == UInt8(ascii: " ") }.count
  }

  /// Calls a closure with each value.
  ///
  /// - Returns: Where it stopped.
  func forEach(in text: Span<UInt8>, _ body: (RestatedValue) -> Void) -> Int {
    var cursor = SyntaxCursor(at: first, upTo: end)
    var indentation: Int?
    for _ in 0..<Self.mostLines where !cursor.isAtEnd {
      let start = cursor.place
      cursor.skipBlanks(in: text)
      let depth = cursor.place - start
      let isItem = cursor.byte(in: text) == UInt8(ascii: "-")
      let isEmpty = cursor.byte(in: text) == UInt8(ascii: "#") || cursor.byte(in: text).isWhitespace
      if !isEmpty {
        guard depth >= (isItem ? nameIndentation : nameIndentation + 1) else { break }
        indentation = indentation ?? depth
        if depth < (indentation ?? 0) { break }
        if depth == indentation, let value = Self.value(at: &cursor, isItem: isItem, in: text) {
          // A table's own name stays beside the value.
          let from = isItem ? Self.start(of: value, in: text) : start + depth
          body(RestatedValue(value, after: leadEnd, name: [UInt8(ascii: " ")], from: from, in: text))
        }
      }
      cursor.skip(in: text) { $0 != UInt8(ascii: "\n") }
      _ = cursor.take("\n", in: text)
    }
    return cursor.place
  }

  /// The value with its quote.
  private static func start(of value: Range<Int>, in text: Span<UInt8>) -> Int {
    text[value.lowerBound - 1].isQuote ? value.lowerBound - 1 : value.lowerBound
  }

  private static func value(at cursor: inout SyntaxCursor, isItem: Bool, in text: Span<UInt8>) -> Range<Int>? {
    if isItem {
      cursor.place += 1
      guard cursor.byte(in: text).isBlank else { return nil }
    } else {
      let name = cursor.quoted(in: text) ?? cursor.name(in: text)
      guard cursor.take(":", in: text), cursor.byte(in: text).isBlank, !MemberName.isOpen(name, in: text) else {
        return nil
      }
    }
    cursor.skipBlanks(in: text)
    return YAMLScalar.value(at: &cursor, in: text)
  }
}

/// A scalar of YAML on one line.
enum YAMLScalar {
  /// Moves over a scalar, in quotes or plain.
  ///
  /// - Returns: `nil` for what is none: a further list or table, an anchor, a block.
  static func value(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Range<Int>? {
    if cursor.byte(in: text).isQuote { return cursor.quoted(in: text).flatMap { $0.isEmpty ? nil : $0 } }
    let start = cursor.place
    guard !"[{&*!|>%@".utf8.contains(cursor.byte(in: text)) else { return nil }
    while !cursor.isAtEnd, text[cursor.place] != UInt8(ascii: "\n") {
      let (byte, previous) = (text[cursor.place], text[max(start, cursor.place - 1)])
      if byte == UInt8(ascii: "#"), previous.isBlank { break }
      if byte.isBlank, previous == UInt8(ascii: ":") { return nil }
      cursor.place += 1
    }
    var end = cursor.place
    while end > start, text[end - 1].isWhitespace { end -= 1 }
    return end > start && text[end - 1] != UInt8(ascii: ":") ? start..<end : nil
  }
}
