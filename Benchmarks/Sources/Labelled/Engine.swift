import BuiltInRules
public import Detection
public import Findings
import Rules

/// The engine with the built-in rules, for texts that are already in memory.
public struct Engine {
  public let detector: Detector

  private static let index = RuleIndex(BuiltInRules.ruleSet)

  /// - Parameters:
  ///   - keepsUnlikely: Whether candidates stay that the scorer gives a low score; for fitting it.
  ///   - heuristics: The checks against false alarms; all but for measuring what each is worth.
  public init(keepsUnlikely: Bool = false, heuristics: Heuristics = Heuristics()) throws {
    detector = try Detector(Self.index, keepsUnlikely: keepsUnlikely, heuristics: heuristics)
  }

  /// The findings of a text at a path.
  public func findings(in text: [UInt8], path: String) -> [Candidate] {
    detector.settled(detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array(path.utf8)))
  }

  /// The highest confidence of a finding on a labelled line; `nil` when there is none.
  public func confidence(at place: LabelledPlace) -> Confidence? {
    let findings = findings(in: place.text, path: place.records[0].file)
    return findings.filter { $0.secret.overlaps(place.range) }.map(\.confidence).max()
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
