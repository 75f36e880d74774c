import Text

/// Reads the assignments of a `.env` file, as the dotenv libraries do, or of a direnv `.envrc`, as a shell does.
///
/// Lines that are no assignment are passed over; nothing is expanded or run.
public struct DotEnvParser {
  private let text: [UInt8]
  /// In a shell, unquoted values end at white space and `;`, and a line may have several assignments.
  private let isShell: Bool
  private var position = 0
  private var entries: [DotEnvEntry] = []
  /// Line of the byte at `lineStart`, 1-based.
  private var line = 1
  private var lineStart = 0

  /// Parses a text in UTF-8 or an 8-bit encoding, without a byte order mark, with LF or CRLF.
  ///
  /// - Parameter isShell: Whether the text is a shell script, as `.envrc` is.
  public static func parse(_ text: [UInt8], isShell: Bool = false) -> [DotEnvEntry] {
    var parser = DotEnvParser(text, isShell)
    while parser.position < text.count {
      parser.parseLine()
    }
    return parser.entries
  }

  private init(_ text: [UInt8], _ isShell: Bool) {
    self.text = text
    self.isShell = isShell
  }

  private mutating func parseLine() {
    repeat {
      skipBlanks()
      skipWord("export")
      guard let name = parseName() else { break }
      parseValue(of: name)
      if isShell { skipSeparators() }
    } while isShell && !isAtLineEnd
    skipLine()
  }

  private mutating func parseName() -> String? {
    let start = position
    while let byte = current, Self.isNameByte(byte) { position += 1 }
    guard position > start, !text[start].isDigit else { return nil }
    let name = String(decoding: text[start..<position], as: UTF8.self)
    if !isShell { skipBlanks() }
    if current == UInt8(ascii: "=") {
      position += 1
      return name
    }
    // The YAML-like form that several dotenv libraries take.
    guard !isShell, current == UInt8(ascii: ":"), position + 1 < text.count, text[position + 1].isBlank else {
      return nil
    }
    position += 1
    return name
  }

  private mutating func parseValue(of name: String) {
    if !isShell { skipBlanks() }
    if let quote = current, "'\"`".utf8.contains(quote), let end = closingQuote(quote) {
      add(name, position + 1..<end, unescaping: quote == UInt8(ascii: "\""))
      position = end + 1
      return
    }
    let start = position
    let end = isShell ? endOfWord() : endOfUnquoted()
    add(name, start..<end, unescaping: false)
    position = end
  }

  /// Where the quote at the current position closes, on this line or a later one.
  private func closingQuote(_ quote: UInt8) -> Int? {
    var index = position + 1
    while index < text.count, text[index] != quote {
      let escapes = quote == UInt8(ascii: "\"") && text[index] == UInt8(ascii: "\\")
      // An assignment inside means that the quote was never closed and belongs to the value.
      if text[index] == Self.newline, startsAssignment(index + 1) { return nil }
      index += escapes ? 2 : 1
    }
    return index < text.count ? index : nil
  }

  /// Whether `NAME=value` begins at an index; base64, which ends in `=`, does not count.
  private func startsAssignment(_ start: Int) -> Bool {
    var index = start
    while index < text.count, Self.isNameByte(text[index]) { index += 1 }
    guard index > start, index + 1 < text.count, text[index] == UInt8(ascii: "="), !text[start].isDigit else {
      return false
    }
    return ![Self.newline, Self.carriageReturn, UInt8(ascii: "=")].contains(text[index + 1])
  }

  /// The end of an unquoted value: before white space at the line's end, or a comment after white space.
  private func endOfUnquoted() -> Int {
    var index = position
    var end = position
    while index < text.count, text[index] != Self.newline {
      let byte = text[index]
      if byte == UInt8(ascii: "#"), index == position || text[index - 1].isBlank { break }
      index += 1
      if !byte.isBlank, byte != Self.carriageReturn { end = index }
    }
    return end
  }

  private func endOfWord() -> Int {
    text[position...].firstIndex { $0.isBlank || "\r\n;&|".utf8.contains($0) } ?? text.count
  }

  private mutating func add(_ name: String, _ range: Range<Int>, unescaping: Bool) {
    moveLine(to: range.lowerBound)
    let (startLine, column) = (line, range.lowerBound - lineStart + 1)
    moveLine(to: range.upperBound)
    let raw = Array(text[range])
    entries.append(
      DotEnvEntry(
        name: name, value: unescaping ? Self.unescaped(raw) : raw, range: range, line: startLine, column: column,
        endLine: line, endColumn: range.upperBound - lineStart + 1))
  }

  /// Counts the lines up to an index; indices never go back.
  private mutating func moveLine(to index: Int) {
    while let end = text[lineStart..<index].firstIndex(of: Self.newline) {
      line += 1
      lineStart = end + 1
    }
  }

  private static func unescaped(_ raw: [UInt8]) -> [UInt8] {
    var value: [UInt8] = []
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < raw.count else {
        value.append(byte)
        continue
      }
      switch raw[index] {
      case UInt8(ascii: "n"): value.append(newline)
      case UInt8(ascii: "r"): value.append(carriageReturn)
      case UInt8(ascii: "t"): value.append(9)
      case let other where "\"\\$`'".utf8.contains(other): value.append(other)
      case let other: value += [byte, other]
      }
      index += 1
    }
    return value
  }

  // MARK: - Moving on

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private var isAtLineEnd: Bool {
    current == nil || current == Self.newline || current == Self.carriageReturn || current == UInt8(ascii: "#")
  }

  private mutating func skipBlanks() {
    while let byte = current, byte.isBlank { position += 1 }
  }

  private mutating func skipSeparators() {
    while let byte = current, byte.isBlank || ";&|".utf8.contains(byte) { position += 1 }
  }

  private mutating func skipWord(_ word: StaticString) {
    let end = position + word.utf8CodeUnitCount
    guard end < text.count, text[end].isBlank, text[position..<end].elementsEqual("\(word)".utf8) else { return }
    position = end
    skipBlanks()
  }

  private mutating func skipLine() {
    position = (text[position...].firstIndex(of: Self.newline) ?? text.count - 1) + 1
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isWordByte || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }
}
