import Findings

/// Found and missed lines of one kind.
struct Tally {
  /// What is known of one labelled line.
  struct Verdict {
    var isSecret: Bool
    /// Whether the secret is more than well-known default words.
    var isConcrete = false
    /// Of the surest finding on the line; `nil` when there is none.
    var confidence: Confidence?
  }

  /// Findings on secret lines and on others, by the confidence of the surest.
  private(set) var right: [Confidence: Int] = [:]
  private(set) var wrong: [Confidence: Int] = [:]
  private var rightConcrete: [Confidence: Int] = [:]
  private var secrets = 0
  private var concreteSecrets = 0
  /// Lines without a secret.
  private(set) var others = 0

  mutating func add(_ verdict: Verdict) {
    if verdict.isSecret { secrets += 1 } else { others += 1 }
    if verdict.isConcrete { concreteSecrets += 1 }
    guard let confidence = verdict.confidence else { return }
    if verdict.isSecret { right[confidence, default: 0] += 1 } else { wrong[confidence, default: 0] += 1 }
    if verdict.isConcrete { rightConcrete[confidence, default: 0] += 1 }
  }

  /// Adds the lines of another kind.
  mutating func add(_ other: Tally) {
    right.merge(other.right, uniquingKeysWith: +)
    wrong.merge(other.wrong, uniquingKeysWith: +)
    rightConcrete.merge(other.rightConcrete, uniquingKeysWith: +)
    secrets += other.secrets
    concreteSecrets += other.concreteSecrets
    others += other.others
  }

  /// Findings with at least a confidence.
  func score(atLeast floor: Confidence) -> Score {
    Score(hits: Self.count(right, floor), alarms: Self.count(wrong, floor), secrets: secrets)
  }

  /// The same, of the secrets that are more than well-known default words.
  func concreteScore(atLeast floor: Confidence) -> Score {
    Score(hits: Self.count(rightConcrete, floor), alarms: Self.count(wrong, floor), secrets: concreteSecrets)
  }

  private static func count(_ findings: [Confidence: Int], _ floor: Confidence) -> Int {
    findings.filter { $0.key >= floor }.values.reduce(0, +)
  }
}

/// Secrets that were found, false alarms, and how many secrets there are.
struct Score {
  var hits: Int
  var alarms: Int
  var secrets: Int

  /// `nil` without a finding.
  var precision: Double? { hits + alarms == 0 ? nil : Double(hits) / Double(hits + alarms) }
  /// `nil` without a secret.
  var recall: Double? { secrets == 0 ? nil : Double(hits) / Double(secrets) }
  var f1: Double? {
    guard let precision, let recall, precision + recall > 0 else { return nil }
    return 2 * precision * recall / (precision + recall)
  }

  /// Missed secrets and false alarms.
  var mistakes: Int { secrets - hits + alarms }
}
