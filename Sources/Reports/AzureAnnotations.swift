import Findings
import Text

/// Logging commands that become issues of an Azure Pipelines run
/// (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
///
/// Masked secrets stay out: many people may read the log of a run.
enum AzureAnnotations {
  /// Azure shows few issues of a run; a badly damaged repository must not fill its log.
  private static let mostGaps = 10

  static func write(_ report: Report) -> String {
    let places = report.findings.flatMap { finding in finding.occurrences.map { issue(finding, at: $0) } }
    let gaps = report.coverage.gaps.prefix(mostGaps).map {
      issue("warning", properties: [("code", "incomplete")], message: "not scanned: \(Wording.gap($0))")
    }
    let incomplete = Wording.incomplete(report).map {
      issue("warning", properties: [("code", "incomplete")], message: $0 + ".")
    }
    let lines = places + gaps + [incomplete].compactMap { $0 } + [Wording.summary(of: report)].map(text)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func issue(_ finding: Finding, at occurrence: Occurrence) -> String {
    var properties = [("sourcepath", occurrence.path)]
    if occurrence.line > 0 { properties.append(("linenumber", String(occurrence.line))) }
    if occurrence.column > 0 { properties.append(("columnnumber", String(occurrence.column))) }
    properties.append(("code", finding.rule.id))
    let message = [Wording.title(of: finding) + ":"] + Wording.annotation(of: finding)
    return issue(kind(of: finding.severity), properties: properties, message: message.joined(separator: " "))
  }

  /// There are only errors and warnings.
  private static func kind(of severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium, .low, .info: "warning"
    }
  }

  private static func issue(_ kind: String, properties: [(name: String, value: String)], message: String) -> String {
    let list = ([("type", kind)] + properties).map { "\($0.name)=\(property($0.value));" }.joined()
    return "##vso[task.logissue \(list)]\(text(message))"
  }

  /// A percent sign would begin an escape.
  private static func text(_ text: String) -> String {
    Escaping.replacing(Escaping.visible(text)) { $0 == "%" ? "%AZP25" : nil }
  }

  private static func property(_ text: String) -> String {
    Escaping.replacing(Self.text(text)) { $0 == ";" ? "%3B" : $0 == "]" ? "%5D" : nil }
  }
}
