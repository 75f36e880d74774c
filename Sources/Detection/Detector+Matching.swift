import ByteSearch
import Rules
import Text

/// From a keyword to the matches of its rules, and what the filters make of them.
extension Detector {
  func attempt(_ rule: Int, at hit: LiteralHit, in text: Span<UInt8>) {
    guard hit.position >= state.judgedUntil[rule], let matcher = matchers[rule] ?? compiled(rule) else { return }
    matcher._withUnsafeGuaranteedRef { attempt($0, at: hit, in: text) }
  }

  private func attempt(_ matcher: RuleMatcher, at hit: LiteralHit, in text: Span<UInt8>) {
    if state.isBinary, matcher.rule.scored || !matcher.rule.context.isEmpty { return }
    let keyword = index.keyword(at: hit)
    giveUpQuietly(matcher) { () throws(MatchError) in
      switch matcher.reach {
      case .anchored(let distances, let width):
        let match = try anchoredMatch(matcher, keyword: keyword, distances: distances, width: width, in: text)
        if let layout = matcher.rule.layout {
          try judge(layout, of: keyword, match, matcher, in: text)
        } else if let match {
          try judge(match, of: matcher, in: text, distance: 0)
        } else if matcher.shape != nil, !state.isBinary {
          try judgeNearMiss(of: matcher, distances, keyword, in: text)
        }
      case .window(let before, let after):
        try matchWindow(matcher, keyword: keyword, before: before, after: after, in: text)
      case .context(let value):
        try matchContext(matcher, word: keyword, value: value, in: text)
      case .wholeText:
        state.wholeTextRules.insert(matcher.index)
      }
    }
  }

  private func anchoredMatch(
    _ matcher: RuleMatcher, keyword: Range<Int>, distances: ClosedRange<Int>, width: Int, in text: Span<UInt8>
  ) throws(MatchError) -> RuleMatch? {
    state.look(from: keyword.lowerBound - distances.upperBound - MatchReach.margin)
    if matcher.beginsWord, keyword.lowerBound > 0, text[keyword.lowerBound - 1].isWordByte { return nil }
    for distance in distances where distance <= keyword.lowerBound {
      var lookedUntil = keyword.lowerBound
      let match = try matcher.match(
        in: text, at: keyword.lowerBound - distance, width: width, lookedUntil: &lookedUntil, using: scratch)
      state.look(until: lookedUntil)
      if let match { return match }
    }
    return nil
  }

  private func matchWindow(
    _ matcher: RuleMatcher, keyword: Range<Int>, before: Int, after: Int, in text: Span<UInt8>
  ) throws(MatchError) {
    var start = max(0, keyword.lowerBound - before)
    let end = min(text.count, keyword.upperBound + after)
    state.look(at: keyword.lowerBound - before - MatchReach.margin..<keyword.upperBound + after)
    while start <= keyword.lowerBound,
      let match = try matcher.firstMatch(
        in: text, from: start, beginningUpTo: keyword.lowerBound, to: end, using: scratch)
    {
      if match.range.upperBound >= keyword.upperBound { return try judge(match, of: matcher, in: text, distance: 0) }
      start = match.range.lowerBound + 1
    }
  }

  private func matchContext(
    _ matcher: RuleMatcher, word: Range<Int>, value: ByteRun, in text: Span<UInt8>
  ) throws(MatchError) {
    let near = state.neighbourhood(of: word, in: text)
    guard !near.isEmpty else { return }
    // One byte more at either side for the boundaries that a regex may want to see.
    var start = max(0, near.lowerBound - 1)
    let end = min(text.count, near.upperBound + 1)
    if matcher.pattern != nil, !value.occurs(in: start..<end, of: text) { return }
    let whole = start..<end
    if let runs = matcher.runs {
      start = state.barren[matcher.index].firstStart(in: whole, of: state.textNumber, longest: runs.widest)
    }
    var isBarren = true
    while start < end, let match = try matcher.firstMatch(in: text, from: start, to: end, using: scratch) {
      isBarren = false
      if !match.secret.overlaps(word) { try judgeNear(word, match, of: matcher, in: text) }
      start = max(match.range.lowerBound + 1, match.secret.upperBound)
    }
    if isBarren { state.barren[matcher.index].grow(by: whole, of: state.textNumber) }
  }

  func searchWhole(_ text: Span<UInt8>, range: Range<Int>, rule: Int) {
    guard let matcher = matcher(of: rule) else { return }
    giveUpQuietly(matcher) { () throws(MatchError) in
      var start = range.lowerBound
      while start < range.upperBound,
        let match = try matcher.firstMatch(in: text, from: start, to: text.count, using: scratch),
        match.range.lowerBound < range.upperBound
      {
        try judge(match, of: matcher, in: text, distance: 0)
        start = max(match.range.upperBound, match.range.lowerBound + 1)
      }
    }
  }

  /// Turns a match into a candidate, or says why it is none.
  func judge(
    _ match: RuleMatch, of matcher: RuleMatcher, in text: Span<UInt8>, distance: Int, tie: ContextRule.Tie? = nil,
    restated: RestatedValue? = nil, miss: ShapeMiss? = nil
  ) throws(MatchError) {
    var lookedAt = match.range
    var verdict = try filter.verdict(
      on: match, of: matcher, tie: tie, distance: distance, restated: restated, miss: miss, in: text,
      lookedAt: &lookedAt)
    if matcher.rule.scored, case .kept(var candidate) = verdict {
      candidate.bare = BareValue(behind: match.secret, in: text, lookedAt: &lookedAt)
      verdict = .kept(candidate)
    }
    state.look(at: lookedAt)
    if matcher.rule.scored, case .kept(let candidate) = verdict { verdict = heldAgainstShapes(candidate, in: text) }
    // What is no candidate may have the name of one in it: `key = getenv("API_KEY", "…")`.
    if tie == nil, restated == nil, case .kept = verdict {
      state.judgedUntil(match.range.upperBound, rule: matcher.index)
    }
    state.record(verdict, rule: matcher.index, secret: match.secret, match: match.range)
    if matcher.rule.pair != nil { try judgeSecret(after: match.secret, of: matcher, in: text) }
  }

  /// A rule that gives up once is not tried on the rest of the text: each further try would take as long.
  func giveUpQuietly(_ matcher: RuleMatcher, _ body: () throws(MatchError) -> Void) {
    do { try body() } catch {
      state.judgedUntil(.max, rule: matcher.index)
      failures.insert(RuleFailure(rule: matcher.rule.id, reason: "gave up matching: \(error.reason)"))
    }
  }
}
