/// A filter expression whose meaning is known: checked, and ready to be evaluated.
package indirect enum ExpressionNode: Sendable, Equatable {
  /// The inputs of a filter.
  package enum Input: Sendable, Equatable {
    case secret, match, line, rule, path, commit
  }

  package enum Comparison: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// Whether it needs values that have an order.
    var asksForOrder: Bool { self != .equal && self != .notEqual }
  }

  package enum Arithmetic: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  /// Where a text must contain another one.
  package enum Position: Sendable { case anywhere, start, end }

  package enum Function: Sendable {
    /// Shannon entropy in bits per byte.
    case entropy
    /// Number of characters.
    case length
    /// Letter case of ASCII letters.
    case lowercased, uppercased
    /// Without white space at both ends.
    case trimmed
  }

  case constant(ExpressionValue)
  case input(Input)
  /// What is not understood: neither true nor false.
  case unknown
  case not(ExpressionNode)
  case all([ExpressionNode])
  case any([ExpressionNode])
  case comparison(Comparison, ExpressionNode, ExpressionNode)
  case arithmetic(Arithmetic, ExpressionNode, ExpressionNode)
  case holds(ExpressionNode, ExpressionNode, Position)
  /// Whether one of the filter's regexes, by index, matches in a text.
  case matches(ExpressionNode, [Int])
  case applied(Function, ExpressionNode)
  case conditional(ExpressionNode, ExpressionNode, ExpressionNode)
  /// The first value unless it is nothing, else the second.
  case otherwise(ExpressionNode, ExpressionNode)

  /// Whether an input that `isMeant` is anywhere in the expression.
  func looks(_ isMeant: (Input) -> Bool) -> Bool {
    switch self {
    case .input(let input): isMeant(input)
    case .constant, .unknown: false
    case .not(let node), .matches(let node, _), .applied(_, let node): node.looks(isMeant)
    case .all(let nodes), .any(let nodes): nodes.contains { $0.looks(isMeant) }
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right), .holds(let left, let right, _),
      .otherwise(let left, let right):
      left.looks(isMeant) || right.looks(isMeant)
    case .conditional(let test, let yes, let no):
      test.looks(isMeant) || yes.looks(isMeant) || no.looks(isMeant)
    }
  }
}

/// A value while a filter is evaluated.
package enum ExpressionValue: Sendable, Equatable {
  case text([UInt8])
  case number(Double)
  case flag(Bool)
  case nothing
}
