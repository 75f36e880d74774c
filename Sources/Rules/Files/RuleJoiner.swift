/// Adds the rules and allowlists of one file to those it extends, and checks what comes out.
struct RuleJoiner {
  private var rules: RuleSet
  private let file: String
  /// Whether a rule without a regex may be meant for a rule that another default set has.
  private let mayLackBase: Bool
  private var indexOfID: [String: Int]
  private var errors: [RuleFileIssue] = []
  private(set) var warnings: [RuleFileIssue] = []
  /// Rules of this file, by index, and their lines.
  private var lines: [(index: Int, line: Int)] = []

  init(_ base: RuleSet, file: String, mayLackBase: Bool) {
    rules = base
    self.file = file
    self.mayLackBase = mayLackBase
    indexOfID = Dictionary(base.ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds a rule, or changes the one of the same id.
  mutating func add(_ draft: RuleDraft) {
    if let index = indexOfID[draft.id] {
      rules.replaceRule(at: index, with: draft.applied(to: rules.ruleWithSamples(at: index)))
      lines.append((index, draft.line))
    } else if draft.isComplete {
      indexOfID[draft.id] = rules.count
      lines.append((rules.count, draft.line))
      rules.append(draft.rule)
    } else if mayLackBase {
      warn(
        "rule \"\(draft.id)\" has no effect: it has neither \"regex\" nor \"path\", and no rule of that id is extended"
          + Spelling.hint(for: draft.id, among: rules.ids), line: draft.line)
    } else {
      error("rule \"\(draft.id)\": give it a \"regex\" or a \"path\"", line: draft.line)
    }
  }

  /// Adds a global allowlist: to the rules it names, else to all.
  mutating func add(_ list: Allowlist) {
    guard !list.targetRules.isEmpty else {
      rules.globalAllowlists.append(list)
      return
    }
    for id in list.targetRules {
      guard let index = indexOfID[id] else {
        warn("allowlist: \"targetRules\" names \"\(id)\", which is no rule\(Spelling.hint(for: id, among: rules.ids))")
        continue
      }
      var rule = rules.ruleWithSamples(at: index)
      rule.allowlists.append(list)
      rules.replaceRule(at: index, with: rule)
    }
  }

  /// Adds a filter for all rules.
  mutating func add(_ filter: FilterExpression) { rules.globalFilters.append(filter) }

  /// The joined set.
  ///
  /// - Throws: ``RuleFileError`` when a rule of the file cannot work.
  mutating func finish() throws(RuleFileError) -> RuleSet {
    for (index, line) in lines {
      let rule = rules.rule(at: index)
      let isKnown = { indexOfID[$0] != nil }
      for problem in RuleCheck.problems(of: rule, isKnown: isKnown, ids: rules.ids) { error(problem, line: line) }
      // A warning, since the rule that it names may be one that the file disables.
      if let problem = RuleCheck.pairProblem(of: rule, isKnown: isKnown, ids: rules.ids) { warn(problem, line: line) }
    }
    guard errors.isEmpty else { throw RuleFileError(issues: errors) }
    return rules
  }

  private mutating func error(_ message: String, line: Int) {
    errors.append(RuleFileIssue(file: file, line: line, message: message))
  }

  private mutating func warn(_ message: String, line: Int = 0) {
    warnings.append(RuleFileIssue(file: file, line: line, message: message))
  }
}
