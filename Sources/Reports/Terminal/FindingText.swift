public import Findings
import Text

/// All about one finding, for a terminal.
public enum FindingText {
  /// Writes the finding with every place, what is known of it, what hides it, and what to do.
  ///
  /// - Parameter report: The report that has the finding.
  /// - Returns: Lines that are safe to show, the last with a line feed.
  public static func write(_ finding: Finding, in report: Report, options: ReportOptions = ReportOptions()) -> String {
    var options = options
    options.detail = .verbose
    return TextReport(report, options: options).write(finding)
  }
}

extension TextReport {
  fileprivate func write(_ finding: Finding) -> String {
    let rule = finding.rule
    let differs = finding.severity != rule.severity && finding.adjusted == nil
    let facts = [
      differs ? "the rule's own severity is \(rule.severity.name)" : nil,
      finding.suppression.map { "hidden: \(Wording.reason(of: $0))" },
    ].compactMap { $0 }
    let lines =
      findingBlock(finding) + facts.flatMap { style.wrapped("  ", $0) } + [""]
      + advice(for: rule) + (rule.docsURL.map { ["", "  Format: " + Escaping.visible($0)] } ?? [])
    return lines.map(Escaping.withoutCommands).joined(separator: "\n") + "\n"
  }
}
