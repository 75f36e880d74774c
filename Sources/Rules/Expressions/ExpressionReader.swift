import Text

/// Gives a filter expression its meaning: which input a name stands for, which function is called, and whether the
/// types fit. What it does not know becomes an issue and ``ExpressionNode/unknown``.
struct ExpressionReader {
  /// What kind of value a part has, as far as it is known before a text is looked at.
  enum Kind: String {
    case text, number
    case flag = "true or false"
    case nothing = "nil"
    case anything
  }

  typealias Typed = (node: ExpressionNode, kind: Kind)

  /// Whether the expression may use the finding.
  let seesFindings: Bool
  private(set) var issues: [FilterExpression.Issue] = []
  private(set) var patterns: [String] = []

  init(seesFindings: Bool) {
    self.seesFindings = seesFindings
  }

  /// A part that must be true or false.
  mutating func condition(_ syntax: ExpressionSyntax) -> ExpressionNode {
    expected(.flag, syntax)
  }

  // MARK: - Parts

  private mutating func read(_ syntax: ExpressionSyntax) -> Typed {
    switch syntax {
    case .text(let bytes, _): return (.constant(.text(bytes)), .text)
    case .number(let number, _): return (.constant(.number(number)), .number)
    case .flag(let flag, _): return (.constant(.flag(flag)), .flag)
    case .nothing: return (.constant(.nothing), .nothing)
    case .not(let inner, _): return (.not(condition(inner)), .flag)
    case .negative(let inner, _):
      return (.arithmetic(.minus, .constant(.number(0)), expected(.number, inner)), .number)
    case .all(let terms, _): return (.all(terms.map { condition($0) }), .flag)
    case .any(let terms, _): return (.any(terms.map { condition($0) }), .flag)
    case .binary(let name, let left, let right, let offset): return binary(name, left, right, at: offset)
    case .conditional(let test, let yes, let no, _): return conditional(test, yes, no)
    case .call(let callee, let arguments, let offset): return call(callee, arguments, at: offset)
    case .index(let base, let key, let offset): return lookUp(base, key, at: offset)
    case .member(let base, let name, let offset): return lookUp(base, .text(Array(name.utf8), at: offset), at: offset)
    case .name(let name, let offset): return unknown("`\(name)`", at: offset)
    case .list(_, let offset): return unknown("a list in this place", at: offset)
    case .map(_, let offset): return unknown("a map", at: offset)
    case .bound(_, _, _, let offset): return unknown("`let`", at: offset)
    }
  }

  private mutating func expected(_ kind: Kind, _ syntax: ExpressionSyntax) -> ExpressionNode {
    let typed = read(syntax)
    if typed.kind == kind || typed.kind == .anything || kind == .text && typed.kind == .nothing { return typed.node }
    return unknown("\(typed.kind.rawValue) where \(kind.rawValue) is needed", at: syntax.offset).node
  }

  private mutating func conditional(
    _ test: ExpressionSyntax, _ yes: ExpressionSyntax, _ no: ExpressionSyntax
  ) -> Typed {
    let test = condition(test)
    let (yes, no) = (read(yes), read(no))
    return (.conditional(test, yes.node, no.node), yes.kind == no.kind ? yes.kind : .anything)
  }

  // MARK: - Operators

  private mutating func binary(
    _ name: String, _ left: ExpressionSyntax, _ right: ExpressionSyntax, at offset: Int
  ) -> Typed {
    if let comparison = ExpressionNode.Comparison(rawValue: name) {
      return compare(comparison, left, right, at: offset)
    }
    switch name {
    case "contains", "startsWith", "endsWith": return holds(name, left, right)
    case "matches": return matches(left, [right])
    case "in": return isMember(left, of: right, at: offset)
    case "??": return otherwise(left, right)
    case "+": return sum(left, right)
    default:
      guard let operation = ExpressionNode.Arithmetic(rawValue: name) else { return unknown("`\(name)`", at: offset) }
      return (.arithmetic(operation, expected(.number, left), expected(.number, right)), .number)
    }
  }

  private mutating func sum(_ left: ExpressionSyntax, _ right: ExpressionSyntax) -> Typed {
    let first = read(left)
    let kind: Kind = first.kind == .number ? .number : .text
    if first.kind == .flag { return unknown("a sum of truths", at: left.offset) }
    return (.arithmetic(.plus, first.node, expected(kind, right)), kind)
  }

  private mutating func compare(
    _ comparison: ExpressionNode.Comparison, _ left: ExpressionSyntax, _ right: ExpressionSyntax, at offset: Int
  ) -> Typed {
    let (first, second) = (read(left), read(right))
    let kinds = [first.kind, second.kind].filter { $0 != .anything && $0 != .nothing }
    if let kind = kinds.first, kinds.contains(where: { $0 != kind }) {
      return unknown("a comparison of \(first.kind.rawValue) with \(second.kind.rawValue)", at: offset)
    }
    if comparison.asksForOrder, [first.kind, second.kind].contains(where: { $0 == .flag || $0 == .nothing }) {
      return unknown("an order of what has none", at: offset)
    }
    return (.comparison(comparison, first.node, second.node), .flag)
  }

  private mutating func holds(_ name: String, _ whole: ExpressionSyntax, _ part: ExpressionSyntax) -> Typed {
    let position: ExpressionNode.Position =
      switch name {
      case "startsWith", "hasPrefix": .start
      case "endsWith", "hasSuffix": .end
      default: .anywhere
      }
    return (.holds(expected(.text, whole), expected(.text, part), position), .flag)
  }

  private mutating func matches(_ text: ExpressionSyntax, _ regexes: [ExpressionSyntax]) -> Typed {
    let text = expected(.text, text)
    var indices: [Int] = []
    for regex in regexes {
      guard case .text(let bytes, _) = regex else { return unknown("a regex that is no string", at: regex.offset) }
      indices.append(patterns.count)
      patterns.append(String(decoding: bytes, as: UTF8.self))
    }
    return (.matches(text, indices), .flag)
  }

  private mutating func isMember(_ item: ExpressionSyntax, of list: ExpressionSyntax, at offset: Int) -> Typed {
    if case .name(let name, _) = list, ExpressionInputs.isTable(name) {
      return (.comparison(.notEqual, lookUp(list, item, at: offset).node, .constant(.nothing)), .flag)
    }
    guard case .list(let members, _) = list else { return unknown("`in` without a list after it", at: offset) }
    let comparisons = members.map { compare(.equal, item, $0, at: $0.offset).node }
    return (.any(comparisons), .flag)
  }

  private mutating func otherwise(_ value: ExpressionSyntax, _ other: ExpressionSyntax) -> Typed {
    let (value, other) = (read(value), read(other))
    return (.otherwise(value.node, other.node), value.kind == .nothing ? other.kind : value.kind)
  }

  // MARK: - Look-ups

  private mutating func lookUp(_ base: ExpressionSyntax, _ key: ExpressionSyntax, at offset: Int) -> Typed {
    guard case .name(let table, _) = base, ExpressionInputs.isTable(table) else {
      return unknown("a look-up in something else than `attributes` and `finding`", at: offset)
    }
    guard case .text(let bytes, _) = key else { return unknown("a key that is no string", at: key.offset) }
    let name = String(decoding: bytes, as: UTF8.self)
    if table == ExpressionInputs.finding, !seesFindings {
      return unknown("`finding[\"\(name)\"]`, which a prefilter cannot know", at: offset)
    }
    guard let found = ExpressionInputs.input(name, of: table) else {
      return unknown("`\(table)[\"\(name)\"]`", at: offset)
    }
    return found
  }

  // MARK: - Functions

  private mutating func call(_ callee: ExpressionSyntax, _ arguments: [ExpressionSyntax], at offset: Int) -> Typed {
    switch callee {
    case .name(let name, _): function(name, arguments, at: offset)
    // Betterleaks' own functions are in a name space.
    case .member(.name("filter", _), let name, _): function(name, arguments, at: offset)
    case .member(let receiver, let name, _): function(name, [receiver] + arguments, at: offset)
    default: unknown("a call of something that is no function", at: offset)
    }
  }

  private mutating func function(_ name: String, _ arguments: [ExpressionSyntax], at offset: Int) -> Typed {
    switch (name, arguments.count) {
    case ("entropy", 1): (.applied(.entropy, expected(.text, arguments[0])), .number)
    case ("len", 1), ("size", 1): (.applied(.length, expected(.text, arguments[0])), .number)
    case ("lower", 1), ("lowerAscii", 1): (.applied(.lowercased, expected(.text, arguments[0])), .text)
    case ("upper", 1), ("upperAscii", 1): (.applied(.uppercased, expected(.text, arguments[0])), .text)
    case ("trim", 1): (.applied(.trimmed, expected(.text, arguments[0])), .text)
    case ("contains", 2), ("startsWith", 2), ("endsWith", 2), ("hasPrefix", 2), ("hasSuffix", 2):
      holds(name, arguments[0], arguments[1])
    case ("matches", 2): matches(arguments[0], [arguments[1]])
    case ("orValue", 2): otherwise(arguments[0], arguments[1])
    case ("matchesAny", 2), ("containsAny", 2): anyOf(name, arguments[0], arguments[1])
    default: unknown("`\(name)()` with \(Counting.count(arguments.count, "argument"))", at: offset)
    }
  }

  private mutating func anyOf(_ name: String, _ text: ExpressionSyntax, _ list: ExpressionSyntax) -> Typed {
    guard case .list(let items, _) = list else {
      return unknown("`\(name)()` without a list after the text", at: list.offset)
    }
    if name == "matchesAny" { return matches(text, items) }
    let whole = expected(.text, text)
    return (.any(items.map { .holds(whole, expected(.text, $0), .anywhere) }), .flag)
  }

  private mutating func unknown(_ construct: String, at offset: Int) -> Typed {
    issues.append(FilterExpression.Issue(offset: offset, construct: construct))
    return (.unknown, .anything)
  }
}

/// The names of a filter's inputs.
enum ExpressionInputs {
  static let finding = "finding"
  private static let attributes = "attributes"

  static func isTable(_ name: String) -> Bool { name == finding || name == attributes }

  /// What a key stands for; letter case and underscores do not matter in keys of a finding.
  static func input(_ key: String, of table: String) -> ExpressionReader.Typed? {
    if table == attributes {
      switch key {
      case "path": return (.input(.path), .text)
      case "git.sha": return (.input(.commit), .text)
      default: return nil
      }
    }
    switch key.lowercased().filter({ $0 != "_" }) {
    case "secret": return (.input(.secret), .text)
    case "match": return (.input(.match), .text)
    case "line": return (.input(.line), .text)
    case "ruleid": return (.input(.rule), .text)
    case "entropy": return (.applied(.entropy, .input(.secret)), .number)
    default: return nil
    }
  }
}
