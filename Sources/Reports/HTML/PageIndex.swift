import Findings

/// What the parts of the page know of all findings: counted once, and shared.
struct PageIndex {
  /// All findings of the page: those of the report, and after them those that an earlier report had as well.
  let findings: [Finding]
  /// Number of findings, the first ones, that an earlier report did not have; `nil` without an earlier report.
  let newCount: Int?
  /// Ids of rules.
  let rules: Facet
  /// The first two folders of each place's path.
  let folders: Facet
  /// The repositories of places in a report that was joined from several.
  let repositories: Facet
  /// Names of the authors of the commits.
  let authors: Facet
  /// Names of ``Exposure/Age``.
  let ages: Facet
  /// For how long each finding was exposed; `nil` for those in no commit.
  let exposures: [Exposure?]
  /// What is said of each rule, as ``rules`` lists them.
  let summaries: [RuleSummary]

  init(_ report: Report) {
    let findings = report.findings + (report.comparison?.remaining ?? [])
    self.findings = findings
    newCount = report.comparison == nil ? nil : report.findings.count
    exposures = findings.map { finding in finding.arrival.map { Exposure(from: $0, until: report.startedAt) } }
    rules = Facet(findings.map { [$0.rule.id] })
    folders = Facet(findings.map { $0.occurrences.map { PlaceFolder.name(of: $0.path, depth: Self.folderDepth) } })
    repositories = Facet(findings.map { $0.occurrences.compactMap(\.repository) })
    authors = Facet(findings.map { $0.occurrences.compactMap(\.commit?.author) })
    ages = Facet(exposures.map { $0.map { [$0.age.name] } ?? [] }, order: Exposure.Age.allCases.map(\.name))
    let known = Dictionary(findings.map { ($0.rule.id, $0.rule) }) { first, _ in first }
    summaries = rules.values.compactMap { known[$0.name] }
  }

  /// Deeper folders would be as many as the files.
  private static let folderDepth = 2
}
