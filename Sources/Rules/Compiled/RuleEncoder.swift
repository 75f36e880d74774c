import Findings

/// Writes rules as the records that ``RuleDecoder`` reads.
struct RuleEncoder {
  private(set) var bytes: [UInt8] = []

  /// The record of a rule without its samples.
  static func record(of rule: Rule) -> [UInt8] {
    var encoder = RuleEncoder()
    encoder.bytes += rule.id.utf8
    encoder.addTexts(of: rule)
    encoder.addMatching(of: rule)
    for list in rule.allowlists { encoder.add(list) }
    for other in rule.required { encoder.add(other) }
    return encoder.bytes
  }

  /// The record of what only rule tests use.
  static func sampleRecord(of rule: Rule) -> [UInt8] {
    var encoder = RuleEncoder()
    encoder.add(.sample, rule.samples)
    encoder.add(.example, rule.examples)
    encoder.add(.nonSample, rule.nonSamples)
    return encoder.bytes
  }

  /// The record of the allowlists for all rules.
  static func record(of allowlists: [Allowlist]) -> [UInt8] {
    var encoder = RuleEncoder()
    for list in allowlists { encoder.add(list) }
    return encoder.bytes
  }

  private mutating func addTexts(of rule: Rule) {
    if rule.title != rule.id { add(.title, rule.title) }
    if !rule.summary.isEmpty { add(.summary, rule.summary) }
    add(.severity, String(rule.severity.rawValue))
    add(.confidence, String(rule.confidence.rawValue))
    add(.tag, rule.tags)
    if let url = rule.docsURL { add(.docsURL, url) }
    if let url = rule.revokeURL { add(.revokeURL, url) }
    add(.step, rule.steps)
    add(.formerly, rule.formerly)
  }

  private mutating func addMatching(of rule: Rule) {
    if let regex = rule.regex {
      add(.regex, regex)
      add(.reach, MatchReach(of: rule).text)
    }
    if let path = rule.path { add(.path, path) }
    add(.keyword, rule.keywords)
    add(.context, rule.context)
    if rule.secretGroup != 0 { add(.secretGroup, String(rule.secretGroup)) }
    if let entropy = rule.entropy { add(.entropy, String(entropy)) }
    if let checksum = rule.checksum { add(.checksum, checksum.rawValue) }
    if rule.scored { add(.scored, "") }
    add(.placeholder, rule.placeholders)
    if rule.specificity != 100 { add(.specificity, String(rule.specificity)) }
    if rule.skipReport { add(.skipReport, "") }
  }

  private mutating func add(_ list: Allowlist) {
    add(.allowlist, list.description)
    if list.condition == .and { add(.allowlistAnd, "") }
    add(.allowlistCommit, list.commits)
    add(.allowlistPath, list.paths)
    add(.allowlistRegex, list.regexes)
    switch list.target {
    case .secret: break
    case .match: add(.allowlistTarget, "m")
    case .line: add(.allowlistTarget, "l")
    }
    add(.allowlistStopword, list.stopwords)
    add(.allowlistRule, list.targetRules)
  }

  private mutating func add(_ other: RequiredRule) {
    add(.required, other.id)
    if let lines = other.withinLines { add(.requiredLines, String(lines)) }
    if let columns = other.withinColumns { add(.requiredColumns, String(columns)) }
  }

  private mutating func add(_ field: RuleField, _ items: [String]) {
    for item in items { add(field, item) }
  }

  private mutating func add(_ field: RuleField, _ text: String) {
    bytes.append(RuleField.separator)
    bytes.append(field.rawValue)
    bytes += text.utf8
  }
}
