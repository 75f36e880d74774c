import FileTestSupport
import Findings
import Foundation
import Testing

/// However a text is written, a secret in it is found at its line and column.
@Suite struct TextFormTests {
  let folder: TemporaryFolder
  let token = Samples.token()

  init() throws { folder = try TemporaryFolder() }

  func places(_ bytes: [UInt8]) throws -> [Place] {
    try folder.write("f", bytes)
    let report = try folder.scan()
    #expect(report.coverage.complete)
    return report.places
  }

  static let encodings: [(String, String.Encoding, [UInt8])] = [
    ("UTF-8", .utf8, []), ("UTF-8 with mark", .utf8, [0xEF, 0xBB, 0xBF]),
    ("UTF-16LE", .utf16LittleEndian, []), ("UTF-16LE with mark", .utf16LittleEndian, [0xFF, 0xFE]),
    ("UTF-16BE", .utf16BigEndian, []), ("UTF-16BE with mark", .utf16BigEndian, [0xFE, 0xFF]),
    ("UTF-32LE with mark", .utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
    ("UTF-32BE with mark", .utf32BigEndian, [0, 0, 0xFE, 0xFF]), ("Latin-1", .isoLatin1, []),
  ]

  @Test(arguments: encodings.indices)
  func anyEncodingThatExtendsASCIIIsRead(index: Int) throws {
    let (name, encoding, mark) = Self.encodings[index]
    for lineEnd in ["\n", "\r\n"] {
      let text = "first line\(lineEnd)  key = \"\(token)\"\(lineEnd)last"
      let bytes = mark + (try #require(text.data(using: encoding)))
      #expect(try places(bytes) == [Place(path: "f", line: 2, column: 10)], "\(name)")
    }
  }

  @Test func columnsCountTheBytesOfTheDecodedText() throws {
    let text = "é = \(token)"
    for (encoding, mark, column) in [
      (String.Encoding.utf8, [], 6), (.isoLatin1, [], 5), (.utf16LittleEndian, [0xFF, 0xFE], 6),
    ] as [(String.Encoding, [UInt8], Int)] {
      let bytes = mark + (try #require(text.data(using: encoding)))
      #expect(try places(bytes) == [Place(path: "f", line: 1, column: column)])
    }
  }

  @Test func nulBytesHideNothing() throws {
    let text = [0, 0, 1, 2] + Array("\n\0\0".utf8) + Array(token.utf8) + [0, 0xFF, 0x0A, 0]
    #expect(try places(text) == [Place(path: "f", line: 2, column: 3)])
  }

  @Test func aLineOfTwoMegabytesHidesNothing() throws {
    var text = [UInt8](repeating: UInt8(ascii: ","), count: 2 << 20)
    let columns = [1, 1_000_000, (2 << 20) - token.utf8.count + 1]
    for column in columns { text.replaceSubrange(column - 1..<column - 1 + token.utf8.count, with: token.utf8) }
    let seen = try places(text)
    #expect(seen == columns.map { Place(path: "f", line: 1, column: $0) })
  }

  @Test func anEmptyFileAndOneByteAreNothing() throws {
    #expect(try places([]).isEmpty)
    #expect(try places([0xFF]).isEmpty)
    #expect(try places([0xEF, 0xBB, 0xBF]).isEmpty)
  }

  @Test func endsAreGivenToo() throws {
    try folder.write("f", "a\n \(token)\n")
    let occurrence = try #require(try folder.scan().findings.first?.occurrences.first)
    #expect((occurrence.endLine, occurrence.endColumn) == (2, 2 + token.utf8.count))
  }

  @Test func aSecretOverSeveralLinesEndsOnItsLastLine() throws {
    let rules = """
      [[rules]]
      id = "block"
      regex = '''(?s)BEGIN_X\\n(.{10,80}?)\\nEND_X'''
      keywords = ["begin_x"]
      """
    try folder.write("f", "a\nBEGIN_X\n\(Samples.random(20))\r\n\(Samples.random(20, seed: 2))\nEND_X\n")
    let report = try folder.scan(rules: rules)
    let occurrence = try #require(report.findings.first?.occurrences.first)
    #expect((occurrence.line, occurrence.column, occurrence.endLine, occurrence.endColumn) == (3, 1, 4, 21))
  }
}
