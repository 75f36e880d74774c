/// Reads the files of `rules/` and checks them more strictly than a user's: the build fails on the first doubt.
package struct RuleCompiler {
  private var rules: [(rule: Rule, file: String, line: Int)] = []
  private var allowlists: [Allowlist] = []
  private var errors: [RuleFileIssue] = []
  /// Rules that work, but slowly.
  package private(set) var warnings: [RuleFileIssue] = []

  package init() {}

  /// Adds the rules of one file.
  package mutating func add(_ text: [UInt8], name: String) {
    let file: RuleFile
    do { file = try RuleFile.parse(text, name: name, isStrict: true) } catch {
      errors += error.issues
      return
    }
    warnings += file.warnings + file.unusedFragments
    if file.extending.line > 0 {
      fail("[extend] has no meaning in a built-in file", file: name, line: file.extending.line)
    }
    if file.allowlists.contains(where: { !$0.targetRules.isEmpty }) {
      fail("\"targetRules\" has no meaning in a built-in file: use [[rules.allowlists]]", file: name, line: 0)
    }
    allowlists += file.allowlists
    for draft in file.rules {
      if draft.isComplete {
        rules.append((draft.rule, name, draft.line))
      } else {
        fail("rule \"\(draft.id)\": give it a \"regex\" or a \"path\"", file: name, line: draft.line)
      }
    }
  }

  /// The tables of all rules, in the order in which they were added.
  ///
  /// - Throws: ``RuleFileError`` with everything that is wrong with any file.
  package mutating func finish() throws(RuleFileError) -> RuleTables {
    let ids = rules.map(\.rule.id)
    checkUniqueness()
    let known = Set(ids)
    for (rule, file, line) in rules {
      for problem in RuleCheck.problems(of: rule, isKnown: known.contains, ids: ids) {
        fail(problem, file: file, line: line)
      }
      if let problem = RuleCheck.pairProblem(of: rule, isKnown: known.contains, ids: ids) {
        fail(problem, file: file, line: line)
      }
      checkRecord(of: rule, file: file, line: line)
      warnAboutWidth(of: rule, file: file, line: line)
    }
    if rules.isEmpty, errors.isEmpty { fail("there is no rule", file: "rules", line: 0) }
    guard errors.isEmpty else { throw RuleFileError(issues: errors) }
    return RuleTables(rules.map(\.rule), allowlists: allowlists)
  }

  private mutating func checkUniqueness() {
    var places: [String: String] = [:]
    for (rule, file, line) in rules {
      if let first = places[rule.id] {
        fail("rule \"\(rule.id)\" is defined twice: it is also in \(first)", file: file, line: line)
      } else {
        places[rule.id] = "\(file):\(line)"
      }
    }
  }

  /// Decodes what was encoded: a separator inside a value would show here.
  private mutating func checkRecord(of rule: Rule, file: String, line: Int) {
    let decoded = RuleDecoder.rule(
      RuleEncoder.record(of: rule)[...], samples: RuleEncoder.sampleRecord(of: rule)[...])
    let words = KeywordTable.words(of: rule)
    guard decoded == rule, !words.contains(where: { $0.utf8.contains { $0 < 0x20 } }) else {
      return fail("rule \"\(rule.id)\": remove the control characters from its values", file: file, line: line)
    }
  }

  private mutating func warnAboutWidth(of rule: Rule, file: String, line: Int) {
    guard let regex = rule.regex else { return }
    let width = RegexWidth(regex)
    if width.maximum == nil {
      warn("rule \"\(rule.id)\": give each quantifier of \"regex\" an upper bound", file: file, line: line)
    }
    if rule.context.isEmpty, !rule.keywords.isEmpty, !width.always(containsOneOf: rule.keywords) {
      warn("rule \"\(rule.id)\": a match need not contain one of its \"keywords\"", file: file, line: line)
    }
  }

  private mutating func fail(_ message: String, file: String, line: Int) {
    errors.append(RuleFileIssue(file: file, line: line, message: message))
  }

  private mutating func warn(_ message: String, file: String, line: Int) {
    warnings.append(RuleFileIssue(file: file, line: line, message: message))
  }
}
