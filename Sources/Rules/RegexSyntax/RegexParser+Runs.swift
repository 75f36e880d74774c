extension ByteRuns {
  /// - Parameter regex: RE2 or PCRE2 syntax.
  /// - Returns: `nil` unless the regex is of this kind: a boundary, one group around all runs, a boundary; and unless the
  ///   alternatives are few once they are written out.
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
    let alternatives = try parseAlternatives(depth: 0)
    guard take(")") else { throw Unknown() }
    let after = try parseBoundary(opening: "(?:[^", closing: "|$)")
    guard position == source.count,
      let runs = ByteRuns(before: before, alternatives: alternatives.written, after: after)
    else { throw Unknown() }
    return runs
  }

  private mutating func parseAlternatives(depth: Int) throws(Unknown) -> RunAlternatives {
    var alternatives = try parseSequence(depth: depth)
    while take("|") { alternatives = try alternatives.or(try parseSequence(depth: depth)) }
    return alternatives
  }

  private mutating func parseSequence(depth: Int) throws(Unknown) -> RunAlternatives {
    var sequence = RunAlternatives()
    while let byte = peek(), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let part = take("(?:") ? try parseGroup(depth: depth + 1) : RunAlternatives(try parseRun())
      sequence = try sequence.followed(by: part)
    }
    return sequence
  }

  /// A group and how often it is: more often is tried first.
  private mutating func parseGroup(depth: Int) throws(Unknown) -> RunAlternatives {
    guard depth <= RunAlternatives.deepest else { throw Unknown() }
    let group = try parseAlternatives(depth: depth)
    guard take(")") else { throw Unknown() }
    guard let (least, bound) = try parseQuantifier() else { return group }
    guard let most = bound, most <= RunAlternatives.longest, !group.mayBeEmpty, !isQuantifierNext else {
      throw Unknown()
    }
    var repeated = try group.times(most)
    for count in (least..<most).reversed() { repeated = try repeated.or(try group.times(count)) }
    return repeated
  }

  /// Whether a lazy, a possessive or a second quantifier follows a quantifier.
  private var isQuantifierNext: Bool { peek().map("?+*{".utf8.contains) ?? false }

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
    guard !isQuantifierNext else { throw Unknown() }
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

/// The sequences of runs that a part of a regex stands for, in the order in which an engine tries them.
private struct RunAlternatives {
  /// What takes more to write out is left to an engine.
  private static let mostAlternatives = 8
  static let longest = 256
  static let deepest = 8

  private(set) var written: [[ByteRuns.Run]]

  /// Nothing, in one way.
  init() { written = [[]] }

  init(_ run: ByteRuns.Run) { written = [[run]] }

  private init(_ written: [[ByteRuns.Run]]) throws(RegexParser.Unknown) {
    guard written.count <= Self.mostAlternatives, written.allSatisfy({ $0.count <= Self.longest }) else {
      throw RegexParser.Unknown()
    }
    self.written = written
  }

  var mayBeEmpty: Bool { written.contains { $0.allSatisfy { $0.least == 0 } } }

  func or(_ other: RunAlternatives) throws(RegexParser.Unknown) -> RunAlternatives {
    try RunAlternatives(written + other.written)
  }

  func followed(by other: RunAlternatives) throws(RegexParser.Unknown) -> RunAlternatives {
    try RunAlternatives(written.flatMap { first in other.written.map { first + $0 } })
  }

  func times(_ count: Int) throws(RegexParser.Unknown) -> RunAlternatives {
    var product = RunAlternatives()
    for _ in 0..<count { product = try product.followed(by: self) }
    return product
  }
}
