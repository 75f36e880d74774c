import Findings
import Text

/// Service messages that become inspections of a TeamCity build
/// (https://www.jetbrains.com/help/teamcity/service-messages.html#Reporting+Inspections).
///
/// Masked secrets stay out: many people may read the log of a build.
enum TeamCityMessages {
  /// The longest values, in characters; a longer one makes TeamCity refuse the message.
  private static let longestName = 255
  private static let longestText = 4_000
  /// A badly damaged repository must not fill the log.
  private static let mostGaps = 10

  static func write(_ report: Report) -> String {
    var known: Set<String> = []
    var lines: [String] = []
    for finding in report.findings {
      if known.insert(finding.rule.id).inserted { lines.append(type(of: finding.rule)) }
      lines += finding.occurrences.map { inspection(finding, at: $0) }
    }
    let gaps = report.coverage.gaps.prefix(mostGaps).map { "not scanned: \(Wording.gap($0))" }
    let warnings = gaps + [Wording.incomplete(report)].compactMap { $0.map { $0 + "." } }
    lines += warnings.map { message("message", [("text", cut($0, longestText)), ("status", "WARNING")]) }
    lines.append(message("message", [("text", cut(Wording.summary(of: report), longestText))]))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Says, before the first of its inspections, what a rule is.
  private static func type(of rule: RuleSummary) -> String {
    message(
      "inspectionType",
      [
        ("id", cut(rule.id, longestName)), ("name", cut(rule.title.isEmpty ? rule.id : rule.title, longestName)),
        ("category", "Secrets"), ("description", cut(rule.summary.isEmpty ? rule.title : rule.summary, longestText)),
      ])
  }

  private static func inspection(_ finding: Finding, at occurrence: Occurrence) -> String {
    var attributes = [
      ("typeId", cut(finding.rule.id, longestName)),
      ("message", cut(Wording.annotation(of: finding).joined(separator: " "), longestText)),
      ("file", cut(occurrence.path, longestText)),
    ]
    if occurrence.line > 0 { attributes.append(("line", String(occurrence.line))) }
    return message("inspection", attributes + [("SEVERITY", severity(finding.severity))])
  }

  private static func severity(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "ERROR"
    case .medium: "WARNING"
    case .low: "WEAK WARNING"
    case .info: "INFO"
    }
  }

  private static func cut(_ text: String, _ length: Int) -> String { String(text.unicodeScalars.prefix(length)) }

  private static func message(_ name: String, _ attributes: [(name: String, value: String)]) -> String {
    let list = attributes.map { " \($0.name)='\(value($0.value))'" }.joined()
    return "##teamcity[\(name)\(list)]"
  }

  /// Whatever ends a value or begins an escape, and all that is not ASCII, whose encoding the build's settings decide.
  private static func value(_ text: String) -> String {
    Escaping.replacing(Escaping.visible(text)) { scalar in
      switch scalar {
      case "|", "'", "[", "]": "|\(scalar)"
      case _ where !scalar.isASCII:
        String(scalar).utf16.map { "|0x" + Hexadecimal.text(of: $0, width: 4) }.joined()
      default: nil
      }
    }
  }
}
