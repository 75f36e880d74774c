import ByteSearch
import Text

/// What can only be checked once a rule is whole and its neighbours are known.
enum RuleCheck {
  /// Why a rule cannot work; empty when it can.
  ///
  /// - Parameter isKnown: Whether there is a rule of an id.
  static func problems(of rule: Rule, isKnown: (String) -> Bool, ids: @autoclosure () -> [String]) -> [String] {
    var problems: [String] = []
    for other in rule.required where !isKnown(other.id) {
      problems.append(
        "\"required\" names \"\(other.id)\", which is no rule\(PeerRuleIDs.hint(for: other.id, among: ids()))")
    }
    if let problem = secretGroupProblem(of: rule) { problems.append(problem) }
    problems += RequestCheck.problems(of: rule, isKnown: isKnown)
    return problems.map { "rule \"\(rule.id)\": \($0)" }
  }

  /// Why a rule's `pair` is of no use; `nil` when it is none or there is a rule of that id.
  ///
  /// - Parameter isKnown: Whether there is a rule of an id.
  static func pairProblem(of rule: Rule, isKnown: (String) -> Bool, ids: @autoclosure () -> [String]) -> String? {
    guard let pair = rule.pair, !isKnown(pair) else { return nil }
    let hint = PeerRuleIDs.hint(for: pair, among: ids())
    return "rule \"\(rule.id)\": \"pair\" names \"\(pair)\", which is no rule\(hint)"
  }

  private static func secretGroupProblem(of rule: Rule) -> String? {
    guard rule.secretGroup > 0 else { return nil }
    guard let regex = rule.regex else { return "\"secretGroup\" needs a \"regex\"" }
    let groups = try? Pattern(regex, options: .seldomUsed).groupCount
    guard let groups, rule.secretGroup > groups else { return nil }
    return "\"secretGroup\" is \(rule.secretGroup) but the regex has \(Counting.count(groups, "group"))"
  }
}
