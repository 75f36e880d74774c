import Findings
import Text

/// A report for a job summary or a comment: overview, findings, coverage.
///
/// When it would grow beyond the limit, it drops whole findings from the end and says how many.
struct MarkdownReport {
  private static let mostRows = 50
  private static let mostPlaces = 5
  private static let mostGaps = 10

  private let report: Report
  private let byteLimit: Int

  /// - Parameter byteLimit: Largest size in bytes of UTF-8.
  init(_ report: Report, byteLimit: Int) {
    self.report = report
    self.byteLimit = byteLimit
  }

  func write() -> String {
    let head = self.head + "\n"
    let tail = coverage + "\n"
    // Room for the sentence that says how many findings were dropped.
    var room = byteLimit - head.utf8.count - tail.utf8.count - 200
    var body = ""
    var explained: Set<String> = []
    for (index, finding) in report.findings.enumerated() {
      let section = self.section(for: finding, explain: explained.insert(finding.rule.id).inserted) + "\n"
      room -= section.utf8.count
      if room < 0 {
        let rest = Counting.count(report.findings.count - index, "more finding")
        body += "**\(rest) left out to keep this report small.**\n\n"
        break
      }
      body += section
    }
    return head + body + tail
  }

  // MARK: - Overview

  private var head: String {
    var lines = ["## \(Markdown.text(report.tool.name)): \(Wording.found(in: report))", ""]
    if let incomplete = Wording.incomplete(report) { lines += ["> **\(incomplete).**", ""] }
    if let compared = Wording.comparison(in: report) { lines += [Markdown.text(compared) + ".", ""] }
    if let tolerated = Wording.tolerated(in: report) { lines += [Markdown.text(tolerated) + ".", ""] }
    guard !report.findings.isEmpty else { return lines.joined(separator: "\n") }
    lines += ["| Severity | Secret | First place | Places | Fingerprint |", "| --- | --- | --- | --: | --- |"]
    lines += report.findings.prefix(Self.mostRows).map(row)
    let rest = report.findings.count - Self.mostRows
    if rest > 0 { lines += ["", "And \(Counting.count(rest, "more finding")) below."] }
    return (lines + [""]).joined(separator: "\n")
  }

  private func row(_ finding: Finding) -> String {
    let place = finding.occurrences.first.map { Markdown.link(Markdown.code($0.place), to: $0.link) } ?? ""
    let cells = [
      Wording.severity(of: finding), Markdown.text(finding.rule.title), place,
      Counting.number(finding.occurrences.count),
      Markdown.code(finding.fingerprint.description),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  // MARK: - Findings

  private func section(for finding: Finding, explain: Bool) -> String {
    var lines = ["### \(Wording.severity(of: finding)): \(Markdown.text(finding.rule.title))", ""]
    let identity = [finding.rule.id, finding.fingerprint.description].map(Markdown.code).joined(separator: " ")
    lines += ["\(identity), confidence \(finding.confidence.name)", ""]
    lines += finding.occurrences.prefix(Self.mostPlaces).flatMap(place)
    let rest = finding.occurrences.count - Self.mostPlaces
    if rest > 0 { lines.append("- and \(Counting.count(rest, "more place"))") }
    lines.append("")
    let facts = Wording.facts(of: finding)
    lines += facts.map { "- \(Markdown.text($0.name)): \(Markdown.code($0.value))" }
    if !facts.isEmpty { lines.append("") }
    if explain { lines += advice(for: finding.rule) }
    return lines.joined(separator: "\n")
  }

  private func place(_ occurrence: Occurrence) -> [String] {
    var facts = [Markdown.link(Markdown.code(occurrence.place), to: occurrence.link)]
    if let commit = occurrence.commit {
      let date = CivilTime(epochSeconds: commit.time).date
      let id = Markdown.link(Markdown.code(commit.shortID), to: commit.link)
      facts.append("commit \(id) of \(date) by \(Markdown.code(commit.author))")
    }
    facts += Wording.standing(of: occurrence).map(Markdown.text)
    let line = "- " + facts.joined(separator: ", ")
    guard let excerpt = occurrence.excerpt else { return [line] }
    return [line] + Markdown.block([excerpt.before + excerpt.secret + excerpt.after], indent: "  ")
  }

  private func advice(for rule: RuleSummary) -> [String] {
    var lines = rule.summary.isEmpty ? [] : [Markdown.text(rule.summary), ""]
    lines += ["<details><summary>What to do next</summary>", ""]
    lines += Wording.nextSteps(for: rule).enumerated().map { "\($0.offset + 1). \(Markdown.text($0.element))" }
    return lines + ["", "</details>", ""]
  }

  // MARK: - Coverage

  private var coverage: String {
    var lines = ["### Coverage", ""]
    let sentences = [Wording.scanned(in: report, escape: Markdown.code), Wording.hidden(in: report)].compactMap { $0 }
    lines += [sentences.joined(separator: "; ") + ".", ""]
    lines += report.coverage.notes.map { "- \(Markdown.text($0))" }
    lines += report.coverage.gaps.prefix(Self.mostGaps).map {
      let line = "to accept it: \(Markdown.code($0.acceptance))"
      return "- not scanned: \(Markdown.code($0.place)): \(Markdown.text($0.reason)); \(line)"
    }
    lines += report.coverage.accepted.prefix(Self.mostGaps).map {
      "- not scanned, and accepted: \(Markdown.code($0.gap.place)): \(Markdown.text(Wording.acceptance($0)))"
    }
    let others = report.coverage.accepted.count - Self.mostGaps
    if others > 0 { lines.append("- and \(Counting.number(others)) more accepted") }
    let rest = report.coverage.gaps.count - Self.mostGaps
    if rest > 0 { lines.append("- and \(Counting.number(rest)) more not scanned") }
    if !report.coverage.leftOut.isEmpty {
      lines.append("- left out by design: \(Counting.count(report.coverage.leftOut.count, "item"))")
    }
    return lines.joined(separator: "\n")
  }
}
