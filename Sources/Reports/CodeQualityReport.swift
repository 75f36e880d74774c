import Findings
import Text

/// GitLab's Code Quality report, which every tier shows in merge requests: an array with one element for each place
/// (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
///
/// Masked secrets stay out: who may read a merge request may read it.
enum CodeQualityReport {
  static func write(_ report: Report) -> String {
    let elements = report.findings.flatMap { finding in
      var inPath: [String: Int] = [:]
      return finding.occurrences.map { occurrence in
        inPath[occurrence.path, default: 0] += 1
        return element(finding, at: occurrence, number: inPath[occurrence.path, default: 0])
      }
    }
    return JSONValue.array(elements).pretty
  }

  /// - Parameter number: The place's number among the finding's in the file: GitLab shows elements with equal fingerprints
  ///   as one, and tells by the fingerprint which are new, so it must not change with other files or with lines.
  private static func element(_ finding: Finding, at occurrence: Occurrence, number: Int) -> JSONValue {
    let identity = "\(finding.fingerprint)\0\(occurrence.path)\0\(number)"
    return [
      "description": .string(
        Escaping.visible(([Wording.title(of: finding) + ":"] + Wording.annotation(of: finding)).joined(separator: " "))),
      "check_name": .string(finding.rule.id),
      "fingerprint": .string(Digest(of: identity.utf8).hex),
      "severity": .string(severity(finding.severity)),
      "location": [
        "path": .string(occurrence.path), "lines": ["begin": .integer(max(1, occurrence.line))],
      ],
    ]
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical: "blocker"
    case .high: "critical"
    case .medium: "major"
    case .low: "minor"
    case .info: "info"
    }
  }
}
