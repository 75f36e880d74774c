import ByteSearch
import Text

/// Where a contextual rule looks for its value, and what makes a value belong to a context word.
enum ContextRule {
  /// How far from its context word a value may be.
  private struct Reach {
    var bytes: Int
    /// Line ends that may be between a value and the word after it.
    var linesBefore: Int
    /// Line ends that may be between the word and a value after it: `vendor:` and, below it, `  key: …`.
    var linesAfter: Int
  }

  private static let ofWord = Reach(bytes: 160, linesBefore: 1, linesAfter: 6)
  /// A call's host and the header with its key may be several lines apart.
  private static let ofHost = Reach(bytes: 480, linesBefore: 8, linesAfter: 12)
  /// A value that begins or ends within reach is seen whole up to this many bytes.
  private static let longestValue = 1280
  /// Longest part of a line, before a value, that ties it.
  private static let longestLead = 160
  /// Longest text between a context word and a value that is assigned to it.
  private static let longestAssignment = 28
  /// How far from its context word a value may begin or end.
  static let reach = ofHost.bytes + longestValue
  /// How far beyond the neighbourhood anything can matter to the values in it.
  static let reachBeyondNeighbourhood = longestLead + WordBounds.reach

  /// The bytes around a context word in which its value may be.
  static func neighbourhood(of word: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let reach = isHost(word, in: text) ? ofHost : ofWord
    let floor = max(0, word.lowerBound - reach.bytes)
    let ceiling = min(text.count, word.upperBound + reach.bytes)
    let start = TextLines.start(of: word.lowerBound, crossing: reach.linesBefore, downTo: floor, in: text)
    let end = TextLines.end(of: word.upperBound, crossing: reach.linesAfter, upTo: ceiling, in: text)
    return startOfRun(around: start, in: text)..<endOfRun(around: end, in: text)
  }

  /// How surely a value belongs to the word near it.
  enum Tie {
    case none
    /// An operator or a credential word ties them, not both, and other words are between them.
    case loose
    case firm
  }

  /// Judges the text between the context word and a value, and the value's own line.
  static func tie(of value: Range<Int>, to word: Range<Int>, in text: Span<UInt8>) -> Tie {
    if isLogin(value, in: text) { return .firm }
    guard isValuePosition(value, to: word, in: text) else { return .none }
    let lineStart = TextLines.start(of: value.lowerBound, in: text, limit: longestLead)
    let name = name(of: value, lineStart: lineStart, in: text)
    if OtherNames.occur(in: name, of: text) { return .none }
    if isExplained(value, by: word, lineStart: lineStart, in: text) { return .firm }
    let isOnLine = word.lowerBound >= lineStart && !hasLineEnd(from: value.lowerBound, to: word.lowerBound, in: text)
    let lead = lead(of: value, named: name, lineStart: lineStart, word: word, in: text)
    let hasOperator = (min(lineStart, lead.lowerBound)..<value.lowerBound).contains { isOperator[Int(text[$0])] }
    switch (hasOperator, CredentialWords.occur(in: lead, of: text)) {
    case (true, true): return .firm
    case (true, false) where isAssigned(value, to: word, named: name, in: text): return .firm
    case (false, false): return isAssigned(value, to: word, named: name, in: text) ? .loose : .none
    default: return isOnLine ? .loose : .none
    }
  }

  /// The identifier that is before a value on its line, whatever is between; it may be empty.
  private static func name(of value: Range<Int>, lineStart: Int, in text: Span<UInt8>) -> Range<Int> {
    var end = value.lowerBound
    while end > lineStart, !isNameByte[Int(text[end - 1])] { end -= 1 }
    var start = end
    while start > lineStart, isNameByte[Int(text[start - 1])] { start -= 1 }
    return start..<end
  }

  /// The text that may say what a value is: its line; the line before when the word is there; and all lines from
  /// the word on when the value's own name says nothing, as in `- name: VENDOR_KEY` and, below it, `  value: …`.
  private static func lead(
    of value: Range<Int>, named name: Range<Int>, lineStart: Int, word: Range<Int>, in text: Span<UInt8>
  ) -> Range<Int> {
    guard word.lowerBound < lineStart, value.lowerBound - word.lowerBound <= longestLead else {
      return lineStart..<value.lowerBound
    }
    let between = word.upperBound..<max(word.upperBound, lineStart)
    let lineEnds = between.count { text[$0] == UInt8(ascii: "\n") }
    let isNearby = lineEnds <= 1 || OtherNames.sayNothing(name, in: text)
    return (isNearby ? word.lowerBound : lineStart)..<value.lowerBound
  }

  /// Whether the word itself, or a name that it begins, is given the value: `vendor = "…"`, `vendor_v2: …`.
  private static func isAssigned(
    _ value: Range<Int>, to word: Range<Int>, named name: Range<Int>, in text: Span<UInt8>
  ) -> Bool {
    guard word.upperBound <= value.lowerBound, value.lowerBound - word.upperBound <= longestAssignment else {
      return false
    }
    return !OtherNames.identify(name, in: text)
      && (word.upperBound..<value.lowerBound).allSatisfy { isAssignmentByte[Int(text[$0])] }
  }

  /// Whether the value is what `curl -u` is given, or is before a URL's host: `https://…@host`.
  private static func isLogin(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    var start = value.lowerBound
    if start > 0, isQuote[Int(text[start - 1])] { start -= 1 }
    if logins.contains(where: { ends($0, at: start, in: text) }) { return true }
    return webSchemes.contains { ends($0, at: start, in: text) } && isUserinfo(upTo: value.upperBound, in: text)
  }

  /// Whether an `@` follows, at once or after a password.
  private static func isUserinfo(upTo end: Int, in text: Span<UInt8>) -> Bool {
    guard end < text.count else { return false }
    if text[end] == UInt8(ascii: "@") { return true }
    guard text[end] == UInt8(ascii: ":") else { return false }
    let behind = (end + 1..<min(text.count, end + longestLead)).first { !isKeyByte[Int(text[$0])] }
    return behind.map { text[$0] == UInt8(ascii: "@") } ?? false
  }

  /// Whether the value is alone on its line, and a comment after it names the word and a credential:
  /// `…  # vendor API key`.
  private static func isExplained(
    _ value: Range<Int>, by word: Range<Int>, lineStart: Int, in text: Span<UInt8>
  ) -> Bool {
    guard word.lowerBound > value.upperBound,
      (lineStart..<value.lowerBound).allSatisfy({ text[$0].isBlank })
    else { return false }
    let limit = min(text.count, value.upperBound + longestLead)
    let lineEnd = text.firstIndex(of: UInt8(ascii: "\n"), in: value.upperBound..<limit) ?? limit
    guard word.upperBound <= lineEnd else { return false }
    let between = value.upperBound..<word.lowerBound
    guard let mark = between.first(where: { !text[$0].isBlank }), isCommentMark[Int(text[mark])] else {
      return false
    }
    return mark > value.upperBound && CredentialWords.occur(in: mark..<lineEnd, of: text)
  }

  private static let webSchemes = ["http://", "https://"].map { Array($0.utf8) }
  private static let schemeEnd = Array("://".utf8)
  private static let logins = ["-u ", "-u :", "--user ", "-u", "--user="].map { Array((" " + $0).utf8) }

  private static func ends(_ literal: [UInt8], at end: Int, in text: Span<UInt8>) -> Bool {
    end >= literal.count && end <= text.count
      && literal.indices.allSatisfy { text[end - literal.count + $0] == literal[$0] }
  }

  /// Whether the bytes around the value let it be one: not a call, a part of a file's name or, outside URLs, of a path
  /// or of longer base64.
  private static func isValuePosition(_ value: Range<Int>, to word: Range<Int>, in text: Span<UInt8>) -> Bool {
    let next = value.upperBound < text.count ? text[value.upperBound] : 0
    if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") { return false }
    if next == UInt8(ascii: "."), value.upperBound + 1 < text.count, text[value.upperBound + 1].isLetterOrDigit {
      return false
    }
    let previous = value.lowerBound > 0 ? text[value.lowerBound - 1] : 0
    // `_nomad-task-<UUID>-group`
    if previous == UInt8(ascii: "-"), next == previous, value.lowerBound > 1, text[value.lowerBound - 2].isLetterOrDigit
    {
      return false
    }
    if previous == UInt8(ascii: "#"), isFragment(value.lowerBound - 1, in: text) { return false }
    guard isPathByte[Int(next)] || isPathByte[Int(previous)] else { return true }
    return isInURL(value.lowerBound, of: word, in: text)
  }

  /// Whether a `#` follows a URL or a file's name: `…/package-1.0.tgz#…`.
  private static func isFragment(_ mark: Int, in text: Span<UInt8>) -> Bool {
    mark > 0 && text[mark - 1].isLetterOrDigit
  }

  /// Whether a place is in a URL that the word is in too.
  private static func isInURL(_ place: Int, of word: Range<Int>, in text: Span<UInt8>) -> Bool {
    var start = place
    while start > 0, place - start < longestLead, isValueByte[Int(text[start - 1])] {
      start -= 1
      if ends(schemeEnd, at: start + schemeEnd.count, in: text) {
        return word.lowerBound >= start && word.lowerBound < place
      }
    }
    return false
  }

  private static func hasLineEnd(from start: Int, to end: Int, in text: Span<UInt8>) -> Bool {
    start < end && text.firstIndex(of: UInt8(ascii: "\n"), in: start..<end) != nil
  }

  // MARK: - Extent

  /// Whether the word is a host, or a part of one: `api.vendor.com`.
  private static func isHost(_ word: Range<Int>, in text: Span<UInt8>) -> Bool {
    if word.dropFirst().dropLast().contains(where: { text[$0] == UInt8(ascii: ".") }) { return true }
    return word.upperBound < text.count && text[word.upperBound] == UInt8(ascii: ".")
      && topLevelDomains.match(at: word.upperBound + 1, in: text)
  }

  private static let topLevelDomains = FoldedWords([
    "com", "io", "ai", "net", "org", "co", "dev", "app", "cloud", "me", "us", "eu", "de", "so", "sh", "tech", "xyz",
  ])

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
  private static let isNameByte = table { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  private static let isAssignmentByte = table { $0.isLetterOrDigit || "_-. \t:=>\"'`([{|".utf8.contains($0) }
  private static let isPathByte = table { "+/".utf8.contains($0) }
  /// What a comment after a value may begin with.
  private static let isCommentMark = table { "#/-;<".utf8.contains($0) }
  private static let isQuote = table { "\"'`".utf8.contains($0) }
  private static let isValueByte = table { $0 > 0x20 && $0 < 0x7F && !"\"'`<>".utf8.contains($0) }

  private static func table(_ holds: (UInt8) -> Bool) -> [Bool] {
    (0...255).map { holds(UInt8($0)) }
  }
}
