/// The matchers of a detector's rules, by rule, as far as they were asked for.
///
/// They are handed out without being counted: a rule is tried at each of its keywords, and counting the matcher up and
/// down again would cost as much as many a try. Invariant: what was added stays until the table is gone, and the table
/// belongs to the detector that uses what it handed out.
final class MatcherTable {
  private var matchers: [Unmanaged<RuleMatcher>?]

  init(ruleCount: Int) {
    matchers = Array(repeating: nil, count: ruleCount)
  }

  deinit {
    for matcher in matchers { matcher?.release() }
  }

  /// The matcher of a rule; `nil` when none was added.
  subscript(rule: Int) -> Unmanaged<RuleMatcher>? { matchers[rule] }

  /// Adds the matcher of a rule that has none yet.
  func add(_ matcher: RuleMatcher) -> Unmanaged<RuleMatcher> {
    precondition(matchers[matcher.index] == nil, "a rule is compiled once")
    let added = Unmanaged.passRetained(matcher)
    matchers[matcher.index] = added
    return added
  }
}
