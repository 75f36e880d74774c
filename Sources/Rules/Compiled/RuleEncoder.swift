/// Writes rules as the records that ``RuleDecoder`` reads.
struct RuleEncoder {
  private(set) var bytes: [UInt8] = []

  /// The record of a rule without its samples.
  static func record(of rule: Rule) -> [UInt8] {
    var encoder = RuleEncoder()
    encoder.bytes += rule.id.utf8
    if rule.regex != nil { encoder.add(RuleRecord.reach, [MatchReach(of: rule).text]) }
    encoder.add(rule, samples: false)
    return encoder.bytes
  }

  /// The record of what only rule tests use.
  static func sampleRecord(of rule: Rule) -> [UInt8] {
    var encoder = RuleEncoder()
    encoder.add(rule, samples: true)
    return encoder.bytes
  }

  /// The record of the allowlists for all rules.
  static func record(of allowlists: [Allowlist]) -> [UInt8] {
    var encoder = RuleEncoder()
    encoder.add(allowlists)
    return encoder.bytes
  }

  private mutating func add(_ rule: Rule, samples: Bool) {
    let defaults = rule.defaults
    for field in Rule.fields where field.isSample == samples && field.differs(rule, defaults) {
      field.encode(rule, &self)
    }
  }

  /// Adds tables inside a rule.
  mutating func add<Table: RuleTable>(_ tables: [Table]) {
    for table in tables {
      let defaults = table.defaults
      for (place, field) in Table.fields.enumerated() where place == 0 || field.differs(table, defaults) {
        field.encode(table, &self)
      }
    }
  }

  /// Adds a part for each text.
  mutating func add(_ tag: UInt8, _ texts: [String]) {
    for text in texts {
      bytes.append(RuleRecord.separator)
      bytes.append(tag)
      bytes += text.utf8
    }
  }
}
