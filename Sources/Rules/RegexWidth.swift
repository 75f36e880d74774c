/// What is known of a regex's matches without running it: how long they are, and which literals they contain.
///
/// Widths and answers are on the safe side: syntax that is not known makes a match as wide as it likes.
public struct RegexWidth: Sendable {
  /// Fewest bytes of a match.
  public let minimum: Int
  /// Most bytes of a match; `nil` when there is no bound.
  public let maximum: Int?
  /// The bytes that a match can contain; all of them when the syntax is not known.
  package let bytes: ByteSet
  /// Number of capture groups; `nil` when the syntax is not known.
  public let groupCount: Int?
  /// `nil` when the syntax is not known.
  private let root: RegexNode?

  /// - Parameter regex: RE2 or PCRE2 syntax.
  public init(_ regex: String) {
    var parser = RegexParser(regex)
    root = try? parser.parse()
    groupCount = root == nil ? nil : parser.groupCount
    (minimum, maximum) = root?.width ?? (0, nil)
    bytes = root?.bytes ?? .all
  }

  /// Whether each match contains one of the keywords, no matter the case of ASCII letters.
  ///
  /// U+212A and U+017F, which Unicode folds to `k` and `s`, do not count: keywords are searched in ASCII.
  public func always(containsOneOf keywords: [String]) -> Bool {
    guard let root, let automaton = KeywordAutomaton(keywords, horizon: 0) else { return false }
    return automaton.offsets(in: root) != nil
  }

  /// Whether some match may contain a literal, no matter the case of ASCII letters; `true` when that is not known.
  func canContain(_ literal: String) -> Bool {
    guard let root else { return true }
    var search = LiteralInMatch(literal)
    return search.canStand(in: root)
  }

  /// How far after a match's start a keyword begins: each match contains one of the keywords at one of the distances.
  ///
  /// - Returns: `nil` when some match contains no keyword, or only far after its start.
  public func distances(toOneOf keywords: [String]) -> ClosedRange<Int>? {
    guard let root, let automaton = KeywordAutomaton(keywords, horizon: 64), let offsets = automaton.offsets(in: root)
    else { return nil }
    return offsets.upperBound <= automaton.horizon ? offsets : nil
  }
}
