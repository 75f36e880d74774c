import DotEnv
import Findings
import GitObjects
import Content

/// Environment files that were committed once and are gone from `HEAD`.
struct EnvironmentHistory {
  private var places: [[UInt8]: [(blob: ObjectID, place: BlobPath)]] = [:]

  init(_ histories: [BlobHistory]) {
    for history in histories {
      for place in history.paths where DotEnvName.isJudged(PathText.name(of: place.path).span) {
        places[place.path, default: []].append((history.blob, place))
      }
    }
    places = places.filter { _, versions in !versions.contains { $0.place.isInHead } }
  }

  /// One finding for each path, with the commit that brought the file first.
  func findings(showSecrets: Bool, _ book: inout HistoryBook) -> [Finding] {
    var findings: [Finding] = []
    for (path, versions) in places {
      var dated: [(time: Int64, blob: ObjectID, commit: Commit?)] = []
      for version in versions {
        let commit = version.place.firstCommit.flatMap { id in book.commit(id).map { ($0, id) } }
        dated.append((commit?.0.committer.time ?? .max, version.blob, commit.map { Commit($0.0, id: $0.1) }))
      }
      dated.sort { ($0.time, $0.blob) < ($1.time, $1.blob) }
      // The oldest version that can be read; where none can, the file is reported all the same.
      guard var oldest = dated.first else { continue }
      var content: [UInt8]?
      for version in dated where content == nil {
        content = book.content(of: version.blob)
        if content != nil { oldest = version }
      }
      let finding = DotEnvAudit.finding(
        path: path, content: content, protection: .inHistory,
        options: EnvironmentAudit.options(showSecrets: showSecrets))
      guard var finding else { continue }
      for index in finding.occurrences.indices {
        finding.occurrences[index].commit = oldest.commit
        finding.occurrences[index].inHead = false
      }
      findings.append(finding)
    }
    return findings
  }
}
