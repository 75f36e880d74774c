import Findings
import Text

/// One flat object a line for each occurrence, then one whose only members are the scan's coverage and counts.
enum JSONLinesReport {
  /// - Parameter listsHidden: Whether hidden findings are listed, too, with what hides them.
  static func write(_ report: Report, listsHidden: Bool) -> String {
    var text = ""
    for finding in report.findings + (listsHidden ? report.hidden : []) {
      let head = members(of: finding, in: report)
      for occurrence in finding.occurrences {
        text += head.adding(JSONReport.occurrence(occurrence)).compact + "\n"
      }
    }
    let last: JSONValue = [
      "command": report.command.isEmpty ? nil : .array(report.command.map { .string($0) }),
      "repositories": JSONReport.repositories(report),
      "configuration": report.configuration.map { .string($0) },
      "fail_on": .string(report.failing),
      "coverage": JSONReport.coverage(report.coverage),
      "hidden": JSONReport.hiddenCounts(report),
      "further_places": JSONReport.further(report),
    ]
    return text + last.compact + "\n"
  }

  private static func members(of finding: Finding, in report: Report) -> JSONValue {
    let exposure = Exposure(of: finding, in: report)
    return [
      "fingerprint": .string(finding.fingerprint.description),
      "fleet_id": finding.fleetID.map { .string($0) },
      "rule": .string(finding.rule.id),
      "severity": .string(finding.severity.name),
      "severity_lowered": JSONReport.lowered(finding),
      "severity_raised": JSONReport.raised(finding),
      "confidence": .string(finding.confidence.name),
      "secret": .string(finding.secret),
      "verification": JSONReport.verification(finding),
      "exposed_since": exposure.map { .string(CivilTime(epochSeconds: $0.start).rfc3339) },
      "exposed_days": exposure.map { .integer($0.days) },
      "hidden_by": JSONReport.hiddenBy(finding),
      "hidden_by_change": finding.hiddenByChange.map { .string($0) },
    ]
  }
}
