/// An expression as it is written.
package indirect enum ExpressionSyntax: Sendable, Equatable {
  case text([UInt8], at: Int)
  case number(Double, at: Int)
  case flag(Bool, at: Int)
  case nothing(at: Int)
  case name(String, at: Int)
  case list([ExpressionSyntax], at: Int)
  /// `{key: value}`.
  case map([Entry], at: Int)
  /// `let name = value; body`.
  case bound(String, ExpressionSyntax, ExpressionSyntax, at: Int)
  /// `base.name`.
  case member(ExpressionSyntax, String, at: Int)
  /// `base[index]`.
  case index(ExpressionSyntax, ExpressionSyntax, at: Int)
  case call(ExpressionSyntax, [ExpressionSyntax], at: Int)
  case not(ExpressionSyntax, at: Int)
  case negative(ExpressionSyntax, at: Int)
  case all([ExpressionSyntax], at: Int)
  case any([ExpressionSyntax], at: Int)
  case binary(String, ExpressionSyntax, ExpressionSyntax, at: Int)
  case conditional(ExpressionSyntax, ExpressionSyntax, ExpressionSyntax, at: Int)

  /// A key of a map and its value.
  package struct Entry: Sendable, Equatable {
    package var key, value: ExpressionSyntax
  }

  /// Offset of the part in the expression, in bytes.
  package var offset: Int {
    switch self {
    case .text(_, let at), .number(_, let at), .flag(_, let at), .nothing(let at), .name(_, let at), .list(_, let at),
      .map(_, let at), .bound(_, _, _, let at),
      .member(_, _, let at), .index(_, _, let at), .call(_, _, let at), .not(_, let at), .negative(_, let at),
      .all(_, let at), .any(_, let at), .binary(_, _, _, let at), .conditional(_, _, _, let at):
      at
    }
  }
}

/// An expression that cannot be read.
package struct ExpressionError: Error, Equatable {
  /// In bytes.
  package var offset: Int
  /// What is there, as in "has …, which is not understood".
  package var construct: String
}
