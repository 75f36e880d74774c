import ByteSearch
import Findings

/// Turns the tree of a rule file into rules and allowlists.
struct RuleFileDecoder {
  private var reader: TableReader
  let notes: RuleFileNotes
  private let fragments = RegexFragments()

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
    decodeFragments()
    let rules = withoutDuplicates((reader.subtables("rules") ?? []).compactMap { decodeRule($0.table, at: $0.value) })
    let allowlists = decodeAllowlists(of: &reader, isGlobal: true)
    let filters = decodeFilters(of: &reader)
    let settings = Self.decodeSettings(&reader)
    reader.finish()
    return RuleFile(
      name: notes.file, title: title, summary: summary, extending: extending, rules: rules, allowlists: allowlists,
      filters: filters, settings: settings, warnings: notes.warnings, unusedFragments: unusedFragments)
  }

  // MARK: - Parts of a file

  private mutating func decodeExtension() -> RuleFile.Extension {
    guard let (table, value) = reader.subtable("extend") else { return RuleFile.Extension() }
    var keys = TableReader(table, subject: "[extend]", notes: notes)
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

  private mutating func decodeFragments() {
    guard let (table, _) = reader.subtable("fragments") else { return }
    var keys = TableReader(table, subject: "[fragments]", notes: notes)
    for entry in table.entries {
      guard let text = keys.string(entry.key) else { continue }
      guard RegexFragments.isName(entry.key) else {
        notes.error(
          keys.about("\"\(entry.key)\" is no name: give it a letter, then letters, digits, \"_\" and \"-\""),
          at: entry.value)
        continue
      }
      checkNames(in: text, key: entry.key, at: entry.value, in: keys)
      let regex = fragments.declare(entry.key, text: text, line: entry.value.line)
      checkRegex(regex, key: entry.key, at: entry.value, in: keys)
    }
  }

  private var unusedFragments: [RuleFileIssue] {
    fragments.unused.map { name, line in
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
    var keys = TableReader(table, subject: "rule", notes: notes)
    let id = keys.string("id")
    guard let id, !id.isEmpty else {
      if table["id"] == nil || id == "" {
        notes.error("rule without an id: give it an \"id\"", at: value)
      }
      return nil
    }
    keys.subject = "rule \"\(id)\""
    var draft = RuleDraft(id: id, line: value.line)
    decodeTexts(of: &keys, into: &draft)
    decodeMatching(of: &keys, into: &draft)
    draft.allowlists = decodeAllowlists(of: &keys, isGlobal: false)
    draft.filters = decodeFilters(of: &keys)
    draft.required = (keys.subtables("required") ?? []).compactMap { decodeRequired($0.table, at: $0.value, in: keys) }
    keys.finish()
    return draft
  }

  private func decodeTexts(of keys: inout TableReader, into draft: inout RuleDraft) {
    draft.title = keys.string("title")
    draft.summary = keys.string("description").flatMap { $0.isEmpty ? nil : $0 }
    draft.severity = keys.choice("severity", among: Severity.allCases.reversed().map(\.name), Severity.init(name:))
    draft.confidence = keys.choice(
      "confidence", among: Confidence.allCases.reversed().map(\.name), Confidence.init(name:))
    draft.tags = keys.strings("tags") ?? []
    draft.docsURL = keys.string("docs_url")
    draft.revokeURL = keys.string("revoke_url")
    draft.steps = keys.strings("steps")
    draft.formerly = keys.strings("formerly") ?? []
    draft.samples = keys.strings("samples")
    draft.examples = keys.strings("examples")
    draft.nonSamples = keys.strings("non_samples")
  }

  private func decodeMatching(of keys: inout TableReader, into draft: inout RuleDraft) {
    draft.regex = decodeRegex("regex", of: &keys)
    draft.path = decodeRegex("path", of: &keys)
    draft.keywords = decodeKeywords("keywords", of: &keys) ?? []
    draft.context = decodeKeywords("context", of: &keys)
    // Zero means "as before" to gitleaks, in a rule that changes another one as well.
    draft.secretGroup = keys.integer("secretGroup", in: 0...Int(Int16.max)).flatMap { $0 == 0 ? nil : $0 }
    draft.entropy = keys.number("entropy", in: 0...8).flatMap { $0 == 0 ? nil : $0 }
    draft.checksum = decodeChecksum(of: &keys)
    draft.scored = keys.boolean("scored")
    draft.placeholders = keys.strings("placeholders") ?? []
    draft.specificity = keys.integer("specificity", in: 0...Int(Int32.max))
    draft.skipReport = keys.boolean("skipReport")
  }

  private func decodeRegex(_ key: String, of keys: inout TableReader) -> String? {
    guard let value = keys.value(key), let source = keys.string(key), !source.isEmpty else { return nil }
    return expanded(source, key: key, at: value, in: keys)
  }

  /// A regex with its fragments, checked.
  private func expanded(_ source: String, key: String, at value: TOMLValue, in keys: TableReader) -> String {
    checkNames(in: source, key: key, at: value, in: keys)
    let regex = fragments.expanding(source)
    checkRegex(regex, key: key, at: value, in: keys)
    return regex
  }

  private func checkNames(in regex: String, key: String, at value: TOMLValue, in keys: TableReader) {
    for name in fragments.undeclaredNames(in: regex) {
      notes.warn(
        keys.about(
          "\"\(key)\" has {{\(name)}}, which is regex text: no fragment of that name is declared above it"
            + Spelling.hint(for: name, among: fragments.names)), at: value)
    }
  }

  private func checkRegex(_ source: String, key: String, at value: TOMLValue, in keys: TableReader) {
    do { _ = try Pattern(source, options: .seldomUsed) } catch {
      notes.error(keys.about("\"\(key)\" does not compile at offset \(error.offset): \(error.reason)"), at: value)
      return
    }
    for difference in RE2Dialect.differences(in: source) {
      let place = keys.about("\"\(key)\" has `\(difference.construct)` at offset \(difference.offset)")
      if let mend = difference.mend {
        notes.error("\(place), which RE2 and PCRE2 read differently: write \(mend)", at: value)
      } else if notes.isPeersFile {
        notes.warn("\(place), which RE2 does not have: gitleaks refuses it, leaksift takes it", at: value)
      }
    }
  }

  private func decodeKeywords(_ key: String, of keys: inout TableReader) -> [String]? {
    guard let value = keys.value(key), let words = keys.strings(key) else { return nil }
    if words.contains(where: \.isEmpty) {
      notes.error(keys.about("\"\(key)\" holds an empty string, which is in every text: remove it"), at: value)
    }
    var seen: Set<String> = []
    return words.map { $0.lowercased() }.filter { seen.insert($0).inserted }
  }

  private func decodeChecksum(of keys: inout TableReader) -> Checksum? {
    guard let value = keys.value("checksum"), let name = keys.string("checksum") else { return nil }
    if let checksum = Checksum(rawValue: name) { return checksum }
    let hint = Spelling.hint(for: name, among: Checksum.allCases.map(\.rawValue))
    notes.error(keys.about("unknown checksum \"\(name)\"\(hint)"), at: value)
    return nil
  }

  private func decodeRequired(_ table: TOMLTable, at value: TOMLValue, in rule: TableReader) -> RequiredRule? {
    var keys = TableReader(table, subject: rule.about("[[rules.required]]"), notes: notes)
    let id = keys.string("id")
    let lines = keys.integer("withinLines", in: 0...Int(Int32.max))
    let columns = keys.integer("withinColumns", in: 0...Int(Int32.max))
    keys.finish()
    guard let id, !id.isEmpty else {
      if table["id"] == nil || id == "" { notes.error(keys.about("give the \"id\" of the other rule"), at: value) }
      return nil
    }
    return RequiredRule(id: id, withinLines: lines, withinColumns: columns)
  }

  // MARK: - Allowlists

  /// `[[allowlists]]`, or the older `[allowlist]`.
  private func decodeAllowlists(of keys: inout TableReader, isGlobal: Bool) -> [Allowlist] {
    let lists = keys.subtables("allowlists")
    guard let (table, value) = keys.subtable("allowlist") else {
      return (lists ?? []).compactMap { decodeAllowlist($0.table, at: $0.value, in: keys, isGlobal: isGlobal) }
    }
    if lists != nil {
      notes.error(keys.about("give either \"allowlists\" or the older \"allowlist\", not both"), at: value)
    }
    return decodeAllowlist(table, at: value, in: keys, isGlobal: isGlobal).map { [$0] } ?? []
  }

  private func decodeAllowlist(
    _ table: TOMLTable, at value: TOMLValue, in owner: TableReader, isGlobal: Bool
  ) -> Allowlist? {
    var keys = TableReader(table, subject: owner.about("allowlist"), notes: notes)
    var list = Allowlist(description: keys.string("description") ?? "")
    list.origin.place = "\(notes.file):\(value.line)"
    list.condition = keys.choice("condition", among: ["OR", "AND"], Self.condition) ?? .or
    list.target = keys.choice("regexTarget", among: ["secret", "match", "line"], Self.target) ?? .secret
    list.commits = (keys.strings("commits") ?? []).map { $0.lowercased() }
    list.paths = decodeRegexes("paths", of: &keys)
    list.regexes = decodeRegexes("regexes", of: &keys)
    list.stopwords = (keys.strings("stopwords") ?? []).map { $0.lowercased() }
    if isGlobal { list.targetRules = keys.strings("targetRules") ?? [] }
    keys.finish()
    guard !(list.commits + list.paths + list.regexes + list.stopwords).isEmpty else {
      notes.error(keys.about("it is empty: give commits, paths, regexes or stopwords"), at: value)
      return nil
    }
    if list.stopwords.contains("") {
      notes.error(keys.about("\"stopwords\" holds an empty string, which is in every secret: remove it"), at: value)
    }
    return list
  }

  // MARK: - Filters

  /// Betterleaks' `prefilter` and `filter`.
  private func decodeFilters(of keys: inout TableReader) -> [FilterExpression] {
    FilterExpression.Key.allCases.compactMap { key in decodeFilter(key, of: &keys) }
  }

  private func decodeFilter(_ key: FilterExpression.Key, of keys: inout TableReader) -> FilterExpression? {
    let name = key.rawValue
    guard let value = keys.value(name), let source = keys.string(name), !source.allSatisfy(\.isWhitespace) else {
      return nil
    }
    if notes.isStrict {
      notes.error(keys.about("\"\(name)\" has no meaning in a built-in file: use [[rules.allowlists]]"), at: value)
      return nil
    }
    let origin = Allowlist.Origin(place: "\(notes.file):\(value.line)")
    let (filter, issues) = FilterExpression.read(source, key: key, origin: origin)
    let effect = filter == nil ? "it hides nothing" : "that part hides nothing"
    for issue in issues {
      notes.warn(
        keys.about("\"\(name)\" has \(issue.construct) at offset \(issue.offset), which is not understood: \(effect)"),
        at: value)
    }
    for regex in filter?.patterns ?? [] { checkRegex(regex, key: name, at: value, in: keys) }
    return filter
  }

  private func decodeRegexes(_ key: String, of keys: inout TableReader) -> [String] {
    guard let value = keys.value(key), let sources = keys.strings(key) else { return [] }
    return sources.map { expanded($0, key: key, at: value, in: keys) }
  }

  private static func condition(_ word: String) -> Allowlist.Condition? {
    switch word.uppercased() {
    case "OR", "||", "": .or
    case "AND", "&&": .and
    default: nil
    }
  }

  private static func target(_ word: String) -> Allowlist.Target? {
    switch word.lowercased() {
    case "secret", "": .secret
    case "match": .match
    case "line": .line
    default: nil
    }
  }
}
