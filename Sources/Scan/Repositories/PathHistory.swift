import Detection
import Findings
import GitObjects
import Content

/// Files of a history that rules may report for their path alone.
struct PathHistory {
  /// The oldest place of a path, and what is known of all.
  private struct OldestPath {
    var oldest: BlobPath
    var isInHead: Bool
    var commitCount: Int
    var departure: HeadDeparture?
  }

  private var entries: [[UInt8]: OldestPath] = [:]

  /// - Parameter names: Which names a rule may report.
  init(_ histories: [BlobHistory], named names: PathRuleNames) {
    for history in histories {
      for place in history.paths where names.mayMatch(PathText.name(of: place.path).span) {
        guard var entry = entries[place.path] else {
          entries[place.path] = OldestPath(
            oldest: place, isInHead: place.isInHead, commitCount: history.commitCount, departure: history.departure)
          continue
        }
        if place.rank < entry.oldest.rank { entry.oldest = place }
        entry.isInHead = entry.isInHead || place.isInHead
        entry.commitCount += history.commitCount
        entry.departure = HeadDeparture.later(entry.departure, history.departure)
        entries[place.path] = entry
      }
    }
  }

  /// Adds what rules say of the paths, each with the commit that brought it first.
  func addFindings(to result: inout PartialResult, by detector: Detector, _ book: inout HistoryBook) {
    for (path, entry) in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let commit = entry.oldest.firstCommit.flatMap { book.facts(of: $0) }
      let removal = Removal(entry.departure, isInHead: entry.isInHead) { book.facts(of: $0) }
      result.addPathMatches(
        of: TextOrigin(path: path, commit: commit), by: detector,
        history: HistoryFacts(commit: commit, inHead: entry.isInHead, commitCount: entry.commitCount, removal: removal))
    }
  }
}
