/// Bounds of lines around an offset, never farther than a limit: a line may be megabytes long.
public enum TextLines {
  /// Longest part of a line, either side of a match, that allowlists and filters see.
  static let longestShown = 4096

  /// The lines of a match, without the last one's end.
  static func around(_ match: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    start(
      of: match.lowerBound, in: text, limit: longestShown)..<end(of: match.upperBound, in: text, limit: longestShown)
  }

  /// Offset of the first byte of the line that holds `offset`, at most `limit` bytes before it.
  public static func start(of offset: Int, in text: Span<UInt8>, limit: Int) -> Int {
    let floor = max(0, offset - limit)
    var start = offset
    while start > floor, text[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  /// Offset behind the last byte of the line that holds `offset`, without LF or CRLF, at most `limit` bytes after it.
  public static func end(of offset: Int, in text: Span<UInt8>, limit: Int) -> Int {
    let ceiling = min(text.count, offset + limit)
    var end = offset
    while end < ceiling, text[end] != UInt8(ascii: "\n") { end += 1 }
    if end > offset, end < text.count, text[end] == UInt8(ascii: "\n"), text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }
}
