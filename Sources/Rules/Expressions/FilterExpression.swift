/// A condition under which a rule file drops findings: Betterleaks' `filter` and `prefilter`.
///
/// Both hide what they are true for. A `prefilter` sees the place alone, a `filter` the finding too.
/// The language is that of https://expr-lang.org/docs/language-definition as far as filters use it, and of its
/// forerunner, CEL (https://github.com/google/cel-spec/blob/master/doc/langdef.md), where the two differ in spelling.
public struct FilterExpression: Sendable, Equatable {
  /// The key it is under.
  public enum Key: String, Sendable, CaseIterable { case prefilter, filter }

  /// Which of the two it is.
  public var key: Key
  /// As it is written.
  public var source: String
  /// Where it is written.
  public var origin: Allowlist.Origin
  package var root: ExpressionNode
  /// Regexes that `root` refers to by index; RE2 syntax.
  package var patterns: [String]

  /// What could not be understood of an expression.
  struct Issue: Equatable {
    /// In bytes, from the expression's first one.
    var offset: Int
    /// What it is, as in "has …, which is not understood".
    var construct: String
  }

  /// Reads an expression.
  ///
  /// - Returns: The expression, `nil` when it says nothing that is understood, and what is not understood of it. Such
  ///   a part is neither true nor false: it hides nothing, and what is beside it counts as far as it decides alone.
  static func read(
    _ source: String, key: Key, origin: Allowlist.Origin
  ) -> (filter: FilterExpression?, issues: [Issue]) {
    let syntax: ExpressionSyntax
    do throws(ExpressionError) {
      syntax = try ExpressionParser.parse(Array(source.utf8))
    } catch {
      return (nil, [Issue(offset: error.offset, construct: error.construct)])
    }
    var reader = ExpressionReader(seesFindings: key == .filter)
    let root = reader.condition(syntax)
    if case .unknown = root { return (nil, reader.issues) }
    let filter = FilterExpression(key: key, source: source, origin: origin, root: root, patterns: reader.patterns)
    return (filter, reader.issues)
  }

  /// Its key and place, for people.
  public var label: String { origin.place.isEmpty ? "a \(key.rawValue)" : "the \(key.rawValue) (\(origin.place))" }

  /// Whether it uses the path or the commit.
  package var looksAtPlace: Bool { root.looks { $0 == .path || $0 == .commit } }

  /// Whether it uses the line around a match.
  package var looksAtLine: Bool { root.looks { $0 == .line } }
}
