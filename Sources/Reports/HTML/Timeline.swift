import Findings
import Text

/// When secrets came, and for how long they have been exposed: pictures, with the same in words and in tables.
struct Timeline {
  private static let mostRules = 12
  /// Units of a line; those who came closer together share a mark.
  private static let width: Int64 = 250

  /// A finding that is in a commit.
  private struct Event {
    let rule: Int
    let isGone: Bool
    let exposure: Exposure
  }

  private let index: PageIndex
  private let events: [Event]
  private let scale: TimeScale

  init(_ report: Report, _ index: PageIndex) {
    self.index = index
    events = index.findings.indices.compactMap { place in
      guard let exposure = index.exposures[place], let rule = index.rules.positions[place].first else { return nil }
      return Event(rule: rule, isGone: index.findings[place].isGone, exposure: exposure)
    }.sorted { ($0.exposure.start, $0.rule) < ($1.exposure.start, $1.rule) }
    scale = TimeScale(from: events.first?.exposure.start ?? report.startedAt, until: report.startedAt)
  }

  func write() -> String {
    guard let first = events.first, let last = events.last else { return "" }
    let counts = periods
    let most = counts.indices.reduce(0) { counts[$1].came > counts[$0].came ? $1 : $0 }
    let sentence =
      events.count == 1
      ? "The secret came on \(first.exposure.day)."
      : "The first secret came on \(first.exposure.day), the latest on \(last.exposure.day); "
        + "the most came in \(scale.name(of: most)): \(Counting.number(counts[most].came))."
    return Markup.section(
      "timeline", "Timeline",
      [
        "<p>\(sentence) Each is exposed from the commit that brought it until the scan, also when it is gone from HEAD: "
          + "whoever has the history has the secret.</p>",
        chart(counts, most: counts[most].came), table(counts), rules,
      ])
  }

  // MARK: - When secrets came

  private var periods: [(came: Int, gone: Int)] {
    events.reduce(into: Array(repeating: (came: 0, gone: 0), count: scale.count)) { counts, event in
      let place = scale.period(of: event.exposure.start)
      counts[place].came += 1
      counts[place].gone += event.isGone ? 1 : 0
    }
  }

  /// A bar for each period, 100 units high where the most came; the table below says the same.
  private func chart(_ counts: [(came: Int, gone: Int)], most: Int) -> String {
    let bars = counts.enumerated().filter { $0.element.came > 0 }.map { place, count in
      let height = max(2, count.came * 100 / most)
      let gone = count.gone * height / count.came
      return "<g><title>\(scale.name(of: place)): \(words(for: count))</title>"
        + rect("gone", place, 100 - height, gone) + rect("present", place, 100 - height + gone, height - gone) + "</g>"
    }
    let label = "New secrets by time, from \(scale.name(of: 0)) to \(scale.name(of: scale.count - 1))"
    let hasGone = counts.contains { $0.gone > 0 }
    return """
      <figure>
      <svg class="chart" role="img" aria-label="\(label)" viewBox="0 0 \(scale.count) 100" preserveAspectRatio="none">
      \(bars.joined(separator: "\n"))
      </svg>
      <figcaption><span>\(scale.name(of: 0))</span>\
      \(hasGone ? "<span class=\"key\"><i class=\"present\"></i>still there <i class=\"gone\"></i>gone from HEAD</span>" : "")\
      <span>\(scale.name(of: scale.count - 1))</span></figcaption>
      </figure>
      """
  }

  private func rect(_ kind: String, _ place: Int, _ top: Int, _ height: Int) -> String {
    height == 0 ? "" : "<rect class=\"\(kind)\" x=\"\(place).1\" y=\"\(top)\" width=\".8\" height=\"\(height)\"/>"
  }

  private func words(for count: (came: Int, gone: Int)) -> String {
    "\(Counting.number(count.came)) came"
      + (count.gone == 0 ? "" : ", \(Counting.number(count.gone)) of them gone from HEAD")
  }

  private func table(_ counts: [(came: Int, gone: Int)]) -> String {
    let rows = counts.enumerated().filter { $0.element.came > 0 }.map { place, count in
      "<tr><th scope=\"row\">\(scale.name(of: place))</th><td>\(Counting.number(count.came))</td>"
        + "<td>\(Counting.number(count.gone))</td></tr>"
    }
    return Markup.details(
      "The same as a table",
      """
      <table>
      <thead><tr><th scope="col">When</th><th scope="col">Came</th><th scope="col">Gone from HEAD</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table>
      """)
  }

  // MARK: - For how long

  /// The kinds of secrets that have been exposed for longest, each with a line from its first secret on.
  private var rules: String {
    let byRule = Dictionary(grouping: events, by: \.rule).values.compactMap { events in
      events.first.map { (first: $0, all: events) }
    }.sorted { ($0.first.exposure.start, $0.first.rule) < ($1.first.exposure.start, $1.first.rule) }
    let rest = byRule.count - Self.mostRules
    return """
      <div class="lives">
      <table>
      <caption>Exposed for longest</caption>
      <thead><tr><th scope="col">Rule</th><th scope="col">Secrets</th><th scope="col">First</th>\
      <th scope="col">Exposed for</th><td></td></tr></thead>
      <tbody>
      \(byRule.prefix(Self.mostRules).map { row($0.first, $0.all) }.joined(separator: "\n"))
      </tbody>
      </table>
      \(rest > 0 ? "<p>\(Counting.count(rest, "more rule")), exposed for less long.</p>" : "")
      </div>
      """
  }

  private func row(_ first: Event, _ events: [Event]) -> String {
    let rule = index.summaries[first.rule]
    let places = Set(events.map { scale.position(of: $0.exposure.start, end: Self.width) }).sorted()
    let marks = places.map { "M\($0) 0v10" }.joined()
    return """
      <tr class="\(rule.severity.name)"><th scope="row"><a href="#rule=\(first.rule)">\(Markup.text(rule.title))</a></th>\
      <td>\(Counting.number(events.count))</td><td>\(first.exposure.day)</td><td>\(first.exposure.words)</td>\
      <td class="life"><svg aria-hidden="true" viewBox="-1 0 \(Self.width + 2) 10" preserveAspectRatio="none">\
      <path class="line" d="M\(places.first ?? 0) 5H\(Self.width)"/><path class="mark" d="\(marks)"/></svg></td></tr>
      """
  }
}
