/// The parts of ``CompiledRules``, as they are written into the binary.
package struct RuleTables: Sendable {
  package private(set) var records: [UInt8] = []
  package private(set) var recordOffsets: [UInt8] = []
  package private(set) var samples: [UInt8] = []
  package private(set) var sampleOffsets: [UInt8] = []
  package let keywords: [UInt8]
  package let composites: [UInt8]
  package let allowlists: [UInt8]

  package init(_ rules: [Rule], allowlists: [Allowlist]) {
    keywords = KeywordTable.encode(rules)
    let composites = rules.indices.filter { !rules[$0].required.isEmpty }
    self.composites = Array(composites.map(String.init).joined(separator: ",").utf8)
    self.allowlists = RuleEncoder.record(of: allowlists)
    for rule in rules {
      recordOffsets += Self.offset(records.count)
      records += RuleEncoder.record(of: rule)
      sampleOffsets += Self.offset(samples.count)
      samples += RuleEncoder.sampleRecord(of: rule)
    }
    recordOffsets += Self.offset(records.count)
    sampleOffsets += Self.offset(samples.count)
  }

  private static func offset(_ value: Int) -> [UInt8] {
    let digits = Array(String(value).utf8)
    return Array(repeating: UInt8(ascii: "0"), count: max(0, CompiledRules.offsetDigits - digits.count)) + digits
  }
}
