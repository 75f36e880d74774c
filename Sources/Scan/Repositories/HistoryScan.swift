import ByteSearch
import Detection
import DotEnv
import Findings
import GitObjects
import Content

/// Scans every object of a repository, reachable or not, and finds the commits that introduced what it found.
struct HistoryScan {
  let repository: Repository
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void
  /// What identifies the repository in a cache; `nil` means its path.
  var name: String?

  /// What a walk over all contents brings.
  struct Walk {
    var blobs: [BlobJudge] = []
    var messages: [BlobJudge] = []
    var graph: CommitGraph
    var gaps: [ObjectGap] = []
  }

  /// - Parameter branch: Only what this revision reaches counts; `nil` means everything.
  /// - Throws: ``ScanError`` when the rules or the revision cannot be used.
  func run(branch: String?) throws(ScanError) -> TargetScan.Part {
    guard let branch else { return try run(only: nil) }
    let range: RevisionRange
    do { range = try repository.range(branch, ObjectReader(repository.openObjectStore())) } catch {
      throw ScanError(error.description)
    }
    return try run(only: range)
  }

  /// - Parameter range: Whole histories: only what they reach counts; `nil` means everything.
  func run(only range: RevisionRange?) throws(ScanError) -> TargetScan.Part {
    let known = RepositoryTips(repository)
    let tips = range?.named.map(\.target) ?? (known.ids + known.onlyInReflogs)
    let forest = ObjectForest(
      repository.openObjectStore(), contentBudget: request.contentBudget ?? ObjectForest.usualContentBudget,
      isCancelled: request.isCancelled)
    var cache = request.cache.map {
      HistoryCache(
        $0, name: name ?? repository.commonDirectory, rules: rules, forest: forest, workers: request.workers,
        archives: request.archives)
    }
    // A branch's trees say what counts, and no checksum of a pack says that they are the right ones.
    let checksPaths = range != nil || request.scansInFull
    let walk = try walk(forest, cached: cache?.objects, checksPaths: checksPaths)
    try request.checkCancellation()
    cache?.add((walk.blobs + walk.messages).flatMap(\.clean))
    let names = walk.blobs[0].detector.pathRuleNames
    let attribution = attribution(
      walk, names, tips: tips, of: known, cached: cache?.objects, checksPaths: checksPaths)
    let containers = try containers(walk, forest, attribution, isWhole: range == nil)
    try request.checkCancellation()
    var part = report(walk, forest, attribution, names, containers, only: range)
    part.result.coverage.gaps += known.problems.map { RepositoryGaps.skip($0, in: repository) }
    part.result.coverage.gaps += RepositoryGaps.broken(attribution.brokenTips, known)
    // An object may fail in several passes, each time for the same reason.
    part.result.coverage.gaps = Array(Set(part.result.coverage.gaps)).sorted()
    if let cache {
      part.result.coverage.bytes += cache.objects.skippedBytes
      part.result.coverage.notes += cache.save(walk.graph, attribution, blobs: part.result.coverage.blobs)
    }
    return part
  }

  // MARK: - Reading

  /// - Parameter checksPaths: Whether commits and trees are compared with their ids.
  private func walk(
    _ forest: ObjectForest, cached: CachedObjects?, checksPaths: Bool
  ) throws(ScanError) -> Walk {
    let meter = ProgressMeter(total: forest.count(of: .blob), progress)
    meter.add(blobs: cached?.skippedCount ?? 0, bytes: cached?.skippedBytes ?? 0)
    let blobs = try judges()
    let blobWorkers = WorkerList(blobs)
    if !request.readsContents {
      let graph = CommitGraph(
        forest, workers: request.workers, known: cached?.knownCommits, unread: [], checksIDs: checksPaths
      ) { _ in { _, _, _ in } }
      return Walk(blobs: blobs, graph: graph)
    }
    var gaps = forest.visitAll(
      of: .blob, workers: request.workers, filter: cached?.filter, checksIDs: request.scansInFull
    ) { worker in
      let judge = blobWorkers[worker]
      return { visit, content, edits in
        judge.visit(visit, content, edits)
        meter.add(blobs: 1, bytes: content.count)
      }
    }
    // The detectors keep the rules that they have compiled.
    let messages = blobs.map { BlobJudge($0.detector, carries: false, notesClean: request.cache != nil) }
    let messageWorkers = WorkerList(messages)
    let graph = CommitGraph(
      forest, workers: request.workers, known: cached?.knownCommits, unread: gaps, checksIDs: checksPaths
    ) { worker in
      let judge = messageWorkers[worker]
      return { visit, content, textStart in
        if !visit.isKnown { judge.read(visit.id, content, from: textStart) }
      }
    }
    gaps += forest.visitAll(of: .tag, workers: 1, checksIDs: true) { _ in
      let judge = messageWorkers[0]
      return { visit, content, _ in
        if cached?.contains(visit.id) != true { judge.read(visit.id, content, from: 0) }
      }
    }
    return Walk(blobs: blobs, messages: messages, graph: graph, gaps: gaps)
  }

  /// One judge for each worker.
  private func judges() throws(ScanError) -> [BlobJudge] {
    try (0..<request.workers).map { _ throws(ScanError) in
      BlobJudge(
        try rules.detector(), carries: !request.scansInFull, notesClean: request.cache != nil,
        notesContainers: request.containerReader != nil)
    }
  }

  // MARK: - Telling where and since when

  private func attribution(
    _ walk: Walk, _ names: PathRuleNames, tips: [ObjectID], of all: RepositoryTips, cached: CachedObjects?,
    checksPaths: Bool
  ) -> Attribution {
    let wanted = Set(walk.blobs.flatMap { judge in judge.blobs.map(\.id) + judge.containers }).sorted()
    return Attribution(
      of: wanted,
      named: { name in DotEnvName.isJudged(name) || names.mayMatch(name) || NamedContainer.mayBe(named: name) },
      in: walk.graph, tips: tips,
      branches: all.branches, head: all.head, shallow: repository.shallowCommits,
      known: cached?.knownTrees,
      checksIDs: checksPaths, workers: request.workers)
  }

  /// Reads what is in the containers that were met on the walk.
  private func containers(
    _ walk: Walk, _ forest: ObjectForest, _ attribution: Attribution, isWhole: Bool
  ) throws(ScanError) -> HistoryContainers.Found {
    let met = Set(walk.blobs.flatMap(\.containers))
    let histories = (attribution.blobs + attribution.named).filter { history in
      guard isWhole || history.isReachable else { return false }
      // Of these the names tell, not the contents alone.
      return met.contains(history.blob)
        || history.paths.contains { NamedContainer.mayBe(named: PathText.name(of: $0.path).span) }
    }
    return try HistoryContainers(
      store: forest.store, largeFiles: LargeFileStore(repository), largestObject: forest.largestObject,
      request: request, rules: rules
    ).run(histories)
  }

  private func report(
    _ walk: Walk, _ forest: ObjectForest, _ attribution: Attribution, _ names: PathRuleNames,
    _ containers: HistoryContainers.Found, only range: RevisionRange?
  ) -> TargetScan.Part {
    let isWhole = range == nil
    let counted = attribution.blobs.filter { (isWhole || $0.isReachable) && !containers.opened.contains($0.blob) }
    var book = HistoryBook(forest, request, surroundedRules: rules.surroundedRules, doubtful: Set(walk.gaps.map(\.id)))
    book.add(walk.blobs, Dictionary(counted.map { ($0.blob, $0) }) { first, _ in first })
    let written = range.map { Set($0.commits.map(\.id)).union($0.named.flatMap(\.tags)) }
    for judge in walk.messages { book.addMessages(judge, walk.graph, only: written) }
    var part = TargetScan.Part(result: book.result())
    containers.add(to: &part.result)
    PathHistory(attribution.blobs + attribution.named, named: names)
      .addFindings(to: &part.result, by: walk.blobs[0].detector, &book)
    let former = EnvironmentHistory(attribution.blobs + attribution.named)
    part.environmentFindings = former.findings(showSecrets: request.showSecrets, &book)
    // What is staged belongs to no branch.
    let staged = range == nil ? MissingIndexEntries(repository, in: forest) : MissingIndexEntries()
    part.result.coverage.add(coverage(walk, forest, attribution, staged))
    part.result.coverage.gaps += staged.problems.map { RepositoryGaps.skip($0, in: repository) }
    part.result.coverage.gaps += book.unread.map { Skip(path: $0.key.hex, reason: $0.value.reason) }
    return part
  }

  private func coverage(
    _ walk: Walk, _ forest: ObjectForest, _ attribution: Attribution, _ staged: MissingIndexEntries
  ) -> Coverage {
    var coverage = Coverage()
    coverage.blobs = forest.count(of: .blob)
    coverage.commits = walk.graph.count
    coverage.bytes = walk.blobs.reduce(0) { $0 + $1.bytes }
    coverage.gaps = RepositoryGaps.all(repository, forest.problems)
    for gap in walk.graph.withoutVanished(forest.gaps + walk.gaps) + attribution.gaps {
      coverage.gaps.append(Skip(path: gap.id.hex, reason: gap.error.reason))
    }
    if repository.bundle?.isPartial ?? false {
      let missing = RepositoryGaps.notInBundle(attribution.missing, of: repository)
      if request.containerBounds.isStrict { coverage.gaps += missing } else { coverage.leftOut += missing }
    } else {
      coverage.gaps += RepositoryGaps.missing(attribution.missing, staged: staged, in: repository)
    }
    for (blob, failure) in walk.blobs.flatMap(\.failures) + walk.messages.flatMap(\.failures) {
      coverage.gaps.append(Skip(path: blob.hex, reason: failure.sentence))
    }
    for history in attribution.blobs + attribution.named where history.hasMorePaths {
      coverage.gaps.append(Skip(path: history.blob.hex, reason: GitError.crowded(history.blob).reason))
    }
    if attribution.isTruncated {
      let reason = "the history has too many distinct paths to look at them all"
      coverage.gaps.append(RepositoryGaps.skip(.unsupported(path: forest.store.folder, what: reason), in: repository))
    }
    return coverage
  }
}

/// One object for each worker, which only that worker touches.
struct WorkerList<Element: AnyObject>: @unchecked Sendable {
  private let elements: [Element]

  /// - Parameter elements: At least one for each worker.
  init(_ elements: [Element]) {
    self.elements = elements
  }

  subscript(worker: Int) -> Element { elements[worker] }
}
