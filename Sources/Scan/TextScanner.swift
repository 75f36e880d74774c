import Detection
import Findings
import Inputs

/// Turns the chunks of one text after another into sightings: one for each worker.
final class TextScanner {
  /// Bytes of a chunk's end that are left to the next one: no regex on a window looks farther.
  static let overlap = 128 << 10

  let detector: Detector
  private var lines = LineCounter()
  /// Offset in the text from which on keywords have not been judged yet.
  private var judgedUpTo = 0
  private var chunkStart = 0
  private var isBinary = false
  private var sightings: [Sighting] = []
  private var markers = MarkerSearch()

  private let collectsComments: Bool
  /// leaksift's comments in the first chunk of the text, when they are collected.
  private(set) var comments: [InlineMarker] = []

  /// - Parameter collectsComments: Whether comments are looked for that have no finding beside them.
  init(_ detector: Detector, collectsComments: Bool = false) {
    self.detector = detector
    self.collectsComments = collectsComments
  }

  /// Searches one chunk of a text.
  ///
  /// - Parameters:
  ///   - offset: Offset of the chunk's first byte in the text; chunks share ``overlap`` bytes or more.
  ///   - isLast: Whether the text ends with the chunk.
  ///   - start: Offset in the chunk before which nothing is judged.
  ///   - places: Only what may touch one of these ranges of the chunk is asked for; `nil` means all.
  func scan(
    _ chunk: Span<UInt8>, offset: Int, isLast: Bool, from start: Int = 0, near places: [Range<Int>]? = nil
  ) {
    if offset == 0 {
      begin(chunk)
      comments = collectsComments ? MarkerSearch.comments(in: chunk) : []
    }
    if offset > chunkStart {
      lines = carriedLines
      chunkStart = offset
    }
    let from = max(start, judgedUpTo - offset)
    let until = isLast ? chunk.count : max(from, chunk.count - Self.overlap / 2)
    let candidates = detector.candidates(in: chunk, range: from..<until, near: places, isBinary: isBinary)
    judgedUpTo = offset + until
    let isWhole = offset == 0 && isLast
    if !(isWhole && candidates.isEmpty) { markers.readBorders(in: chunk, offset: offset, isLast: isLast) }
    if !candidates.isEmpty { sightings += locate(candidates, in: chunk, offset: offset) }
    if !isLast { prepareForNext(chunk) }
  }

  /// What was found since the last call, when the text has ended.
  func takeSightings() -> [Sighting] {
    defer { sightings = [] }
    return sightings
  }

  // MARK: - Places

  private var carriedLines = LineCounter()

  private func begin(_ chunk: Span<UInt8>) {
    lines = LineCounter()
    judgedUpTo = 0
    chunkStart = 0
    isBinary = looksBinary(chunk)
    markers.begin()
  }

  /// Counts lines up to where the next chunk begins.
  private func prepareForNext(_ chunk: Span<UInt8>) {
    carriedLines = lines.continued(at: chunk.count - Self.overlap, in: chunk)
  }

  private func locate(_ candidates: [Candidate], in text: Span<UInt8>, offset: Int) -> [Sighting] {
    var counter = lines
    return candidates.map { candidate in
      let start = counter.place(of: candidate.secret.lowerBound, in: text)
      var ahead = counter
      let end = ahead.place(of: candidate.secret.upperBound, in: text)
      var line = SightedLine(around: candidate.secret, in: text)
      line.start += offset
      return Sighting(
        placed: PlacedCandidate(candidate: candidate.moved(by: offset), start: start, end: end),
        secret: HashedBytes(text.bytes(candidate.secret)), line: line,
        markers: markers.markers(for: candidate.match, line: start.line, in: text, offset: offset))
    }
  }
}

extension SightedLine {
  /// - Parameter range: The secret's bytes; only its first line is shown.
  init(around range: Range<Int>, in text: Span<UInt8>) {
    let lineStart = TextLines.start(of: range.lowerBound, in: text, limit: Self.reach)
    let firstEnd = min(range.upperBound, TextLines.end(of: range.lowerBound, in: text, limit: Self.longestSecret))
    let end =
      firstEnd < range.upperBound
      ? firstEnd : TextLines.end(of: range.upperBound, in: text, limit: Self.reach)
    before = text.bytes(lineStart..<range.lowerBound)
    secret = text.bytes(range.lowerBound..<firstEnd)
    after = text.bytes(firstEnd..<max(firstEnd, end))
    start = lineStart
  }
}

extension Span<UInt8> {
  /// A copy of some of the bytes.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBufferPointer { Array($0) }
  }
}
