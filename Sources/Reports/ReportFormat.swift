public import Findings

/// A form in which a report can be written.
public enum ReportFormat: String, CaseIterable, Sendable {
  /// For people at a terminal.
  case text
  /// One object; `docs/report.schema.json` describes it.
  case json
  /// One occurrence a line, then one line with the coverage.
  case jsonl
  /// SARIF 2.1.0, as GitHub code scanning takes it.
  case sarif
  /// GitLab's secret-detection report, 15.0.
  case gitlab
  /// GitLab's Code Quality report.
  case codequality
  /// What reviewdog reads.
  case rdjson
  /// JUnit XML, one test case per finding.
  case junit
  /// One occurrence a row (RFC 4180).
  case csv
  /// Annotations of a GitHub Actions step.
  case github
  /// Issues of an Azure Pipelines run.
  case azure
  /// Inspections of a TeamCity build.
  case teamcity
  /// For a job summary or a pull-request comment.
  case markdown
  /// One self-contained page.
  case html
  /// gitleaks' JSON report.
  case gitleaks
  /// gitleaks' CSV report.
  case gitleaksCSV = "gitleaks-csv"

  /// The names that `init(name:)` reads, in the order in which help lists them.
  public static var names: [String] { allCases.map(\.rawValue) }

  /// Reads a format's name; letter case does not matter.
  public init?(name: String) {
    self.init(rawValue: name.lowercased())
  }

  /// Chooses the format by the ending of a file's name.
  ///
  /// - Parameter fileName: Name or path; GitLab's fixed names of artifacts win over `.json`.
  /// - Returns: `nil` when the ending says nothing.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
    guard let match = Self.endings.first(where: { name.hasSuffix($0.ending) }) else { return nil }
    self = match.format
  }

  /// Longer endings first; GitLab's two are whole names.
  private static let endings: [(ending: String, format: ReportFormat)] = [
    ("gl-secret-detection-report.json", .gitlab), ("gl-code-quality-report.json", .codequality),
    (".sarif.json", .sarif), (".sarif", .sarif), (".json", .json), (".jsonl", .jsonl), (".xml", .junit),
    (".csv", .csv), (".md", .markdown), (".html", .html), (".txt", .text),
  ]

  /// Whether the format has a place for what was not scanned.
  public var tellsOfGaps: Bool {
    switch self {
    case .csv, .gitleaks, .gitleaksCSV, .codequality, .rdjson: false
    case .text, .json, .jsonl, .sarif, .gitlab, .junit, .github, .azure, .teamcity, .markdown, .html: true
    }
  }

  /// Writes a report in this format.
  ///
  /// Pure: the same report and options give the same text. Everything that comes from scanned content is
  /// escaped for the place where it is, and the whole is safe to show on a terminal.
  public func write(_ report: Report, options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: TextReport(report, options: options).write()
    case .json: JSONReport.write(report, listsHidden: options.detail == .verbose)
    case .jsonl: JSONLinesReport.write(report, listsHidden: options.detail == .verbose)
    case .sarif: SARIFReport(report).write()
    case .gitlab: GitLabReport.write(report)
    case .codequality: CodeQualityReport.write(report)
    case .rdjson: RDJSONReport.write(report)
    case .junit: JUnitReport.write(report)
    case .csv: CSVReport.write(report)
    case .github: GitHubAnnotations.write(report)
    case .azure: AzureAnnotations.write(report)
    case .teamcity: TeamCityMessages.write(report)
    case .markdown: MarkdownReport(report, byteLimit: options.byteLimit).write()
    case .html: HTMLReport(report).write()
    case .gitleaks: GitleaksReport.write(report)
    case .gitleaksCSV: GitleaksReport.writeCSV(report)
    }
  }
}
