import ByteSearch
import Text

/// A part of a text in which escapes of one family may hide a secret, a word, or where one begins.
///
/// Most escapes hide nothing: `%20`, `\n`, `&lt;` and those of letters that ASCII does not have. What counts is a *mark*:
/// an escape of a letter or digit, which needs none, one before a word that seems to begin with its last digit
/// (`%3Dghp_…`), a line end before what is as long as a key, and what mail is broken with. Marks near each other are one
/// run, which is decoded with what is around it.
struct EscapedRun: EncodedPart {
  let family: EscapeFamily
  /// What is decoded.
  let range: Range<Int>
  let lookedAt: Range<Int>

  /// Bytes before the first mark and after the last one that are decoded too.
  fileprivate static let (before, after) = (200, 300)
  /// Most bytes from one mark of a run to the next, so that no two runs overlap.
  private static let longestGap = before + after
  /// Characters after a line end that may be a key.
  private static let shortestKey = 16

  /// How far from a change a mark may be that depends on it.
  fileprivate static let reachOfMark = EscapeFamily.longest + shortestKey
  /// How far from a change the marks of the runs are that depend on it.
  fileprivate static let reach = before + after + longestGap

  fileprivate init(around mark: Int, _ family: EscapeFamily, in text: Span<UInt8>) {
    var (first, last) = (mark, mark)
    while let place = Self.lastMark(of: family, in: text, first - Self.longestGap..<first) { first = place }
    while let place = Self.firstMark(of: family, in: text, last + 1..<last + Self.longestGap + 1) { last = place }
    self.family = family
    range = Self.window(first, last, family, in: text)
    lookedAt =
      min(range.lowerBound, first - Self.longestGap) - EscapeFamily.longest..<max(
        range.upperBound, last + Self.longestGap)
      + Self.shortestKey
  }

  private static func window(_ first: Int, _ last: Int, _ family: EscapeFamily, in text: Span<UInt8>) -> Range<Int> {
    let start = max(0, first - before)
    let end = min(text.count, last + after)
    guard family != .quotedPrintable else { return start..<end }
    return TextLines.start(
      of: first, crossing: 0, downTo: start, in: text)..<TextLines.end(of: last, crossing: 0, upTo: end, in: text)
  }

  // MARK: - Marks

  fileprivate static func firstMark(of family: EscapeFamily, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var range = range.clamped(to: 0..<text.count)
    while let place = text.firstIndex(of: family.introducer, in: range) {
      if isMark(place, family, in: text) { return place }
      range = place + 1..<range.upperBound
    }
    return nil
  }

  private static func lastMark(of family: EscapeFamily, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var range = range.clamped(to: 0..<text.count)
    while let place = text.lastIndex(of: family.introducer, in: range) {
      if isMark(place, family, in: text) { return place }
      range = range.lowerBound..<place
    }
    return nil
  }

  private static func isMark(_ place: Int, _ family: EscapeFamily, in text: Span<UInt8>) -> Bool {
    guard place + 1 < text.count, family.mayBegin(before: text[place + 1]),
      let escape = family.escape(in: text, at: place)
    else { return false }
    let next = place + escape.length
    let isBeforeWord = next < text.count && text[next].isWordByte
    switch family {
    case .percent: return escape.isWordByte || isBeforeWord && escape.byte.map { 0x21..<0x7F ~= $0 } ?? false
    case .backslash:
      if escape.length > 2 { return escape.isWordByte || isBeforeWord && escape.byte.map { $0 >= 0x20 } ?? false }
      return text[place + 1].isLetter && isBeforeKey(next, in: text)
    case .entities: return escape.isWordByte || escape.byte?.isQuote ?? false
    case .quotedPrintable:
      guard let byte = escape.byte else { return place > 0 && text[place - 1].isWordByte && isBeforeWord }
      return byte == UInt8(ascii: "=")
    }
  }

  private static func isBeforeKey(_ place: Int, in text: Span<UInt8>) -> Bool {
    place + shortestKey <= text.count
      && (place..<place + shortestKey).allSatisfy { text[$0].isWordByte || text[$0] == UInt8(ascii: "-") }
  }

  // MARK: - Decoding

  func decoded(in text: Span<UInt8>, mostLayers: Int) -> EscapedText? { EscapedText(range, of: text, without: family) }
}

/// Finds the runs of one family of escapes.
struct EscapedRuns: EncodedParts {
  let family: EscapeFamily
  let margin = EscapedRun.after

  func first(in text: Span<UInt8>, after start: Int, beginningBefore end: Int) -> EscapedRun? {
    guard start < end, let mark = EscapedRun.firstMark(of: family, in: text, start..<end) else { return nil }
    return EscapedRun(around: mark, family, in: text)
  }

  /// Where a text has no mark at all, as most have none, marks can only be where it was changed.
  func reach(of change: Range<Int>, in text: Span<UInt8>, after base: JudgedText) -> Range<Int> {
    let reach = base.escapes.contains(family) ? EscapedRun.reach : EscapedRun.reachOfMark
    return max(0, change.lowerBound - reach)..<min(text.count, change.upperBound + reach)
  }

  func noteOne(in text: inout JudgedText) { text.escapes.insert(family) }
}
