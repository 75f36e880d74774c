import ByteSearch

/// A line and column of a text.
public struct TextPosition: Sendable, Hashable {
  /// 1-based; 0 when lines have not been counted.
  public var line: Int
  /// 1-based, in bytes; 0 when lines have not been counted.
  public var column: Int

  /// - Parameters:
  ///   - line: From 1.
  ///   - column: From 1, in bytes.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Of a text whose lines have not been counted.
  public static let unknown = TextPosition(line: 0, column: 0)
}

/// Turns byte offsets into lines and columns, walking the text once.
///
/// A line ends with LF; a CR before it belongs to the line's bytes, so CRLF never shifts a column.
public struct LineCounter: Sendable {
  private var line: Int
  private var lineStart: Int
  private var offset: Int

  /// - Parameters:
  ///   - line: Number of the line in which the text begins; 1 at the start of a file.
  ///   - lineStart: Offset of that line's first byte, zero or below.
  public init(line: Int = 1, lineStart: Int = 0) {
    self.line = line
    self.lineStart = lineStart
    offset = 0
  }

  /// The position of an offset that is not smaller than any of an earlier call.
  public mutating func position(of target: Int, in text: Span<UInt8>) -> TextPosition {
    precondition(target >= offset && target <= text.count, "offsets rise from call to call")
    let range = offset..<target
    let ends = text.count(of: UInt8(ascii: "\n"), in: range)
    if ends > 0, let last = text.lastIndex(of: UInt8(ascii: "\n"), in: range) {
      line += ends
      lineStart = last + 1
    }
    offset = target
    return TextPosition(line: line, column: target - lineStart + 1)
  }

  /// The counter for the text that continues this one: offsets begin anew at `target`.
  public mutating func continued(at target: Int, in text: Span<UInt8>) -> LineCounter {
    _ = position(of: target, in: text)
    return LineCounter(line: line, lineStart: lineStart - target)
  }
}

extension LineCounter {
  /// Counts up to a candidate of the text; candidates are given in the order of their secrets.
  public mutating func locate(_ candidate: inout Candidate, in text: Span<UInt8>) {
    candidate.start = position(of: candidate.secret.lowerBound, in: text)
    // The next candidate's secret may begin before this one's end.
    var ahead = self
    candidate.end = ahead.position(of: candidate.secret.upperBound, in: text)
  }
}

extension [Candidate] {
  /// The candidates of a text, in the order of their secrets, with lines and columns.
  public func located(in text: Span<UInt8>) -> [Candidate] {
    var counter = LineCounter()
    return map { candidate in
      var located = candidate
      counter.locate(&located, in: text)
      return located
    }
  }
}
