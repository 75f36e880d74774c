import Findings

/// The findings of an earlier report that are gone.
struct FixedList {
  private let fixed: [Finding]

  init(_ report: Report) {
    fixed = report.comparison?.fixed ?? []
  }

  func write() -> String {
    let items = fixed.map { "\(Markup.code($0.fingerprint.description)) \(Markup.line(about: $0))" }
    return Markup.section("fixed", "Fixed since the earlier report", [Markup.list(items)])
  }
}
