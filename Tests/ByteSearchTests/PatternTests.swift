import RandomTestSupport
import ByteSearch
import Testing

/// The meanings that RE2 gives to syntax which PCRE2 would read otherwise.
@Suite struct PatternTests {
  let scratch = MatchScratch()

  func firstMatch(
    _ source: String, _ text: [UInt8], from start: Int = 0, to end: Int? = nil, options: Pattern.Options = []
  ) throws -> Range<Int>? {
    let pattern = try Pattern(source, options: options)
    guard try pattern.matches(text.span, from: start, to: end ?? text.count, using: scratch) else { return nil }
    return scratch.range(ofGroup: 0)
  }

  func firstMatch(_ source: String, _ text: String) throws -> Range<Int>? {
    try firstMatch(source, Array(text.utf8))
  }

  @Test func `dollar matches only at the very end`() throws {
    #expect(try firstMatch("a$", "a\n") == nil)
    #expect(try firstMatch("a$", "ba") == 1..<2)
    #expect(try firstMatch("(?m)a$", "a\nb") == 0..<1)
    #expect(try firstMatch("^b", "a\nb") == nil)
    #expect(try firstMatch("(?m)^b", "a\nb") == 2..<3)
  }

  @Test func `a search ends where a match has to begin at the latest`() throws {
    let text = Array("..ab..ab".utf8)
    for source in ["a+b", #"\xE9?ab"#, "a[b\u{e9}]"] {
      let pattern = try Pattern(source, options: .startsInTime)
      #expect(try !pattern.matches(text.span, from: 0, beginningUpTo: 1, to: text.count, using: scratch))
      #expect(try pattern.matches(text.span, from: 0, beginningUpTo: 2, to: text.count, using: scratch))
      #expect(try pattern.matches(text.span, from: 3, to: text.count, using: scratch))
      #expect(scratch.range(ofGroup: 0) == 6..<8)
    }
  }

  @Test func `a pattern that is never empty finds the next text that has something`() throws {
    #expect(try firstMatch("x*", Array("abxx".utf8), options: .neverEmpty) == 2..<4)
    #expect(try firstMatch("x*", Array("ab".utf8), options: .neverEmpty) == nil)
  }

  @Test func `dot spares only the line feed`() throws {
    #expect(try firstMatch("a.b", "a\rb") == 0..<3)
    #expect(try firstMatch("a.b", "a\nb") == nil)
    #expect(try firstMatch("(?s)a.b", "a\nb") == 0..<3)
  }

  @Test func `classes and boundaries know ASCII alone`() throws {
    #expect(try firstMatch(#"\w+"#, "é") == nil)
    #expect(try firstMatch(#"\bkey\b"#, "ékeyé") == 2..<5)
    #expect(try firstMatch(#"\bkey\b"#, "_key") == nil)
    #expect(try firstMatch(#"\d"#, "\u{0663}") == nil)
    #expect(try firstMatch(#"\s"#, "\u{A0}") == nil)
  }

  @Test func `case is ignored on request`() throws {
    #expect(try firstMatch("(?i)key", "KEY") == 0..<3)
    #expect(try firstMatch("key", "KEY") == nil)
    #expect(try firstMatch("(?i:k)ey", "Key") == 0..<3)
    #expect(try firstMatch("(?i:k)ey", "KEY") == nil)
  }

  @Test func `groups say where they matched`() throws {
    let pattern = try Pattern("(a)|(b)(c)?|(?:d)")
    #expect(pattern.groupCount == 3)
    let text = Array("xb".utf8)
    #expect(try pattern.matches(text.span, from: 0, to: 2, using: scratch))
    #expect(scratch.range(ofGroup: 1) == nil)
    #expect(scratch.range(ofGroup: 2) == 1..<2)
    #expect(scratch.range(ofGroup: 3) == nil)
    #expect(scratch.range(ofGroup: 99) == nil)
  }

  @Test func `more groups than fit the scratch do not hide a match`() throws {
    let pattern = try Pattern(String(repeating: "(a)", count: 50))
    let text = [UInt8](repeating: 0x61, count: 50)
    #expect(try pattern.matches(text.span, from: 0, to: 50, using: scratch))
    #expect(scratch.range(ofGroup: 0) == 0..<50)
    #expect(scratch.range(ofGroup: 50) == nil)
  }

  @Test func `bytes before the start are seen and those after the end are not`() throws {
    let text = Array("akey!".utf8)
    #expect(try firstMatch(#"\bkey"#, text, from: 1) == nil)
    #expect(try firstMatch(#"key\b"#, Array("keyb".utf8), from: 0, to: 3) == 0..<3)
    #expect(try firstMatch("key!", text, from: 0, to: 4) == nil)
    #expect(try firstMatch("^key", text, from: 1) == nil)
  }

  @Test func `an anchored pattern matches at the start alone`() throws {
    let text = Array("xxkey".utf8)
    #expect(try firstMatch("key", text, from: 1, options: .anchored) == nil)
    #expect(try firstMatch("key", text, from: 2, options: .anchored) == 2..<5)
    #expect(try firstMatch("nokey|key", text, from: 2, options: .anchored) == 2..<5)
  }

  @Test func `any byte is text`() throws {
    #expect(try firstMatch("a.b", [0x61, 0x00, 0x62]) == 0..<3)
    #expect(try firstMatch("a.b", [0x61, 0xFF, 0x62]) == 0..<3)
    #expect(try firstMatch(#"a\x00b"#, [0x61, 0x00, 0x62]) == 0..<3)
    #expect(try firstMatch("key=[a-z]+", Array("\u{FF}".utf8) + [0xC3] + Array("key=abc".utf8)) == 3..<10)
  }

  @Test func `a pattern over UTF-8 passes over bytes that are none`() throws {
    let broken: [UInt8] = [0xFF, 0xFE, 0xC3]
    #expect(try firstMatch("«.»", broken + Array("«é»".utf8) + broken) == 3..<9)
    #expect(try firstMatch("«.»", Array("«".utf8) + [0xFF] + Array("»".utf8)) == nil)
    #expect(try firstMatch(#"\p{L}+"#, Array("1é2".utf8)) == 1..<3)
    #expect(try firstMatch("(?i)É", "é") == 0..<2)
  }

  @Test func `a decision on a part of a text is valid for all of it`() throws {
    let sources = [
      #"key[ \t]{0,3}[=:][ \t]{0,3}"([^"\n]{1,40})""#, #"key\b"#, "key$", "key(?:ab|abc|abcd)", #"key\s*\n?x"#,
      "key[a-z]{2,9}",
    ]
    let pieces = ["key", " ", "=", "\"", "ab", "abc", "abcd", "\n", "x", ":"]
    var (decided, undecided) = (0, 0)
    var random = TestRandom()
    for source in sources {
      let pattern = try Pattern(source, options: [.anchored, .stopsEarly])
      try #require(pattern.canStopEarly)
      for _ in 0..<200 {
        let tail = (0..<8).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let text = Array(("key" + tail).utf8)
        let whole =
          try pattern.matches(text.span, from: 0, to: text.count, using: scratch) ? scratch.range(ofGroup: 0) : nil
        for end in 3..<text.count {
          switch try pattern.decision(text.span, from: 0, to: end, using: scratch) {
          case .match: #expect(scratch.range(ofGroup: 0) == whole, "\(source) on \(tail) to \(end)")
          case .noMatch: #expect(whole == nil, "\(source) on \(tail) to \(end)")
          case .undecided:
            undecided += 1
            continue
          }
          decided += 1
        }
      }
    }
    #expect(decided > 100 && undecided > 100)
  }

  @Test func `an empty text can match`() throws {
    #expect(try firstMatch("^$", []) == 0..<0)
    #expect(try firstMatch("a", []) == nil)
  }

  @Test func `a pattern that backtracks forever is given up`() throws {
    let pattern = try Pattern("(?:a+)+$")
    let text = [UInt8](repeating: 0x61, count: 60) + [0x62]
    #expect(throws: MatchError.self) { try pattern.matches(anywhereIn: text.span, using: scratch) }
    let other = Array("b".utf8)
    #expect(try Pattern("b").matches(anywhereIn: other.span, using: scratch), "the scratch memory can be used again")
  }

  @Test func `a mistake is reported with its place`() {
    let error = #expect(throws: PatternError.self) { try Pattern("ab(c") }
    #expect(error?.offset == 4)
    #expect(error?.description.contains("ab(c") == true)
  }
}
