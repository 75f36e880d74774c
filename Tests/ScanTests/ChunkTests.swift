import Content
import Rules
import Testing

@testable import Detection
@testable import Scan

/// A long text is searched in chunks: where they are cut must not show.
@Suite struct ChunkTests {
  static let chunk = TextScanner.overlap + (90 << 10)
  static let token = Samples.token()

  static func scanner() throws -> TextScanner {
    let rule = Rule(id: "token", regex: #"\btkn_[A-Za-z0-9]{32}\b"#, keywords: ["tkn_"])
    let wide = Rule(id: "wide", regex: "(?s)open_.{1,60000}_([A-Za-z0-9]{32})_close", keywords: ["open_"])
    return TextScanner(try Detector(RuleIndex(RuleSet([rule, wide]))))
  }

  /// Feeds a text as ``FileReader`` does.
  static func scan(_ text: [UInt8], with scanner: TextScanner) -> [Candidate] {
    var offset = 0
    while text.count - offset > chunk {
      scanner.scan(TextChunk(text.span.extracting(offset..<offset + chunk), offset: offset, isLast: false))
      offset += chunk - TextScanner.overlap
    }
    scanner.scan(TextChunk(text.span.extracting(offset..<text.count), offset: offset))
    return scanner.takePortion().matches.map(\.candidate)
  }

  /// Offsets where something changes from one chunk to the next: its end, the next one's start, the end of what it judges.
  static let edges = [chunk, chunk - TextScanner.overlap, chunk - TextScanner.overlap / 2]

  @Test(arguments: [false, true])
  func `a secret at any offset around an edge is found once at its place`(isOneLine: Bool) throws {
    let scanner = try Self.scanner()
    let filler = Array(isOneLine ? ", ".utf8 : ".......\n".utf8)
    var base: [UInt8] = []
    while base.count < Self.chunk + (70 << 10) { base += filler }
    for shift in -44...4 {
      var text = base
      var expected: [Int] = []
      for edge in Self.edges {
        text.replaceSubrange(edge + shift..<edge + shift + Self.token.utf8.count, with: Self.token.utf8)
        text[edge + shift - 1] = UInt8(ascii: " ")
        text[edge + shift + Self.token.utf8.count] = UInt8(ascii: " ")
        expected.append(edge + shift)
      }
      let seen = Self.scan(text, with: scanner)
      #expect(seen.map(\.secret.lowerBound) == expected.sorted(), "shifted by \(shift)")
      for candidate in seen {
        #expect(candidate.start == Self.place(candidate.secret.lowerBound, text))
        #expect(candidate.end == Self.place(candidate.secret.upperBound, text))
      }
    }
  }

  @Test func `a long match across an edge is found once`() throws {
    let scanner = try Self.scanner()
    let value = Samples.random()
    for shift in stride(from: -60_100, through: 10, by: 6_011) {
      for edge in Self.edges where edge + shift >= 0 {
        var text = [UInt8](repeating: UInt8(ascii: "."), count: Self.chunk + (200 << 10))
        let match = Array("open_".utf8) + [UInt8](repeating: UInt8(ascii: "\n"), count: 59_000) + "_\(value)_close".utf8
        text.replaceSubrange(edge + shift..<edge + shift + match.count, with: match)
        let secrets = Self.scan(text, with: scanner).map(\.secret.lowerBound)
        #expect(secrets == [edge + shift + match.count - 38], "shifted by \(shift) from \(edge)")
      }
    }
  }

  @Test func `a scanner is ready for the next text`() throws {
    let scanner = try Self.scanner()
    let long = [UInt8](repeating: UInt8(ascii: "\n"), count: 3 * Self.chunk)
    #expect(Self.scan(long, with: scanner).isEmpty)
    let next = Self.scan(Array(" \(Self.token)".utf8), with: scanner)
    #expect(next.map(\.start) == [TextPosition(line: 1, column: 2)])
  }

  private static func place(_ offset: Int, _ text: [UInt8]) -> TextPosition {
    let before = text[..<offset]
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return TextPosition(line: before.count { $0 == 0x0A } + 1, column: offset - start + 1)
  }
}
