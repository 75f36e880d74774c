import Findings
import Text

/// GitLab's secret-detection report, version 15.0
/// (https://gitlab.com/gitlab-org/security-products/security-report-schemas).
enum GitLabReport {
  private static let version = "15.0.7"
  /// What GitLab's own analyzer writes where there is no commit; the schema requires one.
  private static let noCommit = "0000000"
  /// The schema's limits, in characters.
  private static let longestName = 255
  private static let longestSolution = 7_000

  static func write(_ report: Report) -> String {
    let vulnerabilities = report.findings.flatMap { finding in
      finding.occurrences.enumerated().map { index, occurrence in
        vulnerability(finding, at: occurrence, number: index + 1)
      }
    }
    let value: JSONValue = [
      "version": .string(version), "scan": scan(report), "vulnerabilities": .array(vulnerabilities),
    ]
    return value.pretty
  }

  private static func scan(_ report: Report) -> JSONValue {
    let tool: JSONValue = [
      "id": .string(report.tool.name), "name": .string(report.tool.name), "version": .string(report.tool.version),
      "vendor": ["name": .string(report.tool.name)],
    ]
    let end = report.startedAt.addingReportingOverflow(Int64(report.durationMilliseconds / 1_000)).partialValue
    let gaps = report.coverage.gaps.map { message("warn", Wording.gap($0)) }
    let accepted = report.coverage.accepted.map { message("info", Wording.accepted($0)) }
    return [
      "analyzer": tool, "scanner": tool,
      "start_time": .string(CivilTime(epochSeconds: report.startedAt).dateTime),
      "end_time": .string(CivilTime(epochSeconds: end).dateTime),
      "status": report.coverage.complete ? "success" : "failure",
      "type": "secret_detection",
      "messages": .array(
        [message("info", Wording.scanned(in: report))]
          + (report.furtherCount > 0 ? [message("warn", Wording.found(in: report))] : []) + gaps + accepted),
    ]
  }

  private static func message(_ level: String, _ text: String) -> JSONValue {
    ["level": .string(level), "value": .string(text)]
  }

  private static func vulnerability(_ finding: Finding, at occurrence: Occurrence, number: Int) -> JSONValue {
    let rule = finding.rule
    let identifier: JSONValue = [
      "type": "leaksift_rule_id", "name": .string("leaksift rule \(rule.id)"), "value": .string(rule.id),
      "url": Escaping.webAddress(rule.docsURL).map { .string($0) },
    ]
    let repository = occurrence.repository.map { Detail(name: "repository", value: $0) }
    let remarks = ([repository, Wording.adjusted(finding)].compactMap(\.self) + Wording.remarks(on: finding)).map {
      fact -> (String, JSONValue) in
      let text: JSONValue = ["type": "text", "name": .string(fact.name), "value": .string(fact.value)]
      return (fact.name.replacing(" ", with: "_"), text)
    }
    return [
      "id": .string("\(finding.fingerprint)-\(number)"),
      "name": .string(String(rule.title.prefix(longestName))),
      "description": .string(rule.summary.isEmpty ? rule.title : rule.summary),
      "severity": .string(severity(finding.severity)),
      "solution": .string(String(Wording.nextSteps(for: rule).joined(separator: "\n").prefix(longestSolution))),
      "identifiers": [identifier],
      "links": occurrence.link.map { [["name": "The place at the repository's host", "url": .string($0)]] },
      "location": location(of: occurrence),
      "details": remarks.isEmpty ? nil : .object(remarks),
    ]
  }

  private static func location(of occurrence: Occurrence) -> JSONValue {
    [
      "file": .string(occurrence.path),
      "start_line": .integer(max(1, occurrence.line)),
      "end_line": .integer(max(1, occurrence.endLine)),
      "commit": [
        "sha": .string(occurrence.commit?.id ?? noCommit),
        "author": occurrence.commit.map { .string($0.author) },
        "date": occurrence.commit.map { .string(CivilTime(epochSeconds: $0.time).rfc3339) },
        "message": occurrence.commit.map { .string($0.subject) },
      ],
    ]
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical: "Critical"
    case .high: "High"
    case .medium: "Medium"
    case .low: "Low"
    case .info: "Info"
    }
  }
}
