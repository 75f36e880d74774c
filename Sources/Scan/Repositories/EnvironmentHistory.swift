import DotEnv
import Findings
import GitObjects
import Content

/// Environment files that commits contain, in `HEAD` or not any more.
struct EnvironmentHistory {
  private var places: [[UInt8]: [(blob: ObjectID, place: BlobPath, departure: HeadDeparture?)]] = [:]

  init(_ histories: [BlobHistory]) {
    for history in histories {
      for place in history.paths where DotEnvName.isJudged(PathText.name(of: place.path).span) {
        places[place.path, default: []].append((history.blob, place, history.departure))
      }
    }
  }

  /// The findings about each path, each secret at the version that brought it first, as those of rules are.
  func findings(showSecrets: Bool, _ book: inout HistoryBook) -> [Finding] {
    var findings: [Finding] = []
    for (path, versions) in places {
      let oldestFirst = versions.sorted { ($0.place.rank, $0.blob) < ($1.place.rank, $1.blob) }
      let described = oldestFirst.map { version in
        DotEnvVersion(
          commit: version.place.firstCommit.flatMap { book.facts(of: $0) }, isInHead: version.place.isInHead,
          removal: Removal(version.departure, isInHead: version.place.isInHead) { book.facts(of: $0) })
      }
      findings += DotEnvAudit.findings(
        path: path, versions: described, options: EnvironmentAudit.options(showSecrets: showSecrets)
      ) { index in book.content(of: oldestFirst[index].blob) }
    }
    return findings
  }
}
