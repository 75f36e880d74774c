/// Places of secrets beyond the number that a report lists: of one rule in one file, with the same fate.
public struct FurtherPlaces: Sendable, Hashable {
  /// The rule's id.
  public var rule: String
  /// Path for reports.
  public var path: String
  /// The findings' severity.
  public var severity: Severity
  /// Number of places.
  public var count: Int
  /// What hides them; `nil` when they count.
  public var hiddenBy: Suppression.Kind?

  /// Creates a count from its parts.
  public init(rule: String, path: String, severity: Severity, count: Int, hiddenBy: Suppression.Kind? = nil) {
    self.rule = rule
    self.path = path
    self.severity = severity
    self.count = count
    self.hiddenBy = hiddenBy
  }
}

extension FurtherPlaces: Comparable {
  /// The gravest first, then the most.
  public static func < (left: FurtherPlaces, right: FurtherPlaces) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    if left.count != right.count { return left.count > right.count }
    return (left.path, left.rule, left.hiddenBy?.rawValue ?? "") < (
      right.path, right.rule, right.hiddenBy?.rawValue ?? ""
    )
  }
}
