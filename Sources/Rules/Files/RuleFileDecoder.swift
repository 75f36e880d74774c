/// Turns the tree of a rule file into rules and allowlists.
struct RuleFileDecoder {
  private var reader: TableReader
  let notes: RuleFileNotes

  init(_ root: TOMLTable, notes: RuleFileNotes) {
    reader = TableReader(root, subject: "", notes: notes)
    self.notes = notes
  }

  mutating func decode() -> RuleFile {
    let title = reader.string("title") ?? ""
    let summary = reader.string("description") ?? ""
    // Versions of other scanners, which say nothing about this one.
    for key in ["minVersion", "betterleaksMinVersion"] { _ = reader.string(key) }
    let extending = decodeExtension()
    reader.readFragments()
    let rules = withoutDuplicates((reader.subtables("rules") ?? []).compactMap { decodeRule($0.table, at: $0.value) })
    let allowlists = reader.allowlists(isGlobal: true)
    let filters = FilterExpression.Key.allCases.compactMap { key in reader.filter(key) }
    let settings = Self.decodeSettings(&reader)
    reader.finish()
    return RuleFile(
      name: notes.file, title: title, summary: summary, extending: extending, rules: rules, allowlists: allowlists,
      filters: filters, settings: settings, warnings: notes.warnings, unusedFragments: unusedFragments)
  }

  // MARK: - Parts of a file

  private mutating func decodeExtension() -> RuleFile.Extension {
    guard let (table, value) = reader.subtable("extend") else { return RuleFile.Extension() }
    var keys = reader.nested(table, subject: "[extend]")
    var extending = RuleFile.Extension(line: value.line)
    extending.useDefault = keys.boolean("useDefault")
    extending.path = keys.string("path").flatMap { $0.isEmpty ? nil : $0 }
    extending.disabledRules = keys.strings("disabledRules") ?? []
    if let url = keys.value("url") {
      notes.warn("[extend]: \"url\" has no effect: nothing is fetched from the network; use \"path\"", at: url)
    }
    if extending.useDefault == true, extending.path != nil {
      notes.error("[extend]: give either \"useDefault\" or \"path\", not both", at: value)
    }
    keys.finish()
    return extending
  }

  private var unusedFragments: [RuleFileIssue] {
    reader.fragments.unused.map { name, line in
      RuleFileIssue(
        file: notes.file, line: line, message: "[fragments]: \"\(name)\" has no effect: no regex contains {{\(name)}}")
    }
  }

  /// The rules without those that a later one of the same id replaces, as with gitleaks; in files of our own two rules
  /// of one id are a mistake.
  private func withoutDuplicates(_ rules: [RuleDraft]) -> [RuleDraft] {
    var kept: [RuleDraft] = []
    var indexOfID: [String: Int] = [:]
    for rule in rules {
      guard let index = indexOfID[rule.id] else {
        indexOfID[rule.id] = kept.count
        kept.append(rule)
        continue
      }
      let message = "rule \"\(rule.id)\" is defined twice"
      if notes.isPeersFile {
        notes.warn("\(message): this one counts, the one on line \(kept[index].line) has no effect", line: rule.line)
        kept[index] = rule
      } else {
        notes.error("\(message): it is also on line \(kept[index].line)", line: rule.line)
      }
    }
    return kept
  }

  // MARK: - Rules

  private func decodeRule(_ table: TOMLTable, at value: TOMLValue) -> RuleDraft? {
    var keys = reader.nested(table, subject: "rule")
    let id = keys.string("id")
    guard let id, !id.isEmpty else {
      if keys.isMissingOrEmpty("id") { notes.error("rule without an id: give it an \"id\"", at: value) }
      return nil
    }
    keys.subject = "rule \"\(id)\""
    let draft = RuleDraft(id: id, line: value.line, reading: &keys)
    keys.finish()
    return draft
  }
}
