/// A rule as a file gives it: it may be a rule of its own, or change a rule of the file that is extended.
public struct RuleDraft: Sendable, Equatable {
  /// The rule's first line, 1-based.
  public var line: Int
  /// What the file gives; the rest has the defaults of a rule.
  var values: Rule
  /// The fields that the file gives: places in `Rule.fields`, rising.
  private var given: [Int]

  /// Default of `specificity` for a rule whose value is anonymous; with gitleaks, a rule whose id contains "generic"
  /// yields.
  private static let contextualSpecificity = 50

  /// A draft that gives nothing.
  init(id: String, line: Int) {
    self.line = line
    values = Rule(id: id)
    given = []
  }

  /// Reads a rule's table.
  init(id: String, line: Int, reading table: inout TableReader) {
    self.init(id: id, line: line)
    for (place, field) in Rule.fields.enumerated() where field.read(&table, &values) { given.append(place) }
  }

  /// The rule's id.
  public var id: String { values.id }

  /// Whether the draft says what to look for.
  var isComplete: Bool { values.regex != nil || values.path != nil }

  /// Whether the file gives a field.
  func gives(_ key: String) -> Bool { given.contains { Rule.fields[$0].key == key } }

  /// The draft without some fields, for the rule of another id.
  func without(_ keys: Set<String>, id: String) -> RuleDraft { choosing(id: id) { !keys.contains($0) } }

  /// The draft with some fields alone, for the rule of another id.
  func only(_ keys: Set<String>, id: String) -> RuleDraft { choosing(id: id) { keys.contains($0) } }

  private func choosing(id: String, where isChosen: (String) -> Bool) -> RuleDraft {
    var draft = RuleDraft(id: id, line: line)
    draft.given = given.filter { isChosen(Rule.fields[$0].key) }
    for place in draft.given where Rule.fields[place].key != "id" { Rule.fields[place].join(values, &draft.values) }
    return draft
  }

  /// The rule with the defaults of `docs/RULES.md` for what the draft leaves open.
  public var rule: Rule {
    var rule = Rule(id: id)
    if !values.summary.isEmpty { rule.title = values.summary }
    if !values.context.isEmpty || id.lowercased().contains("generic") { rule.specificity = Self.contextualSpecificity }
    return applied(to: rule)
  }

  /// A rule of an extended file with this draft's changes.
  func applied(to base: Rule) -> Rule {
    var rule = base
    for place in given { Rule.fields[place].join(values, &rule) }
    return rule
  }

  /// Writes the table of the rule: what the file gives.
  func write(to writer: inout TOMLWriter) {
    writer.open("[[rules]]")
    for place in given { Rule.fields[place].write(values, &writer) }
  }
}
