import GitObjects
import Platform

/// A reused buffer that hands a source's text on: whole, or in overlapping chunks when it is long.
struct TextWindow {
  /// Longest text that is handed on whole, in bytes of decoded text.
  private let limit: Int
  /// How many bytes two chunks of a longer text share.
  private let overlap: Int
  private var text: [UInt8] = []
  private var filled = 0
  /// Where bytes begin that have not been searched for ``WideText``, and the width of a run that may go on there.
  private var searched = 0
  private var openWidth: Int?
  /// Of a source that only goes forward, and is longer than what was read at first.
  private var end: SourceEnd?
  /// Whether the first bytes are all.
  private var isWhole = false

  /// Bytes beyond the limit, so that a text of exactly the limit's length is not cut.
  private static let spare = 1 << 16
  /// How many bytes are decoded at a time.
  private static let pieceSize = 1 << 16
  /// Most bytes that the buffer has before anything is read: what a container says of a member's size need not be true.
  private static let largestStart = 1 << 20

  init(limit: Int, overlap: Int) {
    precondition(overlap >= 0 && limit > overlap)
    self.limit = limit
    self.overlap = overlap
  }

  /// Reads a source's first bytes, which show what it is: all of them when that is up to ``limit``.
  ///
  /// - Parameters:
  ///   - expected: Likely size in bytes, for the buffer's first size.
  ///   - isForward: Whether the source cannot be read again, so that more is read of what begins like a program, behind which
  ///     a container may follow.
  mutating func begin<Source: ByteInput & ~Copyable>(
    _ source: inout Source, expected: Int, isForward: Bool = false
  ) {
    (filled, searched, openWidth, end) = (0, 0, nil, nil)
    grow(to: max(ContainerKind.headSize, min(expected, limit, Self.largestStart)) + 1)
    while filled < ContainerKind.headSize, !source.ended { fill(&source) }
    if isForward, ContainerEnd.isProgram(text.span.extracting(first: filled)) {
      while filled < limit, !source.ended { fill(&source) }
    }
    isWhole = source.ended
    if isForward, !isWhole { end = SourceEnd(start) }
  }

  /// What the first bytes say of the source, and its last ones where they are all here.
  var kind: ContainerKind? {
    let head = text.span.extracting(first: filled)
    return isWhole ? ContainerKind(whole: head) : ContainerKind(startOf: head)
  }

  /// What the first and last bytes say of a file.
  func kind(of file: OpenStream, size: Int, path: [UInt8]) -> ContainerKind? {
    let head = text.span.extracting(first: filled)
    let kind =
      isWhole || size <= filled
      ? ContainerKind(whole: head) : ContainerKind(head, endOf: FileInput(file, size: size, head: []))
    return kind ?? namedKind(of: path)
  }

  /// The container that the source is by its path alone.
  func namedKind(of path: [UInt8]) -> ContainerKind? {
    NamedContainer.kind(of: path, text.span.extracting(first: filled))
  }

  /// A container that the end of a source shows that was read to its end, of which other parts are gone by now.
  var lostKind: ContainerKind? { end?.kind }

  /// The pointer of Git LFS that the source is.
  var pointer: LargeFilePointer? { LargeFilePointer(text.span.extracting(first: filled)) }

  /// A copy of the first bytes.
  var start: [UInt8] { Array(text[..<filled]) }

  /// Reads a source that was begun to its end.
  ///
  /// - Parameter consume: Is called with each chunk, at least once.
  /// - Returns: The encoding that was recognised.
  @discardableResult
  mutating func drain<Source: ByteInput & ~Copyable>(
    _ source: inout Source, _ consume: (TextChunk) -> Void
  ) -> TextEncoding {
    let (encoding, markLength) = TextEncoding.detect(in: text.span.extracting(first: filled))
    var decoder = TextDecoder(encoding)
    dropMark(markLength)
    if decoder != nil { decodeStart(&decoder) } else { narrow() }
    var piece: [UInt8] = decoder == nil ? [] : [UInt8](repeating: 0, count: Self.pieceSize)
    var offset = 0
    while true {
      while filled <= limit, !source.ended {
        if decoder != nil {
          fillDecoding(&source, &piece, &decoder)
        } else {
          fill(&source)
          narrow()
        }
      }
      if source.ended { finish(&decoder) }
      if filled <= limit {
        consume(TextChunk(text.span.extracting(first: filled), offset: offset))
        return encoding
      }
      // What may still lose NULs is left for the next chunk.
      let cut = decoder == nil ? max(overlap + 1, min(limit, searched)) : limit
      consume(TextChunk(text.span.extracting(first: cut), offset: offset, isLast: false))
      offset += cut - overlap
      moveDown(from: cut - overlap)
    }
  }

  /// Reads once at the text's end.
  private mutating func fill<Source: ByteInput & ~Copyable>(_ source: inout Source) {
    if filled == text.count { grow(to: min(filled * 2, limit + Self.spare)) }
    let got = source.read(into: &text, from: filled, count: text.count - filled)
    end?.add(text, filled..<filled + got)
    filled += got
  }

  /// Leaves the NULs out of ``WideText`` in what was read last.
  private mutating func narrow() {
    var (read, written) = (searched, searched)
    while true {
      let run =
        openWidth.map { WideText.run(from: read, width: $0, in: text.span, upTo: filled) }
        ?? WideText.firstRun(in: text.span, read..<filled)
      openWidth = nil
      guard let run else { break }
      written = keep(read..<run.start, at: written)
      for number in 0..<run.count { text[written + number] = text[run.start + number * run.width] }
      written += run.count
      read = run.end
      if WideText.mayGoOn(run, in: text.span, upTo: filled) {
        openWidth = run.width
        break
      }
    }
    searched = written
    filled = keep(read..<filled, at: written)
    // A run may have begun before the end.
    if openWidth == nil { searched = max(searched, filled - WideText.reach) }
  }

  /// Moves bytes down to a place.
  ///
  /// - Returns: The end of where they are then.
  private mutating func keep(_ range: Range<Int>, at place: Int) -> Int {
    if place < range.lowerBound { move(range, to: place) }
    return place + range.count
  }

  private mutating func fillDecoding<Source: ByteInput & ~Copyable>(
    _ source: inout Source, _ piece: inout [UInt8], _ decoder: inout TextDecoder?
  ) {
    let got = source.read(into: &piece, from: 0, count: piece.count)
    end?.add(piece, 0..<got)
    grow(to: filled + TextDecoder.capacity(for: got))
    decoder?.decode(piece.span.extracting(first: got), into: &text, at: &filled)
  }

  /// Decodes what was read before the encoding was known.
  private mutating func decodeStart(_ decoder: inout TextDecoder?) {
    let start = Array(text[..<filled])
    filled = 0
    grow(to: TextDecoder.capacity(for: start.count))
    decoder?.decode(start.span, into: &text, at: &filled)
  }

  private mutating func finish(_ decoder: inout TextDecoder?) {
    guard decoder != nil else { return }
    grow(to: filled + TextDecoder.capacity(for: 0))
    decoder?.finish(into: &text, at: &filled)
  }

  private mutating func dropMark(_ length: Int) {
    if length > 0 { moveDown(from: length) }
  }

  /// Makes the byte at `start` the first one.
  private mutating func moveDown(from start: Int) {
    move(start..<filled, to: 0)
    filled -= start
    searched = max(0, searched - start)
  }

  /// Moves bytes to a place; the ranges may overlap.
  private mutating func move(_ range: Range<Int>, to place: Int) {
    precondition(place >= 0 && place <= range.lowerBound && range.upperBound <= text.count)
    text.withUnsafeMutableBytes { bytes in
      // Invariant: both ranges are inside the buffer, by the precondition.
      guard !range.isEmpty, let base = bytes.baseAddress else { return }
      (base + place).copyMemory(from: base + range.lowerBound, byteCount: range.count)
    }
  }

  private mutating func grow(to count: Int) {
    if text.count < count { text.append(contentsOf: repeatElement(0, count: count - text.count)) }
  }
}
