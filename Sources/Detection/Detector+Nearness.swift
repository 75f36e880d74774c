import ByteSearch
import Rules

/// Where values are that a rule leads to beside the matches of its regex.
struct FurtherValues {
  /// Where those are that the keyword names.
  var layout: ValueLayout?
  /// Index of the rule for the secret that may be after a match.
  var pair: Int?
}

extension Detector {
  /// Judges a match by the context word that it is near.
  func judgeNear(
    _ word: Range<Int>, _ match: RuleMatch, of matcher: RuleMatcher, in text: Span<UInt8>
  ) throws(MatchError) {
    let tie = ContextRule.tie(of: match.secret, to: word, in: text)
    let distance = max(word.lowerBound - match.secret.upperBound, match.secret.lowerBound - word.upperBound)
    try judge(match, of: matcher, in: text, distance: distance, tie: tie)
  }

  /// Whether a match of a rule that a hit leads to may touch one of some ranges, or other rules require it anywhere.
  ///
  /// - Parameter places: In rising order, without overlaps.
  func mayTouch(_ places: [Range<Int>], rule: Int, from hit: LiteralHit) -> Bool {
    guard let extent = extent(ofMatchesOf: rule, from: hit) else { return true }
    let next = places.first { $0.upperBound >= extent.lowerBound }
    return next.map { $0.lowerBound <= extent.upperBound } ?? false || requiredRules.contains(rule)
  }

  /// The bytes in which a match that a hit leads to is; `nil` when it may be anywhere. It may reach beyond the text.
  private func extent(ofMatchesOf rule: Int, from hit: LiteralHit) -> Range<Int>? {
    let keyword = index.keyword(at: hit)
    let further = furtherValues(of: rule)
    switch further.layout {
    case .name: return keyword.widened(by: ValueList.reach)
    case .manifest: return keyword.widened(by: KubernetesSecret.reach)
    case .translated, nil: break
    }
    let following = further.pair == nil ? 0 : SecretAfterID.reach
    switch reach(of: rule) {
    case .window(let before, let after): return keyword.lowerBound - before..<keyword.upperBound + after + following
    case .anchored(let distances, let width):
      return keyword.lowerBound - distances.upperBound..<keyword.lowerBound + width + following
    case .context: return keyword.widened(by: ContextRule.reach + following)
    case .wholeText: return nil
    }
  }
}
