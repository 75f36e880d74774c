import ByteSearch
import DotEnv
import Findings
import GitObjects
import Inputs
import Rules
import Synchronization

/// Finds the blobs that any tree has under the name of an environment file.
enum EnvironmentTrees {
  /// What stands in the name of every environment file.
  private static let word = LiteralIndex([Array("env".utf8)])

  static func find(in forest: ObjectForest, workers: Int) -> (blobs: Set<ObjectID>, gaps: [ObjectGap]) {
    let found = Mutex<Set<ObjectID>>([])
    let format = forest.store.format
    let gaps = forest.visitAll(of: .tree, workers: workers) { _ in
      var hits: [LiteralHit] = []
      return { _, content, edits in
        guard mentionsEnvironment(content, edits, &hits) else { return }
        let blobs = environmentBlobs(in: content, format)
        if !blobs.isEmpty { found.withLock { $0.formUnion(blobs) } }
      }
    }
    return (found.withLock { $0 }, gaps)
  }

  /// Whether what is new in a tree names something with `env`; what was copied was seen in its base.
  private static func mentionsEnvironment(
    _ content: Span<UInt8>, _ edits: EditScript?, _ hits: inout [LiteralHit]
  ) -> Bool {
    hits.removeAll(keepingCapacity: true)
    var from = 0
    for run in edits?.runs ?? [] {
      search(content, from: from, until: run.start, &hits)
      from = run.end
    }
    search(content, from: from, until: content.count, &hits)
    return !hits.isEmpty
  }

  /// Longest entry that a border between old and new may cut, either side: a name and an id.
  private static let seam = 320

  private static func search(_ content: Span<UInt8>, from: Int, until: Int, _ hits: inout [LiteralHit]) {
    word.search(content, in: max(0, from - seam)..<min(content.count, until + seam), into: &hits)
  }

  private static func environmentBlobs(in content: Span<UInt8>, _ format: ObjectFormat) -> [ObjectID] {
    var cursor = TreeCursor(format)
    var blobs: [ObjectID] = []
    while let entry = cursor.next(in: content) {
      guard !entry.isTree, !entry.isSubmodule else { continue }
      let name = content.bytes(entry.name)
      if DotEnvName.isJudged(name) { blobs.append(entry.id) }
    }
    return blobs
  }
}

/// Environment files that were committed once and are gone from `HEAD`.
struct EnvironmentHistory {
  private var places: [[UInt8]: [(blob: ObjectID, place: BlobHistory.Place)]] = [:]

  init(_ histories: [BlobHistory]) {
    for history in histories {
      for place in history.places where DotEnvName.isJudged(PathText.name(of: place.path)) {
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
      let oldest = dated.min { ($0.time, $0.blob) < ($1.time, $1.blob) }
      guard let oldest else { continue }
      let finding = DotEnvAudit.finding(
        path: path, content: book.content(of: oldest.blob), protection: .inHistory,
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
