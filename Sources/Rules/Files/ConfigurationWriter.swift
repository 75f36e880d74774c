import Findings

/// Writes a rule file anew as leaksift's own; comments are not kept.
public enum ConfigurationWriter {
  /// The text of a `.leaksift.toml` that means what the file means.
  ///
  /// - Parameter dialect: Whose defaults the file has: what they imply is written out.
  public static func text(of file: RuleFile, from dialect: ConfigurationFile.Dialect) -> String {
    var writer = TOMLWriter()
    if !file.title.isEmpty { writer.add("title", file.title) }
    if !file.summary.isEmpty { writer.add("description", file.summary) }
    write(file.filters, &writer)
    writer.open("[extend]")
    if let path = file.extending.path {
      writer.add("path", path)
    } else {
      writer.line("useDefault = \(file.extending.useDefault ?? (dialect == .leaksift))")
    }
    writer.add("disabledRules", file.extending.disabledRules)
    for rule in file.rules { write(rule, &writer) }
    for list in file.allowlists { write(list, header: "[[allowlists]]", &writer) }
    return writer.text
  }

  private static func write(_ rule: RuleDraft, _ writer: inout TOMLWriter) {
    writer.open("[[rules]]")
    writer.add("id", rule.id)
    writer.add("title", rule.title)
    writer.add("description", rule.summary)
    writer.add("severity", rule.severity?.name)
    writer.add("confidence", rule.confidence?.name)
    writer.add("regex", rule.regex)
    writer.add("path", rule.path)
    if let group = rule.secretGroup { writer.line("secretGroup = \(group)") }
    if let entropy = rule.entropy { writer.line("entropy = \(entropy)") }
    writer.add("keywords", rule.keywords)
    writer.add("context", rule.context ?? [])
    writer.add("checksum", rule.checksum?.rawValue)
    if let scored = rule.scored { writer.line("scored = \(scored)") }
    writer.add("placeholders", rule.placeholders)
    if let specificity = rule.specificity { writer.line("specificity = \(specificity)") }
    if let skipReport = rule.skipReport { writer.line("skipReport = \(skipReport)") }
    writer.add("tags", rule.tags)
    write(rule.filters, &writer)
    writer.add("docs_url", rule.docsURL)
    writer.add("revoke_url", rule.revokeURL)
    writer.add("formerly", rule.formerly)
    for (key, values) in [
      ("steps", rule.steps), ("samples", rule.samples), ("examples", rule.examples), ("non_samples", rule.nonSamples),
    ] { writer.add(key, values ?? []) }
    for list in rule.allowlists { write(list, header: "[[rules.allowlists]]", &writer) }
    for required in rule.required { write(required, &writer) }
  }

  private static func write(_ filters: [FilterExpression], _ writer: inout TOMLWriter) {
    for filter in filters { writer.add(filter.key.rawValue, filter.source) }
  }

  private static func write(_ required: RequiredRule, _ writer: inout TOMLWriter) {
    writer.open("[[rules.required]]")
    writer.add("id", required.id)
    if let lines = required.withinLines { writer.line("withinLines = \(lines)") }
    if let columns = required.withinColumns { writer.line("withinColumns = \(columns)") }
  }

  private static func write(_ list: Allowlist, header: String, _ writer: inout TOMLWriter) {
    writer.open(header)
    if !list.description.isEmpty { writer.add("description", list.description) }
    if list.condition == .and { writer.add("condition", "AND") }
    writer.add("targetRules", list.targetRules)
    writer.add("commits", list.commits)
    writer.add("paths", list.paths)
    switch list.target {
    case .secret: break
    case .match: writer.add("regexTarget", "match")
    case .line: writer.add("regexTarget", "line")
    }
    writer.add("regexes", list.regexes)
    writer.add("stopwords", list.stopwords)
  }
}

/// Lines of a TOML document: https://toml.io/en/v1.0.0.
private struct TOMLWriter {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func open(_ header: String) { line((text.isEmpty ? "" : "\n") + header) }

  mutating func add(_ key: String, _ value: String?) {
    if let value { line("\(key) = \(Self.quoted(value))") }
  }

  mutating func add(_ key: String, _ values: [String]) {
    if values.isEmpty { return }
    let items = values.map(Self.quoted)
    let short = "\(key) = [\(items.joined(separator: ", "))]"
    line(short.utf8.count <= 110 ? short : "\(key) = [\n" + items.map { "  \($0),\n" }.joined() + "]")
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
        let digits = String(scalar.value, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "\"\(escaped)\""
  }
}
