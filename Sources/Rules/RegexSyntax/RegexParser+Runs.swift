extension ByteRuns {
  /// - Parameter regex: RE2 or PCRE2 syntax.
  /// - Returns: `nil` unless the regex is of this kind: a boundary, one group around all runs, a boundary.
  package init?(_ regex: String) {
    var parser = RegexParser(regex)
    guard !parser.overUTF8, let runs = try? parser.parseRuns() else { return nil }
    self = runs
  }
}

extension RegexParser {
  fileprivate mutating func parseRuns() throws(Unknown) -> ByteRuns {
    let before = try parseBoundary(opening: "(?:^|[^", closing: ")")
    guard take("(") else { throw Unknown() }
    var runs: [ByteRuns.Run] = []
    while !take(")") { runs.append(try parseRun()) }
    let after = try parseBoundary(opening: "(?:[^", closing: "|$)")
    guard position == source.count, let runs = ByteRuns(before: before, runs: runs, after: after) else {
      throw Unknown()
    }
    return runs
  }

  /// `\b`, or a class of other bytes with an anchor beside it.
  private mutating func parseBoundary(
    opening: StaticString, closing: StaticString
  ) throws(Unknown) -> ByteRuns.Boundary {
    if take("\\b") { return .word }
    guard take(opening), peek() != UInt8(ascii: "^") else { throw Unknown() }
    let set = try parseClass()
    guard !set.beyondASCII, take(closing) else { throw Unknown() }
    return .notIn(set.ascii)
  }

  private mutating func parseRun() throws(Unknown) -> ByteRuns.Run {
    let set = try parseSet()
    guard !set.beyondASCII else { throw Unknown() }
    guard let (least, most) = try parseQuantifier() else {
      return ByteRuns.Run(bytes: set.ascii, least: 1, most: 1)
    }
    // A lazy, a possessive or a second quantifier.
    if let byte = peek(), "?+*{".utf8.contains(byte) { throw Unknown() }
    return ByteRuns.Run(bytes: set.ascii, least: least, most: most ?? .max)
  }

  private mutating func parseSet() throws(Unknown) -> CharacterSet {
    guard let byte = next() else { throw Unknown() }
    switch byte {
    case UInt8(ascii: "["):
      guard peek() != UInt8(ascii: "^") else { throw Unknown() }
      return try parseClass()
    case UInt8(ascii: "\\"):
      guard let escaped = peek(), !"AbBzZQE".utf8.contains(escaped) else { throw Unknown() }
      return try parseEscapedSet()
    case _ where "(|^$.*+?{".utf8.contains(byte): throw Unknown()
    default: return CharacterSet(ByteSet([byte]))
    }
  }
}
