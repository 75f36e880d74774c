public import Findings

/// One key format: how to find it, how to be sure, and what to do about it.
///
/// `docs/RULES.md` describes the keys of a rule file; ``fields`` lists what leaksift does with each.
public struct Rule: Sendable, Equatable {
  /// Unique among the rules of a scan; kebab-case.
  public var id: String
  /// A few words: provider and kind.
  public var title: String
  /// One sentence: what a thief can do with the secret.
  public var summary = ""
  /// What an attacker can do with the secret.
  public var severity = Severity.high
  /// How sure a match that passed the filters is.
  public var confidence = Confidence.medium
  /// RE2 syntax; `nil` for a rule that looks only at paths.
  public var regex: String?
  /// RE2 syntax, on the path relative to the scanned root.
  public var path: String?
  /// Literals of which one must be in every match; lower-case.
  public var keywords: [String] = []
  /// Words of which one must be near the match; lower-case. Empty for a rule that needs none.
  public var context: [String] = []
  /// Capture group that contains the secret; 0 means the first non-empty one, else the whole match.
  public var secretGroup = 0
  /// Shannon entropy in bits per byte that the secret must exceed.
  public var entropy: Double?
  /// What the secret carries in itself to be checked by.
  public var checksum: Checksum?
  /// Whether candidates go through the contextual scorer.
  public var scored = false
  /// Whether the value is a word that everybody knows, such as `changeme`, for which other rules find nothing.
  public var defaultWords = false
  /// Where further values of what the keyword names are; `nil` for a rule that finds what its regex does.
  public var layout: ValueLayout?
  /// Id of the rule for the secret that belongs to what this rule finds, an id, and is often right after it; `nil` for none.
  public var pair: String?
  /// Published example values that are not leaks.
  public var placeholders: [String] = []
  /// Exclusions of this rule.
  public var allowlists: [Allowlist] = []
  /// Conditions under which a match does not count, beside the allowlists.
  public var filters: [FilterExpression] = []
  /// Rules that must match nearby.
  public var required: [RequiredRule] = []
  /// Requests that tell whether a secret is active, in order.
  var verify: [RequestTable<Verifying>] = []
  /// Betterleaks' expression that tells whether a secret is active; `nil` for none.
  public var validate: String?
  /// Requests that revoke a secret, in order.
  var revoke: [RequestTable<Revoking>] = []
  /// The rule with the higher number keeps a secret that two rules find.
  public var specificity = 100
  /// Whether the rule only serves other rules' `required`.
  public var skipReport = false
  /// Free words.
  public var tags: [String] = []
  /// The vendor's page on the format.
  public var docsURL: String?
  /// Where the owner revokes the secret: a URL or the path of a menu.
  public var revokeURL: String?
  /// What to do next, one imperative sentence each.
  public var steps: [String] = []
  /// Ids of rules that found the same before: what was accepted as theirs stays accepted.
  public var formerly: [String] = []
  /// Shapes of the secret; used by rule tests alone.
  public var samples: [String] = []
  /// Shapes of text in which the marked part must be found; used by rule tests alone.
  public var examples: [String] = []
  /// Shapes of text in which nothing must be found; used by rule tests alone.
  public var nonSamples: [String] = []

  /// A rule that finds nothing until it has a regex or a path; the rest has the defaults of a rule file.
  ///
  /// - Parameters:
  ///   - id: Also its title.
  ///   - regex: RE2 syntax.
  ///   - path: RE2 syntax.
  ///   - keywords: Lower-case.
  ///   - context: Lower-case.
  public init(
    id: String, regex: String? = nil, path: String? = nil, keywords: [String] = [], context: [String] = []
  ) {
    self.id = id
    title = id
    self.regex = regex
    self.path = path
    self.keywords = keywords
    self.context = context
  }

  /// The requests that tell whether a secret is active, in order; empty when the rule describes none.
  public var verification: [RequestStep] { verify.map(\.step) }

  /// The requests that revoke a secret, in order; empty when the rule describes none.
  public var revocation: [RequestStep] { revoke.map(\.step) }

  /// Whether the rule says how to find out whether a secret is active.
  public var canBeVerified: Bool { !verify.isEmpty || validate != nil }

  /// Whether the value itself tells what it is, rather than its place alone.
  public var hasFormat: Bool { !scored && !defaultWords }

  /// What a report says about the rule.
  public var reportSummary: RuleSummary {
    var summary = RuleSummary(
      id: id, title: title, summary: summary, severity: severity, confidence: confidence, tags: tags,
      docsURL: docsURL, revokeURL: revokeURL, steps: steps)
    if !revoke.isEmpty {
      summary.commands.append(
        "`leaksift revoke --rule \(id)` has the vendor revoke it; it reads the secret from standard input.")
    }
    if canBeVerified {
      summary.commands.append(
        "`leaksift verify --rule \(id)` tells whether it still works; it reads the secret from standard input.")
    }
    return summary
  }
}

/// Where the values are that a keyword leads to, beside the one that a rule's regex matches.
public enum ValueLayout: String, Sendable, CaseIterable {
  /// The keyword is a name: the elements of its list, the values of its table or column, and the value of its pair.
  case name
  /// The same without further values, of a word of another language for a password: the scorer reads `password`.
  case translated
  /// The keyword is the `kind` of a Kubernetes Secret: its entries, and not what the regex matches.
  case manifest
}

/// Another rule that must match nearby for a composite rule to count.
public struct RequiredRule: Sendable, Equatable {
  /// The other rule's id.
  public var id: String
  /// Largest distance in lines, either way; `nil` means anywhere in the file.
  public var withinLines: Int?
  /// Largest distance in columns, either way; `nil` means any.
  public var withinColumns: Int?

  /// - Parameters:
  ///   - withinLines, withinColumns: Largest distances; `nil` means any.
  public init(id: String, withinLines: Int? = nil, withinColumns: Int? = nil) {
    self.id = id
    self.withinLines = withinLines
    self.withinColumns = withinColumns
  }
}

/// An exclusion written in a rule file.
public struct Allowlist: Sendable, Equatable {
  /// Whether one criterion is enough or all that are given must agree.
  public enum Condition: Sendable { case or, and }
  /// What `regexes` look at.
  public enum Target: Sendable { case secret, match, line }

  /// For people; may be empty.
  public var description: String
  /// How the criteria are joined.
  public var condition: Condition
  /// Full ids of commits, in lower case.
  public var commits: [String]
  /// Regexes on the path; RE2 syntax.
  public var paths: [String]
  /// Regexes on ``target``; RE2 syntax.
  public var regexes: [String]
  /// What ``regexes`` look at.
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
    /// Always true.
    public static func == (left: Origin, right: Origin) -> Bool { true }
  }

  /// Its description and place, for people.
  public var label: String {
    let name = description.isEmpty ? "an allowlist" : "the allowlist \"\(description)\""
    return origin.place.isEmpty ? name : "\(name) (\(origin.place))"
  }

  /// An allowlist without criteria hides nothing until it is given some.
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
