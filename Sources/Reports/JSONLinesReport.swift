import Findings

/// One flat object a line for each occurrence, then one whose only members are the scan's coverage and counts.
enum JSONLinesReport {
  static func write(_ report: Report) -> String {
    var text = ""
    for finding in report.findings {
      let head = members(of: finding)
      for occurrence in finding.occurrences {
        text += head.adding(JSONReport.occurrence(occurrence)).compact + "\n"
      }
    }
    let last: JSONValue = [
      "coverage": JSONReport.coverage(report.coverage),
      "suppressed": .integer(report.suppressed.count),
      "below_threshold": .integer(report.belowThreshold),
    ]
    return text + last.compact + "\n"
  }

  private static func members(of finding: Finding) -> JSONValue {
    [
      "fingerprint": .string(finding.fingerprint.description),
      "rule": .string(finding.rule.id),
      "severity": .string(finding.severity.name),
      "confidence": .string(finding.confidence.name),
      "secret": .string(finding.secret),
    ]
  }
}
