/// A rule that could not be tried to the end.
public struct RuleFailure: Error, Hashable, Sendable {
  /// The rule's id.
  public var rule: String
  /// Why, in a few words.
  public var reason: String
}
