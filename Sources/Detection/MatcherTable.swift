/// The matchers of an index's rules, by rule, as far as one detector asked for them.
///
/// They are handed out without being counted: a rule is tried at each of its keywords, and counting the matcher up and
/// down again would cost as much as many a try, and more where several workers count the same one.
/// Invariant: what was added is kept by the index, which the detector that uses this table keeps.
struct MatcherTable {
  private var matchers: [Unmanaged<RuleMatcher>?]

  init(ruleCount: Int) {
    matchers = Array(repeating: nil, count: ruleCount)
  }

  /// The matcher of a rule; `nil` when none was added.
  subscript(rule: Int) -> Unmanaged<RuleMatcher>? { matchers[rule] }

  /// Adds a matcher that the index keeps.
  mutating func add(_ matcher: RuleMatcher) -> Unmanaged<RuleMatcher> {
    let added = Unmanaged.passUnretained(matcher)
    matchers[matcher.index] = added
    return added
  }
}
