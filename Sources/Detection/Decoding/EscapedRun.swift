import ByteSearch
import Text

/// A part of a text in which escapes of one family may hide a secret, a word, or where one begins.
///
/// Most escapes hide nothing: `%20`, `\n`, `&lt;` and those of letters that ASCII does not have. What counts is a *mark*:
/// an escape of a letter or digit, which needs none, one before a word that seems to begin with its last digit
/// (`%3Dghp_…`), a line end or blank before what is as long as a key, and what mail is broken with. Where `=41` and
/// `U+0041` are common in other texts, only one before another counts. Marks near each other are one run, which is decoded
/// with what is around it: base64 beside a mark as a whole, since `%2B` may be one character of it.
struct EscapedRun {
  let family: EscapeFamily
  /// What is decoded.
  let range: Range<Int>
  let lookedAt: Range<Int>

  /// Bytes before the first mark and after the last one that are decoded too, without the base64 beside them.
  private static let (before, after) = (200, 300)
  /// Most bytes from one mark of a run to the next, so that no two runs overlap.
  private static let longestGap = before + after
  /// Characters after a line end that may be a key.
  private static let shortestKey = 16
  /// Lengths of lines that mail breaks inside a word: RFC 2045, section 6.7, and one escape that is not broken. Other
  /// lines that end with `=` end with base64.
  private static let brokenLine = 73...76

  /// Bytes before a mark and from it on that may decide whether it is one.
  private static let (beforeMark, afterMark) = (brokenLine.upperBound + 2, EscapeFamily.longest + shortestKey)

  /// The run that has a mark; `nil` where there is none.
  init?(at mark: Int, _ family: EscapeFamily, in text: Span<UInt8>) {
    guard Self.isMark(mark, family, in: text) else { return nil }
    var (first, last) = (mark, mark)
    var (before, after) = (Self.before(first, in: text), Self.after(last, family, in: text))
    while let place = Self.lastMark(of: family, in: text, before.searched..<first),
      Self.after(place, family, in: text).searched > before.base64
    {
      (first, before) = (place, Self.before(place, in: text))
    }
    while let place = Self.firstMark(of: family, in: text, last + 1..<after.searched) {
      (last, after) = (place, Self.after(place, family, in: text))
    }
    self.family = family
    range = Self.window(
      around: first..<last, within: before.base64 - Self.before..<after.base64 + Self.after, family, in: text)
    lookedAt = before.searched - Self.beforeMark..<after.searched + Self.afterMark
  }

  /// Where the base64 right before a mark begins, and from where on a mark may be of the same run.
  private static func before(_ mark: Int, in text: Span<UInt8>) -> (base64: Int, searched: Int) {
    let start = EncodedRun.start(ofCharactersBefore: mark, in: text)
    let limit = EncodedRun.start(ofCharactersBefore: start - longestGap, in: text)
    return (start, limit - EscapeFamily.longest)
  }

  /// Where the base64 right after a mark ends, and up to where a mark is of the same run.
  private static func after(_ mark: Int, _ family: EscapeFamily, in text: Span<UInt8>) -> (base64: Int, searched: Int) {
    let length = family.escape(in: text, at: mark)?.length ?? 1
    let end = EncodedRun.end(ofCharactersAfter: mark + length, in: text)
    return (end, EncodedRun.end(ofCharactersAfter: end + longestGap, in: text) + 1)
  }

  /// What is decoded of some bytes around the marks: but for mail, which breaks lines, no more than their lines.
  private static func window(
    around marks: Range<Int>, within range: Range<Int>, _ family: EscapeFamily, in text: Span<UInt8>
  ) -> Range<Int> {
    let range = range.clamped(to: 0..<text.count)
    guard family != .quotedPrintable else { return range }
    let start = TextLines.start(of: marks.lowerBound, crossing: 0, downTo: range.lowerBound, in: text)
    return start..<TextLines.end(of: marks.upperBound, crossing: 0, upTo: range.upperBound, in: text)
  }

  /// Where the marks are whose runs may have looked at some bytes.
  static func reach(of bytes: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    // Into the base64 from whose end, or start, a run looks for its next mark.
    let further = EscapeFamily.longest + 1
    let (first, last) = (bytes.lowerBound - afterMark - further, bytes.upperBound + beforeMark + further)
    let before = EncodedRun.start(ofCharactersBefore: first, in: text) - longestGap
    let after = EncodedRun.end(ofCharactersAfter: last, in: text) + longestGap
    let start = EncodedRun.start(ofCharactersBefore: before, in: text) - EscapeFamily.longest
    return (start..<EncodedRun.end(ofCharactersAfter: after, in: text) + 1).clamped(to: 0..<text.count)
  }

  /// Where the marks are whose runs a change may have made other ones.
  ///
  /// - Parameter hasRunsNearby: Whether an end of the change is in what decides on a run that the text had before.
  static func reach(of change: Range<Int>, hasRunsNearby: Bool, in text: Span<UInt8>) -> Range<Int> {
    if hasRunsNearby { return reach(of: change, in: text) }
    return (change.lowerBound - afterMark..<change.upperBound + beforeMark).clamped(to: 0..<text.count)
  }

  // MARK: - Marks

  private static func firstMark(of family: EscapeFamily, in text: Span<UInt8>, _ range: Range<Int>) -> Int? {
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

  /// Whether an escape at a place may hide something.
  static func isMark(_ place: Int, _ family: EscapeFamily, in text: Span<UInt8>) -> Bool {
    guard place + 1 < text.count, let escape = family.escape(in: text, at: place) else { return false }
    let next = place + escape.length
    let isBeforeWord = next < text.count && text[next].isWordByte
    var hidesStart: Bool { escape.isSign ? isBeforeWord : escape.isGap && isBeforeKey(next, in: text) }
    switch family {
    case .percent: return escape.isWordByte || hidesStart
    case .backslash:
      if escape.length == 2 { return text[place + 1].isLetter && isBeforeName(next, in: text) }
      return escape.isWordByte || hidesStart || escape.byte == UInt8(ascii: " ") && isBeforeWord
    case .entities:
      return escape.isWordByte || escape.byte?.isQuote ?? false || text[place + 1] == UInt8(ascii: "#") && hidesStart
    case .quotedPrintable:
      if escape.byte == nil { return isBrokenLine(at: place, to: next, in: text) }
      return escape.byte == UInt8(ascii: "=") || escape.isGap && hidesStart
        || escape.isWordByte && isEscape(next, family, in: text)
    case .codePoints: return escape.isWordByte && isEscape(next, family, in: text)
    }
  }

  private static func isEscape(_ place: Int, _ family: EscapeFamily, in text: Span<UInt8>) -> Bool {
    place < text.count && text[place] == family.introducer && family.escape(in: text, at: place) != nil
  }

  /// Whether a line may be broken inside a word, or between two escapes of another family.
  private static func isBrokenLine(at mark: Int, to next: Int, in text: Span<UInt8>) -> Bool {
    guard mark > 0, next < text.count, 0x21..<0x7F ~= text[mark - 1], 0x21..<0x7F ~= text[next] else { return false }
    let start = TextLines.start(of: mark, crossing: 0, downTo: max(0, mark - brokenLine.upperBound), in: text)
    return brokenLine.contains(mark + 1 - start)
  }

  private static func isBeforeName(_ place: Int, in text: Span<UInt8>) -> Bool {
    place + shortestKey <= text.count
      && (place..<place + shortestKey).allSatisfy { text[$0].isWordByte || text[$0] == UInt8(ascii: "-") }
  }

  /// As ``isBeforeName(_:in:)``, for escapes that are seldom before paths: a line of a private key has slashes.
  private static func isBeforeKey(_ place: Int, in text: Span<UInt8>) -> Bool {
    place + shortestKey <= text.count
      && (place..<place + shortestKey).allSatisfy { EncodedRun.isCharacter(text[$0]) }
  }
}
