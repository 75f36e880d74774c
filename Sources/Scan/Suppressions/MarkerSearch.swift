import ByteSearch
import Detection

/// Finds the comments that speak of a match, in the chunks of one text after another.
struct MarkerSearch {
  /// Bytes of a line, either side of a match, in which a comment is looked for.
  private static let reach = 2048

  /// A `leaksift:allow-begin` or `-end`.
  private struct Border {
    var offset: Int
    var marker: InlineMarker
  }

  private var borders: [Border] = []
  /// Offset in the text up to which borders are known.
  private var searchedUpTo = 0

  /// Forgets the former text.
  mutating func begin() {
    borders.removeAll(keepingCapacity: true)
    searchedUpTo = 0
  }

  /// Looks for the borders of blocks; to be called for each chunk of a text before ``markers(for:line:in:offset:)``, but
  /// not for a text of one chunk without matches.
  ///
  /// - Parameters:
  ///   - offset: The chunk's place in the text.
  ///   - isLast: Whether the text ends with the chunk; else its end is left to the next one, which shares it.
  mutating func readBorders(in chunk: Span<UInt8>, offset: Int, isLast: Bool) {
    let limit = isLast ? chunk.count : max(0, chunk.count - 2 * Self.reach)
    var from = max(0, searchedUpTo - offset)
    while let place = chunk.firstIndex(of: Self.borderWords, from: from), place < limit {
      let line = chunk.bytes(place..<TextLines.end(of: place, in: chunk, limit: Self.reach))
      if var marker = InlineMarker.all(in: line).first, marker.scope == .blockBegin || marker.scope == .blockEnd {
        marker.line = offset == 0 ? 1 + chunk.count(of: UInt8(ascii: "\n"), in: 0..<place) : 0
        borders.append(Border(offset: offset + place, marker: marker))
      }
      from = place + 1
    }
    searchedUpTo = max(searchedUpTo, offset + limit)
  }

  private static let borderWords = Array("leaksift:allow-".utf8)

  /// The comments on the lines of a match, on the line before, and around its block.
  ///
  /// - Parameters:
  ///   - match: Place in the chunk.
  ///   - line: Number of the line in which it begins.
  ///   - offset: The chunk's place in the text.
  func markers(for match: Range<Int>, line: Int, in chunk: Span<UInt8>, offset: Int = 0) -> [InlineMarker] {
    let match = Self.withoutLineEnds(match, in: chunk)
    let start = TextLines.start(of: match.lowerBound, in: chunk, limit: Self.reach)
    let end = TextLines.end(of: match.upperBound, in: chunk, limit: Self.reach)
    var found = Self.markers(in: chunk.bytes(start..<end), scope: .line, line: line)
    if start > 0 {
      let previous = TextLines.start(of: start - 1, in: chunk, limit: Self.reach)
      found += Self.markers(in: chunk.bytes(previous..<start), scope: .nextLine, line: line - 1)
    }
    return found + blocks(around: offset + match.lowerBound)
  }

  /// leaksift's own comments in a text that may hide findings, with their lines.
  static func comments(in text: Span<UInt8>) -> [InlineMarker] {
    var found: [InlineMarker] = []
    var (from, line) = (0, 1)
    while let place = text.firstIndex(of: ownWords, from: from) {
      line += text.count(of: UInt8(ascii: "\n"), in: from..<place)
      from = place + ownWords.count
      let rest = text.bytes(place..<TextLines.end(of: place, in: text, limit: reach))
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
        var marker = InlineMarker.marker(aroundColon: colon, in: rest), marker.scope != .blockEnd
      else { continue }
      marker.line = line
      found.append(marker)
    }
    return found
  }

  private static let ownWords = Array("leaksift:allow".utf8)

  /// A match without line ends around it: many regexes include the one after the secret, and the next line is another's.
  private static func withoutLineEnds(_ match: Range<Int>, in chunk: Span<UInt8>) -> Range<Int> {
    func isLineEnd(_ place: Int) -> Bool { chunk[place] == UInt8(ascii: "\n") || chunk[place] == UInt8(ascii: "\r") }
    var (lower, upper) = (match.lowerBound, match.upperBound)
    while upper > lower, isLineEnd(upper - 1) { upper -= 1 }
    while lower < upper, isLineEnd(lower) { lower += 1 }
    return lower..<upper
  }

  private static func markers(in text: [UInt8], scope: InlineMarker.Scope, line: Int) -> [InlineMarker] {
    text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().flatMap { number, text in
      InlineMarker.all(in: Array(text)).filter { $0.scope == scope }.map { marker in
        var placed = marker
        placed.line = line + number
        return placed
      }
    }
  }

  /// The blocks that are open at an offset of the text. One that is never closed reaches to the end.
  private func blocks(around offset: Int) -> [InlineMarker] {
    var open: [InlineMarker] = []
    for border in borders where border.offset < offset {
      if border.marker.scope == .blockBegin { open.append(border.marker) } else { _ = open.popLast() }
    }
    return open
  }
}
