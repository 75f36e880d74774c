import ByteSearch
import Text

/// The values of a conditional expression that a name is given: `apiKey = production ? "…" : "…"`,
/// `"…" if production else "…"`, `if (production) "…" else "…"`.
struct ConditionalValue {
  /// Bytes after its beginning that belong to the expression.
  static let reach = 400
  private static let mostValues = 8
  /// Bytes in which there is a sign of a condition.
  private static let signReach = 160

  /// Where the expression begins.
  private let start: Int
  private var cursor: SyntaxCursor
  /// Whether what follows is the value of a branch: after `?`, `else` and the condition of an `if`.
  private var expectsValue = false
  /// Whether the condition of an `if` comes before the next value.
  private var isInCondition = false
  /// Whether there is a first value, so that `:` and `else` lead to another one.
  private var isChoice = false
  /// Brackets that are open.
  private var depth = 0

  /// An expression, if a name is given one.
  ///
  /// - Parameters:
  ///   - name: Where the name's keyword is.
  ///   - first: What a rule took for the name's value: a word of the condition, or the first of Python's values.
  ///   - lookedAt: Grows to what the answer depends on.
  init?(of name: Range<Int>, _ first: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    guard first.lowerBound > name.upperBound else { return nil }
    let isQuoted = text[first.lowerBound - 1].isQuote
    start = Self.start(before: first.lowerBound - (isQuoted ? 1 : 0), after: name.upperBound, in: text)
    cursor = SyntaxCursor(at: start, upTo: min(text.count, start + Self.reach))
    guard isQuoted else {
      var sign = SyntaxCursor(at: start, upTo: min(text.count, start + Self.signReach))
      let mayChoose = Self.skipToSign(&sign, in: text)
      lookedAt.formUnion(start..<sign.place + 1)
      if mayChoose { return }
      return nil
    }
    cursor.place = min(first.upperBound + 1, cursor.end)
    cursor.skipBlanks(in: text)
    lookedAt.formUnion(first.lowerBound..<cursor.place + 3)
    guard Self.isIf(cursor.name(in: text), in: text) else { return nil }
    isChoice = true
  }

  /// Where an expression begins: the rule may have passed over a call, `if (` too.
  private static func start(before place: Int, after name: Int, in text: Span<UInt8>) -> Int {
    var start = place
    while start > name,
      SyntaxCursor.isOfName(text[start - 1]) || text[start - 1] == UInt8(ascii: "(") || text[start - 1].isBlank
    {
      start -= 1
    }
    while start < place, text[start].isBlank { start += 1 }
    return start
  }

  /// Moves to what shows that an expression is conditional: `?` or `if`. Most are not, and are passed over byte by byte.
  private static func skipToSign(_ cursor: inout SyntaxCursor, in text: Span<UInt8>) -> Bool {
    var previous: UInt8 = 0
    while !cursor.isAtEnd {
      let byte = text[cursor.place]
      if byte == UInt8(ascii: "?") { return true }
      if byte == UInt8(ascii: ";") { return false }
      if byte == UInt8(ascii: "f"), previous == UInt8(ascii: "i") { return true }
      if byte == UInt8(ascii: "\n") {
        // Formatters begin a line with the mark.
        cursor.skip(in: text) { $0.isWhitespace }
        return cursor.byte(in: text) == UInt8(ascii: "?")
      }
      previous = byte
      cursor.place += 1
    }
    return false
  }

  /// Calls a closure with the value of each branch but the first of Python's.
  ///
  /// - Returns: Where it stopped.
  func forEach(in text: Span<UInt8>, _ body: (RestatedValue) -> Void) -> Int {
    var state = self
    var count = 0
    while count < Self.mostValues, !state.cursor.isAtEnd {
      guard state.step(in: text) else { break }
      guard state.expectsValue else { continue }
      state.expectsValue = false
      let place = state.cursor.place
      guard let value = state.value(in: text) else { continue }
      body(RestatedValue(value, after: start, from: place, in: text))
      count += 1
    }
    return state.cursor.place
  }

  /// Moves over the next piece of the expression.
  ///
  /// - Returns: Whether it goes on.
  private mutating func step(in text: Span<UInt8>) -> Bool {
    let byte = cursor.byte(in: text)
    if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return goesOn(in: text) }
    if byte.isQuote { return cursor.quoted(in: text) != nil }
    if byte.isWordByte {
      read(cursor.name(in: text), in: text)
      return true
    }
    cursor.place += 1
    switch byte {
    case UInt8(ascii: "?"):
      // `a ?? b` and `a?.b` choose nothing.
      if cursor.take("?", in: text) || cursor.take(".", in: text) || cursor.take(":", in: text) { return true }
      (isChoice, expectsValue) = (true, true)
    case UInt8(ascii: ":"):
      if cursor.take(":", in: text) { return true }
      guard isChoice else { return depth > 0 }
      expectsValue = true
    case UInt8(ascii: "{"):
      guard isInCondition else { return false }
      (isInCondition, isChoice, expectsValue) = (false, true, true)
    case UInt8(ascii: "}"): return isChoice
    case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      depth -= 1
      if depth == 0, isInCondition, byte == UInt8(ascii: ")") {
        (isInCondition, isChoice, expectsValue) = (false, true, true)
      }
      return depth >= 0
    case UInt8(ascii: ";"): return false
    case UInt8(ascii: ","): return depth > 0
    default: break
    }
    return true
  }

  private mutating func read(_ word: Range<Int>, in text: Span<UInt8>) {
    if Self.isIf(word, in: text) {
      // In Python the condition is after the value.
      if word.lowerBound == start { isInCondition = true } else if depth == 0 { isChoice = true }
    } else if isChoice, Self.isElse(word, in: text) {
      expectsValue = true
    }
  }

  /// Moves to the next line, if an expression goes on there.
  private mutating func goesOn(in text: Span<UInt8>) -> Bool {
    cursor.skip(in: text) { $0.isWhitespace }
    switch cursor.byte(in: text) {
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "}"): return true
    default:
      var next = cursor
      return isChoice && Self.isElse(next.name(in: text), in: text) || depth > 0 || isInCondition
    }
  }

  /// Moves over the literal of a branch, with what may be before it: brackets, white space, the letters of a string's kind.
  private mutating func value(in text: Span<UInt8>) -> Range<Int>? {
    var next = cursor
    next.skip(in: text) { $0.isWhitespace || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "@") }
    var literal = next
    literal.skip(in: text) { $0.isLetter }
    guard literal.place - next.place <= 2, let value = literal.quoted(in: text) else {
      // `else if`: the condition of a further branch.
      var word = next
      if Self.isIf(word.name(in: text), in: text) { (isInCondition, cursor) = (true, word) }
      return nil
    }
    cursor = literal
    return value
  }

  private static func isIf(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
    word.count == 2 && text[word.lowerBound] == UInt8(ascii: "i") && text[word.lowerBound + 1] == UInt8(ascii: "f")
  }

  private static func isElse(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
    word.count == elseWord.count && text.extracting(word).endsWithoutCase(with: elseWord)
  }

  private static let elseWord = Array("else".utf8)
}
