/// Bounds how deep dotted keys nest before the parser sees them: it recurses once a level, and has no limit of its own
/// for `a.b.c...` as it has for arrays and inline tables.
enum TOMLNesting {
  /// Most parts of one dotted key.
  static let deepest = 32

  /// The 1-based line of a dotted key with too many parts; `nil` when there is none.
  ///
  /// Strings and comments are skipped as TOML reads them, so that no key can hide in what looks like one.
  static func tooDeepLine(in text: [UInt8]) -> Int? {
    var line = 1
    var parts = 1
    var position = 0
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "."): parts += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        position = skipString(in: text, from: position, line: &line)
        continue
      case UInt8(ascii: "#"):
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
        continue
      case UInt8(ascii: "\n"):
        line += 1
        parts = 1
      case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
        UInt8(ascii: "}"):
        parts = 1
      default: break
      }
      if parts > deepest { return line }
      position += 1
    }
    return nil
  }

  /// The position behind a string of any of TOML's four kinds.
  private static func skipString(in text: [UInt8], from start: Int, line: inout Int) -> Int {
    let quote = text[start]
    let isLong = start + 2 < text.count && text[start + 1] == quote && text[start + 2] == quote
    var position = start + (isLong ? 3 : 1)
    while position < text.count {
      let byte = text[position]
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        position += 2
        continue
      }
      if byte == UInt8(ascii: "\n") {
        // A short string ends with its line; the parser will say so.
        guard isLong else { return position }
        line += 1
      }
      if byte == quote {
        guard isLong else { return position + 1 }
        if position + 2 < text.count, text[position + 1] == quote, text[position + 2] == quote {
          return skipQuotes(in: text, from: position + 3, quote: quote)
        }
      }
      position += 1
    }
    return position
  }

  /// A long string may end in up to two quotes of its own before the closing three.
  private static func skipQuotes(in text: [UInt8], from start: Int, quote: UInt8) -> Int {
    var position = start
    while position < text.count, position < start + 2, text[position] == quote { position += 1 }
    return position
  }
}
