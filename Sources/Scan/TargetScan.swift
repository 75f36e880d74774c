import Detection
import DotEnv
import Findings
import GitObjects
import Content
import Platform

/// Scans one target in the requested mode.
struct TargetScan {
  let request: ScanRequest
  let rules: ScanRules
  /// What earlier targets have counted; `nil` when there is only one.
  let counted: CountedInputs?
  let progress: @Sendable (ScanProgress) -> Void

  /// What was found in a target.
  struct Part {
    var result: PartialResult
    var environmentFindings: [Finding] = []
    /// What must stay secret of environment files.
    var environmentSecrets: Set<[UInt8]> = []
    /// The repositories that it is in.
    var repositories: [ScannedRepository] = []

    /// Gives all paths of the part other names.
    ///
    /// - Parameters:
    ///   - place: What its notes are about.
    ///   - top: The new name of the folder that all paths are relative to.
    mutating func renamePaths(at place: String?, top: String, _ name: (String) -> String) {
      for index in repositories.indices {
        repositories[index].path = repositories[index].path == "." ? top : name(repositories[index].path)
      }
      for index in result.matches.indices { result.matches[index].path = name(result.matches[index].path) }
      for index in result.files.indices { result.files[index].path = name(result.files[index].path) }
      result.further.renamePaths(name)
      for index in result.coverage.gaps.indices {
        result.coverage.gaps[index].path = name(result.coverage.gaps[index].path)
      }
      for index in result.coverage.accepted.indices {
        result.coverage.accepted[index].gap.path = name(result.coverage.accepted[index].gap.path)
      }
      for index in result.coverage.leftOut.indices {
        result.coverage.leftOut[index].path = name(result.coverage.leftOut[index].path)
      }
      if let place { result.coverage.notes = result.coverage.notes.map { "\(place): \($0)" } }
      for finding in environmentFindings.indices {
        for index in environmentFindings[finding].occurrences.indices {
          let path = environmentFindings[finding].occurrences[index].path
          environmentFindings[finding].occurrences[index].path = name(path)
        }
      }
    }
  }

  func run(_ named: NamedTarget) throws(ScanError) -> Part {
    switch (named.target, request.mode) {
    case (.standardInput, _): try scanStandardInput()
    case (.staged, _): try scan(repository(at: ".", honouringEnvironment: true))
    case (.path(let path), .files): try scanFiles(path, named.naming)
    case (.path(let path), _): try scanRepositories(at: path, named.naming)
    case (.url(let url), _):
      try TemporaryClone.with(url) { path throws(ScanError) in
        let clone = try repository(at: path)
        var part = try HistoryScan(
          repository: clone, request: request, rules: rules, progress: progress, name: named.target.name
        ).run(branch: nil)
        RepositoryOrigin(clone).describe(&part)
        try bundleScan.add(to: &part)
        return part
      }
    }
  }

  // MARK: - Repositories

  /// Scans the repository of a path; when the path is in none, those below it; on request its submodules too.
  private func scanRepositories(at path: String, _ naming: PathNaming) throws(ScanError) -> Part {
    let isInside = isInsideRepository(path)
    guard !isInside || request.recurseSubmodules else { return try scanRepository(at: path, naming) }
    let below = RepositoryFinder.repositories(below: path)
    var whole = isInside || below.paths.isEmpty ? try scanRepository(at: path, naming) : Part(result: PartialResult())
    for relative in below.paths {
      let part = try scanRepository(at: "\(path)/\(relative)", naming, isBelow: true)
      whole.result.add(part.result)
      whole.result.keepRoughly(within: request.bound)
      whole.environmentFindings += part.environmentFindings
      whole.repositories += part.repositories
    }
    whole.result.coverage.gaps += below.gaps.map { gap in
      let path = PathText.normal(PathText.display(PathText.join(naming.start, gap.path.utf8)))
      return Skip(path: path.isEmpty ? "." : path, reason: gap.reason)
    }
    return whole
  }

  /// Whether there is a repository at or above a path, be it one that cannot be read.
  private func isInsideRepository(_ path: String) -> Bool {
    do throws(GitError) {
      _ = try Repository(at: path, honouringEnvironment: request.honoursGitEnvironment)
    } catch {
      if case .notARepository = error { return false }
    }
    return true
  }

  /// Paths in a repository that is below the folder of the naming begin with the repository's.
  ///
  /// - Parameter isBelow: Whether the repository was found below the target: what the environment says of git's folders
  ///   is not about it.
  private func scanRepository(
    at path: String, _ naming: PathNaming, isBelow: Bool = false
  ) throws(ScanError) -> Part {
    let repository = try repository(at: path)
    let top = Array((repository.workTree ?? repository.gitDirectory).utf8)
    guard isBelow || !request.honoursGitEnvironment,
      let place = PathText.path(top, below: naming.root).map({ PathText.display($0) }),
      !place.isEmpty
    else { return try scan(repository) }
    let name: @Sendable (String) -> String = { $0.hasPrefix("/") ? $0 : "\(place)/\($0)" }
    var renaming = request
    renaming.bound = request.bound.renaming(name)
    var part = try TargetScan(request: renaming, rules: rules, counted: counted, progress: progress).scan(repository)
    part.renamePaths(at: place, top: place, name)
    return part
  }

  private func scan(_ repository: Repository) throws(ScanError) -> Part {
    var part = try scanContents(of: repository)
    RepositoryOrigin(repository).describe(&part)
    try bundleScan.add(to: &part)
    if counted?.isKnown(repository: repository.gitDirectory) ?? false {
      (part.result.coverage.files, part.result.coverage.blobs) = (0, 0)
      (part.result.coverage.commits, part.result.coverage.bytes) = (0, 0)
    }
    return part
  }

  private func scanContents(of repository: Repository) throws(ScanError) -> Part {
    switch request.mode {
    case .history(let branch):
      return try HistoryScan(repository: repository, request: request, rules: rules, progress: progress)
        .run(branch: branch)
    case .since(let revision): return try scanRange("\(revision)..HEAD", repository)
    case .range(let range): return try scanRange(range, repository)
    case .push(let push):
      return try PushScan(repository: repository, request: request, rules: rules, progress: progress).run(push)
    case .staged, .files: return try scanStaged(repository)
    }
  }

  private var bundleScan: BundleScan { BundleScan(request: request, rules: rules, progress: progress) }

  private func scanStaged(_ repository: Repository) throws(ScanError) -> Part {
    try StagedScan(repository: repository, request: request, rules: rules, progress: progress)
      .run(only: request.stagedPaths(in: repository))
  }

  private func scanRange(_ range: String, _ repository: Repository) throws(ScanError) -> Part {
    try RangeScan(repository: repository, request: request, rules: rules, progress: progress).run(range)
  }

  private func repository(at path: String, honouringEnvironment: Bool? = nil) throws(ScanError) -> Repository {
    do throws(GitError) {
      return try Repository(at: path, honouringEnvironment: honouringEnvironment ?? request.honoursGitEnvironment)
    } catch {
      guard case .notARepository = error else { throw ScanError(error.description) }
      throw ScanError("\(error); run it inside a repository, or leave out the option that needs commits")
    }
  }

  // MARK: - Files

  private func scanFiles(_ path: String, _ naming: PathNaming) throws(ScanError) -> Part {
    var options = ListingOptions(includeIgnored: request.includeIgnored)
    options.recurseSubmodules = request.recurseSubmodules
    options.excluded = request.excludedFiles
    let listing: Listing
    do { listing = try WorkingTree.list(path, named: naming, options: options) } catch {
      throw ScanError(error.description)
    }
    // The audit mostly waits for git.
    let judge: @Sendable () -> DotEnvReport = { [showSecrets = request.showSecrets] in
      EnvironmentAudit.judge(listing, showSecrets: showSecrets)
    }
    let known = counted?.known(of: listing) ?? []
    let (audit, files) = try Workers.beside(judge) { () throws(ScanError) in
      try FileScan(rules: rules, request: request, counted: known, progress: progress).run(listing)
    }
    var result = files
    result.coverage.gaps += listing.gaps
    result.coverage.leftOut += listing.leftOut
    result.coverage.notes += listing.notes
    result.coverage.gaps += audit.gaps
    result.coverage.notes += audit.notes
    var part = Part(result: result, environmentFindings: audit.findings, environmentSecrets: audit.secrets)
    try bundleScan.add(to: &part)
    RepositoryOrigin.describe(&part, of: listing)
    return part
  }

  private func scanStandardInput() throws(ScanError) -> Part {
    let scanner = TextScanner(try rules.detector())
    let limits = FileReader.Limits(overlap: TextScanner.overlap)
    var result = PartialResult()
    let read = readStandardInput(limits: limits, containers: request.containerReader) { chunk, origin in
      result.scan(chunk, of: origin, by: scanner, within: request.bound, isMember: origin.displayPath != "-")
    }
    result.coverage.files = 1
    result.coverage.bytes = read.bytes
    result.coverage.add(read)
    if let bundle = read.bundle { result.bundles = [FoundBundle(path: Array("-".utf8), place: .memory(bundle))] }
    var part = Part(result: result)
    try bundleScan.add(to: &part)
    return part
  }
}
