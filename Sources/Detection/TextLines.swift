import ByteSearch

/// Bounds of lines around an offset, never farther than a limit: a line may be megabytes long.
public enum TextLines {
  /// Longest part of a line, either side of a match, that allowlists and filters see.
  static let longestShown = 4096

  /// The lines of a match, without the last one's end.
  static func around(_ match: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    start(
      of: match.lowerBound, in: text, limit: longestShown)..<end(of: match.upperBound, in: text, limit: longestShown)
  }

  /// Offset of the first byte of the line that contains `offset`, at most `limit` bytes before it.
  public static func start(of offset: Int, in text: Span<UInt8>, limit: Int) -> Int {
    let floor = max(0, offset - limit)
    return start(of: offset, crossing: 0, downTo: floor, in: text)
  }

  /// Offset after the last byte of the line that contains `offset`, without LF or CRLF, at most `limit` bytes after it.
  public static func end(of offset: Int, in text: Span<UInt8>, limit: Int) -> Int {
    let ceiling = min(text.count, offset + limit)
    var end = end(of: offset, crossing: 0, upTo: ceiling, in: text)
    if end > offset, end < text.count, text[end] == UInt8(ascii: "\n"), text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  /// The start of the line that is a number of line ends before `offset`, or the floor.
  static func start(of offset: Int, crossing lineEnds: Int, downTo floor: Int, in text: Span<UInt8>) -> Int {
    var lineEnd = offset
    for _ in 0...lineEnds {
      guard let previous = text.lastIndex(of: UInt8(ascii: "\n"), in: floor..<lineEnd) else { return floor }
      lineEnd = previous
    }
    return lineEnd + 1
  }

  /// The end of the line that is a number of line ends after `offset`, its LF not included, or the ceiling.
  static func end(of offset: Int, crossing lineEnds: Int, upTo ceiling: Int, in text: Span<UInt8>) -> Int {
    var lineStart = offset
    for _ in 0...lineEnds {
      guard let lineEnd = text.firstIndex(of: UInt8(ascii: "\n"), in: lineStart..<ceiling) else { return ceiling }
      lineStart = lineEnd + 1
    }
    return lineStart - 1
  }
}
