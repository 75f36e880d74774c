import ByteSearch
import Text

/// The elements of a list, or the values of a table, that a name is given: `API_KEYS = ["…", "…"]`,
/// `tokens: { dev: "…", prod: "…" }`, and in YAML a line for each.
struct ValueList {
  /// Bytes after a name in which its elements are.
  static let reach = 4096
  private static let mostElements = 64
  private static let longestValue = 500
  /// Longest text between a name and the bracket, as in `new Dictionary<string, string> {`.
  private static let longestOpening = 80

  /// After the name and what opens the list.
  private let leadEnd: Int
  private var cursor: SyntaxCursor

  /// A list in brackets.
  ///
  /// - Parameters:
  ///   - first: What a rule took for the name's value: the list's beginning, or its first element.
  ///   - name: Where the name's keyword is.
  ///   - lookedAt: Grows to what the answer depends on.
  init?(openedAt first: Range<Int>, name: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    guard let opening = Self.opening(before: first, after: name.upperBound, in: text, lookedAt: &lookedAt),
      Self.isAssigned(name.upperBound..<opening, in: text)
    else { return nil }
    leadEnd = opening
    cursor = SyntaxCursor(at: opening, upTo: min(text.count, name.lowerBound + Self.reach))
  }

  /// Calls a closure with each element.
  ///
  /// - Returns: Where it stopped.
  func forEach(in text: Span<UInt8>, _ body: (RestatedValue) -> Void) -> Int {
    var cursor = cursor
    var isInPair = false
    for _ in 0..<Self.mostElements {
      cursor.skip(in: text) { $0.isWhitespace || Self.separators.contains($0) }
      cursor.skipSpace(in: text)
      if Self.skipPair(at: &cursor, in: text) { isInPair = true }
      let start = cursor.place
      guard let value = Self.element(at: &cursor, in: text) else { break }
      // A list of words is what a program knows words by.
      if !value.isEmpty, value.count <= Self.longestValue,
        isInPair || Self.isMember(start..<value.lowerBound, in: text) || !Self.isWord(value, in: text)
      {
        body(RestatedValue(value, after: leadEnd, from: start, in: text))
      }
      cursor.skipBlanks(in: text)
      if isInPair, cursor.byte(in: text).isClosingBracket {
        cursor.place += 1
        isInPair = false
      }
      guard Self.mayFollow(cursor.byte(in: text)) else { break }
    }
    return cursor.place
  }

  /// Whether what is before a value gives it a name of its own.
  private static func isMember(_ lead: Range<Int>, in text: Span<UInt8>) -> Bool {
    lead.contains { text[$0] == UInt8(ascii: ":") || text[$0] == UInt8(ascii: "=") }
  }

  /// Letters of any language and what parts words.
  private static func isWord(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    value.allSatisfy {
      text[$0].isLetter || text[$0] >= 0x80 || text[$0].isBlank || text[$0] == UInt8(ascii: "-")
        || text[$0] == UInt8(ascii: "_")
    }
  }

  private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";")]

  private static func mayFollow(_ byte: UInt8) -> Bool {
    separators.contains(byte) || byte.isQuote || byte.isWhitespace || SyntaxCursor.isOfName(byte)
  }

  /// A bracket around key and value: `{ "dev", "…" }`, `['dev', '…']`.
  private static func skipPair(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Bool {
    var next = cursor
    guard next.byte(in: text).isOpeningBracket else { return false }
    next.place += 1
    next.skipBlanks(in: text)
    guard next.byte(in: text).isQuote else { return false }
    cursor = next
    return true
  }

  /// Moves over an element; `nil` at what is none, such as the closing bracket, a further list or an expression.
  private static func element(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Range<Int>? {
    if let literal = cursor.quoted(in: text) {
      guard skipSeparator(at: &cursor, in: text) else { return literal }
      return value(of: literal, at: &cursor, in: text)
    }
    _ = cursor.take("@", in: text)
    let word = cursor.name(in: text)
    if word.isEmpty { return cursor.quoted(in: text) }
    if skipSeparator(at: &cursor, in: text) { return value(of: word, at: &cursor, in: text) }
    if cursor.byte(in: text).isQuote { return cursor.quoted(in: text) }
    return bare(word, in: text)
  }

  /// Moves over `:`, `=`, `=>`, `to` and blanks.
  private static func skipSeparator(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Bool {
    var next = cursor
    next.skipBlanks(in: text)
    if next.take("t", in: text) {
      guard next.take("o", in: text), next.byte(in: text).isBlank else { return false }
    } else {
      guard next.take(":", in: text) || next.take("=", in: text) else { return false }
      _ = next.take(">", in: text)
    }
    next.skipSpace(in: text)
    cursor = next
    return true
  }

  /// Moves over the value of a member; empty for one whose name says that it is no secret.
  private static func value(
    of name: Range<Int>, at cursor: inout SyntaxCursor, in text: Span<UInt8>
  ) -> Range<Int>? {
    let value = value(at: &cursor, in: text)
    return MemberName.isOpen(name, in: text) ? value.map { $0.upperBound..<$0.upperBound } : value
  }

  /// Moves over a value after a key, with a prefix or call of at most one word: `b"…"`, `@"…"`.
  private static func value(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Range<Int>? {
    if let literal = cursor.quoted(in: text) { return literal }
    _ = cursor.take("@", in: text)
    let word = cursor.name(in: text)
    if cursor.byte(in: text).isQuote { return cursor.quoted(in: text) }
    return word.isEmpty ? nil : bare(word, in: text)
  }

  /// A word without quotes: a value in YAML's lists and where a shell makes one. Names of variables have no digit mostly.
  private static func bare(_ word: Range<Int>, in text: Span<UInt8>) -> Range<Int>? {
    word.count >= 8 && word.contains { text[$0].isDigit } ? word : word.upperBound..<word.upperBound
  }

  // MARK: - Opening

  private static func opening(
    before first: Range<Int>, after name: Int, in text: Span<UInt8>, lookedAt: inout Range<Int>
  ) -> Int? {
    var place = first.lowerBound
    guard place > name else { return nil }
    let isQuoted = text[place - 1].isQuote
    if isQuoted { place -= 1 }
    while isQuoted, place > name, text[place - 1].isLetter || text[place - 1] == UInt8(ascii: "@") { place -= 1 }
    while place > name, text[place - 1].isWhitespace { place -= 1 }
    if place > name, text[place - 1].isOpeningBracket {
      guard opens(place - 1, after: name, in: text) else { return nil }
      // The bracket of the first pair: `[['dev', …`.
      var outer = place - 1
      while outer > name, text[outer - 1].isWhitespace { outer -= 1 }
      guard outer > name, text[outer - 1].isOpeningBracket else { return place }
      return opens(outer - 1, after: name, in: text) ? outer : nil
    }
    if !isQuoted {
      guard first.contains(where: { text[$0].isOpeningBracket }) || isNew(first, in: text) else { return nil }
      lookedAt.formUnion(first.lowerBound..<first.lowerBound + longestOpening + 1)
      return opening(at: first.lowerBound, in: text)
    }
    return nil
  }

  /// `new List<string> {`
  private static func isNew(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
    word.count == 3 && text.extracting(word).endsWithoutCase(with: newObject)
  }

  private static let newObject = Array("new".utf8)

  /// The bracket that stays open on a line, up to its first quote, or the one that the value begins with.
  private static func opening(at start: Int, in text: Span<UInt8>) -> Int? {
    var open: [Int] = []
    var first: Int?
    var place = start
    while place < min(text.count, start + longestOpening), !text[place].isQuote, text[place] != UInt8(ascii: "\n") {
      let isArrow = place > start && (text[place - 1] == UInt8(ascii: "=") || text[place - 1] == UInt8(ascii: "-"))
      if text[place].isOpeningBracket || text[place] == UInt8(ascii: "<") {
        open.append(place)
        first = first ?? place
      } else if text[place].isClosingBracket || text[place] == UInt8(ascii: ">"), !isArrow, open.popLast() == nil {
        return nil
      }
      place += 1
    }
    let isWordList = first.map { $0 == start || text[$0 - 1] == UInt8(ascii: "w") } ?? false
    guard let bracket = open.last ?? (isWordList ? first : nil), opens(bracket, after: start - 1, in: text) else {
      return nil
    }
    // A template's slot: `{{ default "…" }}`.
    let isSlot = bracket > start && text[bracket - 1] == UInt8(ascii: "{") && text[bracket] == UInt8(ascii: "{")
    return isSlot ? nil : bracket + 1
  }

  /// Whether a bracket opens a list: a round one does where nothing or what makes lists is before it, `listOf(`, and a
  /// square one where it chooses no element, `tokens["…"]`.
  private static func opens(_ place: Int, after floor: Int, in text: Span<UInt8>) -> Bool {
    if text[place] == UInt8(ascii: "{") { return true }
    let previous = place > floor ? text[place - 1] : 0
    if text[place] == UInt8(ascii: "[") {
      // Ruby's `%w[…]` begins as an element does.
      let isWordList = place > floor + 1 && text[place - 2] == UInt8(ascii: "%")
      return isWordList || !previous.isWordByte && !previous.isClosingBracket
    }
    guard text[place] == UInt8(ascii: "(") else { return false }
    var start = place
    while start > floor, text[start - 1].isWordByte { start -= 1 }
    let word = text.extracting(start..<place)
    return word.isEmpty || makers.contains { word.count == $0.count && word.endsWithoutCase(with: $0) }
  }

  private static let makers = [
    "list", "listof", "frozenset", "tuple", "arraylist", "hashset", "aslist", "set", "setof", "array", "arrayof", "of",
    "map", "mapof", "dict", "c", "qw",
  ].map { Array($0.utf8) }

  /// Whether what is between a name and the bracket assigns: `tokens = [`, `keys <- c(`, and in Lisp `(def keys [`; not in
  /// `switch (token) {` or `check_key(`.
  private static func isAssigned(_ between: Range<Int>, in text: Span<UInt8>) -> Bool {
    if between.contains(where: { text[$0] == UInt8(ascii: "=") || text[$0] == UInt8(ascii: ":") }) { return true }
    var place = between.lowerBound
    while place < between.upperBound, SyntaxCursor.isOfName(text[place]) { place += 1 }
    let rest = text.extracting(place..<between.upperBound)
    return rest.endsWithoutCase(with: lispOpening) && rest.count == lispOpening.count
      || rest.count > 2 && rest[1] == UInt8(ascii: "<")
  }

  private static let lispOpening = Array(" [".utf8)
}

extension Span<UInt8> {
  /// Whether it ends with some bytes in lower case, letter case aside.
  func endsWithoutCase(with tail: [UInt8]) -> Bool {
    guard count >= tail.count else { return false }
    return tail.indices.allSatisfy { self[count - tail.count + $0].lowercased == tail[$0] }
  }
}
