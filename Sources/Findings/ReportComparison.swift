/// What became of the findings of an earlier report.
public struct ReportComparison: Sendable, Equatable {
  /// The earlier report, as the user named it.
  public var former: String
  /// Findings that are gone, as the earlier report has them, in the order of reports.
  public var fixed: [Finding]
  /// Findings that are still there, as the later report has them, in the order of reports.
  public var remaining: [Finding]

  /// Creates a comparison from its parts.
  public init(former: String, fixed: [Finding], remaining: [Finding]) {
    self.former = former
    self.fixed = fixed
    self.remaining = remaining
  }
}
