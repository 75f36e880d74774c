/// The lines of a text that were in none of its former versions.
///
/// A line that only moved is not new. Line ends do not count, so converting them makes no line new.
struct NewLines {
  /// Element `n` speaks of line `n + 1`.
  private var isNew: [Bool] = []
  /// The bytes of the new lines, in order, neighbours joined.
  private(set) var ranges: [Range<Int>] = []

  init(of text: [UInt8], since versions: [[UInt8]]) {
    // Most changes leave the beginning and the end of a file as they were; only what is between is compared by line.
    let start = versions.map { Self.commonStart(text, $0) }.min() ?? 0
    let end = versions.map { Self.commonEnd(text, $0, butNot: start) }.min() ?? 0
    var left: [Int: Int] = [:]
    for version in versions {
      var own: [Int: Int] = [:]
      Self.forEachLine(of: version, in: start..<version.count - end) { hash, _ in own[hash, default: 0] += 1 }
      left.merge(own) { max($0, $1) }
    }
    isNew = Array(repeating: false, count: Self.lineEnds(in: text[..<start]))
    Self.forEachLine(of: text, in: start..<text.count - end) { hash, line in
      let count = left[hash] ?? 0
      if count > 0 { left[hash] = count - 1 }
      add(line, isNew: count == 0)
    }
    // What follows the last line end is a line too.
    let linesLeft = end == 0 ? 0 : Self.lineEnds(in: text[(text.count - end)...]) + 1
    isNew += Array(repeating: false, count: linesLeft)
  }

  /// Whether some of the lines are new.
  ///
  /// - Parameter lines: Numbers from 1; lines after the text's last one count as new.
  func touch(_ lines: ClosedRange<Int>) -> Bool {
    lines.contains { $0 > isNew.count || isNew[$0 - 1] }
  }

  private mutating func add(_ line: Range<Int>, isNew lineIsNew: Bool) {
    isNew.append(lineIsNew)
    guard lineIsNew else { return }
    if let last = ranges.last, isNew.dropLast().last == true {
      ranges[ranges.count - 1] = last.lowerBound..<line.upperBound
    } else {
      ranges.append(line)
    }
  }

  // MARK: - Comparing

  /// Bytes of the whole lines that two texts have in common at their start.
  private static func commonStart(_ text: [UInt8], _ other: [UInt8]) -> Int {
    let (text, other) = (text.span, other.span)
    let most = min(text.count, other.count)
    var same = 0
    while same < most, text[same] == other[same] { same += 1 }
    while same > 0, text[same - 1] != UInt8(ascii: "\n") { same -= 1 }
    return same
  }

  /// Bytes of the whole lines that two texts have in common at their end, after the first `taken` bytes.
  private static func commonEnd(_ text: [UInt8], _ other: [UInt8], butNot taken: Int) -> Int {
    let (text, other) = (text.span, other.span)
    let most = min(text.count, other.count) - taken
    var same = 0
    while same < most, text[text.count - 1 - same] == other[other.count - 1 - same] { same += 1 }
    while same > 0, text.count - same > 0, text[text.count - same - 1] != UInt8(ascii: "\n") { same -= 1 }
    while same > 0, other.count - same > 0, other[other.count - same - 1] != UInt8(ascii: "\n") { same -= 1 }
    return same
  }

  /// Visits the lines that begin in a range of a text, with a hash of their bytes without the line end.
  private static func forEachLine(of text: [UInt8], in range: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
    var start = range.lowerBound
    // After a last line end there is one more, empty line.
    while start < range.upperBound || start == range.upperBound && start == text.count {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      var trimmed = end
      if trimmed > start, text[trimmed - 1] == UInt8(ascii: "\r") { trimmed -= 1 }
      var hasher = Hasher()
      text[start..<trimmed].withUnsafeBytes { hasher.combine(bytes: $0) }
      body(hasher.finalize(), start..<trimmed)
      start = end + 1
    }
  }

  private static func lineEnds(in text: ArraySlice<UInt8>) -> Int {
    text.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
  }
}
