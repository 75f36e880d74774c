import Detection
import Findings

/// How many places of secrets a scan keeps; further ones are counted by rule and file.
///
/// A place costs some 5 KB until it is in a report, so without a bound a file of made-up tokens could fill any memory.
/// Places that count and places that something hides are bounded apart, so that a folder of hidden ones takes nothing
/// from the others. Those that come first by path and place are kept, whatever thread found them.
struct FindingBound: Sendable {
  let most: Int
  /// What hides a place, as suppressions see it.
  private let hiding: @Sendable (Match) -> Suppression.Kind?
  /// The name that suppressions have for a path.
  private var name: @Sendable (String) -> String = { $0 }

  init(most: Int, hiding: @escaping @Sendable (Match) -> Suppression.Kind? = { _ in nil }) {
    (self.most, self.hiding) = (most, hiding)
  }

  /// The same bound for places whose paths have another name so far.
  func renaming(_ name: @escaping @Sendable (String) -> String) -> FindingBound {
    var renaming = self
    renaming.name = { [outer = self.name] in outer(name($0)) }
    return renaming
  }

  fileprivate func hides(_ match: Match) -> Suppression.Kind? {
    var named = match
    named.path = name(match.path)
    return hiding(named)
  }

  /// Whether there are that many more places than the bound that some must be let go before the end.
  func isFar(below count: Int) -> Bool { count / 3 > most }
}

/// Places that are counted only.
struct PlaceCounts: Sendable {
  struct Kind: Hashable, Sendable {
    /// Index of the rule in the rule set.
    var rule: Int
    var path: String
    var severity: Severity
    /// `nil` for places that count.
    var hiddenBy: Suppression.Kind?
  }

  private(set) var counts: [Kind: Int] = [:]

  mutating func add(_ kind: Kind, _ count: Int = 1) { counts[kind, default: 0] += count }

  mutating func add(_ other: PlaceCounts) { counts.merge(other.counts, uniquingKeysWith: +) }

  mutating func renamePaths(_ name: (String) -> String) {
    let old = counts
    counts = [:]
    for (kind, count) in old {
      var renamed = kind
      renamed.path = name(kind.path)
      add(renamed, count)
    }
  }
}

extension PartialResult {
  /// Keeps the places that come first, and counts the rest.
  mutating func keep(within bound: FindingBound) {
    guard matches.count > bound.most else { return }
    matches.sort { $0.comes(before: $1) }
    var (counting, hidden) = (0, 0)
    let all = matches
    matches = []
    for match in all {
      let kind = bound.hides(match)
      if kind == nil { counting += 1 } else { hidden += 1 }
      if (kind == nil ? counting : hidden) <= bound.most {
        matches.append(match)
      } else {
        let candidate = match.candidate
        further.add(
          PlaceCounts.Kind(rule: candidate.rule, path: match.path, severity: candidate.severity, hiddenBy: kind))
      }
    }
  }

  /// Does the same only if there are many more than the bound, since it takes time.
  mutating func keepRoughly(within bound: FindingBound) {
    if bound.isFar(below: matches.count) { keep(within: bound) }
  }
}

extension Match {
  fileprivate func comes(before other: Match) -> Bool {
    if path != other.path { return path < other.path }
    let (own, its) = (candidate, other.candidate)
    let (place, itsPlace) = (own.secret.lowerBound, its.secret.lowerBound)
    return (place, own.rule, history?.commit?.id ?? "") < (itsPlace, its.rule, other.history?.commit?.id ?? "")
  }
}
