/// A filter expression as it is written.
indirect enum ExpressionSyntax: Equatable {
  case text([UInt8], at: Int)
  case number(Double, at: Int)
  case flag(Bool, at: Int)
  case nothing(at: Int)
  case name(String, at: Int)
  case list([ExpressionSyntax], at: Int)
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

  /// Offset of the part in the expression, in bytes.
  var offset: Int {
    switch self {
    case .text(_, let at), .number(_, let at), .flag(_, let at), .nothing(let at), .name(_, let at), .list(_, let at),
      .member(_, _, let at), .index(_, _, let at), .call(_, _, let at), .not(_, let at), .negative(_, let at),
      .all(_, let at), .any(_, let at), .binary(_, _, _, let at), .conditional(_, _, _, let at):
      at
    }
  }
}

/// An expression that cannot be read.
struct ExpressionError: Error, Equatable {
  /// In bytes.
  var offset: Int
  /// What is there, as in "has …, which is not understood".
  var construct: String
}
