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
  public func findings(in text: [UInt8], path: String) -> [PlacedCandidate] {
    var counter = LineCounter()
    let placed = detector.candidates(in: text.span).map { candidate in
      let start = counter.place(of: candidate.secret.lowerBound, in: text.span)
      return PlacedCandidate(candidate: candidate, start: start, end: start)
    }
    return detector.settled(placed, at: TextPlace(path: Array(path.utf8)))
  }

  /// What became of the matches in a range of a text at a path: rule and reason of each that was dropped.
  public func drops(in range: Range<Int>, of text: [UInt8], path: String) -> [String] {
    var drops: [String] = []
    let note = { (judgement: Judgement) in
      guard judgement.secret.overlaps(range), let reason = judgement.dropped else { return }
      drops.append("\(detector.index.rules.id(at: judgement.rule)): \(reason)")
    }
    let placed = detector.candidates(in: text.span, judged: note).map { candidate in
      let place = LineCounter.Place(line: 1, column: 1)
      return PlacedCandidate(candidate: candidate, start: place, end: place)
    }
    _ = detector.settled(placed, at: TextPlace(path: Array(path.utf8)), judged: note)
    return drops
  }

  /// The id of a finding's rule.
  public func rule(of finding: PlacedCandidate) -> String { detector.index.rules.id(at: finding.candidate.rule) }
}
