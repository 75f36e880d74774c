import Detection
import Rules
import Text

/// Finds runs of bytes that look made at random, as keys are, and unlike words, identifiers, paths and numbers.
///
/// It leans towards masking: a hash or an id that is hidden costs its reader little, a key that is shown costs much.
enum RandomRuns {
  /// Shorter runs are no keys.
  private static let shortest = 8
  /// Hexadecimal digits that are no abbreviated id any more.
  private static let shortestHexadecimal = 16
  /// Mean surprise from which a run of several parts is no name: random letters and digits are above 8.
  private static let randomSurprise: Float = 6.6

  /// The runs of a line, in rising order, without overlaps.
  static func ranges(in line: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start < line.count {
      guard isKeyByte[Int(line[start])] else {
        start += 1
        continue
      }
      let end = endOfRun(from: start, in: line)
      if end - start >= shortest { found += suspects(in: start..<end, of: line) }
      start = end
    }
    return found
  }

  /// Whether nothing in a text looks like a part of a key: for what is left of a run that was cut.
  static func isPlain(_ text: ArraySlice<UInt8>) -> Bool {
    parts(of: text).allSatisfy { isPlainPart(text[$0]) }
  }

  private static func suspects(in run: Range<Int>, of line: [UInt8]) -> [Range<Int>] {
    let parts = parts(of: line[run])
    if isRandomWhole(line[run]) {
      // A word at the beginning is a prefix or a name that says what the rest is.
      let start = parts.first { !isPlainPart(line[$0]) }?.lowerBound ?? run.lowerBound
      return [start..<run.upperBound]
    }
    var found: [Range<Int>] = []
    var index = 0
    while index < parts.count {
      defer { index += 1 }
      guard isRandom(line[parts[index]]) else { continue }
      // What is no word beside it belongs to it: base64 has `/` and `+` anywhere.
      var first = index
      while first > 0, parts[first - 1].lowerBound >= (found.last?.upperBound ?? 0),
        !isPlainPart(line[parts[first - 1]])
      { first -= 1 }
      while index + 1 < parts.count, !isPlainPart(line[parts[index + 1]]) { index += 1 }
      found.append(parts[first].lowerBound..<endWithPadding(parts[index].upperBound, run, line))
    }
    return found
  }

  /// Where a run ends: `=` belongs to it at its end only, as padding.
  private static func endOfRun(from start: Int, in line: [UInt8]) -> Int {
    var end = start + 1
    while end < line.count, isKeyByte[Int(line[end])] {
      if line[end - 1] == UInt8(ascii: "="), line[end] != line[end - 1] { break }
      end += 1
    }
    return end
  }

  /// The run's end when only padding follows.
  private static func endWithPadding(_ end: Int, _ run: Range<Int>, _ line: [UInt8]) -> Int {
    line[end..<run.upperBound].allSatisfy { $0 == UInt8(ascii: "=") } ? run.upperBound : end
  }

  /// The parts of a run between joiners, empty ones left out.
  private static func parts(of run: ArraySlice<UInt8>) -> [Range<Int>] {
    run.split { isJoiner[Int($0)] }.map(\.indices)
  }

  // MARK: - Judging

  /// Whether a run is random as a whole: hexadecimal in groups, or several short parts none of which is a word.
  private static func isRandomWhole(_ run: ArraySlice<UInt8>) -> Bool {
    let hexadecimal = run.count(where: { $0.isHexDigit })
    if hexadecimal >= shortestHexadecimal, run.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: "-") }) {
      return run.contains(where: { $0.isLetter }) && run.contains(where: { $0.isDigit })
    }
    guard run.count >= shortest + 2, run.contains(where: { $0.isDigit }), run.contains(where: { $0.isLetter }) else {
      return false
    }
    return changes(in: run) >= 4 && Rarity.surprise(Array(run).span) >= randomSurprise
  }

  private static func isRandom(_ part: ArraySlice<UInt8>) -> Bool {
    guard part.count >= shortest else { return false }
    if part.allSatisfy({ $0.isDigit }) { return part.count >= 2 * shortest + 4 }
    if part.allSatisfy({ $0.isHexDigit }), part.contains(where: { $0.isDigit }) {
      return part.count >= shortestHexadecimal
    }
    if part.count < 2 * shortest, changes(in: part) < 3 {
      return part.count >= shortest + 4 && !looksLikeWords(part)
    }
    return !looksLikeWords(part)
  }

  /// Whether a part is a word, a short number, or too short to judge.
  private static func isPlainPart(_ part: ArraySlice<UInt8>) -> Bool {
    if part.allSatisfy({ $0.isDigit }) { return part.count <= 4 }
    guard part.allSatisfy({ $0.isLetter }) else { return false }
    return part.count <= 2 || changes(in: part) == 0 && (part.count <= 3 || looksLikeWords(part))
  }

  private static func looksLikeWords(_ part: ArraySlice<UInt8>) -> Bool { Rarity.looksLikeWords(Array(part).span) }

  /// How often the kind of byte changes: digit, capital, small letter, other; a capital before small letters counts once.
  private static func changes(in part: ArraySlice<UInt8>) -> Int {
    var count = 0
    for (byte, next) in zip(part, part.dropFirst()) where kind(byte) != kind(next) {
      if !(byte.isUppercase && next.isLowercase) { count += 1 }
    }
    return count
  }

  private static func kind(_ byte: UInt8) -> Int {
    byte.isDigit ? 0 : byte.isUppercase ? 1 : byte.isLowercase ? 2 : 3
  }

  // MARK: - Bytes

  private static let isJoiner = (UInt8.min...UInt8.max).map { "+/=_-.~%".utf8.contains($0) }
  private static let isKeyByte = (UInt8.min...UInt8.max).map {
    $0.isLetter || $0.isDigit || isJoiner[Int($0)]
  }
}
