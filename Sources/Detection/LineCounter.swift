/// Turns byte offsets into lines and columns, walking the text once.
///
/// A line ends with LF; a CR before it belongs to the line's bytes, so CRLF never shifts a column.
public struct LineCounter: Sendable {
  /// A place in a text.
  public struct Place: Sendable, Hashable {
    /// 1-based.
    public var line: Int
    /// 1-based, in bytes.
    public var column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }
  }

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

  /// The place of an offset that is not smaller than any asked for before.
  public mutating func place(of target: Int, in text: Span<UInt8>) -> Place {
    precondition(target >= offset && target <= text.count, "offsets are asked for in rising order")
    text.withUnsafeBufferPointer { bytes in
      for index in offset..<target where bytes[index] == UInt8(ascii: "\n") {
        line += 1
        lineStart = index + 1
      }
    }
    offset = target
    return Place(line: line, column: target - lineStart + 1)
  }

  /// The counter for the text that continues this one: offsets begin anew at `target`.
  public mutating func continued(at target: Int, in text: Span<UInt8>) -> LineCounter {
    _ = place(of: target, in: text)
    return LineCounter(line: line, lineStart: lineStart - target)
  }
}
