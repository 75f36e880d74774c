import Detection
import Findings
import GitObjects
import Content
import Platform
import Synchronization

/// The members of a history's containers: each container is decompressed once, after the walk over all objects, and what
/// is in it has the commits of the container's paths.
struct HistoryContainers {
  let store: ObjectStore
  let largeFiles: LargeFileStore
  let largestObject: Int
  let request: ScanRequest
  let rules: ScanRules

  /// What was found in members, and picked as ``HistoryBook`` does: for each secret and path the oldest commit.
  struct Found: Sendable {
    private(set) var coverage = Coverage()
    /// Containers of which members could be read: their own bytes say nothing more.
    private(set) var opened: Set<ObjectID> = []
    private var bundles: [FoundBundle] = []
    private var matches: [Key: Oldest<Match>] = [:]
    private var files: [FileKey: Oldest<PathMatch>] = [:]

    private struct Key: Hashable {
      var rule: Int
      var secret: HashedBytes
      var path: String
      var suppression: Suppression?
    }

    private struct FileKey: Hashable {
      var rule: Int
      var path: String
    }

    private struct Oldest<Value: Sendable> {
      var value: Value
      var rank: Int
      var departure: HeadDeparture?
      /// The blob whose commits were counted last: the secret may be in it several times.
      var lastCounted: ObjectID
    }

    /// Adds what was found in a container at each of its paths.
    fileprivate mutating func add(_ container: ReadContainer) {
      coverage.add(container.coverage)
      if container.isOpened { opened.insert(container.blob) }
      if let bundle = container.bundle { bundles.append(bundle) }
      for place in container.places {
        coverage.add(place.part.coverage)
        for match in place.part.matches {
          let candidate = match.candidate
          let key = Key(
            rule: candidate.rule, secret: candidate.value, path: match.path, suppression: match.suppression)
          Self.merge(match, \.history, into: &matches[key], at: place, of: container.blob)
        }
        for file in place.part.files {
          let key = FileKey(rule: file.rule, path: file.path)
          Self.merge(file, \.history, into: &files[key], at: place, of: container.blob)
        }
      }
    }

    private static func merge<Value>(
      _ value: Value, _ history: WritableKeyPath<Value, HistoryFacts?>, into known: inout Oldest<Value>?,
      at place: ReadContainer.Place, of blob: ObjectID
    ) {
      var value = value
      let departure = HeadDeparture.later(place.departure, known?.departure)
      var facts = HistoryFacts(
        commit: place.commit, inHead: place.isInHead, commitCount: place.commitCount, removal: place.removal)
      if let known {
        let older = known.value[keyPath: history]
        facts.inHead = place.isInHead || older?.inHead ?? false
        facts.commitCount = (older?.commitCount ?? 0) + (known.lastCounted == blob ? 0 : place.commitCount)
        if departure != place.departure { facts.removal = older?.removal }
        if facts.inHead == true { facts.removal = nil }
        if known.rank <= place.rank {
          value = known.value
          facts.commit = older?.commit
        }
      }
      value[keyPath: history] = facts
      known = Oldest(
        value: value, rank: min(known?.rank ?? .max, place.rank), departure: departure, lastCounted: blob)
    }

    /// Adds everything to the result of a scan.
    func add(to result: inout PartialResult) {
      result.coverage.add(coverage)
      result.bundles += bundles
      result.matches += matches.values.map(\.value)
      result.files += files.values.map(\.value)
    }
  }

  /// Reads containers, oldest first.
  ///
  /// - Parameter histories: Of the containers that count.
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func run(_ histories: [BlobHistory]) throws(ScanError) -> Found {
    let histories = histories.sorted {
      ($0.paths.first?.rank ?? .max, $0.blob) < ($1.paths.first?.rank ?? .max, $1.blob)
    }
    let read = Mutex<[Int: ReadContainer]>([:])
    try Workers.share(histories.count, among: request.workers, step: 1, until: request.isCancelled) {
      () throws(ScanError) in
      ContainerWorker(
        scanner: TextScanner(try rules.detector()),
        // The walk has verified them.
        reader: ObjectReader(store, largestObject: largestObject, checksIDs: request.scansInFull),
        containers: request.containerReader, largeFiles: largeFiles, bound: request.bound)
    } work: { worker, next in
      while let range = next() {
        for number in range {
          guard let container = worker.read(histories[number]) else { continue }
          read.withLock { $0[number] = container }
        }
      }
    }
    var found = Found()
    let all = read.withLock { $0 }
    for number in all.keys.sorted() { if let container = all[number] { found.add(container) } }
    return found
  }
}

/// What one container of a history has.
private struct ReadContainer: Sendable {
  /// A path of the container, and what its members have there.
  struct Place: Sendable {
    var path: [UInt8]
    var commit: Commit?
    var rank: Int
    var isInHead: Bool
    var commitCount: Int
    var departure: HeadDeparture?
    var removal: Removal?
    var part = PartialResult()
  }

  var blob: ObjectID
  var places: [Place]
  var coverage = Coverage()
  var isOpened = false
  /// The container itself, if it is one.
  var bundle: FoundBundle?

  init(_ history: BlobHistory, commit: (ObjectID) -> Commit?) {
    blob = history.blob
    places = history.paths.map { place in
      Place(
        path: place.path, commit: place.firstCommit.flatMap(commit), rank: place.rank, isInHead: place.isInHead,
        commitCount: history.commitCount, departure: history.departure,
        removal: Removal(history.departure, isInHead: place.isInHead, commit))
    }
    if places.isEmpty {
      let path = Array("unreachable/\(history.blob.hex)".utf8)
      places = [Place(path: path, rank: .max, isInHead: false, commitCount: history.commitCount)]
    }
  }
}

/// One thread's part of reading containers.
private struct ContainerWorker {
  let scanner: TextScanner
  let reader: ObjectReader
  let containers: ContainerReader?
  let largeFiles: LargeFileStore
  let bound: FindingBound

  /// - Returns: `nil` when the blob is no container, or cannot be read any more, which its own candidates say.
  func read(_ history: BlobHistory) -> ReadContainer? {
    let blob: [UInt8]
    var gaps: [Skip] = []
    var whole = ReadContainer(history) { id in
      do throws(GitError) { return CommitObject(try reader.read(id).content).map { Commit($0, id: id) } } catch {
        gaps.append(Skip(path: id.hex, reason: error.reason))
        return nil
      }
    }
    whole.coverage.gaps = gaps
    do throws(GitError) { blob = try reader.read(history.blob, as: .blob) } catch {
      whole.coverage.gaps.append(Skip(path: history.blob.hex, reason: error.reason))
      return whole
    }
    let outer = whole.places[0].path
    let outcome = containers?.read(blob, path: outer, largeFiles: largeFiles) { chunk, member in
      var name = member
      name.path.removeFirst(outer.count)
      scanner.scan(chunk) { add($0, of: name, to: &whole) }
      guard chunk.isLast else { return }
      add(scanner.takePortion(), of: name, to: &whole)
      // The file of a pointer has the blob's own path, which is looked at elsewhere.
      guard !name.path.isEmpty else { return }
      for index in whole.places.indices {
        let origin = whole.places[index].origin(of: name)
        whole.places[index].part.addPathMatches(of: origin, by: scanner.detector)
      }
    }
    guard let outcome else { return nil }
    whole.isOpened = outcome.isOpened
    if outcome.isBundle { whole.bundle = FoundBundle(path: outer, place: .blob(history.blob, in: reader.store)) }
    whole.coverage.bytes = outcome.isOpened ? outcome.bytes - blob.count : 0
    whole.coverage.leftOut = outcome.leftOut
    // A line of an ignore file accepts it by the blob.
    whole.coverage.gaps += outcome.gaps.map { Skip(path: $0.path, reason: "\($0.reason), in blob \(history.blob.hex)") }
    return whole
  }

  private func add(_ portion: MatchPortion, of name: TextOrigin, to whole: inout ReadContainer) {
    for index in whole.places.indices {
      let origin = whole.places[index].origin(of: name)
      whole.places[index].part.add(portion, of: origin, by: scanner.detector)
      whole.places[index].part.noteFailures(of: scanner.detector, at: origin.displayPath)
      whole.places[index].part.keepRoughly(within: bound)
    }
  }
}

extension ReadContainer.Place {
  /// Where a member's text comes from.
  ///
  /// - Parameter name: The member, with the part of its path after the container's.
  fileprivate func origin(of name: TextOrigin) -> TextOrigin {
    TextOrigin(path: path + name.path, commit: commit, layer: name.layer)
  }
}
