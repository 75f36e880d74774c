import Detection
import Findings
import Content

/// Finds the matches in the chunks of one text after another: one for each worker.
final class TextScanner {
  /// Bytes of a chunk's end that are left to the next one: no regex on a window looks farther.
  static let overlap = 128 << 10

  let detector: Detector
  private var lines = LineCounter()
  /// Offset in the text from which on keywords have not been judged yet.
  private var judgedUpTo = 0
  private var chunkStart = 0
  private var isBinary = false
  private var pending = MatchPortion()
  private var markers = MarkerSearch()

  private let collectsComments: Bool
  /// leaksift's comments in the first chunk of the text, when they are collected.
  private(set) var comments: [InlineMarker] = []

  /// - Parameter collectsComments: Whether comments are looked for that have no finding beside them.
  init(_ detector: Detector, collectsComments: Bool = false) {
    self.detector = detector
    self.collectsComments = collectsComments
  }

  /// Searches one chunk of a text; chunks share ``overlap`` bytes or more.
  ///
  /// - Parameters:
  ///   - start: Offset in the chunk before which nothing is judged.
  ///   - places: Only what may touch one of these ranges of the chunk is judged; `nil` means all.
  func scan(_ chunk: TextChunk, from start: Int = 0, near places: [Range<Int>]? = nil) {
    scan(chunk, from: start, near: places, longestPortion: .max) { _ in }
  }

  /// Does the same, and hands over portions of what is found as soon as there is much, so that little is kept.
  func scan(_ chunk: TextChunk, near places: [Range<Int>]? = nil, settle: (MatchPortion) -> Void) {
    scan(chunk, from: 0, near: places, longestPortion: MatchPortion.longest, settle: settle)
  }

  private func scan(
    _ chunk: TextChunk, from start: Int, near places: [Range<Int>]?, longestPortion: Int,
    settle: (MatchPortion) -> Void
  ) {
    let (bytes, offset, isLast) = (chunk.bytes, chunk.offset, chunk.isLast)
    if offset == 0 {
      begin(bytes)
      comments = collectsComments ? MarkerSearch.comments(in: bytes) : []
    }
    if offset > chunkStart {
      lines = carriedLines
      chunkStart = offset
    }
    let from = max(start, judgedUpTo - offset)
    let until = isLast ? bytes.count : max(from, bytes.count - Self.overlap / 2)
    let candidates = detector.candidates(in: bytes, range: from..<until, near: places, isBinary: isBinary)
    judgedUpTo = offset + until
    let isWhole = offset == 0 && isLast
    if !(isWhole && candidates.isEmpty) { markers.readBorders(in: bytes, offset: offset, isLast: isLast) }
    var counter = lines
    for first in stride(from: 0, to: candidates.count, by: MatchPortion.step) {
      let some = candidates[first..<min(candidates.count, first + MatchPortion.step)]
      pending.matches += locate(some, in: bytes, offset: offset, &counter)
      guard pending.matches.count >= longestPortion else { continue }
      // The next chunk's matches may begin a little before its own judged range.
      if let portion = pending.portion(before: isLast ? .max : judgedUpTo - Self.overlap) { settle(portion) }
    }
    if !isLast { prepareForNext(bytes) }
  }

  /// What was found since the last call and was not handed over, when the text has ended.
  func takePortion() -> MatchPortion {
    defer { pending = MatchPortion() }
    return pending
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

  /// - Parameter counter: Has counted up to the candidates before.
  private func locate(
    _ candidates: ArraySlice<Candidate>, in text: Span<UInt8>, offset: Int, _ counter: inout LineCounter
  ) -> [Match] {
    candidates.map { candidate in
      var match = Match(candidate: candidate)
      counter.locate(&match.candidate, in: text)
      match.read(text, offset: offset, comments: markers)
      if detector.surroundedRules.contains(candidate.rule) {
        match.surroundings = Surroundings(of: match.candidate, in: text)
      }
      match.candidate = match.candidate.moved(by: offset)
      return match
    }
  }
}

extension Match {
  /// Reads the line of a located candidate, and the comments that refer to it.
  ///
  /// - Parameters:
  ///   - text: The text, or a chunk of it, in which the candidate's offsets count.
  ///   - offset: The chunk's place in the text.
  mutating func read(_ text: Span<UInt8>, offset: Int = 0, comments search: MarkerSearch) {
    line = MatchLine(around: candidate.secret, in: text)
    line.start += offset
    comments = search.markers(for: candidate.match, line: candidate.start.line, in: text, offset: offset)
  }
}

extension MatchLine {
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
