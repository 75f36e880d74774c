import FileTestSupport
import Findings
import Foundation
import Scan
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
  func `any encoding that extends ASCII is read`(index: Int) throws {
    let (name, encoding, mark) = Self.encodings[index]
    for lineEnd in ["\n", "\r\n"] {
      let text = "first line\(lineEnd)  key = \"\(token)\"\(lineEnd)last"
      let bytes = mark + (try #require(text.data(using: encoding)))
      #expect(try places(bytes) == [Place(path: "f", line: 2, column: 10)], "\(name)")
    }
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 after megabytes of ASCII is read`(encoding: String.Encoding) throws {
    let start = Array(String(repeating: "a line of an old log\n", count: 200_000).utf8)
    let wide = try #require("what another program wrote\nkey = \(token)\nlast".data(using: encoding))
    #expect(try places(start + wide) == [Place(path: "f", line: 200_002, column: 7)])
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `a history finds UTF-16 that a version adds to a text, also where deltas are judged`(
    encoding: String.Encoding
  ) throws {
    let lines = (1...3_000).map { "line \($0) \(Samples.random(8, seed: UInt64($0)))\n" }.joined()
    try folder.shell("git init -q -b main .")
    var content = Array(lines.utf8)
    for step in 0..<4 {
      if step == 2 { content += Array(try #require("\nkey = \(token)\n".data(using: encoding))) }
      content = Array("change \(step)\n".utf8) + content
      try folder.write("f", content)
      try folder.shell("git add f && git commit -q -m \(step)")
    }
    try folder.shell("git repack -q -a -d -f --depth=50 --window=50")
    for isFull in [false, true] {
      let report = try folder.scan {
        $0.mode = .history(branch: nil)
        $0.scansInFull = isFull
      }
      #expect(report.coverage.complete)
      #expect(report.places == [Place(path: "f", line: 3_005, column: 7)], "\(report.coverage.gaps)")
    }
    #expect(try folder.scan { $0.mode = .since("HEAD~2") }.places == [Place(path: "f", line: 3_005, column: 7)])
  }

  @Test func `columns count the bytes of the decoded text`() throws {
    let text = "é = \(token)"
    for (encoding, mark, column) in [
      (String.Encoding.utf8, [], 6), (.isoLatin1, [], 5), (.utf16LittleEndian, [0xFF, 0xFE], 6),
    ] as [(String.Encoding, [UInt8], Int)] {
      let bytes = mark + (try #require(text.data(using: encoding)))
      #expect(try places(bytes) == [Place(path: "f", line: 1, column: column)])
    }
  }

  @Test func `NUL bytes hide nothing`() throws {
    let text = [0, 0, 1, 2] + Array("\n\0\0".utf8) + Array(token.utf8) + [0, 0xFF, 0x0A, 0]
    #expect(try places(text) == [Place(path: "f", line: 2, column: 3)])
  }

  @Test func `a line of two megabytes hides nothing`() throws {
    var text = [UInt8](repeating: UInt8(ascii: ","), count: 2 << 20)
    let columns = [1, 1_000_000, (2 << 20) - token.utf8.count + 1]
    for column in columns { text.replaceSubrange(column - 1..<column - 1 + token.utf8.count, with: token.utf8) }
    let seen = try places(text)
    #expect(seen == columns.map { Place(path: "f", line: 1, column: $0) })
  }

  @Test func `an empty file and one byte are nothing`() throws {
    #expect(try places([]).isEmpty)
    #expect(try places([0xFF]).isEmpty)
    #expect(try places([0xEF, 0xBB, 0xBF]).isEmpty)
  }

  @Test func `ends are given too`() throws {
    try folder.write("f", "a\n \(token)\n")
    let occurrence = try #require(try folder.scan().findings.first?.occurrences.first)
    #expect((occurrence.endLine, occurrence.endColumn) == (2, 2 + token.utf8.count))
  }

  @Test func `a secret over several lines ends on its last line`() throws {
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
