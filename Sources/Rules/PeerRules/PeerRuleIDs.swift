/// The ids of gitleaks' and Betterleaks' default rules, and which built-in rules find the same.
public enum PeerRuleIDs {
  /// What a peer's id stands for here.
  public enum Meaning: Sendable, Equatable {
    /// Ids of built-in rules, at least one.
    case rules([String])
    /// No built-in rule finds the same; says why.
    case notCovered(reason: String)
  }

  /// What an id stands for; `nil` when no default rule of the peers has it.
  public static func meaning(of id: String) -> Meaning? { meanings[id] }

  /// The built-in rules of a peer's id; empty when there are none.
  public static func rules(for id: String) -> [String] {
    if case .rules(let rules) = meanings[id] { rules } else { [] }
  }

  /// Every id, sorted.
  public static var all: [String] { meanings.keys.sorted() }

  /// What to say after an id that is no rule: what it is with the peers, else the nearest id that is one.
  public static func hint(for id: String, among known: some Sequence<String>) -> String {
    switch meanings[id] {
    case .rules(let rules): ": it is gitleaks' id for \(rules.map { "\"\($0)\"" }.joined(separator: ", "))"
    case .notCovered(let reason): ": it is gitleaks' id, and no rule here finds the same: \(reason)"
    case nil: Spelling.hint(for: id, among: known)
    }
  }

  private static let meanings: [String: Meaning] = {
    let lines = table.split(separator: "\n").map { $0.split(separator: " ").map { String($0) } }
    let meanings = lines.map { words -> (String, Meaning) in
      let rest = words.dropFirst()
      if rest.first == "-" { return (words[0], .notCovered(reason: rest.dropFirst().joined(separator: " "))) }
      return (words[0], .rules(Array(rest)))
    }
    return Dictionary(meanings, uniquingKeysWith: { first, _ in first })
  }()
}
