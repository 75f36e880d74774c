import Detection

/// What was seen in a text, or in a part of one that has very much.
///
/// Of a portion only what begins in its range is reported; the rest is there because it may outrank that, or be required
/// by it. Of a rule that requires another one however far away, both halves have to be in one portion.
struct SightedPortion {
  /// Sightings from which on a portion is handed over.
  static let longest = 1 << 13
  /// Candidates that are located at a time.
  static let step = 1 << 12
  /// Sightings beside a portion that may matter to it.
  private static let margin = 1 << 9

  /// In the order of the text.
  var sightings: [Sighting] = []
  private(set) var range = 0..<Int.max

  /// The part that is complete, of which only the margin stays here; `nil` when there is none.
  ///
  /// - Parameter end: Offset from which on sightings are still to come.
  mutating func portion(before end: Int) -> SightedPortion? {
    sightings.sort { $0.start < $1.start }
    guard sightings.count > Self.margin else { return nil }
    let cut = min(end, sightings[sightings.count - Self.margin].start)
    guard cut > range.lowerBound else { return nil }
    var portion = self
    portion.range = range.lowerBound..<cut
    let next = sightings.firstIndex { $0.start >= cut } ?? sightings.count
    sightings.removeFirst(max(0, next - Self.margin))
    range = cut..<Int.max
    return portion
  }
}

extension Sighting {
  /// Offset of the secret in its text.
  var start: Int { placed.candidate.secret.lowerBound }
}
