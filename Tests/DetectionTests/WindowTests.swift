import BuiltInRules
import ByteSearch
import Detection
import Rules
import Testing

/// A regex that is tried in a window around its keyword finds what it would find in the whole text.
@Suite struct WindowTests {
  static let rules = BuiltInRules.ruleSet
  /// Tests run side by side over parts of the rule set.
  static let parts = Array(0..<16)

  @Test(arguments: parts)
  func `windows find what is in the whole text`(part: Int) throws {
    for index in stride(from: part, to: Self.rules.count, by: Self.parts.count) {
      let rule = Self.rules.ruleWithSamples(at: index)
      // With these layouts a match need not be a candidate.
      guard let regex = rule.regex, rule.context.isEmpty, !rule.keywords.isEmpty,
        rule.layout != .manifest && rule.layout != .translated
      else { continue }
      var generator = SeededGenerator(seed: rule.id)
      let text = Self.text(of: rule, using: &generator)
      let whole = try Self.wholeTextMatches(regex, rule.keywords, text)
      let windowed = try Self.windowedMatches(rule, text)
      for match in whole where !windowed.contains(match) {
        let overlapping = windowed.filter { $0.overlaps(match) }
        // Of matches that overlap each other, the one around an earlier keyword may come first.
        #expect(!overlapping.isEmpty, "\(rule.id) misses \(match)")
      }
    }
  }

  /// Samples and examples of a rule in random junk, some directly one after another, some cut short.
  private static func text(of rule: Rule, using generator: inout SeededGenerator) -> [UInt8] {
    let junk = Array(" \n\t.,:;=\"'`<>(){}[]/\\-_abcXYZ0189".utf8) + [0x00, 0xC3, 0xA9, 0xFF]
    var text: [UInt8] = []
    for source in (rule.samples + rule.examples + rule.nonSamples) + rule.samples {
      guard let shape = try? Shape(parsing: source) else { continue }
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        text.append(junk[Int.random(in: 0..<junk.count, using: &generator)])
      }
      let made = shape.generate(using: &generator)
      text += Bool.random(using: &generator) ? made : Array(made.dropLast(made.count / 3))
      for keyword in rule.keywords.prefix(2) where Bool.random(using: &generator) { text += keyword.utf8 }
    }
    return text
  }

  private static func wholeTextMatches(
    _ regex: String, _ keywords: [String], _ text: [UInt8]
  ) throws -> [Range<Int>] {
    let pattern = try Pattern(regex)
    let scratch = MatchScratch()
    var matches: [Range<Int>] = []
    var start = 0
    while start <= text.count, try pattern.matches(text.span, from: start, to: text.count, using: scratch) {
      let match = try #require(scratch.range(ofGroup: 0))
      let lowered = String(decoding: text[match], as: UTF8.self).lowercased()
      if keywords.contains(where: { lowered.contains($0.lowercased()) }) { matches.append(match) }
      start = max(match.upperBound, match.lowerBound + 1)
    }
    return matches
  }

  private static func windowedMatches(_ rule: Rule, _ text: [UInt8]) throws -> [Range<Int>] {
    let detector = try Detector(RuleIndex(RuleSet([rule])))
    var matches: [Range<Int>] = []
    _ = detector.candidates(in: text.span) { matches.append($0.match) }
    #expect(detector.takeFailures().isEmpty)
    return matches
  }
}

/// Every promise of the built-in rules' samples holds with all rules at work.
@Suite struct BuiltInSampleTests {
  @Test(arguments: WindowTests.parts)
  func `a sample is a candidate wherever it is among other samples`(part: Int) throws {
    let rules = WindowTests.rules
    let detector = try Detector(RuleIndex(rules))
    for index in stride(from: part, to: rules.count, by: 4 * WindowTests.parts.count) {
      let rule = rules.ruleWithSamples(at: index)
      guard let source = rule.samples.first, rule.context.isEmpty, !rule.scored else { continue }
      var generator = SeededGenerator(seed: rule.id)
      let made = try Shape(parsing: source).generate(using: &generator)
      let secret = rule.checksum?.completed(made, using: &generator) ?? made
      let alone = Array("\n".utf8) + secret + Array("\n".utf8)
      let before = detector.candidates(in: alone.span).filter { $0.rule == index }.map(\.secret)
      for padding in [1, 2, 3, 15, 16, 17, 31] {
        let text = [UInt8](repeating: 0x20, count: padding) + alone
        let after = detector.candidates(in: text.span).filter { $0.rule == index }.map(\.secret)
        #expect(after == before.map { $0.lowerBound + padding..<$0.upperBound + padding }, "\(rule.id)")
      }
    }
  }
}
