import BuiltInRules
import Detection
import Rules
import Testing

@Suite("Text made to keep regexes busy")
struct HostileTextTests {
  static let pieces = [
    "a", "A", "0", "f", "Aa0", "a1b2-", "a.", "/+", "=", "-", "_", " ", "\"", "'", ":", "\n", "\\", "key=",
  ]

  @Test(arguments: pieces)
  func `ends in a verdict, however long a run is`(of piece: String) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    let half = Array(String(repeating: piece, count: 100_000 / piece.utf8.count).utf8)
    let text = half + Array(" api_key: https://api.slack.com/?token=".utf8) + half
    _ = detector.candidates(in: text.span)
    #expect(detector.takeFailures().map(\.rule) == [])
  }

  @Test(arguments: 0..<BuiltInRulesTests.shares)
  func `does not make any rule give up at its own keyword`(share: Int) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    for rule in BuiltInRulesTests.rules(ofShare: share) {
      guard let word = (rule.keywords + rule.context).first else { continue }
      let run = String(repeating: word + "aZ9_", count: 2) + String(repeating: "aZ9_", count: 100)
      _ = detector.candidates(in: Array((run + String(repeating: word, count: 8)).utf8).span)
    }
    #expect(detector.takeFailures().map(\.rule) == [])
  }

  @Test
  func `takes time in proportion to its length`() throws {
    let detector = try Detector(BuiltInRulesTests.index)
    let words = (0..<BuiltInRules.ruleSet.count).compactMap { index in
      let rule = BuiltInRules.ruleSet.rule(at: index)
      return rule.keywords.first ?? rule.context.first
    }
    let once = Array(words.joined(separator: "=").utf8)
    let clock = ContinuousClock()
    _ = detector.candidates(in: once.span)
    let short = clock.measure { _ = detector.candidates(in: (once + once).span) }
    let long = clock.measure { _ = detector.candidates(in: (once + once + once + once).span) }
    // Twice the text; the rest is for whatever else the machine does.
    #expect(long < short * 6)
  }
}
