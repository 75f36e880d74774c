import Text

/// A run of characters of base64 or hexadecimal that is long enough to encode a secret, in one piece or wrapped over lines.
struct EncodedRun {
  /// Where its first characters are, and those of further lines, without line ends, indentation and padding.
  private var first: Range<Int>
  private var others: [Range<Int>] = []
  /// Number of `=` after the last one.
  private(set) var padding = 0
  private(set) var lookedAt: Range<Int>

  /// Whether a line goes on in the next one depends on its length, and on what is after the next one: the pieces beside
  /// those that a change touches may be of other runs than before.
  static func reach(of change: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    var (start, end) = (change.lowerBound, change.upperBound)
    while start > 0, change.lowerBound - start < 2, text[start - 1] == UInt8(ascii: "=") { start -= 1 }
    while start > 0, isCharacter(text[start - 1]) { start -= 1 }
    while end < text.count, isCharacter(text[end]) { end += 1 }
    // Parts of a line that JSON has escaped may be short.
    while start > 0, text[start - 1] == UInt8(ascii: "\\") {
      start -= 1
      while start > 0, isCharacter(text[start - 1]) { start -= 1 }
    }
    while end + 1 < text.count, text[end] == UInt8(ascii: "\\"), text[end + 1] == UInt8(ascii: "/") {
      end += 1
      while end < text.count, isCharacter(text[end]) { end += 1 }
    }
    let before = Joint.start(before: start, in: text)
    let shortest = EncodingSigns.shortestRun
    if before >= shortest, (before - shortest..<before).allSatisfy({ isCharacter(text[$0]) }) { start = before - 1 }
    let after = Joint.end(after: end, in: text)
    if after + shortest <= text.count, (after..<after + shortest).allSatisfy({ isCharacter(text[$0]) }) { end = after }
    return start..<min(text.count, end + 1)
  }

  /// Where its characters are, in order.
  var pieces: [Range<Int>] { [first] + others }
  /// Where they are when they are in one line.
  var onlyPiece: Range<Int>? { others.isEmpty ? first : nil }

  /// From the first character to the last, with padding.
  var range: Range<Int> { first.lowerBound..<last.upperBound + padding }
  private var last: Range<Int> { others.last ?? first }

  /// The run that has a piece.
  ///
  /// - Parameter piece: At least ``EncodingSigns/shortestRun`` characters.
  init(around piece: Range<Int>, in text: Span<UInt8>) {
    first = piece
    lookedAt = piece
    var before: [Range<Int>] = []
    while let joint = Joint(before: first.lowerBound, in: text) {
      let previous = Self.start(ofPieceAround: joint.start - 1, in: text)..<joint.start
      guard joint.joins(previous) else { break }
      before.append(first)
      first = previous
    }
    others = before.reversed()
    while let joint = Joint(after: last.upperBound, in: text), joint.joins(last) { others.append(joint.after) }
    while padding < 2, range.upperBound < text.count, text[range.upperBound] == UInt8(ascii: "=") { padding += 1 }
    lookedAt = lookedFrom(in: text)..<lookedUntil(in: text)
  }

  /// Whether the piece before belongs to the run depends on that piece.
  private func lookedFrom(in text: Span<UInt8>) -> Int {
    let start = Joint.start(before: first.lowerBound, in: text)
    guard start < first.lowerBound else { return Self.before(pieceAt: start, in: text) }
    guard start > 0, Self.isCharacter(text[start - 1]) else { return start - 1 }
    return Self.before(pieceAt: Self.start(ofPieceAround: start - 1, in: text), in: text)
  }

  /// Where the bytes before a piece begin that decide where it begins.
  private static func before(pieceAt start: Int, in text: Span<UInt8>) -> Int {
    start - (start >= 2 && text[start - 2] == UInt8(ascii: "\\") && isCharacter(text[start - 1]) ? 2 : 1)
  }

  /// Whether the piece after does depends on that piece, too, where the last one may be a whole line.
  private func lookedUntil(in text: Span<UInt8>) -> Int {
    guard last.count >= Joint.shortestLine else { return last.upperBound + min(2, padding + 1) }
    let end = Joint.end(after: last.upperBound, in: text)
    guard end > last.upperBound, end < text.count, Self.isCharacter(text[end]) else {
      return max(end, range.upperBound) + 1
    }
    return Self.end(ofPieceAround: end, in: text) + 1
  }

  // MARK: - Pieces

  /// The piece that has some characters.
  static func piece(with characters: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let start = start(ofPieceAround: characters.lowerBound, in: text)
    let end = end(ofPieceAround: characters.upperBound - 1, in: text)
    return min(start, end)..<end
  }

  /// Whether a piece is a whole run.
  static func isAlone(_ piece: Range<Int>, in text: Span<UInt8>) -> Bool {
    if let joint = Joint(before: piece.lowerBound, in: text) {
      if joint.joins(start(ofPieceAround: joint.start - 1, in: text)..<joint.start) { return false }
    }
    return Joint(after: piece.upperBound, in: text)?.joins(piece) != true
  }

  /// A bit for each ASCII character of either alphabet of base64, of which hexadecimal digits are a part.
  @inline(__always)
  static func isCharacter(_ byte: UInt8) -> Bool {
    let low: UInt64 = 0x03ff_a800_0000_0000
    let high: UInt64 = 0x07ff_fffe_87ff_fffe
    return byte < 128 && (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0
  }

  /// Where the characters right before a place begin, at most at the place.
  static func start(ofCharactersBefore place: Int, in text: Span<UInt8>) -> Int {
    guard place <= text.count else { return place }
    var start = place
    while start > 0, isCharacter(text[start - 1]) { start -= 1 }
    return start
  }

  /// Where the characters right after a place end, at least at the place.
  static func end(ofCharactersAfter place: Int, in text: Span<UInt8>) -> Int {
    guard place >= 0 else { return place }
    var end = place
    while end < text.count, isCharacter(text[end]) { end += 1 }
    return end
  }

  /// The letter of `\n` before a piece does not belong to it, nor that of `\x` with which databases begin hexadecimal.
  private static func start(ofPieceAround place: Int, in text: Span<UInt8>) -> Int {
    let start = start(ofCharactersBefore: place, in: text)
    guard start > 0, text[start - 1] == UInt8(ascii: "\\") else { return start }
    return "nrtx".utf8.contains(text[start]) ? start + 1 : start
  }

  static func end(ofPieceAround place: Int, in text: Span<UInt8>) -> Int {
    end(ofCharactersAfter: place + 1, in: text)
  }
}

/// What is between two pieces of a run: a line end with indentation, an escaped one, or the backslash of `\/` in JSON.
private struct Joint {
  /// After the last byte of the piece before.
  let start: Int
  /// The piece after.
  let after: Range<Int>
  /// Whether the pieces are lines, not parts of one.
  private let isLineEnd: Bool
  /// Whether the piece after is all that its line has.
  private let isWholeLine: Bool
  /// Whether the line after it begins with one blank: directories and address books break lines anywhere, and mark it so
  /// (RFC 2849, RFC 6350).
  private let isFolded: Bool

  /// Most bytes of indentation.
  private static let mostBlanks = 64
  /// Most bytes between two pieces, with one of either.
  static let longest = mostBlanks + 6
  /// Fewest characters of a line before the last one: encoders break lines at 64 or 76.
  static let shortestLine = 40

  /// Whether the piece before goes on after the line end: all lines but the last have whole groups, and none has words.
  func joins(_ before: Range<Int>) -> Bool {
    !isLineEnd || isWholeLine && before.count >= Self.shortestLine && (isFolded || before.count % 4 == 0)
  }

  /// Where the bytes begin that may be a joint before a place.
  static func start(before place: Int, in text: Span<UInt8>) -> Int {
    var start = place
    while start > max(0, place - longest), mayBe(start - 1, in: text) { start -= 1 }
    return start
  }

  /// Where the bytes end that may be a joint after a place.
  static func end(after place: Int, in text: Span<UInt8>) -> Int {
    var end = place
    while end < min(text.count, place + longest), mayBe(end, in: text) { end += 1 }
    return end
  }

  private static func mayBe(_ place: Int, in text: Span<UInt8>) -> Bool {
    text[place].isWhitespace || text[place] == UInt8(ascii: "\\") || isEscape(endingAt: place + 1, in: text)
  }

  private init(start: Int, end: Int, isLineEnd: Bool, blanks: Int = 0, in text: Span<UInt8>) {
    self.start = start
    self.isLineEnd = isLineEnd
    isFolded = blanks == 1
    after = end..<EncodedRun.end(ofPieceAround: end, in: text)
    isWholeLine = after.upperBound == text.count || "\n\r\\=\"'`<,;)]}".utf8.contains(text[after.upperBound])
  }

  /// What is after a piece, when another one may follow.
  init?(after start: Int, in text: Span<UInt8>) {
    var place = start
    func byte(_ offset: Int) -> UInt8 { place + offset < text.count ? text[place + offset] : 0 }
    let backslash = UInt8(ascii: "\\")
    if byte(0) == backslash, byte(1) == UInt8(ascii: "/") {
      self.init(start: start, end: place + 1, isLineEnd: false, in: text)
      return
    }
    var blanks = 0
    if byte(0) == backslash, byte(1) == UInt8(ascii: "r"), byte(2) == backslash { place += 2 }
    if byte(0) == backslash, byte(1) == UInt8(ascii: "n") {
      place += 2
    } else {
      if byte(0) == backslash { place += 1 }
      if byte(0) == UInt8(ascii: "\r") { place += 1 }
      guard byte(0) == UInt8(ascii: "\n") else { return nil }
      place += 1
      while blanks < Self.mostBlanks, byte(blanks).isBlank { blanks += 1 }
      place += blanks
    }
    guard place < text.count, EncodedRun.isCharacter(text[place]) else { return nil }
    self.init(start: start, end: place, isLineEnd: true, blanks: blanks, in: text)
  }

  /// What is before a piece, when it may be preceded by another one: the joint after that one is the same.
  init?(before end: Int, in text: Span<UInt8>) {
    // Most pieces have something else before them.
    guard end > 0,
      text[end - 1].isWhitespace || text[end - 1] == UInt8(ascii: "\\") || Self.isEscape(endingAt: end, in: text)
    else { return nil }
    let start = Self.start(before: end, in: text)
    guard start < end, start > 0, EncodedRun.isCharacter(text[start - 1]),
      let joint = Joint(after: start, in: text), joint.after.lowerBound == end
    else { return nil }
    self = joint
  }

  static func isEscape(endingAt end: Int, in text: Span<UInt8>) -> Bool {
    end >= 2 && text[end - 2] == UInt8(ascii: "\\") && "nr".utf8.contains(text[end - 1])
  }
}
