package import Text

/// In which units a client counts the characters of a line (LSP 3.17, PositionEncodingKind).
package enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf32 = "utf-32"

  /// The units of a character, by the first byte of its UTF-8; 0 for the other bytes.
  func units(of byte: UInt8) -> Int {
    switch self {
    case .utf8: 1
    case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
    case .utf32: byte & 0xC0 == 0x80 ? 0 : 1
    }
  }
}

/// A place in a document as LSP counts: line and character from 0.
package struct DocumentPosition: Equatable, Sendable {
  package var line: Int
  package var character: Int

  /// Creates a position from its parts.
  package init(line: Int, character: Int) { (self.line, self.character) = (line, character) }

  init?(_ value: JSONValue?) {
    guard let line = value?["line"]?.integer, let character = value?["character"]?.integer,
      (0...Int64(Int32.max)).contains(line), (0...Int64(UInt32.max)).contains(character)
    else { return nil }
    self.init(line: Int(line), character: Int(character))
  }

  var json: JSONValue { ["line": .integer(line), "character": .integer(character)] }
}

/// The text of a document while it is edited, with the beginnings of its lines.
package struct OpenDocument: Sendable {
  /// UTF-8.
  package private(set) var text: [UInt8]
  /// How the client counts characters.
  let encoding: PositionEncoding
  /// Offsets of the lines' first bytes; lines end with LF, CR LF or CR.
  private var starts: [Int]

  /// - Complexity: O(n) for n bytes.
  package init(text: [UInt8], encoding: PositionEncoding) {
    (self.text, self.encoding) = (text, encoding)
    starts = Self.starts(in: text)
  }

  private static func starts(in text: [UInt8]) -> [Int] {
    var starts = [0]
    let (lf, cr) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    text.withUnsafeBufferPointer { text in
      for index in text.indices where text[index] <= cr {
        if text[index] == lf || text[index] == cr && (index + 1 == text.count || text[index + 1] != lf) {
          starts.append(index + 1)
        }
      }
    }
    return starts
  }

  /// Number of lines, at least 1.
  var lineCount: Int { starts.count }

  /// The bytes of a line without its end.
  func range(ofLine line: Int) -> Range<Int> {
    guard line < starts.count else { return text.count..<text.count }
    var end = line + 1 < starts.count ? starts[line + 1] : text.count
    while end > starts[line], text[end - 1] == UInt8(ascii: "\n") || text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return starts[line]..<end
  }

  /// Where a position is; what is beyond a line's end or the text's means that end.
  package func offset(of position: DocumentPosition) -> Int {
    let line = range(ofLine: position.line)
    var rest = position.character
    for index in line {
      let units = encoding.units(of: text[index])
      // A position within a character is before it; bytes that add no units belong to the one before.
      if units > 0, rest < units { return text[line.lowerBound...index].lastIndex { $0 & 0xC0 != 0x80 } ?? index }
      rest -= units
    }
    return line.upperBound
  }

  /// The position of a byte.
  package func position(of offset: Int) -> DocumentPosition {
    let offset = min(max(0, offset), text.count)
    let line = starts.partitioningIndex { $0 > offset } - 1
    let character = text[starts[line]..<offset].reduce(0) { $0 + encoding.units(of: $1) }
    return DocumentPosition(line: line, character: character)
  }

  /// The JSON of a range of bytes.
  func json(_ range: Range<Int>) -> JSONValue {
    ["start": position(of: range.lowerBound).json, "end": position(of: range.upperBound).json]
  }

  /// The bytes of a range in the client's units.
  func range(_ value: JSONValue?) -> Range<Int>? {
    guard let start = DocumentPosition(value?["start"]), let end = DocumentPosition(value?["end"]) else { return nil }
    let (first, last) = (offset(of: start), offset(of: end))
    return min(first, last)..<max(first, last)
  }

  /// Applies an event of `contentChanges`: a part of the text, or all of it.
  ///
  /// - Complexity: O(n) for n bytes, as cheap as copying.
  /// - Returns: Whether it is one.
  package mutating func apply(_ change: JSONValue) -> Bool {
    guard let new = change["text"]?.string else { return false }
    if change["range"] == nil {
      text = Array(new.utf8)
    } else {
      guard let range = range(change["range"]) else { return false }
      text.replaceSubrange(range, with: new.utf8)
    }
    starts = Self.starts(in: text)
    return true
  }
}
