import Rules
import Testing

@testable import Detection

/// Where runs of encoded characters begin and end.
struct EncodedRunTests {
  private static let parts = [
    "\n", "\r\n", "\n  ", "\\n", "\\r\\n", "\\\n", "\\/", " ", "=", "==", "\"", "/", "-", "n", "abcd", "QUJD",
    String(repeating: "QUJDabcd", count: 5), String(repeating: "wxyz", count: 16), String(repeating: "k", count: 41),
  ].map { Array($0.utf8) }

  /// All runs, each searched for from the end of the one before.
  private static func runs(in text: [UInt8]) -> [EncodedRun] {
    var runs: [EncodedRun] = []
    while let run = run(in: text, after: runs.last?.range.upperBound ?? 0) { runs.append(run) }
    return runs
  }

  /// The first run with a character after a place.
  private static func run(in text: [UInt8], after start: Int) -> EncodedRun? {
    var first: EncodedRun?
    let range = max(0, start - EncodingSigns.shortestRun)..<text.count
    EncodingSigns.forEach(in: range, of: text.span) { sign in
      guard case .run(let characters) = sign, first == nil else { return }
      let piece = EncodedRun.piece(with: characters, in: text.span)
      guard piece.count >= EncodingSigns.shortestRun, piece.upperBound > start else { return }
      first = EncodedRun(around: piece, in: text.span)
    }
    return first
  }

  /// What a version of a text has in common with another is searched from anywhere.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a run is the same wherever the search begins`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let text = (0..<60).flatMap { _ in Self.parts[Int.random(in: 0..<Self.parts.count, using: &generator)] }
    let runs = Self.runs(in: text)
    for (run, next) in zip(runs, runs.dropFirst()) { #expect(run.range.upperBound <= next.range.lowerBound) }
    for start in text.indices {
      guard let run = Self.run(in: text, after: start) else { continue }
      let same = runs.first { $0.range == run.range && $0.pieces == run.pieces }
      #expect(
        same != nil,
        "\(start): \(run.range) of \(runs.map(\.range)) in \(String(decoding: text, as: UTF8.self).debugDescription)")
      #expect(same?.lookedAt == run.lookedAt)
    }
  }

  /// A run depends on nothing but what it says.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a run stays as it is while the bytes that decide on it do`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: 100 + seed)
    let text = (0..<60).flatMap { _ in Self.parts[Int.random(in: 0..<Self.parts.count, using: &generator)] }
    for run in Self.runs(in: text) {
      let kept = run.lookedAt.clamped(to: text.indices)
      let front = run.lookedAt.lowerBound < 0 ? [] : Self.parts[Int.random(in: 0..<Self.parts.count, using: &generator)]
      let back =
        run.lookedAt.upperBound > text.count ? [] : Self.parts[Int.random(in: 0..<Self.parts.count, using: &generator)]
      let other = front + text[kept] + back
      let shift = front.count - kept.lowerBound
      let found = Self.runs(in: other).contains {
        $0.range == run.range.lowerBound + shift..<run.range.upperBound + shift && $0.pieces.count == run.pieces.count
      }
      #expect(found, "\(run.range), looked at \(run.lookedAt)")
    }
  }
}
