import Findings
import Text

/// Pieces of HTML that the parts of the page share. What is scanned reaches the page through ``text(_:)`` and ``attribute(_:)`` alone.
enum Markup {
  /// A text for elements, where quotes mean nothing.
  static func text(_ text: String) -> String { Escaping.content(text) }

  /// A text for attributes in quotes.
  static func attribute(_ text: String) -> String { Escaping.markup(text) }

  /// A text in the font of code.
  static func code(_ text: String) -> String { "<code>\(Self.text(text))</code>" }

  /// The parts that are not empty, each on a line of its own.
  static func lines(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A list of items that are HTML already; nothing when there are none.
  static func list(_ items: [String], tag: String = "ul") -> String {
    items.isEmpty ? "" : "<\(tag)>\n" + items.map { "<li>\($0)</li>" }.joined(separator: "\n") + "\n</\(tag)>"
  }

  /// What can be unfolded; nothing when there is nothing in it.
  ///
  /// - Parameters:
  ///   - summary: Text, not HTML.
  ///   - content: HTML.
  static func details(_ summary: String, open: Bool = false, _ content: String) -> String {
    content.isEmpty
      ? "" : "<details\(open ? " open" : "")><summary>\(text(summary))</summary>\n\(content)\n</details>"
  }

  /// A link that opens with no word about where it was followed.
  ///
  /// - Returns: The text alone when the address is none that is safe to link to.
  static func link(_ label: String, to address: String?) -> String {
    guard let address = Escaping.webAddress(address) else { return text(label) }
    return "<a rel=\"noreferrer noopener\" href=\"\(attribute(address))\">\(text(label))</a>"
  }

  /// A finding in a line: severity, rule and first place.
  static func line(about finding: Finding) -> String {
    let place = finding.occurrences.first.map { " at \(code($0.place))" } ?? ""
    return "\(finding.severity.name), \(text(finding.rule.title))\(place)"
  }

  /// A part of the page with a heading; nothing when there is nothing in it.
  static func section(_ id: String, _ title: String, _ parts: [String]) -> String {
    let content = lines(parts)
    guard !content.isEmpty else { return "" }
    return """
      <section id="\(id)" aria-labelledby="\(id)-title">
      <h2 id="\(id)-title">\(text(title))</h2>
      \(content)
      </section>
      """
  }
}
