import BuiltInRules
import Detection
import Rules
import Testing

/// No built-in rule needs so many steps that it gives up, and with it makes a scan incomplete.
@Suite struct RunawayRegexTests {
  /// What is after the start of a match: text that many ways of splitting it up could match.
  static let fillers = [
    String(repeating: "a", count: 700), String(repeating: " ", count: 700), String(repeating: "\n", count: 300),
    String(repeating: "\n        key: value of it", count: 30), String(repeating: "\r\n\t\t- \"a\": 'b',", count: 40),
    String(repeating: "aA0_-", count: 140), String(repeating: "\"', \"", count: 140),
    String(repeating: "a=b;", count: 150), String(repeating: "\\n\\\"", count: 150),
    String(repeating: "word word\n", count: 60), String(repeating: "((([[[{{{", count: 60),
    String(repeating: "a.b/c:d@", count: 80),
  ]

  @Test(arguments: fillers.indices)
  func `no built-in rule gives up`(filler: Int) throws {
    let rules = BuiltInRules.ruleSet
    let detector = try Detector(RuleIndex(rules))
    for index in 0..<rules.count {
      let rule = rules.ruleWithSamples(at: index)
      guard rule.regex != nil else { continue }
      var text: [UInt8] = []
      for start in Self.starts(of: rule) { text += start + Array((Self.fillers[filler] + "\n\n").utf8) }
      _ = detector.candidates(in: text.span)
    }
    #expect(detector.takeFailures().isEmpty)
  }

  /// Keywords of a rule, and its examples broken off at two places.
  private static func starts(of rule: Rule) -> [[UInt8]] {
    var generator = SeededGenerator(seed: rule.id)
    var starts = rule.keywords.prefix(3).map { Array($0.utf8) }
    for source in rule.examples.prefix(2) {
      guard let shape = try? Shape(parsing: source) else { continue }
      let made = shape.generateExample(using: &generator)
      starts.append(Array(made.text.prefix(made.text.count / 2)))
      if let secret = made.secret { starts.append(Array(made.text[..<secret.lowerBound])) }
    }
    return starts
  }
}
