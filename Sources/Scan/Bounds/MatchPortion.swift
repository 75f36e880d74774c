/// What was found in a text, or in a part of one that has very much.
///
/// Of a portion only what begins in its range is reported; the rest is there because it may outrank that, or be required
/// by it. Of a rule that requires another one however far away, both have to be in one portion.
struct MatchPortion {
  /// Matches from which on a portion is handed over.
  static let longest = 1 << 13
  /// Candidates that are located at a time.
  static let step = 1 << 12
  /// Matches beside a portion that may matter to it.
  private static let margin = 1 << 9

  /// In the order of the text.
  var matches: [Match] = []
  private(set) var range = 0..<Int.max

  /// The part that is complete, of which only the margin stays here; `nil` when there is none.
  ///
  /// - Parameter end: Offset from which on matches are still to come.
  mutating func portion(before end: Int) -> MatchPortion? {
    matches.sort { $0.start < $1.start }
    guard matches.count > Self.margin else { return nil }
    let cut = min(end, matches[matches.count - Self.margin].start)
    guard cut > range.lowerBound else { return nil }
    var portion = self
    portion.range = range.lowerBound..<cut
    let next = matches.firstIndex { $0.start >= cut } ?? matches.count
    matches.removeFirst(max(0, next - Self.margin))
    range = cut..<Int.max
    return portion
  }
}
