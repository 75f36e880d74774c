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
  private let hiding: @Sendable (FoundSecret) -> Suppression.Kind?
  /// The name that suppressions have for a path.
  private var name: @Sendable (String) -> String = { $0 }

  init(most: Int, hiding: @escaping @Sendable (FoundSecret) -> Suppression.Kind? = { _ in nil }) {
    (self.most, self.hiding) = (most, hiding)
  }

  /// The same bound for places whose paths have another name so far.
  func renaming(_ name: @escaping @Sendable (String) -> String) -> FindingBound {
    var renaming = self
    renaming.name = name
    return renaming
  }

  fileprivate func hides(_ found: FoundSecret) -> Suppression.Kind? {
    var named = found
    named.path = name(found.path)
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
    guard secrets.count > bound.most else { return }
    secrets.sort { $0.comes(before: $1) }
    var (counting, hidden) = (0, 0)
    let all = secrets
    secrets = []
    for found in all {
      let kind = bound.hides(found)
      if kind == nil { counting += 1 } else { hidden += 1 }
      if (kind == nil ? counting : hidden) <= bound.most {
        secrets.append(found)
      } else {
        let candidate = found.sighting.placed.candidate
        further.add(
          PlaceCounts.Kind(rule: candidate.rule, path: found.path, severity: candidate.severity, hiddenBy: kind))
      }
    }
  }

  /// Does the same only if there are many more than the bound, since it takes time.
  mutating func keepRoughly(within bound: FindingBound) {
    if bound.isFar(below: secrets.count) { keep(within: bound) }
  }
}

extension FoundSecret {
  fileprivate func comes(before other: FoundSecret) -> Bool {
    if path != other.path { return path < other.path }
    let (own, its) = (sighting.placed.candidate, other.sighting.placed.candidate)
    let (place, itsPlace) = (own.secret.lowerBound, its.secret.lowerBound)
    return (place, own.rule, history?.commit?.id ?? "") < (itsPlace, its.rule, other.history?.commit?.id ?? "")
  }
}
