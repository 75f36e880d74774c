import Detection
import Findings
import GitObjects
import Inputs
import Rules

/// Collects what blobs hold, and picks for each secret and path the oldest commit that brought it.
struct HistoryBook {
  /// A secret at a path.
  private struct Key: Hashable {
    var rule: Int
    var secret: HashedBytes
    var path: HashedBytes
  }

  /// The oldest known place of a secret at a path.
  private struct Entry {
    var blob: ObjectID
    var sighting: Sighting
    var neighbours: [Range<Int>]
    var commit: ObjectID?
    /// Rank of the place among all, older ones first.
    var rank: Int
    var isInHead: Bool
    var commitCount: Int
    /// The blob whose commits were counted last: the secret may stand in it several times.
    var lastCounted: ObjectID

    /// Whether it is the older one; of two that no commit leads to any order will do that is always the same.
    func comes(before other: Entry) -> Bool {
      if rank != other.rank { return rank < other.rank }
      return (blob, sighting.start) < (other.blob, other.sighting.start)
    }
  }

  private let reader: ObjectReader
  /// Whether blobs that nothing reaches count too.
  private let isWhole: Bool
  private var entries: [Key: Entry] = [:]
  private var commits: [ObjectID: CommitObject?] = [:]
  private var files: [FoundFile] = []
  private var messages = PartialResult()

  init(_ reader: ObjectReader, isWhole: Bool) {
    self.reader = reader
    self.isWhole = isWhole
  }

  /// Adds the candidates of a blob at each of its paths.
  mutating func add(_ blob: JudgedBlob, by judge: BlobJudge, _ history: BlobHistory) {
    guard isWhole || history.isReachable else { return }
    let sightings = judge.sightings(of: blob)
    if history.places.isEmpty {
      let path = Array("unreachable/\(blob.id.hex)".utf8)
      add(sightings, of: blob.id, at: path, place: nil, history, judge.detector)
    }
    for place in history.places { add(sightings, of: blob.id, at: place.path, place: place, history, judge.detector) }
  }

  private mutating func add(
    _ sightings: [Sighting], of blob: ObjectID, at path: [UInt8], place: BlobHistory.Place?, _ history: BlobHistory,
    _ detector: Detector
  ) {
    let commit = place?.firstCommit
    let found = FoundSecret.settled(
      sightings, at: TextPlace(path: path, commit: commit?.hex), path: "", history: nil, by: detector)
    messages.noteFailures(of: detector, at: PathText.display(path))
    guard !found.isEmpty else { return }
    let hashedPath = HashedBytes(path)
    for secret in found {
      let key = Key(rule: secret.sighting.placed.candidate.rule, secret: secret.sighting.secret, path: hashedPath)
      let entry = Entry(
        blob: blob, sighting: secret.sighting, neighbours: secret.neighbours, commit: commit,
        rank: place?.rank ?? .max, isInHead: place?.isInHead ?? false, commitCount: history.commitCount,
        lastCounted: blob)
      merge(entry, into: key)
    }
  }

  private mutating func merge(_ entry: Entry, into key: Key) {
    guard let known = entries[key] else {
      entries[key] = entry
      return
    }
    var merged = entry.comes(before: known) ? entry : known
    merged.isInHead = entry.isInHead || known.isInHead
    merged.commitCount = known.commitCount + (entry.blob == known.lastCounted ? 0 : entry.commitCount)
    merged.lastCounted = entry.blob
    entries[key] = merged
  }

  /// Adds the candidates of commit and tag messages.
  ///
  /// - Parameter wanted: The commits and tags that count; `nil` means all.
  mutating func addMessages(_ judge: BlobJudge, only wanted: Set<ObjectID>?) {
    for message in judge.blobs where wanted?.contains(message.id) ?? true {
      let commit = self.commit(message.id)
      let path = commit == nil ? "tag/\(message.id.hex)" : "commit/\(message.id.hex)"
      let history = HistoryFacts(commit: commit.map { Commit($0, id: message.id) }, inHead: false, commitCount: 1)
      let text = (try? reader.read(message.id).content) ?? []
      let sightings = Self.located(judge.sightings(of: message), in: text)
      messages.secrets += FoundSecret.settled(
        sightings, at: TextPlace(path: Array(path.utf8), commit: commit.map { _ in message.id.hex }), path: path,
        history: history, by: judge.detector)
      messages.noteFailures(of: judge.detector, at: path)
    }
  }

  /// Everything that was found, with lines counted in the version that the oldest commit brought.
  mutating func result(_ rules: RuleSet) -> PartialResult {
    var result = messages
    let byBlob = Dictionary(grouping: entries, by: \.value.blob)
    for (blob, entries) in byBlob {
      let content = (try? reader.read(blob).content) ?? []
      let text = TextEncoding.decoded(content.span) ?? content
      for (key, entry) in entries {
        guard let sighting = Self.located([entry.sighting], in: text).first else { continue }
        let commit = entry.commit.flatMap { id in self.commit(id).map { Commit($0, id: id) } }
        result.secrets.append(
          FoundSecret(
            sighting: sighting, path: PathText.display(key.path.bytes), neighbours: entry.neighbours,
            history: HistoryFacts(commit: commit, inHead: entry.isInHead, commitCount: entry.commitCount)))
      }
    }
    return result
  }

  /// The commit that an id names; `nil` when it is not a commit or cannot be read.
  mutating func commit(_ id: ObjectID) -> CommitObject? {
    if let known = commits[id] { return known }
    let read = (try? reader.read(id, as: .commit)).flatMap { CommitObject($0) }
    commits[id] = read
    return read
  }

  /// The content of a blob; `nil` when it cannot be read.
  func content(of blob: ObjectID) -> [UInt8]? {
    try? reader.read(blob, as: .blob)
  }

  /// Counts lines and columns for sightings, and reads their lines and the comments beside them: what a base's sighting
  /// says of its line need not hold for a text that was made from it.
  static func located(_ sightings: [Sighting], in text: [UInt8]) -> [Sighting] {
    var counter = LineCounter()
    var markers = MarkerSearch()
    if !sightings.isEmpty { markers.readBorders(in: text.span, offset: 0, isLast: true) }
    return sightings.sorted { $0.start < $1.start }.compactMap { sighting in
      let secret = sighting.placed.candidate.secret
      guard secret.upperBound <= text.count else { return nil }
      let start = counter.place(of: secret.lowerBound, in: text.span)
      var ahead = counter
      let end = ahead.place(of: secret.upperBound, in: text.span)
      var located = sighting.moved(to: secret.lowerBound, start: start, end: end)
      located.line = SightedLine(around: secret, in: text.span)
      located.markers = markers.markers(for: located.placed.candidate.match, line: start.line, in: text.span)
      return located
    }
  }
}

extension Sighting {
  /// Offset of the secret in its text.
  fileprivate var start: Int { placed.candidate.secret.lowerBound }
}

extension BlobJudge {
  /// The sightings that a blob's marks refer to, moved to where they stand in it, each rule and secret place once.
  func sightings(of blob: JudgedBlob) -> [Sighting] {
    let unknown = LineCounter.Place(line: 0, column: 0)
    let marks = blob.marks.sorted { ($0.secretStart, $0.rule, $0.tag) < ($1.secretStart, $1.rule, $1.tag) }
    var found: [Sighting] = []
    for mark in marks {
      let sighting = sightings[Int(mark.tag)].moved(to: mark.secretStart, start: unknown, end: unknown)
      let twins = found.reversed().prefix { $0.start == mark.secretStart && $0.placed.candidate.rule == Int(mark.rule) }
      if twins.contains(where: { $0.placed.candidate.secret == sighting.placed.candidate.secret }) { continue }
      found.append(sighting)
    }
    return found
  }
}

extension Commit {
  /// What a report tells of a commit object.
  init(_ commit: CommitObject, id: ObjectID) {
    self.init(
      id: id.hex, author: String(decoding: commit.author.name, as: UTF8.self),
      email: String(decoding: commit.author.email, as: UTF8.self), time: commit.author.time,
      subject: String(decoding: commit.subject, as: UTF8.self))
  }
}
