import ByteSearch
import Rules
import Text

/// What a filter expression can know of a match before its place is known.
struct FilterSubject: Sendable {
  /// The rule's id.
  var rule: String
  var secret: [UInt8] = []
  var match: [UInt8] = []
  /// The lines of the match.
  var line: [UInt8] = []
}

extension FilterSubject {
  init(_ candidate: Candidate, rule: String, in text: Span<UInt8>) {
    func bytes(_ range: Range<Int>) -> [UInt8] { text.extracting(range).withUnsafeBufferPointer { Array($0) } }
    self.init(
      rule: rule, secret: bytes(candidate.secret), match: bytes(candidate.match),
      line: bytes(TextLines.around(candidate.match, in: text)))
  }
}

/// A filter expression with its regexes compiled.
///
/// Evaluated in three-valued logic: what is not known, because it is not understood or because no place is known yet,
/// decides nothing, and what is true or false whatever it may be is so.
final class CompiledFilter: Sendable {
  let expression: FilterExpression
  private let patterns: [Pattern]

  /// - Throws: `PatternError` when one of its regexes does not compile.
  init(_ expression: FilterExpression) throws(PatternError) {
    self.expression = expression
    patterns = try expression.patterns.map { source throws(PatternError) in try Pattern(source) }
  }

  /// What it does to a candidate that it hides.
  var hidden: HiddenCandidate {
    HiddenCandidate(reason: .filter(expression.label), place: expression.origin.place)
  }

  /// Whether the expression hides a match.
  ///
  /// - Parameter place: Where the text is; `nil` while that is not known.
  func outcome(
    of subject: FilterSubject, at place: TextPlace?, using scratch: MatchScratch
  ) throws(MatchError) -> CompiledAllowlist.Effect {
    let evaluation = FilterEvaluation(subject: subject, place: place, patterns: patterns, scratch: scratch)
    switch try evaluation.value(of: expression.root) {
    case .flag(true): return .hides
    case nil where place == nil && expression.looksAtPlace: return .waitsForPath
    default: return .doesNotApply
    }
  }
}

/// One evaluation of a filter expression; `nil` stands for what is not known.
private struct FilterEvaluation {
  let subject: FilterSubject
  let place: TextPlace?
  let patterns: [Pattern]
  let scratch: MatchScratch

  func value(of node: ExpressionNode) throws(MatchError) -> ExpressionValue? {
    switch node {
    case .constant(let value): value
    case .input(let input): value(of: input)
    case .unknown: nil
    case .not(let inner): try flag(inner).map { .flag(!$0) }
    case .all(let terms): try decided(terms, by: false)
    case .any(let terms): try decided(terms, by: true)
    case .comparison(let comparison, let left, let right):
      comparison.holds(try value(of: left), try value(of: right)).map { .flag($0) }
    case .arithmetic(let operation, let left, let right):
      operation.result(try value(of: left), try value(of: right))
    case .holds(let whole, let part, let position): try holds(whole, part, position)
    case .matches(let text, let indices): try matches(text, indices)
    case .applied(let function, let inner): try text(inner).map(function.result)
    case .conditional(let test, let yes, let no): try conditional(test, yes, no)
    case .otherwise(let first, let second): try otherwise(first, second)
    }
  }

  private func value(of input: ExpressionNode.Input) -> ExpressionValue? {
    switch input {
    case .secret: .text(subject.secret)
    case .match: .text(subject.match)
    case .line: .text(subject.line)
    case .rule: .text(Array(subject.rule.utf8))
    case .path: place.map { .text($0.path) }
    case .commit: place.map { $0.commit.map { .text(Array($0.utf8)) } ?? .nothing }
    }
  }

  private func flag(_ node: ExpressionNode) throws(MatchError) -> Bool? {
    guard case .flag(let flag)? = try value(of: node) else { return nil }
    return flag
  }

  /// A text; nothing counts as an empty one.
  private func text(_ node: ExpressionNode) throws(MatchError) -> [UInt8]? {
    switch try value(of: node) {
    case .text(let bytes): bytes
    case .nothing: []
    default: nil
    }
  }

  /// The value of `&&` (decided by one that is false) or `||` (by one that is true).
  private func decided(_ terms: [ExpressionNode], by decider: Bool) throws(MatchError) -> ExpressionValue? {
    var isKnown = true
    for term in terms {
      guard let flag = try flag(term) else {
        isKnown = false
        continue
      }
      if flag == decider { return .flag(decider) }
    }
    return isKnown ? .flag(!decider) : nil
  }

  private func holds(
    _ whole: ExpressionNode, _ part: ExpressionNode, _ position: ExpressionNode.Position
  ) throws(MatchError) -> ExpressionValue? {
    guard let whole = try text(whole), let part = try text(part) else { return nil }
    switch position {
    case .start: return .flag(whole.starts(with: part))
    case .end: return .flag(whole.count >= part.count && whole.suffix(part.count).elementsEqual(part))
    case .anywhere:
      guard whole.count >= part.count else { return .flag(false) }
      return .flag((0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) })
    }
  }

  private func matches(_ text: ExpressionNode, _ indices: [Int]) throws(MatchError) -> ExpressionValue? {
    guard let bytes = try self.text(text) else { return nil }
    for index in indices where try patterns[index].matches(anywhereIn: bytes.span, using: scratch) {
      return .flag(true)
    }
    return .flag(false)
  }

  private func conditional(
    _ test: ExpressionNode, _ yes: ExpressionNode, _ no: ExpressionNode
  ) throws(MatchError) -> ExpressionValue? {
    if let flag = try flag(test) { return try value(of: flag ? yes : no) }
    let (yes, no) = (try value(of: yes), try value(of: no))
    return yes == no ? yes : nil
  }

  private func otherwise(_ first: ExpressionNode, _ second: ExpressionNode) throws(MatchError) -> ExpressionValue? {
    guard let value = try value(of: first) else { return nil }
    return value == .nothing ? try self.value(of: second) : value
  }
}

extension ExpressionNode.Comparison {
  fileprivate func holds(_ left: ExpressionValue?, _ right: ExpressionValue?) -> Bool? {
    guard let left, let right else { return nil }
    switch self {
    case .equal: return left == right
    case .notEqual: return left != right
    case .less: return left.precedes(right)
    case .greater: return right.precedes(left)
    case .lessOrEqual: return right.precedes(left).map { !$0 }
    case .greaterOrEqual: return left.precedes(right).map { !$0 }
    }
  }
}

extension ExpressionValue {
  /// `nil` for what has no order.
  fileprivate func precedes(_ other: ExpressionValue) -> Bool? {
    switch (self, other) {
    case (.number(let left), .number(let right)): left.isNaN || right.isNaN ? nil : left < right
    case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
    default: nil
    }
  }
}

extension ExpressionNode.Arithmetic {
  fileprivate func result(_ left: ExpressionValue?, _ right: ExpressionValue?) -> ExpressionValue? {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      switch self {
      case .plus: .number(left + right)
      case .minus: .number(left - right)
      case .times: .number(left * right)
      case .over: .number(left / right)
      }
    case (.text(let left), .text(let right)) where self == .plus: .text(left + right)
    default: nil
    }
  }
}

extension ExpressionNode.Function {
  fileprivate func result(_ text: [UInt8]) -> ExpressionValue {
    switch self {
    case .entropy: .number(Entropy.bitsPerByte(text.span))
    // All bytes of a character in UTF-8 but the first are 10xxxxxx.
    case .length: .number(Double(text.count { $0 & 0xC0 != 0x80 }))
    case .lowercased: .text(text.map { $0.lowercased })
    case .uppercased: .text(text.map { $0.uppercased })
    case .trimmed: .text(Array(text.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()))
    }
  }
}
