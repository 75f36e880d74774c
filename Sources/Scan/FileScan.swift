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
  var matches: [Match] = []
  var files: [PathMatch] = []
  /// Places beyond the number that a scan keeps.
  var further = PlaceCounts()
  /// Comments that may hide findings, when they were looked for.
  var comments: [FoundComment] = []
  var coverage = Coverage()

  mutating func add(_ other: PartialResult) {
    matches += other.matches
    files += other.files
    further.add(other.further)
    comments += other.comments
    coverage.add(other.coverage)
  }

  /// Settles what a scanner found in one text, and notes the rules that gave up on it or on its path.
  mutating func add(_ scanner: TextScanner, at place: TextPlace, path: String, history: HistoryFacts? = nil) {
    let portion = scanner.takePortion()
    if !portion.matches.isEmpty { add(portion, at: place, path: path, history: history, by: scanner.detector) }
    noteFailures(of: scanner.detector, at: path)
  }

  /// Settles a portion of what a scanner found in one text.
  mutating func add(
    _ portion: MatchPortion, at place: TextPlace, path: String, history: HistoryFacts? = nil, by detector: Detector
  ) {
    let settled = Match.settled(portion.matches, at: place, path: path, history: history, by: detector)
    matches += settled.filter { portion.range.contains($0.start) }
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
        PathMatch(rule: rule, path: display, history: history, suppression: exclusion.map(Suppression.init)))
    }
    noteFailures(of: detector, at: display)
  }
}

extension Match {
  /// The matches of one text that are findings at a place.
  static func settled(
    _ matches: [Match], at place: TextPlace, path: String, history: HistoryFacts?, by detector: Detector
  ) -> [Match] {
    let settled = detector.settled(matches.map(\.candidate), at: place)
    // Matches keep the order of candidates, so the first with the same rule and secret is the candidate's own.
    let indexes = Dictionary(
      matches.indices.map { (CandidateKey(matches[$0].candidate), $0) }, uniquingKeysWith: { first, _ in first })
    let secrets = settled.map(\.secret)
    return settled.indices.map { index in
      guard let own = indexes[CandidateKey(settled[index])] else {
        preconditionFailure("a candidate that was settled is one of those that were given")
      }
      var match = matches[own].settled(as: settled[index])
      match.path = path
      match.neighbours = neighbours(of: index, among: secrets)
      match.history = history
      return match
    }
  }

  /// The other secrets that the line of one may show, of secrets that are sorted and do not overlap.
  private static func neighbours(of index: Int, among secrets: [Range<Int>]) -> [Range<Int>] {
    let start = secrets[index].lowerBound - MatchLine.reach
    let end = secrets[index].upperBound + MatchLine.reach
    let before = secrets[..<index].reversed().prefix { $0.upperBound > start }
    let after = secrets[(index + 1)...].prefix { $0.lowerBound < end }
    return before.reversed() + after
  }
}

/// Tells the candidates of one text apart.
private struct CandidateKey: Hashable {
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
