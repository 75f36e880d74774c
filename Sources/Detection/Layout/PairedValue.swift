import ByteSearch
import Text

/// A value that a pair gives apart from its name: `{"value": "…", "key": "api_token"}`, `<add value="…" key="ApiToken"/>`,
/// and in YAML `- name: API_TOKEN` with a further line between it and `value: …`.
///
/// The keyword is in the pair's *name*. The members of the pair are those between its braces or angle brackets, or the
/// lines of one item.
struct PairedValue {
  /// Bytes either side of the name in which the value is.
  static let reach = 480
  private static let longestName = 64
  private static let longestValue = 500

  /// The whole name.
  private let name: Range<Int>
  /// Where `key` or `name` begins, with its quote.
  private let labelStart: Int

  /// - Parameters:
  ///   - keyword: A part of the name.
  ///   - lookedAt: Grows to what the answer depends on.
  init?(named keyword: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    var start = keyword.lowerBound
    let floor = max(0, start - Self.longestName)
    while start > floor, SyntaxCursor.isOfName(text[start - 1]) { start -= 1 }
    // Nearly all keywords are no values of a label: a line, a bracket or another word is before them.
    guard let label = Self.label(before: start, in: text, lookedAt: &lookedAt) else { return nil }
    var end = keyword.upperBound
    while end < min(text.count, keyword.upperBound + Self.longestName), SyntaxCursor.isOfName(text[end]) { end += 1 }
    (name, labelStart) = (start..<end, label)
  }

  /// The value, when the pair has one.
  func value(in text: Span<UInt8>) -> RestatedValue? {
    let members = members(in: text)
    var cursor = SyntaxCursor(at: members.lowerBound, upTo: members.upperBound)
    while !cursor.isAtEnd {
      let start = cursor.place
      let word = cursor.name(in: text)
      if word.isEmpty {
        cursor.place = start + 1
      } else if !word.overlaps(name), Self.endsAsLabel(word, Self.valueLabels, in: text),
        let value = Self.value(after: &cursor, in: text), value.count <= Self.longestValue
      {
        return RestatedValue(
          value, after: word.lowerBound, name: text.extracting(name).withUnsafeBufferPointer { Array($0) },
          from: word.upperBound, in: text)
      }
    }
    return nil
  }

  // MARK: - Labels

  private static let nameLabels = ["name", "key", "variable"].map { Array($0.utf8) }
  private static let valueLabels = ["value", "val"].map { Array($0.utf8) }

  /// Where the label begins whose value begins at a place: `"key": "`, `name: `, `key="`.
  private static func label(before start: Int, in text: Span<UInt8>, lookedAt: inout Range<Int>) -> Int? {
    var place = start
    defer { lookedAt.formUnion(place - 1..<start) }
    func skip(while isSkipped: (UInt8) -> Bool) {
      while place > 0, start - place < 16, isSkipped(text[place - 1]) { place -= 1 }
    }
    skip { $0.isQuote }
    skip { $0.isBlank }
    guard place > 0, text[place - 1] == UInt8(ascii: ":") || text[place - 1] == UInt8(ascii: "=") else { return nil }
    place -= 1
    skip { $0.isBlank }
    skip { $0.isQuote }
    let end = place
    while place > 0, end - place < 24, text[place - 1].isLetter { place -= 1 }
    guard place > 0, endsAsLabel(place..<end, nameLabels, in: text) else { return nil }
    return text[place - 1].isQuote ? place - 1 : place
  }

  private static func endsAsLabel(_ word: Range<Int>, _ labels: [[UInt8]], in text: Span<UInt8>) -> Bool {
    labels.contains { text.extracting(word).endsWithoutCase(with: $0) }
  }

  /// What the label before the cursor is given: `: "…"`, `="…"`, `>…</value>`.
  private static func value(after cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Range<Int>? {
    if cursor.byte(in: text).isQuote { cursor.place += 1 }
    cursor.skipBlanks(in: text)
    if cursor.take(">", in: text) {
      let start = cursor.place
      cursor.skip(in: text) { $0 != UInt8(ascii: "<") && !$0.isWhitespace }
      return cursor.byte(in: text) == UInt8(ascii: "<") && cursor.place > start ? start..<cursor.place : nil
    }
    guard cursor.take(":", in: text) || cursor.take("=", in: text) else { return nil }
    cursor.skipBlanks(in: text)
    if let literal = cursor.quoted(in: text) { return literal.isEmpty ? nil : literal }
    // Without quotes in YAML alone, where it is all of its line.
    return YAMLScalar.value(at: &cursor, in: text).flatMap { value in
      value.contains { ",;()<>\"'".utf8.contains(text[$0]) || text[$0].isBlank } ? nil : value
    }
  }

  // MARK: - The pair

  /// From what opens the pair to what closes it.
  private func members(in text: Span<UInt8>) -> Range<Int> {
    let floor = max(0, labelStart - Self.reach)
    let ceiling = min(text.count, name.upperBound + Self.reach)
    var start = labelStart
    while start > floor, !Self.isEdge(text[start - 1]), !isItem(at: start, in: text) { start -= 1 }
    let isTag = start > 0 && text[start - 1] == UInt8(ascii: "<")
    var end = name.upperBound
    while end < ceiling {
      let (byte, next) = (text[end], end + 1 < text.count ? text[end + 1] : 0)
      if isTag ? byte == UInt8(ascii: "/") && next == UInt8(ascii: ">") : Self.isEdge(byte) { break }
      // The next item, and the end of an element with its value in it.
      if isItem(at: end, in: text) || isTag && byte == UInt8(ascii: "<") && next == UInt8(ascii: "/") { break }
      end += 1
    }
    // The byte that ends it shows where a value ends.
    return start..<min(text.count, end + 1)
  }

  /// A brace or angle bracket.
  private static func isEdge(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
  }

  /// Whether an item of YAML begins at a place, or a line without indentation, or an empty one.
  private func isItem(at place: Int, in text: Span<UInt8>) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: "-"), place + 1 < text.count, text[place + 1].isBlank else {
      return place > 1 && text[place - 1] == UInt8(ascii: "\n") && text[place - 2] == UInt8(ascii: "\n")
    }
    var lead = place
    while lead > 0, text[lead - 1].isBlank { lead -= 1 }
    return lead == 0 || text[lead - 1] == UInt8(ascii: "\n")
  }
}
