import ByteSearch
import Text

/// Whether a literal found in a text is a word there, or only part of another: `line` in `newline`.
enum WordBounds {
  /// From this length on a literal of letters and digits hardly is inside an unrelated word.
  private static let distinctive = 8
  /// From this length on another word may follow without a break, as in `tencentcloud`.
  private static let compoundable = 5

  /// How far beside a literal anything can matter: the longest of the words below, and the byte after it.
  static let reach = 12

  /// Whether the bytes on either side let the literal be a word of its own, as in `LINE_KEY`, `lineKey`, `linekey`.
  static func isWord(_ literal: Range<Int>, in text: Span<UInt8>) -> Bool {
    if literal.count >= distinctive, literal.allSatisfy({ text[$0].isLetterOrDigit }) { return true }
    return beginsWord(at: literal.lowerBound, in: text) && endsWord(literal, in: text)
  }

  private static func beginsWord(at start: Int, in text: Span<UInt8>) -> Bool {
    guard start > 0, text[start].isLetter, text[start - 1].isLetter else { return true }
    return isHump(text[start - 1], text[start])
  }

  private static func endsWord(_ literal: Range<Int>, in text: Span<UInt8>) -> Bool {
    let end = literal.upperBound
    guard end < text.count, text[end - 1].isLetter, text[end].isLetter else { return true }
    if isHump(text[end - 1], text[end]) { return true }
    // `LINEToken`
    if end + 1 < text.count, text[end].isUppercase, text[end + 1].isLowercase { return true }
    if literal.count >= compoundable { return !inflections.match(at: end, in: text) }
    return compounds.begin(at: end, in: text)
  }

  private static func isHump(_ left: UInt8, _ right: UInt8) -> Bool { left.isLowercase && right.isUppercase }

  /// What makes another form of an English word, and no name of a vendor.
  private static let inflections = FoldedWords([
    "s", "ed", "er", "ing", "ly", "al", "able", "ation", "ity", "ment", "ness", "ion", "ist", "ism", "ize", "ise",
  ])
  /// What names write after a short word without a break.
  private static let compounds = FoldedWords([
    "api", "key", "token", "secret", "auth", "access", "client", "app", "pass", "pwd", "cred", "oauth", "bot", "test",
    "live", "prod", "dev", "webhook", "user", "account", "acct", "project", "io", "hq", "bearer", "pat", "admin",
  ])
}

/// Lower-case words that are looked for at one place, letter case aside.
struct FoldedWords {
  private let words: [[UInt8]]

  init(_ words: [String]) { self.words = words.map { Array($0.utf8) } }

  /// Whether one of the words begins at `place`.
  func begin(at place: Int, in text: Span<UInt8>) -> Bool {
    words.contains { word in
      place >= 0 && place + word.count <= text.count && word.indices.allSatisfy { text[place + $0] | 0x20 == word[$0] }
    }
  }

  /// Whether one of the words is in the range.
  func occur(in range: Range<Int>, of text: Span<UInt8>) -> Bool {
    range.contains { begin(at: $0, in: text.extracting(..<range.upperBound)) }
  }

  /// Whether the letters from `place` on are one of the words.
  func match(at place: Int, in text: Span<UInt8>) -> Bool {
    var end = place
    while end < text.count, text[end].isLetter { end += 1 }
    return words.contains { word in
      word.count == end - place && word.indices.allSatisfy { text[place + $0] | 0x20 == word[$0] }
    }
  }
}
