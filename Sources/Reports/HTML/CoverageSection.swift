import Findings
import Text

/// What was looked at and what was not: gaps first, since what was found there is not known.
struct CoverageSection {
  private let report: Report

  init(_ report: Report) {
    self.report = report
  }

  func write() -> String {
    let coverage = report.coverage
    return Markup.section(
      "coverage", "Coverage",
      [
        "<p>\(Markup.text(Wording.scanned(in: report))).</p>",
        Markup.list(coverage.notes.map(Markup.text)),
        skips("could not be scanned", coverage.gaps.map { ($0.place, Wording.acceptable($0)) }, open: true),
        skips("not scanned, and accepted", coverage.accepted.map { ($0.gap.place, Wording.acceptance($0)) }),
        skips("left out by design", coverage.leftOut.map { ($0.place, $0.reason) }),
        onlyCounted,
      ])
  }

  private func skips(_ title: String, _ skips: [(path: String, text: String)], open: Bool = false) -> String {
    let items = skips.map { "\(Markup.code($0.path)): \(Markup.text($0.text))" }
    return Markup.details("\(Counting.number(skips.count)) \(title)", open: open, Markup.list(items))
  }

  /// Places beyond the number that a report lists.
  private var onlyCounted: String {
    let places = report.further.filter { $0.hiddenBy == nil }
    let items = places.map {
      "\(Counting.number($0.count)) of \(Markup.code($0.rule)) (\($0.severity.name)) in \(Markup.code($0.path))"
    }
    return Markup.details(
      "\(Counting.count(report.furtherCount, "more place")), only counted", open: true, Markup.list(items))
  }
}
