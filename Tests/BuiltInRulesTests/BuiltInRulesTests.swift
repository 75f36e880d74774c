import BuiltInRules
import Detection
import Findings
import Rules
import Testing
import Text

@Suite("The built-in rules")
struct BuiltInRulesTests {
  static let rules = BuiltInRules.ruleSet
  static let index = RuleIndex(rules)
  /// Every eighth rule makes a share of the work, so that shares run side by side.
  static let shares = 8

  static func rules(ofShare share: Int) -> [Rule] {
    stride(from: share, to: rules.count, by: shares).map { rules.ruleWithSamples(at: $0) }
  }

  @Test
  func `are at least a thousand, each with an id of its own`() {
    let ids = (0..<Self.rules.count).map { Self.rules.id(at: $0) }
    #expect(ids.count >= 1000)
    #expect(Set(ids).count == ids.count)
    #expect(ids.filter { !$0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } } == [])
  }

  @Test(arguments: 0..<shares)
  func `keep what their samples, examples and near-misses promise`(share: Int) throws {
    let tester = try RuleTester(Self.rules)
    for index in stride(from: share, to: Self.rules.count, by: Self.shares) {
      #expect(tester.failures(ofRuleAt: index).map(\.description) == [])
    }
  }

  @Test(arguments: 0..<shares)
  func `say what they are and what to do`(share: Int) {
    for rule in Self.rules(ofShare: share) {
      #expect(!rule.title.isEmpty && rule.title != rule.summary, "\(rule.id) has no title")
      #expect(rule.summary.hasSuffix("."), "\(rule.id) has no description in a sentence")
      #expect(!rule.steps.isEmpty && rule.steps.allSatisfy { $0.hasSuffix(".") }, "\(rule.id) has no steps")
      #expect(rule.regex == nil || !rule.samples.isEmpty || !rule.examples.isEmpty, "\(rule.id) has no samples")
      let urls = [rule.docsURL].compactMap(\.self)
      #expect(urls.allSatisfy { $0.hasPrefix("https://") }, "\(rule.id) has a docs_url that is none")
    }
  }

  @Test(arguments: 0..<shares)
  func `are led to by words that every match holds or has beside it`(share: Int) {
    for rule in Self.rules(ofShare: share) {
      guard let regex = rule.regex else { continue }
      let width = RegexWidth(regex)
      if rule.context.isEmpty {
        #expect(width.always(containsOneOf: rule.keywords), "\(rule.id) can match without its keywords")
      }
      #expect(width.maximum != nil, "\(rule.id) can match without end")
      #expect((rule.keywords + rule.context).allSatisfy { $0.utf8.count >= 3 && $0 == $0.lowercased() }, "\(rule.id)")
    }
  }

  @Test(arguments: 0..<shares)
  func `never leave it to their order which of two keeps a secret`(share: Int) throws {
    let detector = try Detector(Self.index)
    for index in stride(from: share, to: Self.rules.count, by: Self.shares) {
      let rule = Self.rules.ruleWithSamples(at: index)
      guard !rule.scored, let sample = rule.samples.first else { continue }
      let (text, secret) = try Self.assignment(of: sample, for: rule)
      let found = detector.candidates(in: text.span).filter { $0.secret == secret }
      guard let own = found.first(where: { $0.rule == index }) else { continue }
      let rivals = found.filter { other in
        let rival = Self.rules.rule(at: other.rule)
        return other.rule != index && !rival.scored && rival.specificity == rule.specificity
          && other.confidence == own.confidence && other.distance == own.distance
      }
      #expect(rivals.map { Self.rules.id(at: $0.rule) } == [], "as likely as \(rule.id)")
    }
  }

  /// A sample of the rule, assigned to a name that its context word begins, and where it is.
  private static func assignment(of sample: String, for rule: Rule) throws -> ([UInt8], Range<Int>) {
    var generator = SeededGenerator(seed: rule.id)
    let shape = try Shape(parsing: sample).generate(using: &generator)
    let secret = rule.checksum?.completed(shape, using: &generator) ?? shape
    let lead = Array("\(rule.context.first ?? "service")_key = \"".utf8)
    return (lead + secret + Array("\"\n".utf8), lead.count..<lead.count + secret.count)
  }
}
