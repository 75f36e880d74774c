import ByteSearch

/// ASCII in UTF-16 or UTF-32 that is in the midst of other text or of binary content.
///
/// The start of a text tells its encoding. What begins later, as in a log that another program went on with, would be
/// hidden from every rule: each of its characters has one NUL after it, or three (in big-endian text, before it). Where
/// enough characters in a row do, their NULs are left out, so that `p\0a\0s\0s\0` is searched as `pass`. Line ends stay,
/// and so do the numbers of lines.
enum WideText {
  /// So many characters in a row are no accident of binary content, and fewer are no secret.
  static let least = 16
  /// Bytes that ``least`` characters take at most.
  static let reach = 4 * least

  /// Characters in a row, each with the same number of NULs after it.
  struct Run {
    var start: Int
    /// Bytes of a character.
    var width: Int
    var count = 0

    var end: Int { start + width * count }
  }

  /// The first run in a range.
  static func firstRun(in text: Span<UInt8>, _ range: Range<Int>) -> Run? {
    var place = range.lowerBound
    while let null = text.firstIndex(of: 0, in: place..<range.upperBound) {
      let isWide = null + 2 < range.upperBound && text[null + 1] == 0 && text[null + 2] == 0
      let run = run(from: max(range.lowerBound, null - 1), width: isWide ? 4 : 2, in: text, upTo: range.upperBound)
      if run.count >= least { return run }
      place = max(null + 1, run.end)
      while place < range.upperBound, text[place] == 0 { place += 1 }
    }
    return nil
  }

  /// The characters from a place on, none when there is another byte.
  static func run(from start: Int, width: Int, in text: Span<UInt8>, upTo end: Int) -> Run {
    var run = Run(start: start, width: width)
    while run.end + width <= end, isText(text[run.end]), (1..<width).allSatisfy({ text[run.end + $0] == 0 }) {
      run.count += 1
    }
    return run
  }

  /// Whether a run that ends here goes on when more bytes follow.
  static func mayGoOn(_ run: Run, in text: Span<UInt8>, upTo end: Int) -> Bool {
    guard end - run.end < run.width else { return false }
    return (run.end..<end).allSatisfy { $0 == run.end ? isText(text[$0]) : text[$0] == 0 }
  }

  /// A text without the NULs of its runs; `nil` when there are none.
  static func narrowed(_ text: Span<UInt8>) -> [UInt8]? {
    guard var run = firstRun(in: text, 0..<text.count) else { return nil }
    var narrow: [UInt8] = []
    narrow.reserveCapacity(text.count)
    var copied = 0
    while true {
      for index in copied..<run.start { narrow.append(text[index]) }
      for number in 0..<run.count { narrow.append(text[run.start + number * run.width]) }
      copied = run.end
      guard let next = firstRun(in: text, copied..<text.count) else { break }
      run = next
    }
    for index in copied..<text.count { narrow.append(text[index]) }
    return narrow
  }

  /// Whether a text has a run.
  ///
  /// - Parameter edits: How it came from a text without any; `nil` when it came from none.
  static func isIn(_ text: Span<UInt8>, changedBy edits: EditScript?) -> Bool {
    guard let edits else { return firstRun(in: text, 0..<text.count) != nil }
    // A run that is not in one copied piece is around the end of one.
    var end = 0
    for piece in edits.runs {
      if firstRun(in: text, max(0, end - reach)..<min(text.count, piece.start + reach)) != nil { return true }
      end = piece.end
    }
    return firstRun(in: text, max(0, end - reach)..<text.count) != nil
  }

  private static func isText(_ byte: UInt8) -> Bool {
    0x20..<0x7F ~= byte || byte == 10 || byte == 13 || byte == 9
  }
}
