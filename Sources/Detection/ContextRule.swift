import ByteSearch

/// Where a contextual rule looks for its value, and what makes a value belong to a context word.
enum ContextRule {
  /// How far from its context word a value may stand.
  private struct Reach {
    var bytes: Int
    /// Line ends that may lie between a value and the word behind it.
    var linesBefore: Int
    /// Line ends that may lie between the word and a value behind it: `vendor:` and, below it, `  key: …`.
    var linesAfter: Int
  }

  private static let ofWord = Reach(bytes: 160, linesBefore: 1, linesAfter: 3)
  /// A call's host and the header with its key may be several lines apart.
  private static let ofHost = Reach(bytes: 480, linesBefore: 8, linesAfter: 12)
  /// A value that begins or ends within reach is seen whole up to this many bytes.
  private static let longestValue = 2048
  /// Longest part of a line, before a value, that ties it.
  private static let longestLead = 160

  /// No byte farther than this from a context word has a part in the judgement of its value.
  static let farthest = ofHost.bytes + 2 * longestValue + longestLead

  /// The bytes around a context word in which its value may stand.
  static func neighbourhood(of word: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let reach = isHost(word, in: text) ? ofHost : ofWord
    let floor = max(0, word.lowerBound - reach.bytes)
    let ceiling = min(text.count, word.upperBound + reach.bytes)
    let start = offset(from: word.lowerBound, downTo: floor, crossing: reach.linesBefore, in: text)
    let end = offset(from: word.upperBound, upTo: ceiling, crossing: reach.linesAfter, in: text)
    return startOfRun(around: start, in: text)..<endOfRun(around: end, in: text)
  }

  /// Length of the longest run of bytes without spaces, quotes and angle brackets.
  static func longestRun(in range: Range<Int>, of text: Span<UInt8>) -> Int {
    var longest = 0
    var run = 0
    for index in range {
      if isValueByte[Int(text[index])] {
        run += 1
        longest = max(longest, run)
      } else {
        run = 0
      }
    }
    return longest
  }

  /// How surely a value belongs to the word near it.
  enum Tie {
    case none
    /// An operator or a credential word ties them, not both.
    case loose
    case firm
  }

  /// Judges the text between the context word and a value, and the value's own line.
  static func tie(of value: Range<Int>, to word: Range<Int>, in text: Span<UInt8>) -> Tie {
    guard isValuePosition(value, in: text) else { return .none }
    if isLogin(value, in: text) { return .firm }
    let lineStart = TextLines.start(of: value.lowerBound, in: text, limit: longestLead)
    let isOnLine = word.lowerBound >= lineStart && !hasLineEnd(from: value.lowerBound, to: word.lowerBound, in: text)
    let lead = lead(of: value, lineStart: lineStart, word: word, in: text)
    let hasOperator = (min(lineStart, lead.lowerBound)..<value.lowerBound).contains { isOperator[Int(text[$0])] }
    switch (hasOperator, CredentialWords.stand(in: lead, of: text)) {
    case (true, true): return .firm
    case (false, false): return .none
    default: return isOnLine ? .loose : .none
    }
  }

  /// The text that may name the value: its line, and the line before when the word stands there, as in
  /// `- name: VENDOR_KEY` and, below it, `  value: …`.
  private static func lead(
    of value: Range<Int>, lineStart: Int, word: Range<Int>, in text: Span<UInt8>
  ) -> Range<Int> {
    guard word.lowerBound < lineStart, value.lowerBound - word.lowerBound <= longestLead else {
      return lineStart..<value.lowerBound
    }
    let between = word.upperBound..<max(word.upperBound, lineStart)
    let lineEnds = between.count { text[$0] == UInt8(ascii: "\n") }
    return (lineEnds <= 1 ? word.lowerBound : lineStart)..<value.lowerBound
  }

  /// Whether the value is what `curl -u` is given, or stands before a URL's host: `https://…@host`.
  private static func isLogin(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    var start = value.lowerBound
    if start > 0, isQuote[Int(text[start - 1])] { start -= 1 }
    if logins.contains(where: { ends($0, at: start, in: text) }) { return true }
    guard value.upperBound < text.count else { return false }
    let next = text[value.upperBound]
    return (next == UInt8(ascii: "@") || next == UInt8(ascii: ":")) && ends(Array("://".utf8), at: start, in: text)
  }

  private static let logins = ["-u ", "--user ", "-u", "--user="].map { Array((" " + $0).utf8) }

  private static func ends(_ literal: [UInt8], at end: Int, in text: Span<UInt8>) -> Bool {
    end >= literal.count && literal.indices.allSatisfy { text[end - literal.count + $0] == literal[$0] }
  }

  /// Whether the bytes around the value let it be one: not the middle of a path, an identifier or a call.
  private static func isValuePosition(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard value.upperBound < text.count else { return true }
    let next = text[value.upperBound]
    return next != UInt8(ascii: "(") && next != UInt8(ascii: "[")
  }

  private static func hasLineEnd(from start: Int, to end: Int, in text: Span<UInt8>) -> Bool {
    start < end && (start..<end).contains { text[$0] == UInt8(ascii: "\n") }
  }

  // MARK: - Extent

  private static func isHost(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
    word.dropFirst().dropLast().contains { text[$0] == UInt8(ascii: ".") }
  }

  private static func offset(from word: Int, downTo floor: Int, crossing lines: Int, in text: Span<UInt8>) -> Int {
    var place = word
    var crossed = 0
    while place > floor {
      if text[place - 1] == UInt8(ascii: "\n") {
        crossed += 1
        if crossed > lines { break }
      }
      place -= 1
    }
    return place
  }

  private static func offset(from word: Int, upTo ceiling: Int, crossing lines: Int, in text: Span<UInt8>) -> Int {
    var place = word
    var crossed = 0
    while place < ceiling {
      if text[place] == UInt8(ascii: "\n") {
        crossed += 1
        if crossed > lines { break }
      }
      place += 1
    }
    return place
  }

  private static func startOfRun(around place: Int, in text: Span<UInt8>) -> Int {
    var start = place
    while start > 0, place - start < longestValue, isKeyByte[Int(text[start - 1])] { start -= 1 }
    return start
  }

  private static func endOfRun(around place: Int, in text: Span<UInt8>) -> Int {
    var end = place
    while end < text.count, end - place < longestValue, isKeyByte[Int(text[end])] { end += 1 }
    return end
  }

  // MARK: - Bytes

  private static let isOperator = table { ":=>\"'`,|".utf8.contains($0) }
  /// Bytes that a long key consists of.
  private static let isKeyByte = table { $0.isLetterOrDigit || "_-+/.=~".utf8.contains($0) }
  private static let isQuote = table { "\"'`".utf8.contains($0) }
  private static let isValueByte = table { $0 > 0x20 && $0 < 0x7F && !"\"'`<>".utf8.contains($0) }

  private static func table(_ holds: (UInt8) -> Bool) -> [Bool] {
    (0...255).map { holds(UInt8($0)) }
  }
}
