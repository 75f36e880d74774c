import Serve
import Testing
import Text

/// Positions in the three units of LSP, and edits.
struct OpenDocumentTests {
  private static let text = "añ😀b\r\n\u{FEFF}x\ry\n\n😀"

  @Test(arguments: [
    (PositionEncoding.utf8, [0, 1, 3, 7, 8], [1, 2, 3, 4]), (.utf16, [0, 1, 2, 4, 5], [1, 2, 3, 4]),
    (.utf32, [0, 1, 2, 3, 4], [1, 2, 3, 4]),
  ])
  func `characters are counted in the client's units`(encoding: PositionEncoding, first: [Int], lines: [Int]) {
    let document = OpenDocument(text: Array(Self.text.utf8), encoding: encoding)
    for (offset, character) in zip([0, 1, 3, 7, 8], first) {
      #expect(document.position(of: offset) == DocumentPosition(line: 0, character: character))
      #expect(document.offset(of: DocumentPosition(line: 0, character: character)) == offset)
    }
    let offsets = [10, 15, 17, 18]
    for (line, offset) in zip(lines, offsets) {
      #expect(document.position(of: offset) == DocumentPosition(line: line, character: 0))
      #expect(document.offset(of: DocumentPosition(line: line, character: 0)) == offset)
    }
  }

  @Test func `what is beyond an end is at the end, and within a character before it`() {
    let document = OpenDocument(text: Array(Self.text.utf8), encoding: .utf16)
    #expect(document.offset(of: DocumentPosition(line: 0, character: 99)) == 8)
    #expect(document.offset(of: DocumentPosition(line: 99, character: 0)) == Self.text.utf8.count)
    #expect(document.offset(of: DocumentPosition(line: 0, character: 3)) == 3)
    let bytes = OpenDocument(text: Array(Self.text.utf8), encoding: .utf8)
    #expect([1, 2, 3, 6, 7].map { bytes.offset(of: DocumentPosition(line: 0, character: $0)) } == [1, 1, 3, 3, 7])
    let empty = OpenDocument(text: [], encoding: .utf16)
    #expect(empty.offset(of: DocumentPosition(line: 3, character: 3)) == 0)
    #expect(empty.position(of: 7) == DocumentPosition(line: 0, character: 0))
  }

  @Test func `edits of parts give what the client has`() throws {
    var document = OpenDocument(text: Array("one\ntwo\nthree".utf8), encoding: .utf16)
    let edits: [(from: (Int, Int), to: (Int, Int), text: String, result: String)] = [
      ((0, 3), (1, 0), "", "onetwo\nthree"), ((1, 5), (1, 5), "\n", "onetwo\nthree\n"),
      ((0, 0), (0, 0), "😀", "😀onetwo\nthree\n"), ((0, 2), (0, 5), "é", "😀étwo\nthree\n"),
      ((1, 9), (0, 3), "-", "😀é-\n"), ((5, 0), (9, 9), "end", "😀é-\nend"),
    ]
    for edit in edits {
      let start: JSONValue = ["line": .integer(edit.from.0), "character": .integer(edit.from.1)]
      let end: JSONValue = ["line": .integer(edit.to.0), "character": .integer(edit.to.1)]
      let isApplied = document.apply(["range": ["start": start, "end": end], "text": .string(edit.text)])
      #expect(isApplied)
      #expect(String(decoding: document.text, as: UTF8.self) == edit.result)
    }
    let isReplaced = document.apply(["text": "all\n"])
    #expect(isReplaced)
    #expect(document.position(of: 4) == DocumentPosition(line: 1, character: 0))
    for wrong in [["text": .null], ["text": "x", "range": ["start": .null, "end": .null]]] as [JSONValue] {
      let isApplied = document.apply(wrong)
      #expect(!isApplied)
    }
    #expect(String(decoding: document.text, as: UTF8.self) == "all\n")
  }
}
