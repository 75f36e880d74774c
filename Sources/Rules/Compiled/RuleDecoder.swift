import Findings

/// Reads the records that ``RuleEncoder`` writes.
struct RuleDecoder {
  private var rule: Rule

  /// The rule of a record, and of its sample record when there is one.
  static func rule(_ record: ArraySlice<UInt8>, samples: ArraySlice<UInt8> = []) -> Rule {
    let idEnd = record.firstIndex(of: RuleField.separator) ?? record.endIndex
    let id = String(decoding: record[..<idEnd], as: UTF8.self)
    var decoder = RuleDecoder(rule: Rule(id: id, title: id))
    decoder.readFields(of: record[idEnd...])
    decoder.readFields(of: samples)
    return decoder.rule
  }

  /// The allowlists of a record that holds nothing else.
  static func allowlists(_ record: ArraySlice<UInt8>) -> [Allowlist] {
    var decoder = RuleDecoder(rule: Rule(id: ""))
    decoder.readFields(of: record)
    return decoder.rule.allowlists
  }

  /// The reach in a rule's record.
  static func reach(_ record: ArraySlice<UInt8>) -> MatchReach? {
    let fields = record.split(separator: RuleField.separator)
    let field = fields.dropFirst().first { $0.first == RuleField.reach.rawValue }
    return field.flatMap { MatchReach(text: String(decoding: $0.dropFirst(), as: UTF8.self)) }
  }

  private mutating func readFields(of record: ArraySlice<UInt8>) {
    for bytes in record.split(separator: RuleField.separator) {
      guard let tag = bytes.first, let field = RuleField(rawValue: tag) else { continue }
      set(field, String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
  }

  private mutating func set(_ field: RuleField, _ text: String) {
    switch field {
    case .title: rule.title = text
    case .summary: rule.summary = text
    case .severity: rule.severity = UInt8(text).flatMap(Severity.init(rawValue:)) ?? rule.severity
    case .confidence: rule.confidence = UInt8(text).flatMap(Confidence.init(rawValue:)) ?? rule.confidence
    case .regex: rule.regex = text
    case .path: rule.path = text
    case .keyword: rule.keywords.append(text)
    case .context: rule.context.append(text)
    case .secretGroup: rule.secretGroup = Int(text) ?? 0
    case .entropy: rule.entropy = Double(text)
    case .checksum: rule.checksum = Checksum(rawValue: text)
    case .scored: rule.scored = true
    case .placeholder: rule.placeholders.append(text)
    case .specificity: rule.specificity = Int(text) ?? rule.specificity
    case .skipReport: rule.skipReport = true
    case .tag: rule.tags.append(text)
    case .docsURL: rule.docsURL = text
    case .revokeURL: rule.revokeURL = text
    case .step: rule.steps.append(text)
    case .formerly: rule.formerly.append(text)
    case .sample: rule.samples.append(text)
    case .example: rule.examples.append(text)
    case .nonSample: rule.nonSamples.append(text)
    case .required: rule.required.append(RequiredRule(id: text))
    case .requiredLines: changeLast(&rule.required) { $0.withinLines = Int(text) }
    case .requiredColumns: changeLast(&rule.required) { $0.withinColumns = Int(text) }
    case .allowlist: rule.allowlists.append(Allowlist(description: text))
    default: changeLast(&rule.allowlists) { Self.set(field, text, of: &$0) }
    }
  }

  private static func set(_ field: RuleField, _ text: String, of list: inout Allowlist) {
    switch field {
    case .allowlistAnd: list.condition = .and
    case .allowlistCommit: list.commits.append(text)
    case .allowlistPath: list.paths.append(text)
    case .allowlistRegex: list.regexes.append(text)
    case .allowlistTarget: list.target = text == "m" ? .match : .line
    case .allowlistStopword: list.stopwords.append(text)
    case .allowlistRule: list.targetRules.append(text)
    default: break
    }
  }

  private func changeLast<Element>(_ list: inout [Element], _ change: (inout Element) -> Void) {
    guard !list.isEmpty else { return }
    change(&list[list.count - 1])
  }
}
