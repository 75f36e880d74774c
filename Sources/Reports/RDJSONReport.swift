import Findings
import Text

/// What reviewdog reads: one object with a diagnostic for each place
/// (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf).
///
/// Columns count bytes from 1 and the end is exclusive, as in this project. Masked secrets stay out: reviewdog posts the
/// messages as comments.
enum RDJSONReport {
  static func write(_ report: Report) -> String {
    let diagnostics = report.findings.flatMap { finding in
      finding.occurrences.map { diagnostic(finding, at: $0) }
    }
    let value: JSONValue = [
      "source": [
        "name": .string(report.tool.name),
        "url": Escaping.webAddress(report.tool.informationURL).map { .string($0) },
      ],
      "diagnostics": .array(diagnostics),
    ]
    return value.pretty
  }

  private static func diagnostic(_ finding: Finding, at occurrence: Occurrence) -> JSONValue {
    [
      "message": .string(
        ([Wording.title(of: finding) + ":"] + Wording.annotation(of: finding)).joined(separator: "\n")),
      "location": ["path": .string(occurrence.path), "range": range(of: occurrence)],
      "severity": .string(severity(finding.severity)),
      "code": [
        "value": .string(finding.rule.id), "url": Escaping.webAddress(finding.rule.docsURL).map { .string($0) },
      ],
    ]
  }

  /// `nil` for a whole file.
  private static func range(of occurrence: Occurrence) -> JSONValue? {
    guard occurrence.line > 0 else { return nil }
    guard occurrence.column > 0 else { return ["start": ["line": .integer(occurrence.line)]] }
    return [
      "start": ["line": .integer(occurrence.line), "column": .integer(occurrence.column)],
      "end": ["line": .integer(occurrence.endLine), "column": .integer(occurrence.endColumn)],
    ]
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "ERROR"
    case .medium: "WARNING"
    case .low, .info: "INFO"
    }
  }
}
