import ByteSearch
import Findings
import Rules
import Text

/// One rule made ready to match: compiled at its first keyword hit in any worker, for all of them.
final class RuleMatcher: Sendable {
  /// Bytes of an anchored match that are looked at first: most tries end there.
  static let firstLook = 96

  let index: Int
  let rule: Rule
  let reach: MatchReach
  /// What finds the rule's matches, without a regex engine or with one; neither of a rule without a regex.
  let runs: ByteRuns?
  let pattern: Pattern?
  /// What its keys have in common, for noticing what nearly is one.
  let shape: KeyShape?
  let path: Pattern?
  let allowlists: [CompiledAllowlist]
  let filters: [CompiledFilter]
  /// Whether one of them looks at whole lines.
  let asksForLines: Bool
  /// Whether no match can contain a keyword that a letter, a digit or `_` is before: `ion_` in `function_`.
  let beginsWord: Bool

  /// - Parameter isExact: Whether the regex says exactly what the rule's author looks for.
  /// - Throws: `PatternError` when a regex of the rule does not compile.
  init(_ rule: Rule, index: Int, reach: MatchReach, isExact: Bool) throws(PatternError) {
    self.index = index
    self.rule = rule
    allowlists = try rule.allowlists.map { list throws(PatternError) in try CompiledAllowlist(list) }
    filters = try rule.filters.map { filter throws(PatternError) in try CompiledFilter(filter) }
    asksForLines =
      allowlists.contains { $0.list.target == .line } || filters.contains { $0.expression.looksAtLine }
    path = try rule.path.map { source throws(PatternError) in try Pattern(source) }
    guard let source = rule.regex else {
      (runs, pattern, shape, self.reach, beginsWord) = (nil, nil, nil, .wholeText, false)
      return
    }
    self.reach = reach
    beginsWord = Self.beginsWord(rule, reach: reach)
    runs = ByteRuns(source)
    pattern = runs == nil ? try Self.pattern(source, reach: reach) : nil
    let isTold = !isExact && rule.hasFormat && rule.context.isEmpty && rule.confidence > .low
    shape = isTold ? runs.flatMap(KeyShape.init) : nil
  }

  private static func pattern(_ source: String, reach: MatchReach) throws(PatternError) -> Pattern {
    let options: Pattern.Options =
      switch reach {
      case .anchored(_, let width): width > 2 * firstLook ? [.anchored, .stopsEarly] : .anchored
      case .window: .startsInTime
      case .context, .wholeText: []
      }
    // A rule that matches the empty text would match at each byte.
    return try Pattern(source, options: options.union(.neverEmpty))
  }

  /// ``beginsWord`` of a rule that need not be compiled for it.
  static func beginsWord(_ rule: Rule, reach: MatchReach) -> Bool {
    guard let regex = rule.regex, case .anchored(let distances, _) = reach else { return false }
    guard rule.keywords.allSatisfy({ $0.utf8.first?.isLetterOrDigit ?? false }) else { return false }
    return regex.hasPrefix("\\b") && distances == 0...0
      || regex.hasPrefix("(?:^|[^A-Za-z0-9_") && distances == 0...1
  }

  /// The first match that begins in `text[start..<end]`; bytes from `end` on are not seen.
  ///
  /// - Parameter latest: Where it has to begin at the latest, for a rule with a window.
  func firstMatch(
    in text: Span<UInt8>, from start: Int, beginningUpTo latest: Int? = nil, to end: Int, using scratch: MatchScratch
  ) throws(MatchError) -> RuleMatch? {
    if let runs { return runs.firstMatch(in: text, from: start, beginningUpTo: latest, to: end).map(match) }
    return try match(using: scratch) { pattern throws(MatchError) in
      try pattern.matches(text, from: start, beginningUpTo: latest, to: end, using: scratch)
    }
  }

  /// The match that begins at `start` and spans at most `width` bytes.
  ///
  /// - Parameter lookedUntil: Grows to the end of what the answer depends on; it may reach beyond the text.
  func match(
    in text: Span<UInt8>, at start: Int, width: Int, lookedUntil: inout Int, using scratch: MatchScratch
  ) throws(MatchError) -> RuleMatch? {
    if let runs {
      return runs.match(in: text, at: start, to: min(text.count, start + width), lookedUntil: &lookedUntil).map(match)
    }
    return try match(using: scratch) { pattern throws(MatchError) in
      try matches(pattern, in: text, from: start, width: width, lookedUntil: &lookedUntil, using: scratch)
    }
  }

  /// The match of the regex, which is used unretained: all workers would count references at one address, for each try.
  @inline(__always)
  private func match(
    using scratch: MatchScratch, where matches: (Pattern) throws(MatchError) -> Bool
  ) throws(MatchError) -> RuleMatch? {
    try pattern.map(Unmanaged.passUnretained)?._withUnsafeGuaranteedRef { pattern in
      Result { () throws(MatchError) in try matches(pattern) ? match(of: pattern, in: scratch) : nil }
    }.get()
  }

  /// Tries an anchored regex on a few bytes first: mostly they decide, and the verdict then depends on nothing beyond.
  private func matches(
    _ pattern: Pattern, in text: Span<UInt8>, from start: Int, width: Int, lookedUntil: inout Int,
    using scratch: MatchScratch
  ) throws(MatchError) -> Bool {
    let end = min(text.count, start + width)
    if pattern.canStopEarly {
      var nearEnd = start + Self.firstLook
      while nearEnd < end {
        let decision = try pattern.decision(text, from: start, to: nearEnd, using: scratch)
        if decision != .undecided {
          lookedUntil = max(lookedUntil, nearEnd)
          return decision == .match
        }
        nearEnd = start + 4 * (nearEnd - start)
      }
    }
    lookedUntil = max(lookedUntil, start + width)
    return try pattern.matches(text, from: start, to: end, using: scratch)
  }

  private func match(_ match: ByteRuns.Match) -> RuleMatch { RuleMatch(range: match.range, secret: match.group) }

  /// The match that is in the scratch memory. The secret is the rule's group, else the first non-empty one.
  private func match(of pattern: Pattern, in scratch: MatchScratch) -> RuleMatch? {
    guard let range = scratch.range(ofGroup: 0) else { return nil }
    let secret =
      rule.secretGroup > 0
      ? scratch.range(ofGroup: rule.secretGroup)
      : (1..<max(1, pattern.groupCount + 1)).lazy.compactMap(scratch.range).first { !$0.isEmpty }
    return RuleMatch(range: range, secret: secret ?? range)
  }
}

/// Where a rule's regex matches.
struct RuleMatch {
  var range: Range<Int>
  var secret: Range<Int>
}
