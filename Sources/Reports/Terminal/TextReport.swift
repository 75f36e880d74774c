import Findings
import Text

/// The report for people: what leaked, where it is, what to do, and what was scanned.
///
/// Findings of a rule are listed together; why they matter and what to do is said once, after the last of them.
struct TextReport {
  static let mostPlaces = 5
  /// Above, findings are shown in short unless all is wanted.
  private static let mostInFull = 30

  let report: Report
  let style: TextStyle
  let detail: ReportOptions.Detail
  let openable: OpenablePath

  init(_ report: Report, options: ReportOptions) {
    self.report = report
    style = TextStyle(color: options.color, width: options.width)
    detail = options.detail
    openable = OpenablePath(root: report.pathRoot, directory: options.directory)
  }

  func write() -> String {
    var lines =
      switch detail {
      case .quiet: quietLines
      case .normal where report.findings.count > Self.mostInFull: shortLines
      case .normal, .verbose: findingLines
      }
    lines += summaryLines + followUpLines
    // A value that is safe in itself may begin a line where it was wrapped.
    return lines.isEmpty ? "" : lines.map(Escaping.withoutCommands).joined(separator: "\n") + "\n"
  }

  /// `path:line:column: severity: title: secret [rule]`, as compilers say it, one line a place.
  private var quietLines: [String] {
    report.findings.flatMap { finding in
      finding.occurrences.map { occurrence in
        let severity = style.paint(Wording.severity(of: finding), style.role(of: finding.severity))
        let place = style.paint(place(of: occurrence), .strong)
        let secret = finding.secret.isEmpty ? "" : ": \(finding.secret)"
        let text = Escaping.visible("\(finding.rule.title)\(secret) [\(finding.rule.id)]")
        let verdict = finding.verification.map { ", \($0.status.rawValue)" } ?? ""
        return "\(place): \(severity): \(text)\(verdict)"
      }
    }
  }

  private var findingLines: [String] {
    var lines: [String] = []
    var explained: Set<String> = []
    for (index, finding) in report.findings.enumerated() {
      lines += findingBlock(finding) + [""]
      let next = index + 1 < report.findings.count ? report.findings[index + 1].rule.id : nil
      if next != finding.rule.id, explained.insert(finding.rule.id).inserted {
        lines += advice(for: finding.rule) + [""]
      }
    }
    if isStopped, !report.findings.isEmpty { lines += adviceOnStopping + [""] }
    return lines
  }
}

// MARK: - A finding

extension TextReport {
  func findingBlock(_ finding: Finding) -> [String] {
    let shown = detail == .verbose ? finding.occurrences[...] : finding.occurrences.prefix(Self.mostPlaces)
    let rest = finding.occurrences.count - shown.count
    let more = rest > 0 ? ["  " + style.paint("... and \(Counting.count(rest, "more place"))", .quiet)] : []
    let facts = Wording.facts(of: finding) + [Wording.exposure(of: finding, in: report)].compactMap(\.self)
    let details = facts.flatMap { style.wrapped("  \(Escaping.visible($0.name)): ", $0.value) }
    return [header(of: finding)] + shown.flatMap(place) + more + details
  }

  private func header(of finding: Finding) -> String {
    let severity = style.paint(Wording.severity(of: finding), style.role(of: finding.severity))
    let title = style.paint(finding.rule.title, .strong)
    let confidence = detail == .verbose ? ", confidence \(finding.confidence.name)" : ""
    let identity = style.paint("[\(finding.rule.id)] \(finding.fingerprint)\(confidence)", .quiet)
    return "\(severity): \(title) \(identity)"
  }

  private func place(_ occurrence: Occurrence) -> [String] {
    var lines = ["  " + style.paint(place(of: occurrence), .strong)]
    if let excerpt = occurrence.excerpt {
      lines += TextExcerpt(excerpt, line: occurrence.line, width: style.width).lines(style: style)
    }
    let origin = self.origin(of: occurrence)
    if !origin.isEmpty { lines += style.wrapped("    ", origin) }
    return lines
  }

  /// `path:line:column`, with a path that can be opened.
  func place(of occurrence: Occurrence) -> String {
    var shown = occurrence
    shown.path = openable(occurrence.path)
    return shown.place
  }

  /// Who introduced it, when, and whether it is still there; empty outside git history.
  func origin(of occurrence: Occurrence) -> String {
    var parts: [String] = []
    if let commit = occurrence.commit {
      parts += ["commit \(commit.shortID)", CivilTime(epochSeconds: commit.time).date, commit.author]
      if !commit.subject.isEmpty { parts.append("\"\(commit.subject)\"") }
    }
    return (parts + Wording.standing(of: occurrence)).joined(separator: ", ")
  }

  func advice(for rule: RuleSummary) -> [String] {
    var lines = rule.summary.isEmpty ? [] : style.wrapped("  Why it matters: ", rule.summary)
    if isStopped { return lines }
    lines.append("  What to do next:")
    for (index, step) in Wording.nextSteps(for: rule).enumerated() {
      lines += style.wrapped("    \(index + 1). ", step)
    }
    return lines
  }
}
