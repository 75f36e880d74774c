import BuiltInRules
import Detection
import Findings
import Rules
import Testing

/// Guards the accuracy of rules, filters and scorer on the project's own labelled set.
@Suite struct ContextualAccuracyTests {
  /// Values made from each shape.
  static let rounds = 20

  let detector: Detector

  init() throws {
    detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
  }

  @Test func `nearly all secrets are found`() throws {
    var missed: [String] = []
    for sample in ContextualSamples.secrets {
      let found = try (0..<Self.rounds).count { round in
        let (text, secret) = try filled(sample, round)
        let range = try #require(secret)
        return secrets(in: text, path: sample.path).contains { $0.overlaps(range) }
      }
      if found < Self.rounds * 9 / 10 { missed.append("\(sample): \(found) of \(Self.rounds)") }
    }
    #expect(missed.count * 100 <= ContextualSamples.secrets.count * 4, "\(missed)")
  }

  @Test func `hardly anything harmless is found`() throws {
    var alarms: [String] = []
    for sample in ContextualSamples.harmless {
      let raised = try (0..<Self.rounds).count { round in
        try !secrets(in: filled(sample, round).text, path: sample.path).isEmpty
      }
      if raised > 0 { alarms.append("\(sample): \(raised) of \(Self.rounds)") }
    }
    #expect(alarms.count * 100 <= ContextualSamples.harmless.count * 2, "\(alarms)")
  }

  private func filled(
    _ sample: ContextualSamples.Sample, _ round: Int
  ) throws -> (text: [UInt8], secret: Range<Int>?) {
    var generator = SeededGenerator(seed: "\(sample) \(round)")
    return try Shape(parsing: sample.shape).generateExample(using: &generator)
  }

  /// Secrets of findings that are shown by default.
  private func secrets(in text: [UInt8], path: String) -> [Range<Int>] {
    let candidates = detector.candidates(in: text.span).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Array(path.utf8)))
      .filter { $0.confidence >= .medium }.map(\.secret)
  }
}
