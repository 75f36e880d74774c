import ByteSearch

/// Where a contextual rule looks for its value, and what makes a value belong to a context word.
enum ContextRule {
  /// Bytes that are searched before and after the context word.
  static let reach = 160
  /// Line ends that may lie between a context word and its value: `vendor:` and, below it, `  key: …`.
  static let lineEnds = 3

  /// The bytes around a context word in which its value may stand.
  static func neighbourhood(of word: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    var start = word.lowerBound
    var crossed = 0
    let floor = max(0, word.lowerBound - reach)
    while start > floor {
      if text[start - 1] == UInt8(ascii: "\n") {
        crossed += 1
        if crossed > 1 { break }
      }
      start -= 1
    }
    var end = word.upperBound
    crossed = 0
    let ceiling = min(text.count, word.upperBound + reach)
    while end < ceiling {
      if text[end] == UInt8(ascii: "\n") {
        crossed += 1
        if crossed > lineEnds { break }
      }
      end += 1
    }
    return start..<end
  }

  /// Length of the longest run of bytes that a key may consist of.
  static func longestRun(in range: Range<Int>, of text: Span<UInt8>) -> Int {
    var longest = 0
    var run = 0
    for index in range {
      if isKeyByte[Int(text[index])] {
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
    let lineStart = TextLines.start(of: value.lowerBound, in: text, limit: reach)
    let lead = min(lineStart, max(word.lowerBound, value.lowerBound - reach))..<value.lowerBound
    guard isValuePosition(value, in: text) else { return .none }
    let hasOperator = lead.contains { isOperator[Int(text[$0])] }
    let hasCredentialWord = CredentialWords.stand(in: lead, of: text)
    switch (hasOperator, hasCredentialWord) {
    case (true, true): return .firm
    case (false, false): return .none
    default: return .loose
    }
  }

  /// Whether the bytes around the value let it be one: not the middle of a path, an identifier or a call.
  private static func isValuePosition(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    if value.upperBound < text.count {
      let next = text[value.upperBound]
      if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") { return false }
    }
    return true
  }

  private static let isOperator = table { ":=>\"'`,|".utf8.contains($0) }
  private static let isKeyByte = table { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_-+/.=!@#$%^&*~:|".utf8.contains(byte)
    }
  }

  private static func table(_ holds: (UInt8) -> Bool) -> [Bool] {
    (0...255).map { holds(UInt8($0)) }
  }
}

/// Words that say a secret follows.
enum CredentialWords {
  private static let index = LiteralIndex(
    ["key", "token", "secret", "pass", "pwd", "auth", "cred", "api", "bearer", "sign", "hash", "access", "private"]
      .map { Array($0.utf8) })

  /// Whether one of the words stands in the range.
  static func stand(in range: Range<Int>, of text: Span<UInt8>) -> Bool {
    var hits: [LiteralHit] = []
    index.search(text, in: range, into: &hits)
    return !hits.isEmpty
  }
}
