/// What could not be tried to the end on a text: a rule, or decoding what the text encodes.
public struct RuleFailure: Error, Hashable, Sendable {
  /// The rule's id; `nil` where all rules have less to look at.
  public var rule: String?
  /// Why, in a few words after "rule ID"; a whole sentence without a rule.
  public var reason: String

  /// As a report says it.
  public var sentence: String { rule.map { "rule \($0) \(reason)" } ?? reason }
}
