import Findings
import Text

/// What was found and does not count, by what hides it, with the reason.
struct HiddenList {
  private let report: Report

  init(_ report: Report) {
    self.report = report
  }

  func write() -> String {
    let kinds = report.hiddenCounts.filter { $0.count > 0 }.map { kind($0.kind, count: $0.count) }
    return Markup.section("hidden", "Hidden, and why", kinds)
  }

  private func kind(_ kind: Suppression.Kind, count: Int) -> String {
    let listed = report.hidden.filter { $0.suppression?.kind == kind }.map(finding)
    let further = report.further.filter { $0.hiddenBy == kind }.map { places in
      "\(Counting.count(places.count, "more place")) of \(Markup.code(places.rule)) in \(Markup.code(places.path)), only counted"
    }
    let title = "\(Counting.number(count)) \(Wording.how(kind))"
    // A report that was read from a file may have counted them only.
    return listed.isEmpty && further.isEmpty
      ? "<p>\(title), only counted</p>" : Markup.details(title, Markup.list(listed + further))
  }

  private func finding(_ finding: Finding) -> String {
    let reason = finding.suppression.map { ": \(Markup.text(Wording.reason(of: $0)))" } ?? ""
    return Markup.line(about: finding) + reason
  }
}
