import Text

/// Splits a filter expression into tokens.
struct ExpressionLexer {
  enum Token: Equatable {
    case text([UInt8])
    case number(Double)
    /// A name, or an operator that is a word.
    case name(String)
    case symbol(String)
    case end
  }

  /// Longest first.
  private static let symbols = [
    "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "..", "**", "<", ">", "!", "?", ":", ".", ",", "(", ")", "[", "]",
    "{", "}", "+", "-", "*", "/", "%", "^", "|", "#", ";", "=",
  ]

  private let source: [UInt8]
  private var place = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  /// All tokens with their offsets; the last one is ``Token/end``.
  static func tokens(of source: [UInt8]) throws(ExpressionError) -> [(token: Token, offset: Int)] {
    var lexer = ExpressionLexer(source)
    var tokens: [(token: Token, offset: Int)] = []
    while true {
      try lexer.skipBlanks()
      let offset = lexer.place
      let token = try lexer.next()
      tokens.append((token, offset))
      if token == .end { return tokens }
    }
  }

  // MARK: - Tokens

  private mutating func next() throws(ExpressionError) -> Token {
    guard let byte = peek() else { return .end }
    if let raw = rawPrefix() { return .text(try quoted(from: place + raw, isRaw: true)) }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try quoted(from: place, isRaw: false))
    case UInt8(ascii: "`"): return .text(try quoted(from: place, isRaw: true))
    case _ where byte.isDigit: return .number(try number())
    case UInt8(ascii: ".") where peek(1)?.isDigit ?? false: return .number(try number())
    case _ where Self.isNameByte(byte):
      return .name(String(decoding: take { Self.isNameByte($0) || $0.isDigit }, as: UTF8.self))
    default: return .symbol(try symbol())
    }
  }

  private mutating func symbol() throws(ExpressionError) -> String {
    for symbol in Self.symbols where source[place...].starts(with: symbol.utf8) {
      place += symbol.utf8.count
      return symbol
    }
    throw ExpressionError(offset: place, construct: "a character that begins nothing")
  }

  /// Length of CEL's mark of a raw string, when one begins here.
  private func rawPrefix() -> Int? {
    guard let byte = peek(), byte | 0x20 == UInt8(ascii: "r"), let quote = peek(1) else { return nil }
    return quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") ? 1 : nil
  }

  private mutating func number() throws(ExpressionError) -> Double {
    let start = place
    if let whole = radixNumber() {
      guard whole.isFinite else { throw ExpressionError(offset: start, construct: "a number that is none") }
      return whole
    }
    let digits = take { $0.isDigit || $0 == UInt8(ascii: "_") }
    var text = digits.filter(\.isDigit)
    // `1..3` is a range, not a fraction.
    if peek() == UInt8(ascii: "."), peek(1)?.isDigit ?? false {
      place += 1
      text.append(UInt8(ascii: "."))
      text += take { $0.isDigit }
    }
    if let mark = peek(), mark | 0x20 == UInt8(ascii: "e") {
      place += 1
      text.append(UInt8(ascii: "e"))
      if let sign = peek(), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        place += 1
        text.append(sign)
      }
      text += take { $0.isDigit }
    }
    if text.first == UInt8(ascii: ".") { text.insert(UInt8(ascii: "0"), at: 0) }
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
      throw ExpressionError(offset: start, construct: "a number that is none")
    }
    return number
  }

  /// `0x2A`, `0o52`, `0b101010`.
  private mutating func radixNumber() -> Double? {
    guard peek() == UInt8(ascii: "0"), let mark = peek(1) else { return nil }
    let radix: Int
    switch mark | 0x20 {
    case UInt8(ascii: "x"): radix = 16
    case UInt8(ascii: "o"): radix = 8
    case UInt8(ascii: "b"): radix = 2
    default: return nil
    }
    place += 2
    let digits = take { Character(Unicode.Scalar($0)).isHexDigit }
    return Int64(String(decoding: digits, as: UTF8.self), radix: radix).map { Double($0) } ?? .nan
  }

  // MARK: - Strings

  /// A string that opens at `start`: in one quote, or in three as CEL has them.
  private mutating func quoted(from start: Int, isRaw: Bool) throws(ExpressionError) -> [UInt8] {
    let quote = source[start]
    let isTriple = quote != UInt8(ascii: "`") && source[start...].starts(with: [quote, quote, quote])
    let close = [UInt8](repeating: quote, count: isTriple ? 3 : 1)
    place = start + close.count
    var text: [UInt8] = []
    while place < source.count {
      if source[place...].starts(with: close) {
        place += close.count
        return text
      }
      if source[place] == UInt8(ascii: "\\"), !isRaw {
        text += try escaped()
      } else {
        text.append(source[place])
        place += 1
      }
    }
    throw ExpressionError(offset: start, construct: "a string that is never closed")
  }

  private mutating func escaped() throws(ExpressionError) -> [UInt8] {
    let start = place
    place += 1
    guard let byte = peek() else { return [] }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "a"): return [0x07]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "v"): return [0x0B]
    case UInt8(ascii: "x"): return try scalar(digits: 2, from: start)
    case UInt8(ascii: "u"): return try scalar(digits: 4, from: start)
    case UInt8(ascii: "U"): return try scalar(digits: 8, from: start)
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return [byte]
    default: throw ExpressionError(offset: start, construct: "an escape sequence that is none")
    }
  }

  private mutating func scalar(digits: Int, from start: Int) throws(ExpressionError) -> [UInt8] {
    let text = source[place...].prefix(digits)
    guard text.count == digits, let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw ExpressionError(offset: start, construct: "an escape sequence that is none") }
    place += digits
    return Array(String(Character(scalar)).utf8)
  }

  // MARK: - Bytes

  /// Skips white space and both kinds of comments.
  private mutating func skipBlanks() throws(ExpressionError) {
    while let byte = peek() {
      if byte <= 0x20 {
        place += 1
      } else if source[place...].starts(with: "//".utf8) {
        _ = take { $0 != 0x0A }
      } else if source[place...].starts(with: "/*".utf8) {
        let start = place
        place += 2
        while place < source.count, !source[place...].starts(with: "*/".utf8) { place += 1 }
        guard place < source.count else {
          throw ExpressionError(offset: start, construct: "a comment that is never closed")
        }
        place += 2
      } else {
        return
      }
    }
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    place + distance < source.count ? source[place + distance] : nil
  }

  private mutating func take(while isMeant: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let taken = source[place...].prefix(while: isMeant)
    place += taken.count
    return taken
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }
}
