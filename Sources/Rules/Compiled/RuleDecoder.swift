/// Reads the records that ``RuleEncoder`` writes.
enum RuleDecoder {
  /// The rule of a record, and of its sample record when there is one.
  static func rule(_ record: ArraySlice<UInt8>, samples: ArraySlice<UInt8> = []) -> Rule {
    let idEnd = record.firstIndex(of: RuleRecord.separator) ?? record.endIndex
    var rule = Rule(id: String(decoding: record[..<idEnd], as: UTF8.self))
    decode(record[idEnd...], into: &rule)
    decode(samples, into: &rule)
    return rule
  }

  /// The allowlists of a record that contains nothing else.
  static func allowlists(_ record: ArraySlice<UInt8>) -> [Allowlist] {
    var rule = Rule(id: "")
    decode(record, into: &rule)
    return rule.allowlists
  }

  /// The reach in a rule's record; `nil` for a rule without a regex.
  static func reach(_ record: ArraySlice<UInt8>) -> MatchReach? {
    let parts = record.split(separator: RuleRecord.separator, maxSplits: 2)
    guard parts.count > 1, parts[1].first == RuleRecord.reach else { return nil }
    return MatchReach(text: String(decoding: parts[1].dropFirst(), as: UTF8.self))
  }

  private static func decode(_ record: ArraySlice<UInt8>, into rule: inout Rule) {
    for part in record.split(separator: RuleRecord.separator) {
      guard let tag = part.first else { continue }
      let place = Int(RuleRecord.places[Int(tag)])
      if place < Rule.fields.count {
        Rule.fields[place].decode(tag, String(decoding: part.dropFirst(), as: UTF8.self), &rule)
      }
    }
  }
}
