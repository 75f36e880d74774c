import Detection
import Findings
import GitObjects
import Content
import Platform
import Synchronization

/// Collects what was found in the blobs and messages of a history, with the commits that brought it.
struct HistoryBook {
  /// What could not be read again after the walk had read it, with the reason.
  private(set) var unread: [ObjectID: GitError] = [:]
  private let forest: ObjectForest
  private let request: ScanRequest
  private let reader: ObjectReader
  /// Rules of whose secrets the surroundings are kept.
  private let surroundedRules: Set<Int>
  /// Objects of which the walk says that they are not what their ids say: they are held against their ids once more.
  private let doubtful: Set<ObjectID>
  private var judges: [BlobJudge] = []
  private var histories: [ObjectID: BlobHistory] = [:]
  private var oldest = OldestMatches()
  private var commits: [ObjectID: CommitObject?] = [:]
  private var messages = PartialResult()

  init(_ forest: ObjectForest, _ request: ScanRequest, surroundedRules: Set<Int>, doubtful: Set<ObjectID>) {
    (self.forest, self.request, self.surroundedRules) = (forest, request, surroundedRules)
    self.doubtful = doubtful
    reader = ObjectReader(forest.store, largestObject: forest.largestObject)
  }

  /// Adds the candidates of blobs at each of their paths, each judge's on a thread of its own.
  ///
  /// - Parameter histories: Of the blobs that count.
  mutating func add(_ judges: [BlobJudge], _ histories: [ObjectID: BlobHistory]) {
    (self.judges, self.histories) = (judges, histories)
    let workers = WorkerList(judges)
    let parts = Mutex<[Int: OldestMatches]>([:])
    Workers.run(judges.count) { worker in
      var part = OldestMatches()
      for blob in workers[worker].blobs {
        if let history = histories[blob.id] { part.add(blob, by: workers[worker], history) }
      }
      parts.withLock { $0[worker] = part }
    }
    for part in parts.withLock({ $0 }).values { oldest.add(part) }
  }

  /// Adds the candidates of commit and tag messages.
  ///
  /// - Parameter wanted: The commits and tags that count; `nil` means all.
  mutating func addMessages(_ judge: BlobJudge, _ graph: CommitGraph, only wanted: Set<ObjectID>?) {
    for message in judge.blobs where wanted?.contains(message.id) ?? true {
      let isCommit = graph.contains(message.id)
      let commit = isCommit ? self.commit(message.id) : nil
      let path = "\(isCommit ? "commit" : "tag")/\(message.id.hex)"
      let history = HistoryFacts(commit: commit.map { Commit($0, id: message.id) }, inHead: false, commitCount: 1)
      let candidates = judge.candidates(of: message)
      let text = content(of: message.id)
      let found = Match.settled(
        text.flatMap { read(candidates, in: $0, of: message.id) } ?? candidates.map { Match(candidate: $0) },
        at: TextPlace(path: Array(path.utf8), commit: isCommit ? message.id.hex : nil), by: judge.detector)
      for var match in found {
        match.path = path
        match.history = history
        messages.matches.append(match)
      }
      messages.noteFailures(of: judge.detector, at: path)
    }
  }

  /// Everything that was found, with lines counted in the version that the oldest commit brought; where that cannot be
  /// read again, in the next one that can, and where none can, without a line.
  mutating func result() -> PartialResult {
    var result = messages
    result.coverage.gaps += oldest.gaps
    let blobs = BlobMatches.all(in: oldest)
    let (read, failed) = reading().run(blobs.filter { !doubtful.contains($0.blob) })
    result.add(read)
    var lost: [OldestMatches.Key: OldestMatches.Place] = [:]
    for blob in failed + blobs.filter({ doubtful.contains($0.blob) }) {
      // One that was too large to be read beside others; or a copy that has the right hash, and if not, it is known why.
      if let matches = reread(blob) {
        result.matches += matches
      } else {
        for (key, place) in blob.matches { lost[key] = place }
      }
    }
    guard !lost.isEmpty else { return result }
    let versions = versions(of: lost)
    for (key, place) in lost.sorted(by: { $0.value.comes(before: $1.value) }) {
      result.matches.append(
        readable(key, versions[key] ?? [])
          ?? Match(candidate: place.candidate).placed(at: key, place) { facts(of: $0) })
    }
    return result
  }

  private mutating func reading() -> BlobReading {
    var known: [ObjectID: Commit] = [:]
    for id in Set(oldest.places.values.flatMap(\.commits)) { known[id] = facts(of: id) }
    // As on the walk, each thread has its part of the budget, and what is large is read by one at a time.
    let budget = forest.contentBudget / request.workers
    return BlobReading(
      store: forest.store, largestObject: min(forest.largestObject, max(budget / 8, 1 << 20)),
      cacheBytes: min(budget / 2, ObjectReader.usualCacheBytes), request: request,
      commits: known, surroundedRules: surroundedRules)
  }

  private mutating func reread(_ blob: BlobMatches) -> [Match]? {
    guard let content = content(of: blob.blob) else { return nil }
    if let read = blob.read(in: content, surroundedRules, { facts(of: $0) }) { return read }
    unread[blob.blob] = .corrupt(blob.blob, reason: Self.otherCopy)
    return nil
  }

  /// All versions that have some secrets, oldest first.
  private mutating func versions(
    of keys: [OldestMatches.Key: OldestMatches.Place]
  ) -> [OldestMatches.Key: [OldestMatches.Place]] {
    var versions: [OldestMatches.Key: [OldestMatches.Place]] = [:]
    var gaps: [Skip] = []
    for judge in judges {
      for blob in judge.blobs where unread[blob.id] == nil {
        guard let history = histories[blob.id] else { continue }
        for (key, place) in OldestMatches.all(of: blob, by: judge, history, &gaps) where keys[key] != nil {
          versions[key, default: []].append(place)
        }
      }
    }
    return versions.mapValues { $0.sorted { $0.comes(before: $1) } }
  }

  /// A secret in the first of some versions that can be read.
  private mutating func readable(_ key: OldestMatches.Key, _ versions: [OldestMatches.Place]) -> Match? {
    for version in versions where unread[version.blob] == nil {
      guard let text = content(of: version.blob).map(BlobText.decoded),
        let match = read([version.candidate], in: text, of: version.blob)?.first
      else { continue }
      var place = version
      place.isInHead = oldest.places[key]?.isInHead ?? version.isInHead
      place.commitCount = oldest.places[key]?.commitCount ?? version.commitCount
      place.departure = oldest.places[key]?.departure ?? version.departure
      return match.placed(at: key, place) { facts(of: $0) }
    }
    return nil
  }

  /// The commit that an id names; `nil` when it is not a commit or cannot be read.
  mutating func commit(_ id: ObjectID) -> CommitObject? {
    if let known = commits[id] { return known }
    let read = content(of: id).flatMap { CommitObject($0) }
    commits[id] = read
    return read
  }

  /// The content of an object; `nil` when it cannot be read, which is noted.
  mutating func content(of id: ObjectID) -> [UInt8]? {
    do throws(GitError) { return try reader.read(id).content } catch {
      unread[id] = error
      return nil
    }
  }

  /// What a report says about a commit; `nil` as ``commit(_:)``.
  mutating func facts(of id: ObjectID) -> Commit? { commit(id).map { Commit($0, id: id) } }

  /// See ``matches(in:_:)``; that the text is another one than was judged is noted.
  private mutating func read(_ candidates: [Candidate], in text: [UInt8], of id: ObjectID) -> [Match]? {
    let matches = candidates.matches(in: text, surroundedRules)
    if matches == nil { unread[id] = .corrupt(id, reason: Self.otherCopy) }
    return matches
  }

  private static let otherCopy = "its copies differ"
}

extension Commit {
  /// What a report says about a commit object.
  init(_ commit: CommitObject, id: ObjectID) {
    self.init(
      id: id.hex, author: String(decoding: commit.author.name, as: UTF8.self),
      email: String(decoding: commit.author.email, as: UTF8.self), time: commit.author.time,
      subject: String(decoding: commit.subject, as: UTF8.self))
  }
}
