import Detection
import DotEnv
import Findings
import GitObjects
import Inputs

/// Scans one target in the mode that was asked for.
struct TargetScan {
  let request: ScanRequest
  let rules: ScanRules
  let progress: @Sendable (ScanProgress) -> Void

  /// What a target holds.
  struct Part {
    var result: PartialResult
    var environmentFindings: [Finding] = []

    /// Names the repository in front of all paths of the part.
    mutating func prefixPaths(with folder: String) {
      for index in result.secrets.indices { result.secrets[index].path = "\(folder)/\(result.secrets[index].path)" }
      for index in result.files.indices { result.files[index].path = "\(folder)/\(result.files[index].path)" }
      for index in result.coverage.gaps.indices {
        result.coverage.gaps[index].path = "\(folder)/\(result.coverage.gaps[index].path)"
      }
      result.coverage.notes = result.coverage.notes.map { "\(folder): \($0)" }
      for finding in environmentFindings.indices {
        for place in environmentFindings[finding].occurrences.indices {
          environmentFindings[finding].occurrences[place].path =
            "\(folder)/\(environmentFindings[finding].occurrences[place].path)"
        }
      }
    }
  }

  func run(_ target: ScanRequest.Target) throws(ScanError) -> Part {
    switch (target, request.mode) {
    case (.standardInput, _): try Part(result: scanStandardInput())
    case (.path(let path), .files): try scanFiles(path)
    case (.path(let path), _): try scanRepositories(at: path)
    case (.url(let url), _):
      try TemporaryClone.with(url) { path throws(ScanError) in
        try HistoryScan(
          repository: repository(at: path), request: request, rules: rules, progress: progress,
          name: HistoryCache.name(of: url)
        ).run(branch: nil)
      }
    }
  }

  // MARK: - Repositories

  /// Scans the repository of a path; when the path is in none, those below it; on request its submodules too.
  private func scanRepositories(at path: String) throws(ScanError) -> Part {
    let isInside = (try? Repository(at: path, honouringEnvironment: request.honoursGitEnvironment)) != nil
    guard !isInside || request.recurseSubmodules else { return try scanRepository(at: path) }
    let below = RepositoryFinder.repositories(below: path)
    var whole = isInside || below.paths.isEmpty ? try scanRepository(at: path) : Part(result: PartialResult())
    for relative in below.paths {
      var part = try scanRepository(at: "\(path)/\(relative)")
      part.prefixPaths(with: relative)
      whole.result.add(part.result)
      whole.environmentFindings += part.environmentFindings
    }
    whole.result.coverage.gaps += below.gaps
    return whole
  }

  private func scanRepository(at path: String) throws(ScanError) -> Part {
    let repository = try repository(at: path)
    switch request.mode {
    case .history(let branch):
      return try HistoryScan(repository: repository, request: request, rules: rules, progress: progress)
        .run(branch: branch)
    case .since(let revision): return try scanRange("\(revision)..HEAD", repository)
    case .range(let range): return try scanRange(range, repository)
    case .staged, .files:
      return try StagedScan(repository: repository, request: request, rules: rules, progress: progress)
        .run(only: stagedPaths(path, repository))
    }
  }

  private func scanRange(_ range: String, _ repository: Repository) throws(ScanError) -> Part {
    try RangeScan(repository: repository, request: request, rules: rules, progress: progress).run(range)
  }

  private func repository(at path: String) throws(ScanError) -> Repository {
    do throws(GitError) {
      return try Repository(at: path, honouringEnvironment: request.honoursGitEnvironment)
    } catch {
      throw ScanError("\(error); run it inside a repository, or leave out the option that asks for commits")
    }
  }

  /// A file as target limits a staged scan to that file.
  private func stagedPaths(_ path: String, _ repository: Repository) -> Set<[UInt8]> {
    guard let top = repository.workTree, let relative = PathText.relative(path, below: top) else { return [] }
    return relative.isEmpty ? [] : [relative]
  }

  // MARK: - Files

  private func scanFiles(_ path: String) throws(ScanError) -> Part {
    var options = ListingOptions(includeIgnored: request.includeIgnored)
    options.recurseSubmodules = request.recurseSubmodules
    options.excluded = request.excludedFiles
    let listing: Listing
    do { listing = try WorkingTree.list(path, options: options) } catch { throw ScanError(error.description) }
    // The audit mostly waits for git.
    let judge: @Sendable () -> DotEnvReport = { [showSecrets = request.showSecrets] in
      EnvironmentAudit.judge(listing, showSecrets: showSecrets)
    }
    let (audit, files) = try Workers.beside(judge) { () throws(ScanError) in
      try FileScan(
        rules: rules, workers: request.workers, collectsComments: request.judgesComments, progress: progress
      ).run(listing)
    }
    var result = files
    result.coverage.gaps += listing.gaps
    result.coverage.leftOut += listing.leftOut
    result.coverage.notes += listing.notes
    result.coverage.gaps += audit.gaps
    result.coverage.notes += audit.notes
    return Part(result: result, environmentFindings: audit.findings)
  }

  private func scanStandardInput() throws(ScanError) -> PartialResult {
    let scanner = TextScanner(try rules.detector())
    let limits = FileReader.Limits(overlap: TextScanner.overlap)
    let read = readStandardInput(limits: limits) { chunk, offset, isLast in
      scanner.scan(chunk, offset: offset, isLast: isLast)
    }
    var result = PartialResult()
    result.coverage.files = 1
    result.coverage.bytes = read.bytes
    if let gap = read.gap { result.coverage.gaps.append(gap) }
    result.add(scanner, at: TextPlace(path: Array("-".utf8)), path: "-")
    return result
  }
}
