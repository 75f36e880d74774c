import Detection
import Findings
import GitObjects
import Content

/// What was found in the blobs of a history: for each secret and path the oldest commit that brought it.
struct OldestMatches: Sendable {
  /// A secret at a path.
  struct Key: Hashable, Sendable {
    var rule: Int
    var secret: HashedBytes
    var path: HashedBytes
    /// The allowlist that hides it there.
    var suppression: Suppression?
  }

  /// The oldest known place of a secret at a path.
  struct Place: Sendable {
    var blob: ObjectID
    var candidate: Candidate
    var neighbours: [Range<Int>]
    var commit: ObjectID?
    /// Rank of the place among all, older ones first.
    var rank: Int
    var isInHead: Bool
    var commitCount: Int
    /// When `HEAD` lost the last version with the secret.
    var departure: HeadDeparture?
    /// The blob whose commits were counted last: the secret may be in it several times.
    fileprivate var lastCounted: ObjectID
    /// The place that the severity is of: the gravest, and of equal ones the oldest.
    fileprivate var gravest: (rank: Int, blob: ObjectID, start: Int)

    /// The commits that a report names.
    var commits: [ObjectID] { [commit, isInHead ? nil : departure?.commit].compactMap(\.self) }

    /// Whether it is the older one; of two that no commit leads to any order will do that is always the same.
    func comes(before other: Place) -> Bool {
      if rank != other.rank { return rank < other.rank }
      return (blob, candidate.secret.lowerBound) < (other.blob, other.candidate.secret.lowerBound)
    }

    /// Is as grave as the graver of two: versions of one secret may have different names.
    fileprivate mutating func takeSeverity(of other: Place) {
      let (own, its) = (candidate.gravity, other.candidate.gravity)
      guard own == its ? other.gravest < gravest : own < its else { return }
      candidate.takeSeverity(of: other.candidate)
      gravest = other.gravest
    }
  }

  private(set) var places: [Key: Place] = [:]
  /// Where a rule gave up on what depends on the path.
  private(set) var gaps: [Skip] = []

  /// Adds the candidates of a blob at each of its paths.
  mutating func add(_ blob: JudgedBlob, by judge: BlobJudge, _ history: BlobHistory) {
    for (key, place) in Self.all(of: blob, by: judge, history, &gaps) { Self.merge(place, into: &places[key]) }
  }

  /// Adds what was found in other blobs.
  mutating func add(_ other: OldestMatches) {
    gaps += other.gaps
    for (key, place) in other.places { Self.merge(place, into: &places[key]) }
  }

  private static func merge(_ place: Place, into known: inout Place?) {
    guard let older = known else {
      known = place
      return
    }
    let isOlder = place.comes(before: older)
    var merged = isOlder ? place : older
    merged.takeSeverity(of: isOlder ? older : place)
    merged.isInHead = place.isInHead || older.isInHead
    merged.commitCount = older.commitCount + (place.lastCounted == older.lastCounted ? 0 : place.commitCount)
    merged.departure = HeadDeparture.later(place.departure, older.departure)
    merged.lastCounted = place.lastCounted
    known = merged
  }

  /// What a blob has at each of its paths.
  ///
  /// - Parameter gaps: Gets where a rule gave up.
  static func all(
    of blob: JudgedBlob, by judge: BlobJudge, _ history: BlobHistory, _ gaps: inout [Skip]
  ) -> [(key: Key, place: Place)] {
    var all: [(key: Key, place: Place)] = []
    let candidates = judge.candidates(of: blob)
    let paths: [BlobPath?] = history.paths.isEmpty ? [nil] : history.paths
    for place in paths {
      let path = place?.path ?? Array("unreachable/\(blob.id.hex)".utf8)
      let found = judge.detector.settled(candidates, at: TextPlace(path: path, commit: place?.firstCommit?.hex))
      gaps += judge.detector.takeFailures().map { Skip(path: PathText.display(path), reason: $0.sentence) }
      let hashedPath = HashedBytes(path)
      let secrets = found.map(\.secret)
      for (index, candidate) in found.enumerated() {
        let key = Key(
          rule: candidate.rule, secret: candidate.value, path: hashedPath,
          suppression: candidate.exclusion.map(Suppression.init))
        let entry = Place(
          blob: blob.id, candidate: candidate, neighbours: Match.neighbours(of: index, among: secrets),
          commit: place?.firstCommit, rank: place?.rank ?? .max, isInHead: place?.isInHead ?? false,
          commitCount: history.commitCount, departure: history.departure, lastCounted: blob.id,
          gravest: (place?.rank ?? .max, blob.id, candidate.secret.lowerBound))
        all.append((key, entry))
      }
    }
    return all
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
