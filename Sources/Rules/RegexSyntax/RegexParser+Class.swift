/// The members of a character class.
struct CharacterSet {
  /// Members below 0x80; over bytes instead of UTF-8, all members.
  var ascii: ByteSet
  /// Whether a character that UTF-8 spells with several bytes may be a member.
  var beyondASCII = false

  init(_ ascii: ByteSet, beyondASCII: Bool = false) {
    self.ascii = ascii
    self.beyondASCII = beyondASCII
  }

  mutating func formUnion(_ other: CharacterSet) {
    ascii = ascii.union(other.ascii)
    beyondASCII = beyondASCII || other.beyondASCII
  }

  /// Everything else. What is beyond ASCII is taken to contain further members either way.
  var inverted: CharacterSet { CharacterSet(ascii.inverted, beyondASCII: true) }
}

extension RegexParser {
  /// A class, its `[` already read.
  mutating func parseClass() throws(Unknown) -> CharacterSet {
    let isInverted = take("^")
    var members = CharacterSet(ByteSet())
    var isFirst = true
    while isFirst || peek() != UInt8(ascii: "]") {
      isFirst = false
      if take("\\E") { continue }
      guard !take("\\Q") else { throw Unknown() }
      if let named = try parsePOSIXClass() {
        members.formUnion(named)
        continue
      }
      let member = try parseMember()
      members.formUnion(try parseRangeEnd(from: member) ?? member)
    }
    position += 1
    return isInverted ? members.inverted : members
  }

  /// One member: a byte, an escape, or a character outside ASCII.
  private mutating func parseMember() throws(Unknown) -> CharacterSet {
    guard let byte = next() else { throw Unknown() }
    if byte == UInt8(ascii: "\\") { return try parseEscapedSet(inClass: true) }
    guard byte >= 0x80 else { return CharacterSet(ByteSet([byte])) }
    while let following = peek(), following & 0xC0 == 0x80 { position += 1 }
    return CharacterSet(ByteSet(), beyondASCII: true)
  }

  /// The range that begins with `first`, when a `-` and an end follow.
  private mutating func parseRangeEnd(from first: CharacterSet) throws(Unknown) -> CharacterSet? {
    guard position + 1 < source.count, source[position] == UInt8(ascii: "-"), source[position + 1] != UInt8(ascii: "]")
    else { return nil }
    position += 1
    let last = try parseMember()
    guard !first.beyondASCII, !last.beyondASCII else {
      // From ASCII or beyond into Unicode: everything above the first is a superset.
      return CharacterSet(.all, beyondASCII: true)
    }
    guard let low = first.ascii.onlyByte, let high = last.ascii.onlyByte, low <= high else { throw Unknown() }
    return CharacterSet(ByteSet(low...high))
  }

  /// `[:name:]` or `[:^name:]`.
  private mutating func parsePOSIXClass() throws(Unknown) -> CharacterSet? {
    let start = position
    guard take("[:") else { return nil }
    let isInverted = take("^")
    let nameStart = position
    while let byte = peek(), ByteSet.letters.contains(byte) { position += 1 }
    let name = String(decoding: source[nameStart..<position], as: UTF8.self)
    guard take(":]") else {
      position = start
      return nil
    }
    guard let set = Self.posixClass(name) else { throw Unknown() }
    let members = CharacterSet(set)
    return isInverted ? members.inverted : members
  }

  private static func posixClass(_ name: String) -> ByteSet? {
    switch name {
    case "alnum": .letters.union(.digits)
    case "alpha": .letters
    case "ascii": ByteSet(0...0x7F)
    case "blank": ByteSet([9, 32])
    case "cntrl": ByteSet(0...31).union(ByteSet([0x7F]))
    case "digit": .digits
    case "graph": .graphic
    case "lower": .lower
    case "print": ByteSet(0x20...0x7E)
    case "punct": .graphic.subtracting(.letters).subtracting(.digits)
    case "space": .space
    case "upper": .upper
    case "word": .word
    case "xdigit": .digits.union(ByteSet(Array("abcdefABCDEF".utf8)))
    default: nil
    }
  }

  /// An escape that stands for one character, its backslash already read.
  mutating func parseEscapedSet(inClass: Bool = false) throws(Unknown) -> CharacterSet {
    guard let byte = next() else { throw Unknown() }
    switch byte {
    case UInt8(ascii: "d"): return CharacterSet(.digits)
    case UInt8(ascii: "D"): return CharacterSet(.digits).inverted
    case UInt8(ascii: "w"): return CharacterSet(.word)
    case UInt8(ascii: "W"): return CharacterSet(.word).inverted
    case UInt8(ascii: "s"): return CharacterSet(.space)
    case UInt8(ascii: "S"): return CharacterSet(.space).inverted
    case UInt8(ascii: "n"): return CharacterSet(ByteSet([10]))
    case UInt8(ascii: "r"): return CharacterSet(ByteSet([13]))
    case UInt8(ascii: "t"): return CharacterSet(ByteSet([9]))
    case UInt8(ascii: "f"): return CharacterSet(ByteSet([12]))
    case UInt8(ascii: "a"): return CharacterSet(ByteSet([7]))
    case UInt8(ascii: "e"): return CharacterSet(ByteSet([27]))
    case UInt8(ascii: "b") where inClass: return CharacterSet(ByteSet([8]))
    case UInt8(ascii: "v"): return CharacterSet(.space, beyondASCII: true)
    case UInt8(ascii: "h"): return CharacterSet(ByteSet([9, 32, 0xA0]), beyondASCII: true)
    case UInt8(ascii: "x"): return try parseHexadecimal()
    case UInt8(ascii: "0"): return try parseOctal()
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return try parseProperty()
    case _ where ByteSet.letters.contains(byte) || ByteSet.digits.contains(byte): throw Unknown()
    case 0x80...: throw Unknown()
    default: return CharacterSet(ByteSet([byte]))
    }
  }

  /// `\xHH` or `\x{...}`.
  private mutating func parseHexadecimal() throws(Unknown) -> CharacterSet {
    let isBraced = take("{")
    var value: UInt32 = 0
    var digits = 0
    while digits < (isBraced ? 6 : 2), let byte = peek(), let digit = Character(UnicodeScalar(byte)).hexDigitValue {
      value = value << 4 | UInt32(digit)
      digits += 1
      position += 1
    }
    guard digits > 0, !isBraced || take("}") else { throw Unknown() }
    if let byte = UInt8(exactly: value), byte < 0x80 || !overUTF8 { return CharacterSet(ByteSet([byte])) }
    return CharacterSet(ByteSet(), beyondASCII: true)
  }

  /// `\0` and up to two more octal digits.
  private mutating func parseOctal() throws(Unknown) -> CharacterSet {
    var value: UInt8 = 0
    var digits = 0
    while digits < 2, let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "7") {
      value = value << 3 | (byte - UInt8(ascii: "0"))
      digits += 1
      position += 1
    }
    return CharacterSet(ByteSet([value]))
  }

  /// `\pN`, `\p{Name}` and their opposites: any character is a superset.
  private mutating func parseProperty() throws(Unknown) -> CharacterSet {
    guard let first = next() else { throw Unknown() }
    if first == UInt8(ascii: "{") {
      while let byte = next(), byte != UInt8(ascii: "}") {}
    }
    return CharacterSet(.all, beyondASCII: true)
  }
}
