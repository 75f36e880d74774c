import Detection
import Findings
import GitObjects
import Content
import Rules

/// Collects what was found in blobs, and picks for each secret and path the oldest commit that brought it.
struct HistoryBook {
  /// A secret at a path.
  private struct Key: Hashable {
    var rule: Int
    var secret: HashedBytes
    var path: HashedBytes
    /// The allowlist that hides it there.
    var suppression: Suppression?
  }

  /// The oldest known place of a secret at a path.
  private struct OldestMatch {
    var blob: ObjectID
    var candidate: Candidate
    var neighbours: [Range<Int>]
    var commit: ObjectID?
    /// Rank of the place among all, older ones first.
    var rank: Int
    var isInHead: Bool
    var commitCount: Int
    /// The blob whose commits were counted last: the secret may be in it several times.
    var lastCounted: ObjectID

    /// Whether it is the older one; of two that no commit leads to any order will do that is always the same.
    func comes(before other: OldestMatch) -> Bool {
      if rank != other.rank { return rank < other.rank }
      return (blob, candidate.secret.lowerBound) < (other.blob, other.candidate.secret.lowerBound)
    }
  }

  /// What could not be read again after the walk had read it, with the reason.
  private(set) var unread: [ObjectID: GitError] = [:]
  private let reader: ObjectReader
  /// Whether blobs that nothing reaches count too.
  private let isWhole: Bool
  /// Rules of whose secrets the surroundings are kept.
  private let surroundedRules: Set<Int>
  private var entries: [Key: OldestMatch] = [:]
  private var sources: [(blob: JudgedBlob, judge: BlobJudge, history: BlobHistory)] = []
  private var commits: [ObjectID: CommitObject?] = [:]
  private var messages = PartialResult()

  init(_ reader: ObjectReader, isWhole: Bool, surroundedRules: Set<Int>) {
    self.reader = reader
    self.surroundedRules = surroundedRules
    self.isWhole = isWhole
  }

  /// Adds the candidates of a blob at each of its paths.
  mutating func add(_ blob: JudgedBlob, by judge: BlobJudge, _ history: BlobHistory) {
    guard isWhole || history.isReachable else { return }
    sources.append((blob, judge, history))
    for (key, entry) in entries(of: blob, judge, history) { merge(entry, into: key) }
  }

  /// What a blob has at each of its paths; rules that give up on it there are noted.
  private mutating func entries(
    of blob: JudgedBlob, _ judge: BlobJudge, _ history: BlobHistory
  ) -> [(key: Key, entry: OldestMatch)] {
    var entries: [(key: Key, entry: OldestMatch)] = []
    let matches = judge.candidates(of: blob).map { Match(candidate: $0) }
    let paths: [BlobPath?] = history.paths.isEmpty ? [nil] : history.paths
    for place in paths {
      let path = place?.path ?? Array("unreachable/\(blob.id.hex)".utf8)
      let commit = place?.firstCommit
      let found = Match.settled(matches, at: TextPlace(path: path, commit: commit?.hex), by: judge.detector)
      messages.noteFailures(of: judge.detector, at: PathText.display(path))
      guard !found.isEmpty else { continue }
      let hashedPath = HashedBytes(path)
      for match in found {
        let key = Key(
          rule: match.candidate.rule, secret: match.candidate.value, path: hashedPath,
          suppression: match.suppression)
        let entry = OldestMatch(
          blob: blob.id, candidate: match.candidate, neighbours: match.neighbours, commit: commit,
          rank: place?.rank ?? .max, isInHead: place?.isInHead ?? false, commitCount: history.commitCount,
          lastCounted: blob.id)
        entries.append((key, entry))
      }
    }
    return entries
  }

  private mutating func merge(_ entry: OldestMatch, into key: Key) {
    guard let known = entries[key] else {
      entries[key] = entry
      return
    }
    var merged = entry.comes(before: known) ? entry : known
    merged.candidate.takeSeverity(of: (entry.comes(before: known) ? known : entry).candidate)
    merged.isInHead = entry.isInHead || known.isInHead
    merged.commitCount = known.commitCount + (entry.blob == known.lastCounted ? 0 : entry.commitCount)
    merged.lastCounted = entry.blob
    entries[key] = merged
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
        text.flatMap { located(candidates, in: $0, of: message.id) } ?? candidates.map { Match(candidate: $0) },
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
  ///
  /// - Parameter bound: On what is kept of it.
  mutating func result(within bound: FindingBound) -> PartialResult {
    var result = messages
    var lost: [Key: OldestMatch] = [:]
    for (blob, entries) in Dictionary(grouping: entries, by: \.value.blob) {
      // In one pass over the text: it may have very many.
      let entries = entries.sorted { $0.value.candidate.secret.lowerBound < $1.value.candidate.secret.lowerBound }
      if let matches = text(of: blob).flatMap({ located(entries.map(\.value.candidate), in: $0, of: blob) }) {
        for (entry, match) in zip(entries, matches) {
          result.matches.append(placed(match, entry.key, entry.value))
        }
      } else {
        for (key, entry) in entries { lost[key] = entry }
      }
      result.keepRoughly(within: bound)
    }
    guard !lost.isEmpty else { return result }
    let versions = versions(of: lost)
    for (key, entry) in lost.sorted(by: { $0.value.comes(before: $1.value) }) {
      result.matches.append(
        readable(key, versions[key] ?? []) ?? placed(Match(candidate: entry.candidate), key, entry))
    }
    return result
  }

  /// All versions that have some secrets, oldest first.
  private mutating func versions(of keys: [Key: OldestMatch]) -> [Key: [OldestMatch]] {
    var versions: [Key: [OldestMatch]] = [:]
    for (blob, judge, history) in sources where unread[blob.id] == nil {
      for (key, entry) in entries(of: blob, judge, history) where keys[key] != nil {
        versions[key, default: []].append(entry)
      }
    }
    return versions.mapValues { $0.sorted { $0.comes(before: $1) } }
  }

  /// A secret in the first of some versions that can be read.
  private mutating func readable(_ key: Key, _ versions: [OldestMatch]) -> Match? {
    for version in versions where unread[version.blob] == nil {
      guard let text = text(of: version.blob),
        let match = located([version.candidate], in: text, of: version.blob)?.first
      else { continue }
      var entry = version
      entry.isInHead = entries[key]?.isInHead ?? version.isInHead
      entry.commitCount = entries[key]?.commitCount ?? version.commitCount
      return placed(match, key, entry)
    }
    return nil
  }

  /// A match with the path and history of its entry.
  private mutating func placed(_ match: Match, _ key: Key, _ entry: OldestMatch) -> Match {
    let commit = entry.commit.flatMap { id in self.commit(id).map { Commit($0, id: id) } }
    var placed = match
    placed.path = PathText.display(key.path.bytes)
    placed.neighbours = entry.neighbours
    placed.history = HistoryFacts(commit: commit, inHead: entry.isInHead, commitCount: entry.commitCount)
    placed.suppression = key.suppression
    return placed
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

  /// The content of a blob as it was judged.
  private mutating func text(of blob: ObjectID) -> [UInt8]? {
    content(of: blob).map(BlobText.decoded)
  }

  /// The candidates of an object, which are in the order of its text, with their lines and the comments beside them;
  /// `nil` when the text is another one than was judged, which is noted.
  ///
  /// What a delta base's candidate says of its line need not be true of a text that was made from it.
  private mutating func located(_ candidates: [Candidate], in text: [UInt8], of id: ObjectID) -> [Match]? {
    guard candidates.allSatisfy({ $0.isWritten(in: text.span) }) else {
      unread[id] = .corrupt(id, reason: "its copies differ")
      return nil
    }
    var search = MarkerSearch()
    if !candidates.isEmpty { search.readBorders(in: text.span, offset: 0, isLast: true) }
    return candidates.located(in: text.span).map { candidate in
      var match = Match(candidate: candidate)
      match.read(text.span, comments: search)
      if surroundedRules.contains(candidate.rule) { match.surroundings = Surroundings(of: candidate, in: text.span) }
      return match
    }
  }
}

extension BlobJudge {
  /// The candidates that a blob's marks refer to, moved to where they are in it, each rule and secret place once.
  func candidates(of blob: JudgedBlob) -> [Candidate] {
    // Of two that differ only in what hides them, the one that nothing hides comes first.
    func isHidden(_ mark: JudgedText.Mark) -> Int {
      candidates[Int(mark.tag)].exclusion == nil ? 0 : 1
    }
    let marks = blob.marks.sorted {
      ($0.secretStart, $0.rule, isHidden($0), $0.tag) < ($1.secretStart, $1.rule, isHidden($1), $1.tag)
    }
    var found: [Candidate] = []
    for mark in marks {
      let known = candidates[Int(mark.tag)]
      let candidate = known.moved(by: mark.secretStart - known.secret.lowerBound)
      // By index: with a view of the array alive, appending would copy all of it.
      var twin = found.count - 1
      while twin >= 0, found[twin].isTwin(of: candidate), found[twin].secret != candidate.secret { twin -= 1 }
      if twin >= 0, found[twin].isTwin(of: candidate) { continue }
      found.append(candidate)
    }
    return found
  }
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
