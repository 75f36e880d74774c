/// Writes a rule file anew as leaksift's own; comments and fragments are not kept.
public enum ConfigurationWriter {
  /// The text of a `.leaksift.toml` that means what the file means.
  ///
  /// - Parameter dialect: Whose defaults the file has: what they imply is written out.
  public static func text(of file: RuleFile, from dialect: ConfigurationFile.Dialect) -> String {
    var writer = TOMLWriter()
    if !file.title.isEmpty { writer.add("title", file.title) }
    if !file.summary.isEmpty { writer.add("description", file.summary) }
    for filter in file.filters { writer.add(filter.key.rawValue, filter.source) }
    writer.open("[extend]")
    if let path = file.extending.path {
      writer.add("path", path)
    } else {
      writer.line("useDefault = \(file.extending.useDefault ?? (dialect == .leaksift))")
    }
    writer.add("disabledRules", file.extending.disabledRules)
    for rule in file.rules { rule.write(to: &writer) }
    for list in file.allowlists { writer.add(list, header: "[[allowlists]]") }
    return writer.text
  }
}
