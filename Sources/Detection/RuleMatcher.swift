import ByteSearch
import Rules

/// One rule made ready to match: compiled on its first keyword hit, one per worker.
final class RuleMatcher {
  /// Bytes of an anchored match that are looked at first: most tries end there.
  static let firstLook = 96

  let index: Int
  let rule: Rule
  let reach: MatchReach
  let pattern: Pattern?
  let path: Pattern?
  let allowlists: [CompiledAllowlist]
  let filters: [CompiledFilter]
  /// Whether one of them looks at whole lines.
  let asksForLines: Bool
  /// Whether no match can hold a keyword that a letter, a digit or `_` stands before: `ion_` in `function_`.
  let beginsWord: Bool

  /// - Throws: `PatternError` when a regex of the rule does not compile.
  init(_ rule: Rule, index: Int, reach: MatchReach) throws(PatternError) {
    self.index = index
    self.rule = rule
    allowlists = try rule.allowlists.map { list throws(PatternError) in try CompiledAllowlist(list) }
    filters = try rule.filters.map { filter throws(PatternError) in try CompiledFilter(filter) }
    asksForLines =
      allowlists.contains { $0.list.target == .line } || filters.contains { $0.expression.looksAtLine }
    path = try rule.path.map { source throws(PatternError) in try Pattern(source) }
    guard let source = rule.regex else {
      (pattern, self.reach, beginsWord) = (nil, .wholeText, false)
      return
    }
    self.reach = reach
    beginsWord = Self.beginsWord(rule, regex: source, reach: reach)
    if case .anchored(_, let width) = reach {
      pattern = try Pattern(source, options: width > 2 * Self.firstLook ? [.anchored, .stopsEarly] : .anchored)
    } else {
      pattern = try Pattern(source)
    }
  }

  private static func beginsWord(_ rule: Rule, regex: String, reach: MatchReach) -> Bool {
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
