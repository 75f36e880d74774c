import Findings
import Text

extension PlaceholderFilter {
  /// Whether a value has something in it that leaksift put in place of a secret (``SecretPlaceholder``), or a part of that.
  ///
  /// - Parameters:
  ///   - value: Where the value is. Regexes cut a placeholder anywhere, so that the text around is looked at, too.
  ///   - text: Its text.
  public static func isRedacted(_ value: Range<Int>, in text: Span<UInt8>) -> Bool {
    let reach = SecretPlaceholder.longest
    let start = max(0, value.lowerBound - reach)
    let near = text.extracting(start..<min(text.count, value.upperBound + reach))
    let own = value.lowerBound - start..<value.upperBound - start
    var place = 0
    while let mark = near.firstIndex(of: SecretPlaceholder.mark, from: place) {
      place = mark + SecretPlaceholder.mark.utf8CodeUnitCount
      if placeholder(at: mark, in: near)?.overlaps(own) ?? false { return true }
    }
    return false
  }

  /// The placeholder whose mark is at an offset, without its brackets; URLs have its colons percent-encoded.
  private static func placeholder(at mark: Int, in text: Span<UInt8>) -> Range<Int>? {
    var place = mark + SecretPlaceholder.mark.utf8CodeUnitCount
    func skipColon() -> Bool {
      let colons: [StaticString] = [":", "%3A", "%3a"]
      guard let colon = colons.first(where: { text.matches($0, at: place) }) else { return false }
      place += colon.utf8CodeUnitCount
      return true
    }
    func skip(_ counts: ClosedRange<Int>, _ isPart: (UInt8) -> Bool) -> Bool {
      let first = place
      while place < text.count, place - first < counts.upperBound, isPart(text[place]) { place += 1 }
      return counts.contains(place - first)
    }
    guard skipColon(), skip(1...SecretPlaceholder.longestRule, SecretPlaceholder.isOfRule), skipColon(),
      skip(16...16, \.isHexDigit), place == text.count || !text[place].isLetterOrDigit
    else { return nil }
    return mark..<place
  }
}
