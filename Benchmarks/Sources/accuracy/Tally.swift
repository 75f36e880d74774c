import Findings

/// Found and missed lines of one kind.
struct Tally {
  /// Findings on secret lines and on others, by the confidence of the surest.
  var right: [Confidence: Int] = [:]
  var wrong: [Confidence: Int] = [:]
  var secrets = 0

  mutating func add(isSecret: Bool, confidence: Confidence?) {
    if isSecret { secrets += 1 }
    guard let confidence else { return }
    if isSecret { right[confidence, default: 0] += 1 } else { wrong[confidence, default: 0] += 1 }
  }

  /// Precision, recall and F1 of findings with at least a confidence.
  func score(atLeast floor: Confidence) -> Score {
    let hits = right.filter { $0.key >= floor }.values.reduce(0, +)
    let alarms = wrong.filter { $0.key >= floor }.values.reduce(0, +)
    return Score(hits: hits, alarms: alarms, secrets: secrets)
  }
}

struct Score {
  var hits: Int
  var alarms: Int
  var secrets: Int

  var precision: Double { Double(hits) / Double(max(1, hits + alarms)) }
  var recall: Double { Double(hits) / Double(max(1, secrets)) }
  var f1: Double {
    precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }
}
