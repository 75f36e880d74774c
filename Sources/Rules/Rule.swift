public import Findings

/// One key format: how to find it, how to be sure, and what to do about it.
///
/// The keys of a rule file, gitleaks' and leaksift's own, are described in `docs/RULES.md`.
public struct Rule: Sendable, Equatable {
  public var id: String
  public var title: String
  public var summary: String
  public var severity: Severity
  public var confidence: Confidence
  /// RE2 syntax; `nil` for a rule that looks only at paths.
  public var regex: String?
  /// RE2 syntax, on the path relative to the scanned root.
  public var path: String?
  /// Literals of which one must stand in every match; lower-case.
  public var keywords: [String]
  /// Words of which one must stand near the match; lower-case. Empty for a rule that needs none.
  public var context: [String]
  /// Capture group that holds the secret; 0 means the first non-empty one, else the whole match.
  public var secretGroup: Int
  /// Shannon entropy in bits per byte that the secret must exceed.
  public var entropy: Double?
  public var checksum: Checksum?
  /// Whether candidates go through the contextual scorer.
  public var scored: Bool
  /// Published example values that are not leaks.
  public var placeholders: [String]
  public var allowlists: [Allowlist]
  /// Conditions under which a match does not count, beside the allowlists.
  public var filters: [FilterExpression]
  public var required: [RequiredRule]
  /// The rule with the higher number keeps a secret that two rules find.
  public var specificity: Int
  /// Whether the rule only serves other rules' `required`.
  public var skipReport: Bool
  public var tags: [String]
  public var docsURL: String?
  public var revokeURL: String?
  public var steps: [String]
  /// Ids of rules that found the same before: what was accepted as theirs stays accepted.
  public var formerly: [String]
  /// Shapes of secrets, of text around secrets, and of text without one; used by rule tests alone.
  public var samples: [String]
  public var examples: [String]
  public var nonSamples: [String]

  public init(
    id: String, title: String = "", summary: String = "", severity: Severity = .high,
    confidence: Confidence = .medium, regex: String? = nil, path: String? = nil, keywords: [String] = [],
    context: [String] = [], secretGroup: Int = 0, entropy: Double? = nil, checksum: Checksum? = nil,
    scored: Bool = false, placeholders: [String] = [], allowlists: [Allowlist] = [],
    filters: [FilterExpression] = [], required: [RequiredRule] = [], specificity: Int = 100, skipReport: Bool = false,
    tags: [String] = [], docsURL: String? = nil,
    revokeURL: String? = nil, steps: [String] = [], formerly: [String] = [], samples: [String] = [],
    examples: [String] = [],
    nonSamples: [String] = []
  ) {
    self.id = id
    self.title = title
    self.summary = summary
    self.severity = severity
    self.confidence = confidence
    self.regex = regex
    self.path = path
    self.keywords = keywords
    self.context = context
    self.secretGroup = secretGroup
    self.entropy = entropy
    self.checksum = checksum
    self.scored = scored
    self.placeholders = placeholders
    self.allowlists = allowlists
    self.filters = filters
    self.required = required
    self.specificity = specificity
    self.skipReport = skipReport
    self.tags = tags
    self.docsURL = docsURL
    self.revokeURL = revokeURL
    self.steps = steps
    self.formerly = formerly
    self.samples = samples
    self.examples = examples
    self.nonSamples = nonSamples
  }

  /// What a report tells about the rule.
  public var reportSummary: RuleSummary {
    RuleSummary(
      id: id, title: title, summary: summary, severity: severity, confidence: confidence, tags: tags,
      docsURL: docsURL, revokeURL: revokeURL, steps: steps)
  }
}

/// Another rule that must match nearby for a composite rule to count.
public struct RequiredRule: Sendable, Equatable {
  public var id: String
  /// Largest distance in lines, either way; `nil` means anywhere in the file.
  public var withinLines: Int?
  /// Largest distance in columns, either way; `nil` means any.
  public var withinColumns: Int?

  public init(id: String, withinLines: Int? = nil, withinColumns: Int? = nil) {
    self.id = id
    self.withinLines = withinLines
    self.withinColumns = withinColumns
  }
}

/// An exclusion written in a rule file.
public struct Allowlist: Sendable, Equatable {
  /// Whether one criterion suffices or all that are given must hold.
  public enum Condition: Sendable { case or, and }
  /// What `regexes` look at.
  public enum Target: Sendable { case secret, match, line }

  public var description: String
  public var condition: Condition
  public var commits: [String]
  public var paths: [String]
  public var regexes: [String]
  public var target: Target
  /// Substrings of the secret, compared without letter case.
  public var stopwords: [String]
  /// Ids of the rules a global allowlist is for; empty means all.
  public var targetRules: [String]
  /// Where it is written.
  public var origin = Origin()

  /// A place in a rule file; takes no part in whether two allowlists are the same.
  public struct Origin: Sendable, Equatable {
    /// `FILE:LINE`; empty for the built-in rules.
    public var place = ""
    public static func == (left: Origin, right: Origin) -> Bool { true }
  }

  /// Its description and place, for people.
  public var label: String {
    let name = description.isEmpty ? "an allowlist" : "the allowlist \"\(description)\""
    return origin.place.isEmpty ? name : "\(name) (\(origin.place))"
  }

  public init(
    description: String = "", condition: Condition = .or, commits: [String] = [], paths: [String] = [],
    regexes: [String] = [], target: Target = .secret, stopwords: [String] = [], targetRules: [String] = []
  ) {
    self.description = description
    self.condition = condition
    self.commits = commits
    self.paths = paths
    self.regexes = regexes
    self.target = target
    self.stopwords = stopwords
    self.targetRules = targetRules
  }
}
