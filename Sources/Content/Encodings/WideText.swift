import ByteSearch

/// ASCII in UTF-16 or UTF-32 that is in the midst of other text or of binary content.
///
/// The encoding is recognised from a text's start. What begins later, as in a log that another program went on with, would be
/// hidden from every rule: each of its characters has one NUL after it, or three (in big-endian text, before it). Where
/// enough characters in a row do, their NULs are left out, so that `p\0a\0s\0s\0` is searched as `pass`. Line ends stay,
/// and so do the numbers of lines.
enum WideText {
  /// Characters in a row that are no accident of binary content; fewer are no secret.
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
    // Most texts have no NUL at all.
    guard let null = text.firstIndex(of: 0, in: range) else { return nil }
    var place = max(range.lowerBound, null - 1)
    while place + 4 <= range.upperBound {
      var next = place + step
      if let (start, width) = character(at: place, in: text) {
        var first = start
        while first - width >= range.lowerBound, isCharacter(at: first - width, width: width, in: text) {
          first -= width
        }
        let run = run(from: first, width: width, in: text, upTo: range.upperBound)
        if run.count >= least { return run }
        next = max(next, run.end)
      }
      place = next
    }
    return nil
  }

  /// Of a run of ``least`` characters that are two bytes wide, at least one of places so far apart is four bytes or more
  /// before its end.
  private static let step = 2 * least - 4

  /// A character of a run that four bytes may belong to, by which of them are NULs.
  private static func character(at place: Int, in text: Span<UInt8>) -> (start: Int, width: Int)? {
    switch (text[place] == 0, text[place + 1] == 0, text[place + 2] == 0, text[place + 3] == 0) {
    case (false, true, false, true): (place, 2)
    case (true, false, true, false): (place + 1, 2)
    case (false, true, true, true): (place, 4)
    case (true, false, true, true): (place + 1, 4)
    case (true, true, false, true): (place + 2, 4)
    case (true, true, true, false): (place + 3, 4)
    default: nil
    }
  }

  /// The characters from a place on, none when there is another byte.
  static func run(from start: Int, width: Int, in text: Span<UInt8>, upTo end: Int) -> Run {
    var run = Run(start: start, width: width)
    while run.end + width <= end, isCharacter(at: run.end, width: width, in: text) { run.count += 1 }
    return run
  }

  private static func isCharacter(at place: Int, width: Int, in text: Span<UInt8>) -> Bool {
    isText(text[place]) && text[place + 1] == 0 && (width == 2 || text[place + 2] == 0 && text[place + 3] == 0)
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
      append(text.extracting(copied..<run.start), to: &narrow)
      for number in 0..<run.count { narrow.append(text[run.start + number * run.width]) }
      copied = run.end
      guard let next = firstRun(in: text, copied..<text.count) else { break }
      run = next
    }
    append(text.extracting(copied..<text.count), to: &narrow)
    return narrow
  }

  private static func append(_ piece: Span<UInt8>, to text: inout [UInt8]) {
    piece.withUnsafeBufferPointer { text.append(contentsOf: $0) }
  }

  /// Whether a text has a run.
  ///
  /// - Parameter edits: How it came from a text without any; `nil` when it came from none.
  static func isIn(_ text: Span<UInt8>, changedBy edits: EditScript?) -> Bool {
    guard let edits else { return firstRun(in: text, 0..<text.count) != nil }
    // A run that is not in one copied piece has NULs among what was inserted or right beside it.
    return edits.containsInserted { hasRun(in: text, around: $0) }
  }

  private static func hasRun(in text: Span<UInt8>, around inserted: Range<Int>) -> Bool {
    let end = min(text.count, inserted.upperBound + 4)
    // Eight bytes, or a multiple of them, are searched in one step each.
    let start = max(0, end - (end - max(0, inserted.lowerBound - 4) + 7) / 8 * 8)
    guard text.lastIndex(of: 0, in: start..<end) != nil else { return false }
    return firstRun(in: text, max(0, inserted.lowerBound - reach)..<min(text.count, inserted.upperBound + reach)) != nil
  }

  private static func isText(_ byte: UInt8) -> Bool {
    0x20..<0x7F ~= byte || byte == 10 || byte == 13 || byte == 9
  }
}
