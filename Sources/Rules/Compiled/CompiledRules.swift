/// Rules as text in the binary: nothing is parsed before it is needed.
///
/// All parts are valid UTF-8. The offsets are decimal numbers of eight digits, one more than there are rules.
package struct CompiledRules: Sendable {
  /// Digits of an offset.
  static let offsetDigits = 8

  private let records: StaticString
  private let recordOffsets: StaticString
  private let samples: StaticString
  private let sampleOffsets: StaticString
  private let keywords: StaticString
  private let composites: StaticString
  private let allowlistRecord: StaticString
  let count: Int

  /// - Parameters:
  ///   - records: ``RuleEncoder``'s records of the rules, end to end, and where each begins.
  ///   - samples: The same for the sample records.
  ///   - keywords: ``KeywordTable``.
  ///   - composites: Indices of the rules that need other rules, comma-separated.
  ///   - allowlists: The record of the allowlists for all rules.
  package init(
    records: StaticString, recordOffsets: StaticString, samples: StaticString, sampleOffsets: StaticString,
    keywords: StaticString, composites: StaticString, allowlists: StaticString
  ) {
    self.records = records
    self.recordOffsets = recordOffsets
    self.samples = samples
    self.sampleOffsets = sampleOffsets
    self.keywords = keywords
    self.composites = composites
    allowlistRecord = allowlists
    count = max(0, recordOffsets.utf8CodeUnitCount / Self.offsetDigits - 1)
  }

  func rule(at index: Int) -> Rule {
    RuleDecoder.rule(Self.item(index, of: records, offsets: recordOffsets)[...])
  }

  func ruleWithSamples(at index: Int) -> Rule {
    RuleDecoder.rule(
      Self.item(index, of: records, offsets: recordOffsets)[...],
      samples: Self.item(index, of: samples, offsets: sampleOffsets)[...])
  }

  func reach(at index: Int) -> MatchReach? {
    RuleDecoder.reach(Self.item(index, of: records, offsets: recordOffsets)[...])
  }

  func id(at index: Int) -> String {
    let record = Self.item(index, of: records, offsets: recordOffsets)
    return String(decoding: record.prefix { $0 != RuleRecord.separator }, as: UTF8.self)
  }

  var allowlists: [Allowlist] {
    allowlistRecord.utf8CodeUnitCount == 0
      ? [] : RuleDecoder.allowlists(allowlistRecord.withUTF8Buffer { Array($0) }[...])
  }

  /// Indices of the rules that need other rules.
  var compositeIndices: [Int] {
    composites.withUTF8Buffer {
      $0.split(separator: UInt8(ascii: ",")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
  }

  var keywordTable: [UInt8] { keywords.withUTF8Buffer { Array($0) } }

  private static func item(_ index: Int, of text: StaticString, offsets: StaticString) -> [UInt8] {
    let (start, end) = offsets.withUTF8Buffer { (number(index, in: $0), number(index + 1, in: $0)) }
    return text.withUTF8Buffer { Array($0[start..<end]) }
  }

  private static func number(_ index: Int, in offsets: UnsafeBufferPointer<UInt8>) -> Int {
    offsets[index * offsetDigits..<(index + 1) * offsetDigits].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }
}
