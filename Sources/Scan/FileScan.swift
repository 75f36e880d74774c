import Detection
import Findings
import GitObjects
import Inputs
import Synchronization

/// Scans the files of a listing on several threads.
struct FileScan {
  let rules: ScanRules
  let workers: Int
  /// Whether comments are looked for that have no finding beside them.
  let collectsComments: Bool
  let bound: FindingBound
  /// Files that the coverage has counted already.
  var counted: Set<ListedFile> = []
  let progress: @Sendable (ScanProgress) -> Void

  /// What the files hold, in the order of the listing whatever the number of threads.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func run(_ listing: Listing) throws(ScanError) -> PartialResult {
    let results = PartialResults(within: bound)
    let meter = ProgressMeter(total: listing.files.count, progress)
    try Workers.share(listing.files.count, among: workers) { () throws(ScanError) in
      FileWorker(
        try rules.detector(), root: listing.root, collectsComments: collectsComments, bound: bound, counted: counted)
    } work: { worker, next in
      while let range = next() {
        results.add(worker.scan(listing.files[range], meter: meter), at: range.lowerBound)
      }
    }
    return results.whole
  }
}

/// One thread's part of a file scan.
struct FileWorker: ~Copyable {
  private let scanner: TextScanner
  private var reader: FileReader
  private let bound: FindingBound
  private let counted: Set<ListedFile>

  init(
    _ detector: Detector, root: [UInt8], collectsComments: Bool, bound: FindingBound, counted: Set<ListedFile>
  ) {
    self.bound = bound
    self.counted = counted
    scanner = TextScanner(detector, collectsComments: collectsComments)
    reader = FileReader(root: root, limits: FileReader.Limits(overlap: TextScanner.overlap))
  }

  mutating func scan(_ files: ArraySlice<ListedFile>, meter: ProgressMeter) -> PartialResult {
    var part = PartialResult()
    for file in files {
      let (scanner, bound) = (scanner, bound)
      let place = TextPlace(path: file.path)
      let result = reader.read(file) { chunk, offset, isLast in
        scanner.scan(chunk, offset: offset, isLast: isLast) { portion in
          part.add(portion, at: place, path: file.displayPath, by: scanner.detector)
          part.keepRoughly(within: bound)
        }
      }
      if counted.isEmpty || !counted.contains(file) {
        part.coverage.files += 1
        part.coverage.bytes += result.bytes
      }
      if let gap = result.gap { part.coverage.gaps.append(gap) }
      part.add(scanner, at: place, path: file.displayPath)
      for comment in scanner.comments { part.comments.append(FoundComment(marker: comment, path: file.displayPath)) }
      part.addPathFindings(scanner.detector, path: file.path, display: file.displayPath)
      meter.add(files: 1, bytes: result.bytes)
    }
    return part
  }
}

/// What a part of a scan found and covered.
struct PartialResult: Sendable {
  var secrets: [FoundSecret] = []
  var files: [FoundFile] = []
  /// Places beyond the number that a scan keeps.
  var further = PlaceCounts()
  /// Comments that may hide findings, when they were looked for.
  var comments: [FoundComment] = []
  var coverage = Coverage()

  mutating func add(_ other: PartialResult) {
    secrets += other.secrets
    files += other.files
    further.add(other.further)
    comments += other.comments
    coverage.add(other.coverage)
  }

  /// Settles what a scanner saw in one text, and notes the rules that gave up on it or on its path.
  mutating func add(_ scanner: TextScanner, at place: TextPlace, path: String, history: HistoryFacts? = nil) {
    let portion = scanner.takePortion()
    if !portion.sightings.isEmpty { add(portion, at: place, path: path, history: history, by: scanner.detector) }
    noteFailures(of: scanner.detector, at: path)
  }

  /// Settles a portion of what a scanner saw in one text.
  mutating func add(
    _ portion: SightedPortion, at place: TextPlace, path: String, history: HistoryFacts? = nil, by detector: Detector
  ) {
    let settled = FoundSecret.settled(portion.sightings, at: place, path: path, history: history, by: detector)
    secrets += settled.filter { portion.range.contains($0.sighting.placed.candidate.secret.lowerBound) }
  }

  /// Makes gaps of the rules that gave up on a text.
  mutating func noteFailures(of detector: Detector, at path: @autoclosure () -> String) {
    for failure in detector.takeFailures() {
      coverage.gaps.append(Skip(path: path(), reason: "rule \(failure.rule) \(failure.reason)"))
    }
  }
}

/// A comment of leaksift's own in a file.
struct FoundComment: Sendable {
  var marker: InlineMarker
  var path: String
}

extension PartialResult {
  /// Adds what rules say of a path alone.
  mutating func addPathFindings(
    _ detector: Detector, path: [UInt8], display: String, history: HistoryFacts? = nil, butNot known: Set<Int> = []
  ) {
    for (rule, exclusion) in detector.pathRules(matching: TextPlace(path: path, commit: history?.commit?.id))
    where !known.contains(rule) {
      files.append(
        FoundFile(rule: rule, path: display, history: history, suppression: exclusion.map(Suppression.init)))
    }
    noteFailures(of: detector, at: display)
  }
}

extension FoundSecret {
  /// The sightings of one text that are findings at a place.
  static func settled(
    _ sightings: [Sighting], at place: TextPlace, path: String, history: HistoryFacts?, by detector: Detector
  ) -> [FoundSecret] {
    let settled = detector.settled(sightings.map(\.placed), at: place)
    // Sightings keep the order of candidates, so the first with the same rule and secret is the candidate's own.
    let sightingOf = Dictionary(
      sightings.indices.map { (SightingKey(sightings[$0].placed.candidate), $0) },
      uniquingKeysWith: { first, _ in first })
    let secrets = settled.map(\.candidate.secret)
    return settled.indices.map { index in
      guard let own = sightingOf[SightingKey(settled[index].candidate)] else {
        preconditionFailure("a candidate that was settled is one of those that were given")
      }
      let sighting = sightings[own].settled(as: settled[index])
      return FoundSecret(
        sighting: sighting, path: path, neighbours: neighbours(of: index, among: secrets), history: history,
        suppression: sighting.placed.candidate.exclusion.map(Suppression.init))
    }
  }

  /// The other secrets that the line of one may show, of secrets that are sorted and do not overlap.
  private static func neighbours(of index: Int, among secrets: [Range<Int>]) -> [Range<Int>] {
    let start = secrets[index].lowerBound - SightedLine.reach
    let end = secrets[index].upperBound + SightedLine.reach
    let before = secrets[..<index].reversed().prefix { $0.upperBound > start }
    let after = secrets[(index + 1)...].prefix { $0.lowerBound < end }
    return before.reversed() + after
  }
}

extension Suppression {
  /// What of a configuration hides a candidate.
  init(_ exclusion: Exclusion) {
    self.init(
      kind: .allowlist, place: exclusion.place,
      reason: exclusion.description.isEmpty ? nil : exclusion.description)
  }
}

/// Tells the sightings of one text apart.
private struct SightingKey: Hashable {
  var rule: Int
  var secret: Range<Int>

  init(_ candidate: Candidate) {
    rule = candidate.rule
    secret = candidate.secret.lowerBound..<candidate.secret.upperBound - candidate.continuation.count
  }
}

/// Adds up how far the workers are and tells the caller now and then.
final class ProgressMeter: Sendable {
  private let state: Mutex<ScanProgress>
  private let report: @Sendable (ScanProgress) -> Void

  init(total: Int?, _ report: @escaping @Sendable (ScanProgress) -> Void) {
    var start = ScanProgress()
    start.total = total
    state = Mutex(start)
    self.report = report
  }

  func add(files: Int = 0, blobs: Int = 0, commits: Int = 0, bytes: Int) {
    let now = state.withLock { progress in
      progress.files += files
      progress.blobs += blobs
      progress.commits += commits
      progress.bytes += bytes
      return (progress.files + progress.blobs) % 64 == 0 ? progress : nil
    }
    if let now { report(now) }
  }
}
