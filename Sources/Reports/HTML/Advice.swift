import Findings
import Text

/// What to do about each kind of secret that was found, once.
struct Advice {
  private let index: PageIndex

  init(_ index: PageIndex) {
    self.index = index
  }

  func write() -> String {
    let rules = zip(index.summaries, index.rules.values).enumerated().map { number, rule in
      self.rule(rule.0, number, count: rule.1.count)
    }
    return Markup.section("advice", "What to do", rules)
  }

  private func rule(_ rule: RuleSummary, _ number: Int, count: Int) -> String {
    Markup.lines([
      "<article id=\"r-\(number)\" class=\"rule \(rule.severity.name)\">",
      "<h3>\(Markup.text(rule.title))</h3>",
      "<p class=\"id\">\(Markup.code(rule.id)) <a href=\"#rule=\(number)\">\(Counting.count(count, "finding"))</a></p>",
      rule.summary.isEmpty ? "" : "<p>\(Markup.text(rule.summary))</p>",
      Markup.list(Wording.nextSteps(for: rule).map { step($0, revokeURL: rule.revokeURL) }, tag: "ol"),
      Escaping.webAddress(rule.docsURL).map { "<p>\(Markup.link("About this kind of secret", to: $0))</p>" } ?? "",
      "</article>",
    ])
  }

  /// The step as text, with the address where the owner revokes as a link.
  private func step(_ text: String, revokeURL: String?) -> String {
    guard let address = Escaping.webAddress(revokeURL), text.hasSuffix(address) else { return Markup.text(text) }
    return Markup.text(String(text.dropLast(address.count))) + Markup.link(address, to: address)
  }
}
