import Findings

/// Workflow commands that become annotations of a GitHub Actions step.
///
/// GitHub shows about 10 of a kind per step, so the first place of every finding comes before further places.
/// Masked secrets stay out: the log of a step is often public.
enum GitHubAnnotations {
  static func write(_ report: Report) -> String {
    var lines: [String] = []
    for finding in report.findings {
      if let first = finding.occurrences.first { lines.append(annotation(of: finding, at: first)) }
    }
    for finding in report.findings {
      lines += finding.occurrences.dropFirst().map { annotation(of: finding, at: $0) }
    }
    if let incomplete = Wording.incomplete(report) {
      let reasons = report.coverage.gaps.prefix(10).map { "\($0.path): \($0.reason)" }
      let rest = report.coverage.gaps.count - reasons.count
      let more = rest > 0 ? ["and \(Wording.number(rest)) more"] : []
      let message = ([incomplete + "."] + reasons + more).joined(separator: "\n")
      lines.append(command("warning", properties: [("title", "Incomplete scan")], message: message))
    }
    lines.append(command("notice", properties: [("title", report.tool.name)], message: Wording.summary(of: report)))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func annotation(of finding: Finding, at occurrence: Occurrence) -> String {
    var properties = [("file", occurrence.path)]
    // Lines of an archive's member would point into the archive's own bytes.
    if occurrence.line > 0, occurrence.archivePath == nil {
      properties += [("line", String(occurrence.line)), ("endLine", String(occurrence.endLine))]
      if occurrence.column > 0 {
        properties += [("col", String(occurrence.column)), ("endColumn", String(occurrence.endColumn))]
      }
    }
    properties.append(("title", "\(finding.rule.title) (\(finding.severity.name))"))
    return command(level(of: finding.severity), properties: properties, message: message(of: finding, at: occurrence))
  }

  private static func message(of finding: Finding, at occurrence: Occurrence) -> String {
    let others = finding.occurrences.count - 1
    let also = others > 0 ? ", also in \(Wording.count(others, "more place"))" : ""
    let inside = occurrence.archivePath.map { " Inside the archive: \($0)." } ?? ""
    let head = "\(finding.rule.id) \(finding.fingerprint)\(also).\(inside)"
    let opening = finding.rule.summary.isEmpty ? head : "\(head) \(finding.rule.summary)"
    return ([opening] + Wording.nextSteps(for: finding.rule)).joined(separator: "\n")
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
