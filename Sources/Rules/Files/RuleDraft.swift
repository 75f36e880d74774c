import Findings

/// A rule as a file gives it: it may be whole, or change a rule of the file that is extended.
public struct RuleDraft: Sendable, Equatable {
  public var id: String
  /// The rule's first line, 1-based.
  public var line: Int
  var title: String?
  var summary: String?
  var severity: Severity?
  var confidence: Confidence?
  var regex: String?
  var path: String?
  var keywords: [String] = []
  var context: [String]?
  var secretGroup: Int?
  var entropy: Double?
  var checksum: Checksum?
  var scored: Bool?
  var placeholders: [String] = []
  var allowlists: [Allowlist] = []
  var filters: [FilterExpression] = []
  var required: [RequiredRule] = []
  var specificity: Int?
  var skipReport: Bool?
  var tags: [String] = []
  var docsURL: String?
  var revokeURL: String?
  var steps: [String]?
  var formerly: [String] = []
  var samples: [String]?
  var examples: [String]?
  var nonSamples: [String]?

  /// Default of `specificity` for a rule whose value is anonymous; with gitleaks, a rule whose id holds "generic" yields.
  private static let contextualSpecificity = 50

  init(id: String, line: Int) {
    self.id = id
    self.line = line
  }

  /// Whether the draft says what to look for.
  var isWhole: Bool { regex != nil || path != nil }

  /// The rule with the defaults of `docs/RULES.md` for what the draft leaves open.
  public var rule: Rule {
    let isContextual = !(context ?? []).isEmpty
    var rule = Rule(id: id, title: title ?? summary ?? id)
    if isContextual || id.lowercased().contains("generic") { rule.specificity = Self.contextualSpecificity }
    return applied(to: rule)
  }

  /// A rule of an extended file with this draft's changes: single values replace, lists of keywords, tags,
  /// placeholders, allowlists and required rules are appended.
  func applied(to base: Rule) -> Rule {
    var rule = base
    rule.title = title ?? rule.title
    rule.summary = summary ?? rule.summary
    rule.severity = severity ?? rule.severity
    rule.confidence = confidence ?? rule.confidence
    rule.regex = regex ?? rule.regex
    rule.path = path ?? rule.path
    rule.context = context ?? rule.context
    rule.secretGroup = secretGroup ?? rule.secretGroup
    rule.entropy = entropy ?? rule.entropy
    rule.checksum = checksum ?? rule.checksum
    rule.scored = scored ?? rule.scored
    rule.specificity = specificity ?? rule.specificity
    rule.skipReport = skipReport ?? rule.skipReport
    rule.docsURL = docsURL ?? rule.docsURL
    rule.revokeURL = revokeURL ?? rule.revokeURL
    rule.steps = steps ?? rule.steps
    rule.formerly += formerly.filter { !base.formerly.contains($0) }
    rule.samples = samples ?? rule.samples
    rule.examples = examples ?? rule.examples
    rule.nonSamples = nonSamples ?? rule.nonSamples
    rule.keywords += keywords.filter { !base.keywords.contains($0) }
    rule.tags += tags.filter { !base.tags.contains($0) }
    rule.placeholders += placeholders.filter { !base.placeholders.contains($0) }
    rule.allowlists += allowlists
    rule.filters = base.filters.filter { old in !filters.contains { $0.key == old.key } } + filters
    rule.required += required
    return rule
  }
}
