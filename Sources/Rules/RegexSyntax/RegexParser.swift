import ByteSearch

/// Reads the syntax that RE2 and PCRE2 share, as far as widths and literals go.
///
/// What it does not know makes the whole regex unknown; it never guesses.
/// Sources: https://github.com/google/re2/wiki/Syntax, https://www.pcre.org/current/doc/html/pcre2pattern.html
struct RegexParser {
  /// Syntax whose width is not known: look-around, back-references, recursion, mistakes.
  struct Unknown: Error {}

  /// Deeper groups than PCRE2 itself takes by default.
  private static let deepest = 250

  private(set) var groupCount = 0
  var source: [UInt8]
  var position = 0
  /// Whether a character may be several bytes.
  let overUTF8: Bool
  private var ignoresCase = false
  private var depth = 0

  init(_ regex: String) {
    source = Array(regex.utf8)
    overUTF8 = Pattern.isMatchedOverUTF8(regex)
  }

  /// The whole regex.
  mutating func parse() throws(Unknown) -> RegexNode {
    let node = try parseAlternatives()
    guard position == source.count else { throw Unknown() }
    return node
  }

  // MARK: - Structure

  private mutating func parseAlternatives() throws(Unknown) -> RegexNode {
    var branches = [try parseSequence()]
    while take("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func parseSequence() throws(Unknown) -> RegexNode {
    var parts: [RegexNode] = []
    while let byte = peek(), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      if take("\\Q") {
        parts += try parseQuoted()
        continue
      }
      if take("\\E") { continue }
      let atom = try parseAtom()
      parts.append(try parseQuantifiers(of: atom))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func parseAtom() throws(Unknown) -> RegexNode {
    guard let byte = next() else { throw Unknown() }
    switch byte {
    case UInt8(ascii: "("): return try parseGroup()
    case UInt8(ascii: "["): return .of(try parseClass(), in: self)
    case UInt8(ascii: "\\"): return try parseEscape()
    case UInt8(ascii: "."): return overUTF8 ? .character(1...4) : .byte(.all)
    case UInt8(ascii: "^"), UInt8(ascii: "$"): return .empty
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw Unknown()
    default: return try literal(startingWith: byte)
    }
  }

  private mutating func parseEscape() throws(Unknown) -> RegexNode {
    guard let byte = peek() else { throw Unknown() }
    if Array("AbBzZ".utf8).contains(byte) {
      position += 1
      return .empty
    }
    if byte >= 0x80 {
      position += 1
      return try literal(startingWith: byte)
    }
    return .of(try parseEscapedSet(), in: self)
  }

  /// One literal character, all its bytes.
  private mutating func literal(startingWith byte: UInt8) throws(Unknown) -> RegexNode {
    guard byte >= 0x80 else { return .of(CharacterSet(ByteSet([byte])), in: self) }
    var bytes = [byte]
    while let following = peek(), following & 0xC0 == 0x80 {
      bytes.append(following)
      position += 1
    }
    return ignoresCase ? .character(1...4) : .sequence(bytes.map { .byte(ByteSet([$0])) })
  }

  /// The characters between `\Q` and `\E`; a quantifier after it is for the last one.
  private mutating func parseQuoted() throws(Unknown) -> [RegexNode] {
    var parts: [RegexNode] = []
    while position < source.count, !take("\\E") {
      let byte = source[position]
      position += 1
      parts.append(try literal(startingWith: byte))
    }
    if let last = parts.popLast() { parts.append(try parseQuantifiers(of: last)) }
    return parts
  }

  // MARK: - Groups

  private mutating func parseGroup() throws(Unknown) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest, peek() != UInt8(ascii: "*") else { throw Unknown() }
    let outerCase = ignoresCase
    guard take("?") else {
      groupCount += 1
      return try finishGroup(restoring: outerCase)
    }
    if take("#") {
      while let byte = next(), byte != UInt8(ascii: ")") {}
      return .empty
    }
    if take("P<") || (peek() == UInt8(ascii: "<") && !isLookBehind && take("<")) {
      return try parseNamedGroup(endingWith: UInt8(ascii: ">"), restoring: outerCase)
    }
    if take("'") { return try parseNamedGroup(endingWith: UInt8(ascii: "'"), restoring: outerCase) }
    if take(">") { return try finishGroup(restoring: outerCase) }
    try parseFlags()
    if take(")") { return .empty }
    guard take(":") else { throw Unknown() }
    return try finishGroup(restoring: outerCase)
  }

  private var isLookBehind: Bool {
    position + 1 < source.count
      && [UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "*")].contains(source[position + 1])
  }

  private mutating func parseNamedGroup(
    endingWith end: UInt8, restoring outerCase: Bool
  ) throws(Unknown) -> RegexNode {
    while let byte = next(), byte != end {
      guard ByteSet.word.contains(byte) else { throw Unknown() }
    }
    groupCount += 1
    return try finishGroup(restoring: outerCase)
  }

  private mutating func finishGroup(restoring outerCase: Bool) throws(Unknown) -> RegexNode {
    let node = try parseAlternatives()
    guard take(")") else { throw Unknown() }
    ignoresCase = outerCase
    return node
  }

  /// `imsU` with signs. Only `i` matters here: `m`, `s` and `U` change neither widths nor literals.
  private mutating func parseFlags() throws(Unknown) {
    var turnsOn = true
    while let byte = peek(), byte != UInt8(ascii: ")"), byte != UInt8(ascii: ":") {
      switch byte {
      case UInt8(ascii: "i"): ignoresCase = turnsOn
      case UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "U"): break
      case UInt8(ascii: "-") where turnsOn: turnsOn = false
      default: throw Unknown()
      }
      position += 1
    }
  }

  // MARK: - Quantifiers

  private mutating func parseQuantifiers(of atom: RegexNode) throws(Unknown) -> RegexNode {
    var node = atom
    while let (least, most) = try parseQuantifier() {
      node = .repeated(node, least: least, most: most)
      if !take("?") { _ = take("+") }
    }
    return node
  }

  /// The quantifier that is here; `most` is `nil` when there is no bound.
  mutating func parseQuantifier() throws(Unknown) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard peek() == UInt8(ascii: "{") else { return nil }
    let start = position
    position += 1
    guard let least = parseNumber() else {
      // `{,n}` means different things to different versions; any other brace is a literal.
      guard peek() != UInt8(ascii: ",") else { throw Unknown() }
      position = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = parseNumber() }
    guard take("}") else {
      position = start
      return nil
    }
    guard most.map({ $0 >= least }) ?? true else { throw Unknown() }
    return (least, most)
  }

  /// At most seven digits: more than any engine allows as a count.
  private mutating func parseNumber() -> Int? {
    let start = position
    while let byte = peek(), ByteSet.digits.contains(byte), position - start < 7 { position += 1 }
    return Int(String(decoding: source[start..<position], as: UTF8.self))
  }

  // MARK: - Bytes

  func peek() -> UInt8? { position < source.count ? source[position] : nil }

  mutating func next() -> UInt8? {
    guard let byte = peek() else { return nil }
    position += 1
    return byte
  }

  mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= source.count else { return false }
    let matches = text.withUTF8Buffer { $0.elementsEqual(source[position..<position + count]) }
    if matches { position += count }
    return matches
  }

  /// What one character of a set can be, given the flags in force.
  fileprivate func node(for set: CharacterSet) -> RegexNode {
    let bytes = set.ascii.folded
    guard overUTF8 else { return .byte(bytes) }
    if set.beyondASCII { return .character(1...4) }
    // Unicode's simple case folding joins `k` with U+212A and `s` with U+017F.
    if ignoresCase, bytes.contains(UInt8(ascii: "k")) { return .letter(bytes, most: 3) }
    if ignoresCase, bytes.contains(UInt8(ascii: "s")) { return .letter(bytes, most: 2) }
    return .byte(bytes)
  }
}

extension RegexNode {
  fileprivate static func of(_ set: CharacterSet, in parser: RegexParser) -> RegexNode { parser.node(for: set) }
}
