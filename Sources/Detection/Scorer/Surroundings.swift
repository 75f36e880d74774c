/// The bounded neighbourhood of a candidate: its line, clipped, and up to three lines before and after.
struct Surroundings {
  /// Bytes of a line that are looked at before and after the secret.
  static let lineReach = 240
  /// Bytes of the lines around.
  static let reach = 320
  static let lines = 3

  let secret: Range<Int>
  let line: Range<Int>
  let before: Range<Int>
  let after: Range<Int>

  init(of secret: Range<Int>, in text: Span<UInt8>) {
    self.secret = secret
    let lineStart = TextLines.start(of: secret.lowerBound, in: text, limit: Self.lineReach)
    let lineEnd = TextLines.end(of: secret.upperBound, in: text, limit: Self.lineReach)
    line = lineStart..<lineEnd
    before = Self.start(before: lineStart, in: text)..<lineStart
    after = lineEnd..<Self.end(after: lineEnd, in: text)
  }

  /// What is on the line before the secret, and after it.
  var lead: Range<Int> { line.lowerBound..<secret.lowerBound }
  var trail: Range<Int> { secret.upperBound..<max(secret.upperBound, line.upperBound) }

  /// What the choice of the lines and their features depend on; it may reach beyond the text.
  var lookedAt: Range<Int> { (before.lowerBound..<max(after.upperBound, secret.upperBound)).widened(by: 2) }

  private static func start(before lineStart: Int, in text: Span<UInt8>) -> Int {
    // A clipped line has no lines before it worth looking at.
    guard lineStart > 0, text[lineStart - 1] == UInt8(ascii: "\n") else { return lineStart }
    return TextLines.start(of: lineStart - 1, crossing: lines - 1, downTo: max(0, lineStart - reach), in: text)
  }

  private static func end(after lineEnd: Int, in text: Span<UInt8>) -> Int {
    var end = lineEnd
    if end < text.count, text[end] == UInt8(ascii: "\r") { end += 1 }
    guard end < text.count, text[end] == UInt8(ascii: "\n") else { return lineEnd }
    return TextLines.end(of: end, crossing: lines, upTo: min(text.count, lineEnd + reach), in: text)
  }
}
