import ByteSearch
import Rules

/// One rule made ready to match: compiled on its first keyword hit, one per worker.
final class RuleMatcher {
  /// Where a rule's regex has to look once a keyword stands in the text.
  enum Reach {
    /// A match that holds the keyword begins at most `before` bytes before it and ends at most `after` bytes behind
    /// its start.
    case window(before: Int, after: Int)
    /// A match begins one of `distances` bytes before the keyword and spans at most `width`.
    case anchored(distances: ClosedRange<Int>, width: Int)
    /// The value's regex is tried around a context word.
    case context(shortestValue: Int)
    /// The regex may match anywhere, keyword or not.
    case wholeText
  }

  /// Bytes behind a window's end that `\b` and the boundary classes may look at.
  private static let margin = 4
  /// A regex that spans more than this is run over the whole text.
  private static let widestWindow = 64 * 1024
  /// An anchored regex is tried at no more starts than this.
  private static let mostStarts = 3

  let index: Int
  let rule: Rule
  let reach: Reach
  let pattern: Pattern?
  let path: Pattern?
  let allowlists: [CompiledAllowlist]
  /// Whether no match can hold a keyword that a letter, a digit or `_` stands before: `ion_` in `function_`.
  let beginsWord: Bool

  /// - Throws: `PatternError` when a regex of the rule does not compile.
  init(_ rule: Rule, index: Int) throws(PatternError) {
    self.index = index
    self.rule = rule
    allowlists = try rule.allowlists.map { list throws(PatternError) in try CompiledAllowlist(list) }
    path = try rule.path.map { source throws(PatternError) in try Pattern(source) }
    guard let source = rule.regex else {
      (pattern, reach, beginsWord) = (nil, .wholeText, false)
      return
    }
    reach = Self.reach(of: rule, regex: source)
    beginsWord = Self.beginsWord(rule, regex: source, reach: reach)
    if case .anchored = reach {
      pattern = try Pattern(source, options: .anchored)
    } else {
      pattern = try Pattern(source)
    }
  }

  private static func reach(of rule: Rule, regex: String) -> Reach {
    let width = RegexWidth(regex)
    if !rule.context.isEmpty { return .context(shortestValue: width.minimum) }
    guard !rule.keywords.isEmpty, let maximum = width.maximum, maximum <= widestWindow,
      width.always(containsOneOf: rule.keywords)
    else { return .wholeText }
    if let distances = width.distances(toOneOf: rule.keywords), distances.count <= mostStarts {
      return .anchored(distances: distances, width: maximum + margin)
    }
    return .window(before: maximum, after: maximum + margin)
  }

  private static func beginsWord(_ rule: Rule, regex: String, reach: Reach) -> Bool {
    guard case .anchored(let distances, _) = reach else { return false }
    guard rule.keywords.allSatisfy({ $0.utf8.first?.isLetterOrDigit ?? false }) else { return false }
    return regex.hasPrefix("\\b") && distances == 0...0
      || regex.hasPrefix("(?:^|[^A-Za-z0-9_") && distances == 0...1
  }

  /// The secret in the match that stands in the scratch memory: the rule's group, else the first non-empty one.
  func secret(of match: Range<Int>, in scratch: MatchScratch) -> Range<Int> {
    if rule.secretGroup > 0 { return scratch.range(ofGroup: rule.secretGroup) ?? match }
    for group in 1..<max(1, (pattern?.groupCount ?? 0) + 1) {
      if let range = scratch.range(ofGroup: group), !range.isEmpty { return range }
    }
    return match
  }
}
