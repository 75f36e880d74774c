import Findings
import Text

/// The findings, those that are still there before those that are gone from HEAD.
struct FindingList {
  private let index: PageIndex
  private let links: HostLinks

  init(_ report: Report, _ index: PageIndex) {
    self.index = index
    links = HostLinks(report, index)
  }

  func write() -> String {
    if index.findings.isEmpty { return "" }
    let isHistory = index.findings.contains { $0.occurrences.contains { $0.inHead == true } }
    let gone = index.findings.indices.filter { index.findings[$0].isGone }
    let present = index.findings.indices.filter { !index.findings[$0].isGone }
    return Markup.section(
      "findings", "Findings",
      [
        hint, "<div id=\"tools\" role=\"search\" aria-label=\"Findings\"\(links.attributes) hidden></div>",
        group("present", isHistory ? "Still in HEAD" : gone.isEmpty ? "All findings" : "Not in a history", present),
        group("gone", "Gone from HEAD, but still in the history", gone),
      ])
  }

  /// How to be rid of a false alarm, for those who read without the script's buttons too.
  private var hint: String {
    Markup.details(
      "A false alarm?",
      """
      <p>Write <code>leaksift:allow reason="…"</code> as a comment on the line, or the finding's fingerprint with \
      <code>reason="…"</code> as a line of <code>.leaksiftignore</code>. \
      <code>leaksift baseline create</code> accepts all that is there today.</p>
      """)
  }

  private func group(_ id: String, _ title: String, _ places: [Int]) -> String {
    if places.isEmpty { return "" }
    let article = FindingArticle(index, links)
    return """
      <section id="\(id)" class="group" aria-labelledby="\(id)-title">
      <h3 id="\(id)-title">\(title) <span class="count">\(Counting.number(places.count))</span></h3>
      \(places.map { article.write(at: $0) }.joined(separator: "\n"))
      </section>
      """
  }
}
