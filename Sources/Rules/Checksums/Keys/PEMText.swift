import Text

/// A PEM block (RFC 7468) as it is in source code, JSON or configuration: escaped, quoted, indented, concatenated.
struct PEMText {
  /// The words between `BEGIN ` and the dashes.
  let label: String
  /// The base64 characters of the body.
  let symbols: [UInt8]
  /// Four base64 characters of OpenPGP's armor checksum.
  let armorSum: [UInt8]?
  /// Whether a header line says that the body is encrypted (RFC 1421, `Proc-Type: 4,ENCRYPTED`).
  let saysEncrypted: Bool
  /// From the label to the end line, whose beginning is its last line.
  private let body: ArraySlice<UInt8>

  init?(_ secret: [UInt8]) {
    guard let begin = secret.firstRange(of: "BEGIN "),
      let labelEnd = secret[begin.upperBound...].firstIndex(of: UInt8(ascii: "-"))
    else { return nil }
    label = Self.trimmed(secret[begin.upperBound..<labelEnd]).text
    let rest = secret[labelEnd...].drop { $0 == UInt8(ascii: "-") }
    body = rest[..<(rest.firstRange(of: "--")?.lowerBound ?? rest.endIndex)]
    let lines = Self.lines(of: Self.unescaped(body))
    saysEncrypted = lines.contains { $0.firstRange(of: "Proc-Type:") != nil && $0.firstRange(of: "ENCRYPTED") != nil }
    let content = lines.filter { !$0.contains(UInt8(ascii: ":")) }
    armorSum = content.first { $0.count == 5 && $0.first == UInt8(ascii: "=") }.map { Array($0.dropFirst()) }
    let dataLines = content.filter { $0.count != 5 || $0.first != UInt8(ascii: "=") }
    symbols = dataLines.joined().filter(\.isBase64Digit)
  }

  /// The base64 characters where letters are beside them on their lines, as in `echo "…" >> key.pem`, `12  …` or `…<br>`; `nil`
  /// when there are no lines.
  ///
  /// They are at the ends of the lines, before a text that is the same on each: the first line shows that text, since its
  /// label ends there. What is before the data does not touch it.
  var framedSymbols: [UInt8]? {
    var lines = Self.unescaped(Self.withoutTags(body)[...])
      .split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    guard lines.count > 2 else { return nil }
    let tail = lines.removeFirst()
    return lines.dropLast().filter { !Self.isHeader($0) }.flatMap { line in
      var data = Self.trimmed(line.suffix(tail.count) == tail ? line.dropLast(tail.count) : line)
      while data.last == UInt8(ascii: "=") { data.removeLast() }
      return data[(data.lastIndex { !$0.isBase64Digit }.map { $0 + 1 } ?? data.startIndex)...]
    }
  }

  private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
    line.firstRange(of: ": ").map { $0.lowerBound > line.startIndex && line[$0.lowerBound - 1].isLetter } ?? false
  }

  /// Text in which a line end stands for each tag, such as `<br/>`.
  private static func withoutTags(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var isInTag = false
    for byte in text {
      if byte == UInt8(ascii: "<") { plain.append(UInt8(ascii: "\n")) }
      isInTag = isInTag ? byte != UInt8(ascii: ">") : byte == UInt8(ascii: "<")
      if !isInTag, byte != UInt8(ascii: ">") { plain.append(byte) }
    }
    return plain
  }

  /// Undoes backslash escapes: `\n` and the like become line ends, `\u002b` its character, any other loses the backslash.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var (plain, rest) = ([UInt8](), text)
    plain.reserveCapacity(text.count)
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      rest = rest.drop { $0 == UInt8(ascii: "\\") }
      switch rest.first {
      case UInt8(ascii: "n"), UInt8(ascii: "r"):
        rest.removeFirst()
        plain.append(UInt8(ascii: "\n"))
      case UInt8(ascii: "t"): rest.removeFirst()
      case UInt8(ascii: "u"):
        guard let unit = UInt32(rest.dropFirst().prefix(4).text, radix: 16), unit < 0x80 else { break }
        rest = rest.dropFirst(5)
        plain.append(UInt8(unit))
      default: break
      }
    }
    return plain
  }

  /// Without blanks and quotes at either end.
  static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop(while: isTrimmed)
    while let last = line.last, isTrimmed(last) { line.removeLast() }
    return line
  }

  private static func isTrimmed(_ byte: UInt8) -> Bool {
    byte.isWhitespace || byte.isQuote || byte == UInt8(ascii: ",")
  }

  /// Lines without concatenation signs, blanks, quotes, and what a comment or diff puts before every line.
  private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let joined = withoutConcatenation(text)
    let lines = joined.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let filled = lines.map(trimmed).map(withoutTextMark).filter { !$0.isEmpty }
    guard let first = filled.first else { return filled }
    let mark = first.prefix { "+/#*>|".utf8.contains($0) }
    // One or two lines may begin with `+` or `/` by chance; more do not, nor does the end line.
    guard filled.count > 2 || filled.last == mark, !mark.isEmpty, filled.allSatisfy({ $0.starts(with: mark) }) else {
      return filled
    }
    return filled.map { trimmed($0.dropFirst(mark.count)) }
  }

  /// Drops the letter of Python's `b'...'` and `r"..."`.
  private static func withoutTextMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line.dropFirst().first?.isQuote == true ? line.dropFirst(2) : line
  }

  /// Drops each `+` that is between two quotes, with nothing but blanks beside it.
  private static func withoutConcatenation(_ text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    var previous: UInt8?
    var pendingPlus: Int?
    for byte in text {
      if byte == UInt8(ascii: "+"), previous?.isQuote == true { pendingPlus = kept.count }
      if !byte.isWhitespace, byte != UInt8(ascii: "+") {
        if let plus = pendingPlus, byte.isQuote { kept[plus] = UInt8(ascii: " ") }
        pendingPlus = nil
      }
      if !byte.isWhitespace { previous = byte }
      kept.append(byte)
    }
    if let pendingPlus { kept[pendingPlus] = UInt8(ascii: " ") }
    return kept
  }
}
