/// The known word that a mistyped one most likely stands for.
///
/// - Returns: The word of smallest edit distance (insertions, deletions, substitutions, swaps of neighbours), `nil` when
///   more than a third of the letters would have to change; a known word that starts with what was typed comes first.
func nearestMatch(to typed: String, among known: [String]) -> String? {
  let wanted = Array(typed.lowercased().utf8.prefix(128))
  guard !wanted.isEmpty else { return nil }
  if wanted.count >= 2, let longer = known.first(where: { $0.lowercased().utf8.starts(with: wanted) }) {
    return longer
  }
  var best: (word: String, distance: Int)?
  for word in known {
    let distance = editDistance(wanted, Array(word.lowercased().utf8))
    if distance <= max(1, max(wanted.count, word.utf8.count) / 3), distance < best?.distance ?? .max {
      best = (word, distance)
    }
  }
  return best?.word
}

/// A sentence part that offers the nearest match, or nothing.
func suggestion(for typed: String, among known: [String], prefix: String = "") -> String {
  nearestMatch(to: typed, among: known).map { "; did you mean `\(prefix)\($0)`?" } ?? ""
}

/// Optimal string alignment distance, in two-row-plus-one dynamic programming.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for (row, byte) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (byte == other ? 0 : 1))
      if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
        cost = min(cost, beforePrevious[column - 1] + 1)
      }
      current.append(cost)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.count]
}
