import BuiltInRules
public import Detection
import Rules

/// The engine with the built-in rules, for texts that are already in memory.
public struct Engine {
  public let detector: Detector

  /// - Parameter keepsUnlikely: Whether candidates stay that the scorer thinks little of; for fitting it.
  public init(keepsUnlikely: Bool = false) throws {
    detector = try Detector(RuleIndex(BuiltInRules.ruleSet), keepsUnlikely: keepsUnlikely)
  }

  /// The findings of a text at a path.
  public func findings(in text: [UInt8], path: String) -> [Candidate] {
    detector.settled(detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array(path.utf8)))
  }

  /// What became of the matches in a range of a text at a path: rule and reason of each that was dropped.
  public func drops(in range: Range<Int>, of text: [UInt8], path: String) -> [String] {
    var drops: [String] = []
    let note = { (judgement: Judgement) in
      guard judgement.secret.overlaps(range), let reason = judgement.dropped else { return }
      drops.append("\(detector.index.rules.id(at: judgement.rule)): \(reason)")
    }
    let candidates = detector.candidates(in: text.span, judged: note).located(in: text.span)
    _ = detector.settled(candidates, at: TextPlace(path: Array(path.utf8)), judged: note)
    return drops
  }

  /// The id of a finding's rule.
  public func rule(of finding: Candidate) -> String { detector.index.rules.id(at: finding.rule) }
}
