import Findings
import Text

/// Workflow commands that become annotations of a GitHub Actions step.
///
/// GitHub shows ten of a kind for each step, so the first place of every finding comes before further places, and what
/// would not be shown is counted. Masked secrets stay out: the log of a step is often public.
enum GitHubAnnotations {
  /// How many of a kind GitHub shows.
  private static let mostOfAKind = 10

  static func write(_ report: Report) -> String {
    var own: [(kind: String, line: String)] = []
    if let incomplete = Wording.incomplete(report) {
      let reasons = report.coverage.gaps.prefix(10).map(Wording.gap)
      let rest = report.coverage.gaps.count - reasons.count
      let more = rest > 0 ? ["and \(Counting.number(rest)) more"] : []
      let message = ([incomplete + "."] + reasons + more).joined(separator: "\n")
      own.append(("warning", command("warning", properties: [("title", "Incomplete scan")], message: message)))
    }
    let title = [("title", report.tool.name)]
    own.append(("notice", command("notice", properties: title, message: Wording.summary(of: report))))
    // A line for the rest is a notice too.
    var left = Dictionary(uniqueKeysWithValues: ["error", "warning", "notice"].map { ($0, mostOfAKind) })
    for kind in own.map(\.kind) + ["notice"] { left[kind, default: 0] -= 1 }
    let first = report.findings.flatMap { finding in finding.occurrences.prefix(1).map { (finding, $0) } }
    let further = report.findings.flatMap { finding in finding.occurrences.dropFirst().map { (finding, $0) } }
    let shown = (first + further).filter { finding, _ in
      left[level(of: finding.severity), default: 0] -= 1
      return left[level(of: finding.severity), default: 0] >= 0
    }
    let rest = first.count + further.count - shown.count
    let lines = shown.map { annotation(of: $0, at: $1) }
    return (lines + (rest > 0 ? [remark(on: rest, title)] : []) + own.map(\.line)).joined(separator: "\n") + "\n"
  }

  private static func remark(on rest: Int, _ title: [(String, String)]) -> String {
    let message = "\(Counting.count(rest, "more place")) without an annotation: GitHub shows \(mostOfAKind) of a kind."
    return command("notice", properties: title, message: message + " Other formats list all.")
  }

  private static func annotation(of finding: Finding, at occurrence: Occurrence) -> String {
    var properties = [("file", occurrence.path)]
    if occurrence.line > 0 {
      properties += [("line", String(occurrence.line)), ("endLine", String(occurrence.endLine))]
      if occurrence.column > 0 {
        properties += [("col", String(occurrence.column)), ("endColumn", String(occurrence.endColumn))]
      }
    }
    properties.append(("title", Wording.title(of: finding)))
    return command(
      level(of: finding.severity), properties: properties,
      message: Wording.annotation(of: finding).joined(separator: "\n"))
  }

  private static func level(of severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "notice"
    }
  }

  /// Escapes as GitHub's own toolkit does
  /// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
  private static func command(_ name: String, properties: [(name: String, value: String)], message: String) -> String {
    let list = properties.map { "\($0.name)=\(property($0.value))" }.joined(separator: ",")
    let body = message.split(separator: "\n", omittingEmptySubsequences: false).map { data(String($0)) }
    return "::\(name) \(list)::\(body.joined(separator: "%0A"))"
  }

  private static func data(_ text: String) -> String {
    Escaping.replacing(Escaping.visible(text)) { $0 == "%" ? "%25" : nil }
  }

  private static func property(_ text: String) -> String {
    Escaping.replacing(data(text)) { $0 == ":" ? "%3A" : $0 == "," ? "%2C" : nil }
  }
}
