/// Reads the tokens of an expression as a tree, by precedence climbing.
///
/// Depth is bounded, so that neither reading nor evaluating a hostile expression exhausts the stack: `&&` and `||`
/// chains are flat lists, other chains count as depth.
package struct ExpressionParser {
  /// Levels that may be inside each other, and operators that may follow each other.
  private static let deepest = 64

  /// Expr's precedences: https://expr-lang.org/docs/language-definition.
  private static let precedences: [String: Int] = [
    "||": 10, "&&": 15,
    "==": 20, "!=": 20, "<": 20, ">": 20, "<=": 20, ">=": 20, "in": 20, "contains": 20, "startsWith": 20,
    "endsWith": 20, "matches": 20, "+": 30, "-": 30, "*": 60, "/": 60, "%": 60, "**": 100, "^": 100, "??": 500,
  ]
  private static let wordsAfterNot: Set<String> = ["in", "contains", "startsWith", "endsWith", "matches"]

  private let tokens: [(token: ExpressionLexer.Token, offset: Int)]
  private var position = 0
  private var depth = 0

  private init(_ source: [UInt8]) throws(ExpressionError) {
    tokens = try ExpressionLexer.tokens(of: source)
  }

  /// Reads an expression of Betterleaks: Expr, or the older CEL.
  package static func parse(_ source: [UInt8]) throws(ExpressionError) -> ExpressionSyntax {
    var parser = try ExpressionParser(source)
    let whole = try parser.expression()
    if parser.token != .end { throw parser.stray() }
    return whole
  }

  // MARK: - Operators

  /// With `let a = b; c` and `a ? b : c`, which bind loosest.
  private mutating func expression() throws(ExpressionError) -> ExpressionSyntax {
    try deeper { (parser) throws(ExpressionError) in
      let offset = parser.offset
      if let binding = try parser.binding() { return binding }
      let test = try parser.operation(atLeast: 0)
      guard parser.accept("?") else { return test }
      let yes = try parser.expression()
      try parser.expect(":")
      return .conditional(test, yes, try parser.expression(), at: offset)
    }
  }

  /// `let name = value; body`; `nil` where there is none.
  private mutating func binding() throws(ExpressionError) -> ExpressionSyntax? {
    guard token == .name("let"), case .name(let name) = tokens[position + 1].token else { return nil }
    let offset = offset
    position += 2
    try expect("=")
    let value = try expression()
    try expect(";")
    return .bound(name, value, try expression(), at: offset)
  }

  private mutating func operation(atLeast minimum: Int) throws(ExpressionError) -> ExpressionSyntax {
    var left = try unary()
    var count = 0
    while let (name, isNegated) = infix(), let precedence = Self.precedences[name], precedence >= minimum {
      if name == "||" || name == "&&" {
        left = try chain(of: name, from: left, atLeast: precedence + 1)
        continue
      }
      let offset = offset
      position += isNegated ? 2 : 1
      let right = try deeper { (parser) throws(ExpressionError) in try parser.operation(atLeast: precedence + 1) }
      left = .binary(name, left, right, at: offset)
      if isNegated { left = .not(left, at: offset) }
      count += 1
      if count > Self.deepest { throw tooDeep }
    }
    return left
  }

  /// All terms of `a && b && …` or of `a || b || …`.
  private mutating func chain(
    of name: String, from first: ExpressionSyntax, atLeast minimum: Int
  ) throws(ExpressionError) -> ExpressionSyntax {
    var terms = [first]
    while infix()?.name == name {
      position += 1
      terms.append(try deeper { (parser) throws(ExpressionError) in try parser.operation(atLeast: minimum) })
    }
    return name == "||" ? .any(terms, at: first.offset) : .all(terms, at: first.offset)
  }

  /// The operator that is next, spelled with symbols where there are two spellings.
  private func infix() -> (name: String, isNegated: Bool)? {
    switch token {
    case .symbol(let symbol): return (symbol, false)
    case .name("and"): return ("&&", false)
    case .name("or"): return ("||", false)
    case .name("not"):
      guard case .name(let word) = tokens[position + 1].token, Self.wordsAfterNot.contains(word) else { return nil }
      return (word, true)
    case .name(let word): return (word, false)
    default: return nil
    }
  }

  private mutating func unary() throws(ExpressionError) -> ExpressionSyntax {
    let offset = offset
    if token == .name("not") || token == .symbol("!") {
      position += 1
      return .not(try deeper { (parser) throws(ExpressionError) in try parser.unary() }, at: offset)
    }
    if accept("-") {
      return .negative(try deeper { (parser) throws(ExpressionError) in try parser.unary() }, at: offset)
    }
    return try postfix()
  }

  // MARK: - Operands

  private mutating func postfix() throws(ExpressionError) -> ExpressionSyntax {
    var base = try primary()
    for _ in 0...Self.deepest {
      let offset = offset
      if accept("(") {
        base = .call(base, try items(until: ")"), at: base.offset)
      } else if accept("[") {
        // CEL's `[?key]` and Expr's `?.[key]` are content with a key that is missing; so are filters here.
        _ = accept("?")
        let key = try expression()
        try expect("]")
        base = .index(base, key, at: base.offset)
      } else if accept(".") || accept("?.") {
        _ = accept("?")
        if token == .symbol("[") { continue }
        guard case .name(let name) = token else { throw stray() }
        position += 1
        base = .member(base, name, at: offset)
      } else {
        return base
      }
    }
    throw tooDeep
  }

  private mutating func primary() throws(ExpressionError) -> ExpressionSyntax {
    let (token, offset) = (token, offset)
    position += 1
    switch token {
    case .text(let bytes): return .text(bytes, at: offset)
    case .number(let number): return .number(number, at: offset)
    case .name("true"): return .flag(true, at: offset)
    case .name("false"): return .flag(false, at: offset)
    case .name("nil"), .name("null"): return .nothing(at: offset)
    case .name("let"), .name("if"): break
    case .name(let name) where Self.precedences[name] == nil: return .name(name, at: offset)
    case .symbol("("):
      let inner = try expression()
      try expect(")")
      return inner
    case .symbol("["): return .list(try items(until: "]"), at: offset)
    case .symbol("{"): return .map(try entries(), at: offset)
    default: break
    }
    position -= 1
    throw stray()
  }

  private mutating func entries() throws(ExpressionError) -> [ExpressionSyntax.Entry] {
    var entries: [ExpressionSyntax.Entry] = []
    while !accept("}") {
      // CEL leaves out an entry with `?` whose value is missing.
      _ = accept("?")
      var key = try expression()
      // Expr takes a name for a text.
      if case .name(let name, let offset) = key { key = .text(Array(name.utf8), at: offset) }
      try expect(":")
      entries.append(ExpressionSyntax.Entry(key: key, value: try expression()))
      if accept(",") { continue }
      try expect("}")
      break
    }
    return entries
  }

  private mutating func items(until close: String) throws(ExpressionError) -> [ExpressionSyntax] {
    var items: [ExpressionSyntax] = []
    while !accept(close) {
      items.append(try expression())
      if accept(",") { continue }
      try expect(close)
      break
    }
    return items
  }

  // MARK: - Tokens

  private var token: ExpressionLexer.Token { tokens[position].token }
  private var offset: Int { tokens[position].offset }

  private mutating func accept(_ symbol: String) -> Bool {
    guard token == .symbol(symbol) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ symbol: String) throws(ExpressionError) {
    if !accept(symbol) { throw stray() }
  }

  private mutating func deeper(
    _ body: (inout ExpressionParser) throws(ExpressionError) -> ExpressionSyntax
  ) throws(ExpressionError) -> ExpressionSyntax {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw tooDeep }
    return try body(&self)
  }

  private var tooDeep: ExpressionError {
    ExpressionError(offset: offset, construct: "more than \(Self.deepest) levels inside each other")
  }

  private func stray() -> ExpressionError {
    let construct =
      switch token {
      case .end: "an end too early"
      case .text: "a string"
      case .number: "a number"
      case .name(let name): "`\(name)`"
      case .symbol(let symbol): "`\(symbol)`"
      }
    return ExpressionError(offset: offset, construct: token == .end ? construct : "\(construct) in this place")
  }
}
