/// Where RE2, whose syntax rule files use, and PCRE2, which matches, part ways.
///
/// Sources: https://github.com/google/re2/wiki/Syntax, https://www.pcre.org/current/doc/html/pcre2pattern.html
enum RE2Dialect {
  /// A construct that is not the same in both.
  struct Difference: Equatable {
    /// Byte offset in the regex.
    var offset: Int
    /// The construct as it is written.
    var construct: String
    /// How to write what RE2 means; `nil` for constructs that RE2 does not have at all.
    var fix: String?
  }

  /// Escapes of PCRE2 that RE2 refuses.
  private static let foreignEscapes: Set<UInt8> = Set("GKRXNhHVeZgk".utf8)
  /// What follows `(?` in groups that RE2 has; flags are looked at one by one.
  private static let flags = Set("imsU-:)".utf8)

  /// Every construct that both engines read in different ways, or that only PCRE2 has, in order.
  static func differences(in regex: String) -> [Difference] {
    let source = Array(regex.utf8)
    var found: [Difference] = []
    var place = 0
    while place < source.count {
      switch source[place] {
      case UInt8(ascii: "\\"): place = readEscape(at: place, in: source, &found)
      case UInt8(ascii: "["): place = readClass(at: place, in: source, &found)
      case UInt8(ascii: "("): place = readGroup(at: place, in: source, &found)
      case UInt8(ascii: "{") where source[place...].starts(with: Array("{,".utf8)):
        let end = source[place...].firstIndex { $0 == UInt8(ascii: "}") } ?? place
        if end > place + 2, source[(place + 2)..<end].allSatisfy({ (0x30...0x39).contains($0) }) {
          let count = String(decoding: source[(place + 2)..<end], as: UTF8.self)
          add(place..<end + 1, "{0,\(count)}, or \\{,\(count)} for the characters themselves", source, &found)
        }
        place += 1
      default: place = readPossessive(at: place, in: source, &found)
      }
    }
    return found
  }

  private static func add(_ range: Range<Int>, _ fix: String?, _ source: [UInt8], _ found: inout [Difference]) {
    let construct = String(decoding: source[range.clamped(to: 0..<source.count)], as: UTF8.self)
    found.append(Difference(offset: range.lowerBound, construct: construct, fix: fix))
  }

  private static func readEscape(at place: Int, in source: [UInt8], _ found: inout [Difference]) -> Int {
    guard place + 1 < source.count else { return place + 1 }
    let letter = source[place + 1]
    if letter == UInt8(ascii: "Q") {
      let rest = source[(place + 2)...]
      let end = rest.indices.first { rest[$0...].starts(with: Array("\\E".utf8)) }
      return end.map { $0 + 2 } ?? source.count
    }
    if letter == UInt8(ascii: "v") {
      // RE2: the vertical tab alone. PCRE2: every vertical white space, line feeds too.
      add(place..<place + 2, "\\x0b", source, &found)
    } else if foreignEscapes.contains(letter) || (0x31...0x39).contains(letter) && !isOctal(place + 1, source) {
      add(place..<place + 2, nil, source, &found)
    }
    return place + 2
  }

  /// `\123` is a character to both; `\1` is a back-reference to PCRE2 alone.
  private static func isOctal(_ place: Int, _ source: [UInt8]) -> Bool {
    source[place...].prefix { (0x30...0x37).contains($0) }.count >= 3
  }

  private static func readClass(at start: Int, in source: [UInt8], _ found: inout [Difference]) -> Int {
    var place = start + 1
    if place < source.count, source[place] == UInt8(ascii: "^") { place += 1 }
    if place < source.count, source[place] == UInt8(ascii: "]") { place += 1 }
    while place < source.count, source[place] != UInt8(ascii: "]") {
      if source[place] == UInt8(ascii: "\\") {
        if place + 1 < source.count, source[place + 1] == UInt8(ascii: "v") {
          add(place..<place + 2, "\\x0b", source, &found)
        }
        place += 2
      } else if source[place...].starts(with: Array("[:".utf8)) {
        let rest = source[place...]
        place = (rest.indices.first { rest[$0...].starts(with: Array(":]".utf8)) } ?? place) + 2
      } else {
        place += 1
      }
    }
    return place + 1
  }

  private static func readGroup(at place: Int, in source: [UInt8], _ found: inout [Difference]) -> Int {
    guard place + 1 < source.count else { return place + 1 }
    if source[place + 1] == UInt8(ascii: "*") {
      add(place..<place + 2, nil, source, &found)
      return place + 2
    }
    guard source[place + 1] == UInt8(ascii: "?"), place + 2 < source.count else { return place + 1 }
    let rest = source[(place + 2)...]
    if rest.starts(with: Array("P<".utf8)) || isNamed(rest) { return place + 3 }
    let flags = rest.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ")") }
    if flags.allSatisfy(Self.flags.contains) { return place + 2 }
    add(place..<place + 4, nil, source, &found)
    return place + 2
  }

  /// `(?<name>`, but not `(?<=` and `(?<!`.
  private static func isNamed(_ rest: ArraySlice<UInt8>) -> Bool {
    guard rest.first == UInt8(ascii: "<"), let next = rest.dropFirst().first else { return false }
    return next != UInt8(ascii: "=") && next != UInt8(ascii: "!")
  }

  /// `a++`, `a*+`, `a?+`, `a{2}+` never give back; RE2 refuses them.
  private static func readPossessive(at place: Int, in source: [UInt8], _ found: inout [Difference]) -> Int {
    let isQuantifier = Array("*+?}".utf8).contains(source[place])
    if isQuantifier, place > 0, place + 1 < source.count, source[place + 1] == UInt8(ascii: "+") {
      add(place..<place + 2, nil, source, &found)
      return place + 2
    }
    return place + 1
  }
}
