import Detection
import Rules
import Testing

/// What a text costs grows with its length, not with its length times the width of a rule.
@Suite struct SlowTextTests {
  private func detector(_ regex: String, keywords: [String] = []) throws -> Detector {
    try Detector(RuleIndex(RuleSet([Rule(id: "slow", regex: regex, keywords: keywords)])))
  }

  /// At the run of `x` the regex needs more steps than it may take: it would give up, had it looked there.
  @Test func `a window is searched up to its keyword alone`() throws {
    let detector = try detector(#"(?:x{1,9}x{1,9}){0,9}\w{0,9}key=[0-9]{8}"#, keywords: ["key="])
    let text = Array("key=none \(String(repeating: "x", count: 150)) =".utf8)
    #expect(detector.candidates(in: text.span).isEmpty)
    #expect(detector.takeFailures().isEmpty)
  }

  @Test func `a rule that matches the empty text is not judged at each byte`() throws {
    let detector = try detector("x*")
    let text = Array(String(repeating: "ab ", count: 100).utf8)
    var judged = 0
    _ = detector.candidates(in: text.span) { _ in judged += 1 }
    #expect(judged == 0)
  }
}
