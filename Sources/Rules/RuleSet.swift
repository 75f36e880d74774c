/// The rules of a scan, joined and ready to be made into an index.
///
/// Built-in rules stay text until they are needed, so that making a set costs next to nothing.
public struct RuleSet: Sendable {
  private var compiled: CompiledRules?
  /// Rules that come from files, or that files changed.
  private var written: [Rule] = []
  /// Where each rule is: an index into the compiled rules, or the complement of an index into `written`.
  /// `nil` while the set is the compiled rules themselves.
  private var sources: [Int32]?
  /// Allowlists for all rules; those with `targetRules` are with their rules instead.
  public internal(set) var globalAllowlists: [Allowlist]
  /// Filters for all rules.
  public internal(set) var globalFilters: [FilterExpression] = []

  /// The rules of the binary.
  package init(_ compiled: CompiledRules) {
    self.compiled = compiled
    globalAllowlists = compiled.allowlists
  }

  /// Rules that no file was compiled from.
  ///
  /// - Parameters:
  ///   - rules: In the order in which they are tried and listed.
  ///   - globalAllowlists: Exclusions for all of them.
  ///   - globalFilters: Conditions for all of them.
  public init(
    _ rules: [Rule] = [], globalAllowlists: [Allowlist] = [], globalFilters: [FilterExpression] = []
  ) {
    written = rules
    sources = rules.indices.map { ~Int32($0) }
    self.globalAllowlists = globalAllowlists
    self.globalFilters = globalFilters
  }

  /// Number of rules.
  public var count: Int { sources?.count ?? compiled?.count ?? 0 }

  // MARK: - Reading

  /// A rule, decoded anew at each call. Samples of built-in rules are left out.
  public func rule(at index: Int) -> Rule {
    let source = source(of: index)
    guard source >= 0, let compiled else { return written[~source] }
    return compiled.rule(at: source)
  }

  /// A rule with its samples, examples and non-samples.
  public func ruleWithSamples(at index: Int) -> Rule {
    let source = source(of: index)
    guard source >= 0, let compiled else { return written[~source] }
    return compiled.ruleWithSamples(at: source)
  }

  /// Where the regex of a rule has to look.
  package func reach(at index: Int) -> MatchReach {
    let source = source(of: index)
    guard source >= 0, let compiled else { return MatchReach(of: written[~source]) }
    return compiled.reach(at: source) ?? MatchReach(of: compiled.rule(at: source))
  }

  /// The id of a rule, without decoding the rest of it.
  public func id(at index: Int) -> String {
    let source = source(of: index)
    guard source >= 0, let compiled else { return written[~source].id }
    return compiled.id(at: source)
  }

  /// The index of the rule with an id; takes time in proportion to the number of rules.
  public func index(of id: String) -> Int? {
    (0..<count).first { self.id(at: $0) == id }
  }

  /// Visits each keyword, or word of a contextual rule's `context`, with the indices of the rules it leads to.
  ///
  /// No rule is decoded. A keyword of built-in rules comes a second time when rules of files have it too.
  public func forEachKeyword(_ body: (ArraySlice<UInt8>, [Int32]) -> Void) {
    visitKeywords { word, rules in
      if !word.isEmpty { body(word, rules) }
    }
  }

  /// Indices, rising, of the rules without keyword or context: those that look only at paths, and those whose regex
  /// must be tried on each text.
  public var rulesWithoutKeyword: [Int] {
    var indices: [Int] = []
    visitKeywords { word, rules in
      if word.isEmpty { indices += rules.map(Int.init) }
    }
    return indices.sorted()
  }

  /// Indices of the rules that need other rules nearby.
  var compositeIndices: [Int] {
    let compiledComposites = Set(compiled?.compositeIndices ?? [])
    return (0..<count).filter { index in
      let source = source(of: index)
      return source >= 0 ? compiledComposites.contains(source) : !written[~source].required.isEmpty
    }
  }

  /// Indices of the rules that others need nearby.
  package var requiredIndices: Set<Int> {
    let ids = Set(compositeIndices.flatMap { rule(at: $0).required.map(\.id) })
    return ids.isEmpty ? [] : Set((0..<count).filter { ids.contains(id(at: $0)) })
  }

  /// A rule that a file has written or changed; `nil` for a built-in one as it is.
  func writtenRule(at index: Int) -> Rule? {
    let source = source(of: index)
    return source < 0 ? written[~source] : nil
  }

  /// Whether a rule is the binary's own, as it is.
  package func isBuiltIn(at index: Int) -> Bool { source(of: index) >= 0 }

  private func source(of index: Int) -> Int {
    sources.map { Int($0[index]) } ?? index
  }

  private func visitKeywords(_ visit: KeywordTable.Visitor) {
    guard let sources else {
      if let compiled { KeywordTable.decode(compiled.keywordTable, visit: visit) }
      return
    }
    var indexOfSource = [Int32](repeating: -1, count: compiled?.count ?? 0)
    var indexOfWritten: [Int32] = Array(repeating: -1, count: written.count)
    for (index, source) in sources.enumerated() {
      if source >= 0 { indexOfSource[Int(source)] = Int32(index) } else { indexOfWritten[Int(~source)] = Int32(index) }
    }
    if let compiled {
      KeywordTable.decode(compiled.keywordTable) { word, rules in
        let kept = rules.map { indexOfSource[Int($0)] }.filter { $0 >= 0 }
        if !kept.isEmpty { visit(word, kept) }
      }
    }
    for (word, rules) in KeywordTable.entries(of: written) {
      let kept = rules.map { indexOfWritten[Int($0)] }.filter { $0 >= 0 }
      if !kept.isEmpty { visit(Array(word.utf8)[...], kept) }
    }
  }

  // MARK: - Changing

  /// Adds a rule at the end.
  mutating func append(_ rule: Rule) {
    sources = currentSources + [~Int32(written.count)]
    written.append(rule)
  }

  /// Puts another rule in a rule's place.
  mutating func replaceRule(at index: Int, with rule: Rule) {
    var changed = currentSources
    if changed[index] < 0 {
      written[Int(~changed[index])] = rule
    } else {
      changed[index] = ~Int32(written.count)
      written.append(rule)
    }
    sources = changed
  }

  /// Keeps the rules at the given indices, which rise.
  mutating func keep(_ indices: [Int]) {
    let current = currentSources
    sources = indices.map { current[$0] }
  }

  private var currentSources: [Int32] { sources ?? (0..<Int32(count)).map { $0 } }
}
