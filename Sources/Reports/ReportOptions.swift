/// How a report for people is laid out; formats for machines ignore it.
public struct ReportOptions: Sendable, Equatable {
  /// How much the text report says.
  public enum Detail: Sendable {
    /// One line per place; the summary only when the scan is incomplete.
    case quiet
    /// Findings with what to do next, long lists folded, and a summary.
    case normal
    /// The same with every place, hidden finding, gap and left-out file.
    case verbose
  }

  /// GitHub drops a job summary that is larger than this, in bytes.
  public static let gitHubSummaryLimit = 1_024 * 1_024

  /// Whether text uses ANSI colours.
  public var color: Bool
  /// Columns that text is laid out for; at least 40 are used.
  public var width: Int
  /// How much the text report says.
  public var detail: Detail
  /// Absolute path of the working directory, for paths that can be opened from there; `nil` leaves them as they are.
  public var directory: String?
  /// Largest size of a Markdown report in bytes of UTF-8; the summary always stays.
  public var byteLimit: Int

  /// Creates options from their parts.
  public init(
    color: Bool = false, width: Int = 100, detail: Detail = .normal, directory: String? = nil,
    byteLimit: Int = ReportOptions.gitHubSummaryLimit
  ) {
    self.color = color
    self.width = max(40, width)
    self.detail = detail
    self.directory = directory
    self.byteLimit = byteLimit
  }
}
