import ByteSearch
import Text

/// The column of a table whose head is a name: `name,password,role` and, below, `bob,…,admin`.
struct ValueColumn {
  /// Bytes of the table after its head.
  private static let reach = 4096
  private static let longestHead = 240
  private static let mostRows = 64

  private let separator: UInt8
  private let head: Range<Int>
  /// The head's cell with the name, and how many there are.
  private let column: Int
  private let columns: Int

  /// - Parameters:
  ///   - name: Where the name's keyword is.
  ///   - lookedAt: Grows to what the answer depends on.
  init?(under name: Range<Int>, in text: Span<UInt8>, lookedAt: inout Range<Int>) {
    var cursor = SyntaxCursor(at: name.upperBound, upTo: min(text.count, name.upperBound + Self.longestHead))
    _ = cursor.name(in: text)
    if cursor.byte(in: text).isQuote { cursor.place += 1 }
    var start = name.lowerBound
    defer { lookedAt.formUnion(start - 1..<cursor.place + 2) }
    let next = cursor.byte(in: text)
    guard Self.separates(next) || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r") else { return nil }
    var (separator, column): (UInt8?, Int) = (Self.separates(next) ? next : nil, 0)
    while start > 0, text[start - 1] != UInt8(ascii: "\n") {
      let byte = text[start - 1]
      guard name.lowerBound - start < Self.longestHead else { return nil }
      if Self.separates(byte) {
        guard separator ?? byte == byte else { return nil }
        (separator, column) = (byte, column + 1)
      } else if !Self.isOfHead(byte) {
        return nil
      }
      start -= 1
    }
    guard let separator, text[start].isLetter || text[start].isQuote else { return nil }
    cursor.skip(in: text) { $0 == separator || Self.isOfHead($0) }
    let end = cursor.place
    _ = cursor.take("\r", in: text)
    guard cursor.byte(in: text) == UInt8(ascii: "\n") else { return nil }
    (self.separator, self.column, head) = (separator, column, start..<end)
    columns = head.count { text[$0] == separator } + 1
  }

  /// Calls a closure with each value.
  ///
  /// - Returns: Where it stopped.
  func forEach(in text: Span<UInt8>, _ body: (RestatedValue) -> Void) -> Int {
    var cursor = SyntaxCursor(at: head.upperBound, upTo: min(text.count, head.upperBound + Self.reach))
    for _ in 0..<Self.mostRows {
      cursor.skip(in: text) { $0 == UInt8(ascii: "\r") }
      guard cursor.take("\n", in: text), let cells = cells(at: &cursor, in: text) else { break }
      let value = cells[column]
      guard !value.isEmpty else { continue }
      let start = text[value.lowerBound - 1].isQuote ? value.lowerBound - 1 : value.lowerBound
      body(RestatedValue(value, after: start, name: name(in: text), from: start, in: text))
    }
    return cursor.place
  }

  /// The column's head as a name.
  private func name(in text: Span<UInt8>) -> [UInt8] {
    let cells = text.extracting(head).withUnsafeBufferPointer { bytes in
      bytes.split(separator: separator, omittingEmptySubsequences: false).map { Array($0.filter { !$0.isQuote }) }
    }
    return [UInt8(ascii: "\n")] + cells[column] + Array(": ".utf8)
  }

  /// The cells of a row; `nil` when it has another number of them than the head.
  private func cells(at cursor: inout SyntaxCursor, in text: Span<UInt8>) -> [Range<Int>]? {
    var cells: [Range<Int>] = []
    while true {
      if let literal = cursor.quoted(in: text) {
        cells.append(literal)
      } else {
        let start = cursor.place
        cursor.skip(in: text) { $0 != separator && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        cells.append(start..<cursor.place)
      }
      guard cursor.byte(in: text) == separator, cells.count < columns else { break }
      cursor.place += 1
    }
    return cells.count == columns ? cells : nil
  }

  private static func separates(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "|")
  }

  private static func isOfHead(_ byte: UInt8) -> Bool {
    SyntaxCursor.isOfName(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: " ")
  }
}
