/// Guesses what somebody meant to write.
public enum Spelling {
  /// `: did you mean "x"?` when a known word is close enough, else nothing.
  static func hint(for word: String, among known: some Sequence<String>) -> String {
    nearest(to: word, among: known).map { ": did you mean \"\($0)\"?" } ?? ""
  }

  /// The known word that begins with at least two given letters, else the one with the fewest typing mistakes, at most
  /// one for each three letters.
  public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().utf8.prefix(64))
    if letters.count >= 2, let longer = known.first(where: { $0.lowercased().utf8.starts(with: letters) }) {
      return longer
    }
    var best: (word: String, mistakes: Int)?
    for candidate in known {
      let other = Array(candidate.lowercased().utf8.prefix(64))
      let allowed = max(1, max(letters.count, other.count) / 3)
      guard abs(letters.count - other.count) <= allowed else { continue }
      let mistakes = distance(from: letters, to: other)
      if mistakes <= allowed, mistakes < best?.mistakes ?? .max { best = (candidate, mistakes) }
    }
    return best?.word
  }

  /// Number of letters put in, left out, replaced or swapped with their neighbour (optimal string alignment).
  private static func distance(from word: [UInt8], to other: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (row, byte) in word.enumerated() {
      var current = [row + 1]
      for (column, otherByte) in other.enumerated() {
        var mistakes = min(last[column + 1] + 1, current[column] + 1, last[column] + (byte == otherByte ? 0 : 1))
        if row > 0, column > 0, byte == other[column - 1], word[row - 1] == otherByte {
          mistakes = min(mistakes, beforeLast[column - 1] + 1)
        }
        current.append(mistakes)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
