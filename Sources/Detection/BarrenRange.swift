/// A part of one text in which a rule's runs occur nowhere: context words that are close to each other, as in a list of
/// URLs, share most of the bytes around them.
struct BarrenRange {
  /// Which text it is a part of.
  private var text = -1
  private var range = 0..<0

  /// Where a search of a range has to begin: what ends in the barren part is known not to be there.
  ///
  /// - Parameters:
  ///   - text: Number of the text.
  ///   - longest: Bytes that a match spans at most, those beside it that it needs included.
  func firstStart(in searched: Range<Int>, of text: Int, longest: Int) -> Int {
    guard text == self.text, range.lowerBound <= searched.lowerBound else { return searched.lowerBound }
    return max(searched.lowerBound, min(range.upperBound, searched.upperBound) - longest)
  }

  /// Takes in a range that was searched to its end, from ``firstStart(in:of:longest:)`` on, without a match.
  mutating func grow(by searched: Range<Int>, of text: Int) {
    let adjoins =
      text == self.text && range.lowerBound <= searched.lowerBound && searched.lowerBound <= range.upperBound
    range = adjoins ? range.lowerBound..<max(range.upperBound, searched.upperBound) : searched
    self.text = text
  }
}
