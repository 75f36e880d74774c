import Detection
import Findings
import GitObjects
import Content
import Platform
import Synchronization

/// Scans the files of a listing on several threads.
struct FileScan {
  let rules: ScanRules
  let request: ScanRequest
  /// Files that the coverage has counted already.
  var counted: Set<ListedFile> = []
  let progress: @Sendable (ScanProgress) -> Void

  /// What is found in the files, in the order of the listing whatever the number of threads.
  ///
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func run(_ listing: Listing) throws(ScanError) -> PartialResult {
    let results = PartialResults(within: request.bound)
    let meter = ProgressMeter(total: listing.files.count, progress)
    try Workers.share(listing.files.count, among: request.workers, until: request.isCancelled) { () throws(ScanError) in
      FileWorker(try rules.detector(), root: listing.root, request, counted: counted)
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
  private let root: [UInt8]

  init(_ detector: Detector, root: [UInt8], _ request: ScanRequest, counted: Set<ListedFile>) {
    bound = request.bound
    self.counted = counted
    self.root = root
    scanner = TextScanner(detector, collectsComments: request.judgesComments)
    reader = FileReader(
      root: root, limits: FileReader.Limits(overlap: TextScanner.overlap), containers: request.containerReader)
  }

  mutating func scan(_ files: ArraySlice<ListedFile>, meter: ProgressMeter) -> PartialResult {
    var part = PartialResult()
    for file in files {
      let (scanner, bound) = (scanner, bound)
      let origin = TextOrigin(path: file.path)
      let result = reader.read(file) { chunk, place in
        part.scan(chunk, of: place, by: scanner, within: bound, isMember: place.path != file.path)
      }
      if counted.isEmpty || !counted.contains(file) {
        part.coverage.files += 1
        part.coverage.bytes += result.bytes
      }
      part.coverage.add(result)
      if result.container?.isBundle ?? false {
        part.bundles.append(FoundBundle(path: file.path, place: .file(below: root)))
      }
      part.noteFailures(of: scanner.detector, at: file.displayPath)
      part.addPathMatches(of: origin, by: scanner.detector)
      meter.add(files: 1, bytes: result.bytes)
    }
    return part
  }
}

extension Coverage {
  /// Adds what could not be read of a file.
  mutating func add(_ result: FileReader.Result) {
    if let gap = result.gap { gaps.append(gap) }
    if let container = result.container { add(container) }
  }

  /// Adds what could not be read of a container.
  mutating func add(_ container: ContainerOutcome) {
    gaps += container.gaps
    leftOut += container.leftOut
  }
}

extension PartialResult {
  /// Scans a chunk of a text, and settles what was found in the text at its end.
  ///
  /// - Parameter isMember: Whether the text is in a container, so that nothing else reports its path.
  mutating func scan(
    _ chunk: TextChunk, of origin: TextOrigin, by scanner: TextScanner, within bound: FindingBound, isMember: Bool
  ) {
    scanner.scan(chunk) { portion in
      add(portion, of: origin, by: scanner.detector)
      keepRoughly(within: bound)
    }
    guard chunk.isLast else { return }
    add(scanner, of: origin)
    for comment in scanner.comments { comments.append(FoundComment(marker: comment, path: origin.displayPath)) }
    if isMember { addPathMatches(of: origin, by: scanner.detector) }
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
  /// Bundles that are not scanned yet; see ``BundleScan``.
  var bundles: [FoundBundle] = []
  var coverage = Coverage()

  mutating func add(_ other: PartialResult) {
    matches += other.matches
    files += other.files
    further.add(other.further)
    comments += other.comments
    bundles += other.bundles
    coverage.add(other.coverage)
  }

  /// Settles what a scanner found in one text, and notes the rules that gave up on it or on its path.
  mutating func add(_ scanner: TextScanner, of origin: TextOrigin) {
    let portion = scanner.takePortion()
    if !portion.matches.isEmpty { add(portion, of: origin, by: scanner.detector) }
    noteFailures(of: scanner.detector, at: origin.displayPath)
  }

  /// Settles a portion of what a scanner found in one text.
  mutating func add(_ portion: MatchPortion, of origin: TextOrigin, by detector: Detector) {
    let path = origin.displayPath
    let history = origin.commit.map { HistoryFacts(commit: $0) }
    for var match in Match.settled(portion.matches, at: TextPlace(origin), by: detector)
    where portion.range.contains(match.start) {
      match.path = path
      match.layer = origin.layer
      match.history = history
      matches.append(match)
    }
  }

  /// Makes gaps of the rules that gave up on a text.
  mutating func noteFailures(of detector: Detector, at path: @autoclosure () -> String) {
    for failure in detector.takeFailures() {
      coverage.gaps.append(Skip(path: path(), reason: failure.sentence))
    }
  }
}

/// A comment of leaksift's own in a file.
struct FoundComment: Sendable {
  var marker: InlineMarker
  var path: String
}

extension PartialResult {
  /// Adds what rules report for a path alone.
  ///
  /// - Parameter known: Rules that report it elsewhere already.
  mutating func addPathMatches(
    of origin: TextOrigin, by detector: Detector, history: HistoryFacts? = nil, except known: Set<Int> = []
  ) {
    for (rule, exclusion) in detector.pathRules(matching: TextPlace(origin)) where !known.contains(rule) {
      files.append(
        PathMatch(
          rule: rule, path: origin.displayPath, history: history ?? origin.commit.map { HistoryFacts(commit: $0) },
          suppression: exclusion.map(Suppression.init)))
    }
    noteFailures(of: detector, at: origin.displayPath)
  }
}

extension TextPlace {
  /// What detection records of an origin.
  init(_ origin: TextOrigin) { self.init(path: origin.path, commit: origin.commit?.id) }
}

extension Match {
  /// The matches of one text that are findings at a place; their path and history are the caller's to set.
  static func settled(_ matches: [Match], at place: TextPlace, by detector: Detector) -> [Match] {
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
      match.neighbours = neighbours(of: index, among: secrets)
      return match
    }
  }

  /// The other secrets that the line of one may show, of secrets that are sorted and do not overlap.
  static func neighbours(of index: Int, among secrets: [Range<Int>]) -> [Range<Int>] {
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
  var decoded: ObjectIdentifier?

  init(_ candidate: Candidate) {
    rule = candidate.rule
    decoded = candidate.decoded.map { ObjectIdentifier($0) }
    secret = candidate.secret.lowerBound..<candidate.secret.upperBound - candidate.continuation.count
  }
}

/// Adds up the progress of the workers and reports it to the caller now and then.
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
