import Findings
import Text

/// Many findings: at most three lines for each, under one head for all of a rule and severity, and a table of where they
/// are.
extension TextReport {
  var shortLines: [String] {
    var lines: [String] = []
    var explained: Set<String> = []
    for group in groups {
      guard let first = group.first else { continue }
      lines.append(header(of: first, count: group.count))
      lines += group.flatMap(shortBlock)
      if explained.insert(first.rule.id).inserted { lines += [""] + advice(for: first.rule) }
      lines.append("")
    }
    if isStopped { lines += adviceOnStopping + [""] }
    let table = FolderTable(report.findings)
    return lines + (table.map { $0.lines(style) + [""] } ?? [])
  }

  /// Neighbours that share rule and severity.
  private var groups: [ArraySlice<Finding>] {
    let findings = report.findings
    var groups: [ArraySlice<Finding>] = []
    var start = 0
    for index in findings.indices.dropFirst() where !sharesHeader(findings[index - 1], findings[index]) {
      groups.append(findings[start..<index])
      start = index
    }
    return groups + (findings.isEmpty ? [] : [findings[start...]])
  }

  private func sharesHeader(_ finding: Finding, _ other: Finding) -> Bool {
    finding.rule.id == other.rule.id && Wording.severity(of: finding) == Wording.severity(of: other)
  }

  private func header(of finding: Finding, count: Int) -> String {
    let severity = style.paint(Wording.severity(of: finding), style.role(of: finding.severity))
    let title = style.paint(finding.rule.title, .strong)
    return "\(severity): \(title) " + style.paint("[\(finding.rule.id)], \(Counting.count(count, "finding"))", .quiet)
  }

  private func shortBlock(_ finding: Finding) -> [String] {
    guard let first = finding.occurrences.first else { return [] }
    let rest = finding.occurrences.count - 1
    let more = rest == 0 ? "" : " and \(Counting.count(rest, "more place"))"
    var lines = ["  " + style.paint(place(of: first), .strong) + style.paint("\(more)  \(finding.fingerprint)", .quiet)]
    if let excerpt = first.excerpt {
      lines.append(TextExcerpt(excerpt, line: first.line, width: style.width).line(style: style))
    }
    let facts = [Wording.verification(of: finding), Wording.hiddenByChange(finding)].compactMap { fact in
      fact.map { "\($0.name): \($0.value)" }
    }
    let origin = ([self.origin(of: first)] + facts).filter { !$0.isEmpty }.joined(separator: ", ")
    if !origin.isEmpty { lines.append("    " + style.clipped(origin, columns: style.width - 4)) }
    return lines
  }
}
