import RandomTestSupport
import Testing

@testable import Detection

@Suite struct LineCounterTests {
  /// Line and column by counting from the text's start each time.
  static func naive(_ offset: Int, _ text: [UInt8]) -> TextPosition {
    let before = text[..<offset]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return TextPosition(line: before.count { $0 == 0x0A } + 1, column: offset - start + 1)
  }

  @Test func `counts lines and columns`() {
    var random = TestRandom()
    for _ in 0..<50 {
      let text = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        Array("a\n\r\0\u{E9}".utf8).randomElement(using: &random) ?? 0
      }
      var counter = LineCounter()
      var offset = 0
      while offset <= text.count {
        #expect(counter.position(of: offset, in: text.span) == Self.naive(offset, text))
        offset += Int.random(in: 0...9, using: &random)
        if offset == text.count { break }
      }
    }
  }

  @Test func `counts on where a text was cut`() {
    let text = Array("one\ntwo\r\n\nfour, a long line\nfive".utf8)
    for cut in 0...text.count {
      var first = LineCounter()
      var second = first.continued(at: cut, in: text.span)
      let rest = Array(text[cut...])
      for offset in cut...text.count {
        #expect(second.position(of: offset - cut, in: rest.span) == Self.naive(offset, text), "cut at \(cut)")
      }
    }
  }

  @Test func `lines end before their line end`() {
    let text = Array("ab\r\ncd\n".utf8)
    #expect(TextLines.start(of: 5, in: text.span, limit: 100) == 4)
    #expect(TextLines.start(of: 5, in: text.span, limit: 0) == 5)
    #expect(TextLines.end(of: 0, in: text.span, limit: 100) == 2)
    #expect(TextLines.end(of: 4, in: text.span, limit: 100) == 6)
    #expect(TextLines.end(of: 0, in: text.span, limit: 1) == 1)
    #expect(TextLines.end(of: 7, in: text.span, limit: 9) == 7)
  }
}
