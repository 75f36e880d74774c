/// Replaces the peers' rule ids in a file by those of the rules that it extends.
struct PeerRuleTranslation {
  private let file: RuleFile
  /// Whether an id that both sides have means the peer's rule: it may be wider than the built-in one.
  private let isPeersFile: Bool
  /// Ids of the extended rules.
  private let base: Set<String>
  /// Ids of rules that the file defines itself.
  private let own: Set<String>
  private var warnings: [RuleFileIssue] = []

  fileprivate init(_ file: RuleFile, isPeersFile: Bool, base: Set<String>) {
    self.file = file
    self.isPeersFile = isPeersFile
    self.base = base
    own = Set(file.rules.filter(\.isComplete).map(\.id))
  }

  fileprivate mutating func run() -> RuleFile {
    var result = file
    result.extending.disabledRules = ids(
      file.extending.disabledRules, in: "[extend]: \"disabledRules\" names", line: file.extending.line)
    result.rules = file.rules.flatMap { draft in drafts(for: draft) }
    for index in result.allowlists.indices where !result.allowlists[index].targetRules.isEmpty {
      let list = result.allowlists[index]
      result.allowlists[index].targetRules = ids(
        list.targetRules, in: "allowlist: \"targetRules\" names", line: list.origin.line)
    }
    // A list whose rules are all without a counterpart would count for all rules.
    result.allowlists = zip(file.allowlists, result.allowlists).filter { old, new in
      old.targetRules.isEmpty || !new.targetRules.isEmpty
    }.map(\.1)
    for index in result.settings.paths.indices {
      let disabled = result.settings.paths[index].disabledRules
      result.settings.paths[index].disabledRules = ids(disabled, in: "[[paths]]: \"disabled_rules\" names")
    }
    result.warnings += warnings
    return result
  }

  /// The ids of this program's rules for the ids of a list; unknown ids stay.
  private mutating func ids(_ ids: [String], in place: String, line: Int = 0) -> [String] {
    var seen: Set<String> = []
    return ids.flatMap { id -> [String] in
      if let reason = refusal(of: id) {
        warn("\(place) \"\(id)\" of gitleaks, which has no effect: no rule here finds the same: \(reason)", line)
        return []
      }
      return translated(id)
    }.filter { seen.insert($0).inserted }
  }

  /// The rules that a draft changes, and the draft itself when it is a rule of its own.
  private mutating func drafts(for draft: RuleDraft) -> [RuleDraft] {
    if let reason = refusal(of: draft.id), !draft.isComplete {
      warn("rule \"\(draft.id)\" of gitleaks has no effect: no rule here finds the same: \(reason)", draft.line)
      return []
    }
    let others = translated(draft.id).filter { $0 != draft.id }
    var draft = draft
    draft.values.required = draft.values.required.map { required in
      let ids = translated(required.id)
      return ids.count == 1 ? RequiredRule(id: ids[0], required) : required
    }
    if base.contains(draft.id) || draft.isComplete { return [draft] + others.compactMap { draft.exclusions(for: $0) } }
    return others.isEmpty ? [draft] : others.map { draft.change(of: $0) }
  }

  private func translated(_ id: String) -> [String] {
    let isKnown = base.contains(id) || own.contains(id)
    if isKnown, !isPeersFile { return [id] }
    let rules = PeerRuleIDs.rules(for: id).filter(base.contains)
    return isKnown && !rules.contains(id) ? [id] + rules : rules.isEmpty ? [id] : rules
  }

  private func refusal(of id: String) -> String? {
    guard !base.contains(id), !own.contains(id), case .notCovered(let reason) = PeerRuleIDs.meaning(of: id) else {
      return nil
    }
    return reason
  }

  private mutating func warn(_ message: String, _ line: Int) {
    warnings.append(RuleFileIssue(file: file.name, line: line, message: message))
  }
}

extension RuleFile {
  /// The file with the peers' rule ids replaced by those of the rules that it extends.
  ///
  /// - Parameter base: Ids of the rules that the file extends; a file that is alone has ids of its own.
  public func withOwnRuleIDs(dialect: ConfigurationFile.Dialect, base: [String]) -> RuleFile {
    if base.isEmpty { return self }
    var translation = PeerRuleTranslation(self, isPeersFile: dialect == .gitleaks, base: Set(base))
    return translation.run()
  }
}

extension RuleDraft {
  /// The draft as a change of another rule, without what concerns the peer's own regex.
  fileprivate func change(of id: String) -> RuleDraft { without(["secretGroup", "keywords"], id: id) }

  /// What the draft excludes, for a rule that finds the same; `nil` when it excludes nothing.
  fileprivate func exclusions(for id: String) -> RuleDraft? {
    if values.allowlists.isEmpty, values.filters.isEmpty { return nil }
    return only(["allowlists", "prefilter", "filter"], id: id)
  }
}

extension RequiredRule {
  /// The same requirement of another rule.
  fileprivate init(id: String, _ other: RequiredRule) {
    self.init(id: id, withinLines: other.withinLines, withinColumns: other.withinColumns)
  }
}

extension Allowlist.Origin {
  /// 1-based; 0 when it is not known.
  var line: Int { place.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
}
