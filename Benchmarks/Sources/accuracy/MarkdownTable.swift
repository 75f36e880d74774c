/// Rows of cells, written as a table in Markdown.
struct MarkdownTable {
  private var lines: [String]

  init(_ columns: String...) {
    lines = [Self.line(columns), Self.line(columns.map { _ in "---" }, separator: "|", edges: ("|", "|"))]
  }

  mutating func add(_ cells: [String]) { lines.append(Self.line(cells)) }

  var text: String { lines.joined(separator: "\n") }

  /// A share with three digits after the point; a dash when there is nothing to divide by.
  static func share(_ value: Double?) -> String {
    guard let value else { return "–" }
    let thousandths = Int((value * 1000).rounded())
    return "\(thousandths / 1000).\(String(1000 + thousandths % 1000).dropFirst())"
  }

  private static func line(
    _ cells: [String], separator: String = " | ", edges: (String, String) = ("| ", " |")
  ) -> String {
    edges.0 + cells.joined(separator: separator) + edges.1
  }
}
