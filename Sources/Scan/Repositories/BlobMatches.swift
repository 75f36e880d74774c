import Content
import Detection
import Findings
import GitObjects
import Platform
import Synchronization

/// What the oldest commits brought in one blob, in the order of its text.
struct BlobMatches: Sendable {
  let blob: ObjectID
  let matches: [(key: OldestMatches.Key, place: OldestMatches.Place)]

  /// What was found, by blob, in an order that is always the same.
  static func all(in oldest: OldestMatches) -> [BlobMatches] {
    Dictionary(grouping: oldest.places, by: \.value.blob).map { blob, matches in
      let sorted = matches.sorted { $0.value.candidate.secret.lowerBound < $1.value.candidate.secret.lowerBound }
      return BlobMatches(blob: blob, matches: sorted.map { ($0.key, $0.value) })
    }.sorted { $0.blob < $1.blob }
  }

  /// The matches with their lines and the comments beside them; `nil` when the blob has another text than was judged.
  ///
  /// - Parameter surroundedRules: Rules of whose secrets the surroundings are kept.
  func read(
    in content: [UInt8], _ surroundedRules: Set<Int>, _ commit: (ObjectID) -> Commit?
  ) -> [Match]? {
    let candidates = matches.map(\.place.candidate)
    guard let read = candidates.matches(in: BlobText.decoded(content), surroundedRules) else { return nil }
    return zip(matches, read).map { known, match in
      match.placed(at: known.key, known.place, commit)
    }
  }
}

/// Reads blobs again on several threads, for the lines of what was found in them.
struct BlobReading {
  let store: ObjectStore
  /// Bytes beyond which a blob is not read.
  let largestObject: Int
  /// Bytes of delta bases that each thread keeps.
  let cacheBytes: Int
  let request: ScanRequest
  let commits: [ObjectID: Commit]
  let surroundedRules: Set<Int>

  /// - Returns: What was read, and what could not be read, or was not as it had been judged.
  func run(_ blobs: [BlobMatches]) -> (PartialResult, failed: [BlobMatches]) {
    let results = PartialResults(within: request.bound)
    let failed = Mutex<[Int]>([])
    Workers.share(blobs.count, among: request.workers, until: request.isCancelled) {
      // The walk has verified them.
      ObjectReader(store, largestObject: largestObject, cacheBytes: cacheBytes, checksIDs: request.scansInFull)
    } work: { reader, next in
      while let range = next() {
        var part = PartialResult()
        for number in range {
          let content = try? reader.read(blobs[number].blob).content
          if let read = content.flatMap({ blobs[number].read(in: $0, surroundedRules) { commits[$0] } }) {
            part.matches += read
          } else {
            failed.withLock { $0.append(number) }
          }
        }
        results.add(part, at: range.lowerBound)
      }
    }
    return (results.whole, failed.withLock { $0 }.sorted().map { blobs[$0] })
  }
}

extension [Candidate] {
  /// The candidates of a text, which are in its order, with their lines and the comments beside them; `nil` when the text
  /// has something else in the place of one.
  ///
  /// What a delta base's candidate says of its line need not be true of a text that was made from it.
  ///
  /// - Parameter surroundedRules: Rules of whose secrets the surroundings are kept.
  func matches(in text: [UInt8], _ surroundedRules: Set<Int>) -> [Match]? {
    guard allSatisfy({ $0.isWritten(in: text.span) }) else { return nil }
    var search = MarkerSearch()
    if !isEmpty { search.readBorders(in: text.span, offset: 0, isLast: true) }
    return located(in: text.span).map { candidate in
      var match = Match(candidate: candidate)
      match.read(text.span, comments: search)
      if surroundedRules.contains(candidate.rule) { match.surroundings = Surroundings(of: candidate, in: text.span) }
      return match
    }
  }
}

extension Match {
  /// The match with the path and history of its place.
  ///
  /// - Parameter commit: What a report says of a commit.
  func placed(at key: OldestMatches.Key, _ place: OldestMatches.Place, _ commit: (ObjectID) -> Commit?) -> Match {
    var placed = self
    placed.path = PathText.display(key.path.bytes)
    placed.neighbours = place.neighbours
    placed.history = HistoryFacts(
      commit: place.commit.flatMap(commit), inHead: place.isInHead, commitCount: place.commitCount,
      removal: Removal(place.departure, isInHead: place.isInHead, commit))
    placed.suppression = key.suppression
    return placed
  }
}
