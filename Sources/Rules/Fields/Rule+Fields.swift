import Findings

extension Rule: RuleTable {
  init() { self.init(id: "") }

  var defaults: Rule { Rule(id: id) }

  /// The keys of `[[rules]]`.
  static let fields: [RuleField<Rule>] = textFields + matchingFields + judgingFields + actionFields + tableFields

  /// The keys of requests, which count only in files that the user trusts.
  static let verifyKey = "verify"
  static let revokeKey = "revoke"
  static let validateKey = "validate"

  private static let tableFields: [RuleField<Rule>] = [
    RuleField(
      tables: "allowlists", \.allowlists, .gitleaks, reading: { $0.allowlists(isGlobal: false) },
      "what does not count"),
    RuleField(
      tables: "required", \.required, .gitleaks, reading: { $0.requiredRules() },
      "another rule that must match nearby"),
    RuleField(
      tables: Rule.verifyKey, \.verify, .leaksift, joining: .replaces, reading: { $0.requests(Rule.verifyKey) },
      "a request that tells whether the secret is active; several are steps, in order"),
    RuleField(
      Rule.validateKey, \.validate, tag: "X", .betterleaks, reading: { $0.validation($1) },
      "an [expression](VERIFICATION.md#expressions-of-betterleaks) that asks whether the secret is active; not in built-in "
        + "files"),
    RuleField(
      tables: Rule.revokeKey, \.revoke, .leaksift, joining: .replaces, reading: { $0.requests(Rule.revokeKey) },
      "a request that revokes the secret; several are steps, in order"),
  ]

  private static let textFields: [RuleField<Rule>] = [
    RuleField("id", \.id, tag: "i", .gitleaks, "unique, kebab-case"),
    RuleField("title", \.title, tag: "t", .leaksift, "a few words: provider and kind"),
    RuleField(
      "description", \.summary, tag: "d", .gitleaks, reading: { $0.filledString($1) },
      "one sentence: what a thief can do with it"),
    RuleField("severity", \.severity, tag: "V", .leaksift, "what an attacker can do with the secret"),
    RuleField("confidence", \.confidence, tag: "C", .leaksift, "of a match that passed the filters"),
  ]

  private static let matchingFields: [RuleField<Rule>] = [
    RuleField(
      "regex", \.regex, tag: "r", .gitleaks, reading: { $0.regex($1) },
      "RE2 syntax (no look-around, no back-references). The first non-empty group is the secret, else the whole match"),
    RuleField(
      "path", \.path, tag: "p", .gitleaks, reading: { $0.regex($1) },
      "regex on the path. With `regex`, both must match; alone, the file itself is the finding"),
    RuleField(
      "secretGroup", \.secretGroup, tag: "g", .gitleaks,
      // Zero means "as before" to gitleaks, in a rule that changes another one as well.
      reading: { $0.integer($1, in: 0...Int(Int16.max)).flatMap { $0 == 0 ? nil : $0 } },
      "another group than the first non-empty one"),
    RuleField(
      "entropy", \.entropy, tag: "e", .gitleaks,
      reading: { $0.number($1, in: 0...8).flatMap { $0 == 0 ? nil : $0 } },
      "the secret's Shannon entropy in bits per byte must be greater"),
    RuleField(
      "keywords", \.keywords, tag: "k", .gitleaks, joining: .adds, reading: { $0.keywords($1) },
      "literals of which one must be inside every match; compared without letter case. At least three bytes, else the "
        + "rule is tried on every text"),
    RuleField(
      "context", \.context, tag: "c", .leaksift, reading: { $0.keywords($1) },
      "lower-case words or hosts of which one must be near: same statement, or within about 100 bytes. They lead to the "
        + "rule instead of `keywords`, which other tools read"),
  ]

  private static let judgingFields: [RuleField<Rule>] = [
    RuleField(
      "checksum", \.checksum, tag: "x", .leaksift,
      "name of a checksum or structure check, see below: fail drops the match, pass makes it `high`"),
    RuleField(
      "scored", \.scored, tag: "o", .leaksift,
      "whether a match goes through the scorer of contextual values, which then decides on it and sets its confidence; "
        + "default false, with a `context` too"),
    RuleField(
      "default_words", \.defaultWords, tag: "f", .leaksift,
      "whether the value is a word that everybody knows, such as `changeme`, which the filters drop for other rules; default "
        + "false"),
    RuleField(
      "layout", \.layout, tag: "y", .leaksift,
      "where further values are, for a `scored` rule with a keyword at a fixed place: `name` in the list, table, column or "
        + "pair of the name that the keyword is a part of, `translated` for a keyword that is a word of another language for "
        + "`password`, which is what the scorer reads, `manifest` in the entries of a Kubernetes Secret"),
    RuleField(
      "pair", \.pair, tag: "Z", .leaksift,
      "of a rule for ids, such as those of access keys: the rule for the secret that belongs to one. A value of that rule's "
        + "shape needs no `context` where it is right after the id: `Client(\"ID\", \"SECRET\")`, `ID,SECRET`"),
    RuleField(
      "placeholders", \.placeholders, tag: "h", .leaksift, joining: .adds,
      "published example values that are not leaks, exact"),
    RuleField(
      "specificity", \.specificity, tag: "s", .betterleaks,
      "which rule keeps a secret that two rules find: the higher one; default 100, contextual or with `generic` in the "
        + "id 50"),
    RuleField("skipReport", \.skipReport, tag: "q", .gitleaks, "the rule only serves other rules' `required`"),
    RuleField("tags", \.tags, tag: "T", .gitleaks, joining: .adds, "free words"),
    RuleField(
      filter: .prefilter,
      "hides what it is true for; an [expression](CONFIGURATION.md#filter-expressions) on path and commit"
    ),
    RuleField(filter: .filter, "the same, on the finding too"),
  ]

  private static let actionFields: [RuleField<Rule>] = [
    RuleField("docs_url", \.docsURL, tag: "u", .leaksift, "the vendor's page on the format"),
    RuleField("revoke_url", \.revokeURL, tag: "v", .leaksift, "where the owner revokes: URL or menu path"),
    RuleField(
      "formerly", \.formerly, tag: "F", .leaksift, joining: .adds,
      "ids of rules that found the same before, of a rule that was renamed or split: what was "
        + "[accepted](SUPPRESSIONS.md#a-baseline) as theirs stays accepted"),
    RuleField("steps", \.steps, tag: "n", .leaksift, "what to do next, one imperative sentence each"),
    RuleField(
      "samples", \.samples, tag: "S", .leaksift, isSample: true,
      "shapes of the secret (see below) from which tests make values that must be found"),
    RuleField(
      "examples", \.examples, tag: "E", .leaksift, isSample: true,
      "shapes of whole text in which the part between `«` and `»` must be found"),
    RuleField(
      "non_samples", \.nonSamples, tag: "N", .leaksift, isSample: true,
      "shapes of whole text, or of secrets, in which this rule must find nothing"),
  ]
}

extension Allowlist: RuleTable {
  init() { self.init(description: "") }

  /// The keys of `[[rules.allowlists]]` and `[[allowlists]]`.
  static let fields: [RuleField<Allowlist>] = [
    RuleField("description", \.description, tag: "A", .gitleaks, "for people"),
    RuleField("condition", \.condition, tag: "B", .gitleaks, "whether one criterion is enough or all must agree"),
    RuleField(targetRules, \.targetRules, tag: "L", .gitleaks, "ids of the rules that a list for all rules is for"),
    RuleField(
      "commits", \.commits, tag: "D", .gitleaks, reading: { $0.lowerCasedStrings($1) }, "full ids of commits"),
    RuleField("paths", \.paths, tag: "P", .gitleaks, reading: { $0.regexes($1) }, "regexes on the path"),
    RuleField("regexTarget", \.target, tag: "G", .gitleaks, "what `regexes` look at"),
    RuleField("regexes", \.regexes, tag: "R", .gitleaks, reading: { $0.regexes($1) }, "regexes on the `regexTarget`"),
    RuleField(
      "stopwords", \.stopwords, tag: "W", .gitleaks, reading: { $0.lowerCasedStrings($1) }, "texts in the secret"),
  ]

  /// The key that only lists for all rules have.
  static let targetRules = "targetRules"
}

extension RequiredRule: RuleTable {
  init() { self.init(id: "") }

  /// The keys of `[[rules.required]]`.
  static let fields: [RuleField<RequiredRule>] = [
    RuleField("id", \.id, tag: "Q", .gitleaks, "the other rule"),
    RuleField("withinLines", \.withinLines, tag: "l", .gitleaks, "largest distance in lines, either way"),
    RuleField("withinColumns", \.withinColumns, tag: "m", .gitleaks, "largest distance in columns, either way"),
  ]
}
