import Findings
import Text

/// The counts of all findings: by severity, state, rule, folder, author and age. Each is a link that filters the list.
///
/// The page's script makes its filters of these lists, so every value is listed, though only the first few are in view.
struct Overview {
  private static let mostInView = 6

  private let index: PageIndex

  init(_ index: PageIndex) {
    self.index = index
  }

  func write() -> String {
    if index.findings.isEmpty { return "" }
    let titles = Dictionary(index.summaries.map { ($0.id, $0.title) }) { first, _ in first }
    return Markup.section(
      "overview", "Overview",
      [
        tiles, "<div class=\"facets\">",
        facet("rule", "Rule", index.rules) { titles[$0] ?? $0 }, facet("folder", "Folder", index.folders),
        facet("repository", "Repository", index.repositories), facet("author", "Author", index.authors),
        facet("age", "Exposed for", index.ages), "</div>",
      ])
  }

  // MARK: - Severities and states

  /// The few numbers that one reads first.
  private var tiles: String {
    let severities = Wording.severityCounts(index.findings).map { severity, count in
      tile("severity=\(severity.name)", severity.name, count, kind: severity.name)
    }
    let gone = index.findings.count(where: \.isGone)
    let isKnown = index.findings.contains { $0.occurrences.contains { $0.inHead != nil } }
    let states = [
      tile("state=present", "still in HEAD", index.findings.count - gone, kind: "state"),
      tile("state=gone", "gone from HEAD", gone, kind: "state"),
    ]
    return Markup.lines([
      "<div class=\"tiles\">", "<ul data-facet=\"severity\" data-label=\"Severity\">", Markup.lines(severities),
      "</ul>",
      isKnown ? "<ul data-facet=\"state\" data-label=\"State\">\n\(Markup.lines(states))\n</ul>" : "",
      changes, verdicts, "</div>",
    ])
  }

  /// What vendors say of the secrets.
  private var verdicts: String {
    let tiles = Verification.Status.allCases.compactMap { status -> String? in
      let count = index.findings.count { $0.verification?.status == status }
      return count == 0 ? nil : tile("verdict=\(status.rawValue)", status.rawValue, count, kind: "state")
    }
    return tiles.isEmpty ? "" : "<ul data-facet=\"verdict\" data-label=\"Verdict\">\n\(Markup.lines(tiles))\n</ul>"
  }

  /// What an earlier report did not have, and what it had.
  private var changes: String {
    guard let new = index.newCount else { return "" }
    let tiles = [
      tile("change=new", "new", new, kind: "state"),
      tile("change=known", "still there", index.findings.count - new, kind: "state"),
    ]
    return "<ul data-facet=\"change\" data-label=\"Change\">\n\(Markup.lines(tiles))\n</ul>"
  }

  private func tile(_ filter: String, _ label: String, _ count: Int, kind: String) -> String {
    "<li class=\"\(kind)\"><b>\(Counting.number(count))</b> <a href=\"#\(filter)\">\(label)</a></li>"
  }

  // MARK: - Properties with many values

  private func facet(
    _ key: String, _ title: String, _ facet: Facet, label: (String) -> String = { $0.isEmpty ? "(no name)" : $0 }
  ) -> String {
    guard let largest = facet.values.map(\.count).max() else { return "" }
    let items = facet.values.enumerated().map { place, value in
      let bar = place < Self.mostInView ? Self.bar(value.count, of: largest) : ""
      let link = "<a href=\"#\(key)=\(place)\">\(Markup.text(label(value.name)))</a>"
      return "<li>\(link) <b>\(Counting.number(value.count))</b>\(bar)</li>"
    }
    let rest = items.dropFirst(Self.mostInView)
    return Markup.lines([
      "<div data-facet=\"\(key)\" data-label=\"\(title)\">", "<h3>\(title)</h3>",
      "<ol>", Markup.lines(Array(items.prefix(Self.mostInView))), "</ol>",
      Markup.details(
        "\(Counting.number(rest.count)) more", rest.isEmpty ? "" : "<ol>\n\(Markup.lines(Array(rest)))\n</ol>"),
      "</div>",
    ])
  }

  /// A bar as wide as its share of the largest; the number beside it says the same.
  private static func bar(_ count: Int, of largest: Int) -> String {
    let share = max(1, count * 100 / largest)
    return "<svg class=\"bar\" aria-hidden=\"true\"><rect width=\"\(share)%\" height=\"100%\"/></svg>"
  }
}
