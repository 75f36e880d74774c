public import Rules

/// The rules that come with leaksift, compiled from `rules/` into the binary.
public enum BuiltInRules {
  /// All of them.
  public static let ruleSet = RuleSet(compiled)
}
