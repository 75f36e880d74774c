import Findings
import Rules

/// The rules in use, as suppressions name them; listed at first use: most scans never need them.
final class KnownRules {
  private let rules: RuleSet
  private lazy var indexOfID = Dictionary(
    rules.ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  /// Rules that know no format: any other rule outranks them.
  private lazy var scoredIDs = (0..<rules.count).map(rules.rule(at:)).filter(\.scored).map(\.id)

  init(_ rules: RuleSet) {
    self.rules = rules
  }

  /// Whether an id names rules in use: one of them, or a rule of gitleaks that some of them correspond to.
  func contains(_ id: String) -> Bool {
    indexOfID[id] != nil || PeerRuleIDs.rules(for: id).contains { indexOfID[$0] != nil }
  }

  /// Whether an id that somebody wrote means a rule.
  func isMeant(_ rule: String, by id: String) -> Bool {
    id == rule || (indexOfID[id] == nil && PeerRuleIDs.rules(for: id).contains(rule))
  }

  /// Whether a line of another tool, which names a place too, means a finding of a rule there.
  ///
  /// Default sets differ. What gitleaks finds with a rule of its own may be a scored rule's here, and a rule that is not
  /// known at all may be any.
  func mayBeMeant(_ rule: String, byPeers id: String) -> Bool {
    if id == rule || !contains(id) { return true }
    return PeerRuleIDs.rules(for: id).contains(rule) || (indexOfID[id] == nil && isScored(rule))
  }

  // MARK: - Rules that took over from others

  /// Whether a finding of `rule` would have been one of `former`, had `rule` not been there.
  func hasTakenOver(_ rule: String, from former: String) -> Bool {
    guard let now = self.rule(rule) else { return false }
    guard let before = self.rule(former) else { return true }
    return now.formerly.contains(former) || (before.scored && !now.scored) || before.specificity < now.specificity
  }

  /// Ids under which a finding of a rule may have been reported before there was the rule: those it gives itself, and
  /// those of the scored rules.
  func formerIDs(of rule: String) -> [String] {
    guard let now = self.rule(rule) else { return [] }
    return now.formerly + (now.scored ? [] : scoredIDs)
  }

  private func isScored(_ rule: String) -> Bool { self.rule(rule)?.scored ?? false }

  private func rule(_ id: String) -> Rule? { indexOfID[id].map(rules.rule(at:)) }
}

extension Suspect {
  /// The fingerprint that the same secret has as a finding of another rule; `nil` when the secret is not at hand.
  func fingerprint(asFoundBy rule: String) -> Fingerprint? {
    secret.map { Fingerprint(rule: rule, secret: $0, key: FindingBuilder.fingerprintKey) }
  }
}
