import Rules

/// The ids of the rules in use, listed when somebody first asks: most scans never do.
final class KnownRules {
  private let rules: RuleSet
  private lazy var ids = Set(rules.ids)

  init(_ rules: RuleSet) {
    self.rules = rules
  }

  /// Whether there is a rule of an id.
  func contains(_ id: String) -> Bool { ids.contains(id) }
}
