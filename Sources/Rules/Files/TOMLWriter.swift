import Text

/// Lines of a TOML document: https://toml.io/en/v1.0.0.
struct TOMLWriter {
  private(set) var text = ""

  /// Adds a line as it is.
  mutating func line(_ line: String) { text += line + "\n" }

  /// Begins a table, with its header in brackets.
  mutating func open(_ header: String) { line((text.isEmpty ? "" : "\n") + header) }

  /// Adds a key with a text.
  mutating func add(_ key: String, _ value: String) { line("\(key) = \(Self.quoted(value))") }

  /// Adds a key with a list of texts, unless it is empty.
  mutating func add(_ key: String, _ values: [String]) {
    if values.isEmpty { return }
    let items = values.map(Self.quoted)
    let short = "\(key) = [\(items.joined(separator: ", "))]"
    line(short.utf8.count <= 110 ? short : "\(key) = [\n" + items.map { "  \($0),\n" }.joined() + "]")
  }

  /// Adds a table: what is not the default.
  mutating func add<Table: RuleTable>(_ table: Table, header: String) {
    open(header)
    for field in Table.fields where field.differs(table, table.defaults) { field.write(table, &self) }
  }

  /// As a literal where that is possible: regexes are then written as they are.
  private static func quoted(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { ($0.value >= 0x20 || $0 == "\t") && $0.value != 0x7F }
    if isPlain, !text.contains("\\"), !text.contains("\"") { return "\"\(text)\"" }
    if isPlain, !text.contains("'''"), text.last != "'", text.first != "\n" { return "'''\(text)'''" }
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": escaped += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        escaped += "\\u" + Hexadecimal.text(of: scalar.value, width: 4)
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
