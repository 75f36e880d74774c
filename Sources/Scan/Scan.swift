import BuiltInRules
import Detection
public import Findings
import Content
import Platform
import Rules
import Text

/// Runs a scan and returns its report.
///
/// What cannot be read is a gap in the report's coverage, not an error. When a revision is trusted and something is
/// found, a second scan finds out what of it the scanned files themselves would hide.
/// - Parameter progress: Called now and then from any worker thread.
/// - Throws: ``ScanError`` when a target, revision, rule or configuration file is not usable.
public func scan(
  _ request: ScanRequest, progress: @escaping @Sendable (ScanProgress) -> Void = { _ in }
) throws(ScanError) -> Report {
  try scanned(request, progress).report
}

/// Scans what a request names, and hands over the secrets behind the findings too.
///
/// - Parameter progress: Called now and then from any worker thread.
/// - Throws: ``ScanError`` as ``scan(_:progress:)`` does.
public func scanForSecrets(
  _ request: ScanRequest, progress: @escaping @Sendable (ScanProgress) -> Void = { _ in }
) throws(ScanError) -> ScanWithSecrets {
  var request = request
  request.collectsSecrets = true
  let scan = try scanned(request, progress)
  return ScanWithSecrets(report: scan.report, secrets: scan.found, rules: scan.rules.set)
}

/// A scan whose report is masked.
private func scanned(
  _ request: ScanRequest, _ progress: @escaping @Sendable (ScanProgress) -> Void
) throws(ScanError) -> UnmaskedScan {
  let clock = ScanClock()
  let revision = try request.trustedRevision.map { name throws(ScanError) in try TrustedRevision(name, of: request) }
  var scan = try unmaskedScan(request, ProjectFiles(revision: revision), progress)
  if revision != nil, !scan.report.findings.isEmpty {
    var own = request
    own.trustedRevision = nil
    own.cache = nil
    do throws(ScanError) {
      scan.report.markHidden(by: try unmaskedScan(own, ProjectFiles(), { _ in }).report)
    } catch {
      scan.report.noteUnusable(error)
      try scan.report.acceptGaps(of: request, rules: scan.rules.set, ProjectFiles(revision: revision))
    }
  }
  if !request.showSecrets { scan.report = try NameMasker(scan.secrets, scan.rules.detector).masked(scan.report) }
  scan.report.durationMilliseconds = clock.elapsedMilliseconds
  return scan
}

/// A scan whose names may have secrets in them.
private struct UnmaskedScan {
  var report: Report
  /// The secrets that names may have too.
  let secrets: Set<[UInt8]>
  let rules: ScanRules
  /// The secrets behind the findings, when they are wanted.
  let found: [FoundSecret]
}

private func unmaskedScan(
  _ request: ScanRequest, _ files: ProjectFiles, _ progress: @escaping @Sendable (ScanProgress) -> Void
) throws(ScanError) -> UnmaskedScan {
  let gathered = request.gatheringStagedFiles()
  let loaded = try RuleLoading.load(gathered, folder: gathered.targets.lazy.compactMap(\.folder).first, files)
  let run = ScanRun(request: gathered.completed(by: loaded.settings), loaded: loaded, files: files, progress: progress)
  var report = ScanClock().report(target: request.targets.map(\.name).joined(separator: " "), mode: request.mode.name)
  do throws(ScanError) {
    let filled = try run.fill(&report)
    return UnmaskedScan(report: report, secrets: filled.forNames, rules: loaded.rules, found: filled.found)
  } catch {
    // It may name a branch or a path.
    throw ScanError(try NameMasker([], loaded.rules.detector).masked(error.description))
  }
}

/// A scan whose rules are loaded.
private struct ScanRun {
  let request: ScanRequest
  let loaded: LoadedScanRules
  let files: ProjectFiles
  let progress: @Sendable (ScanProgress) -> Void

  /// Scans, and writes what came of it into a report whose names are not masked yet.
  ///
  /// - Returns: The secrets that names may have too, and those behind the findings when they are wanted.
  func fill(_ report: inout Report) throws(ScanError) -> (forNames: Set<[UInt8]>, found: [FoundSecret]) {
    let rules = loaded.rules
    var environmentFindings: [Finding] = []
    var environmentSecrets: Set<[UInt8]> = []
    var result = PartialResult()
    let settings = SettingsPass(loaded.settings, rules: rules.set)
    let suppressions = SharedSuppressions(
      try SuppressionPass(
        request, rules: rules.set, today: CalendarDay(epochSeconds: report.startedAt), files: files,
        comments: files.revision.map { TrustedComments($0, rules: rules) }))
    let targets = NamedTarget.all(of: request)
    report.pathRoot = targets.pathRoot
    var request = request
    if request.mode == .files, let file = suppressions.pass.unscannedBaseline {
      request.excludedFiles.append(file)
      let reason = "a baseline of another tool, which may have secrets in plain text; not scanned"
      result.coverage.leftOut.append(Skip(path: request.baseline ?? file, reason: reason))
    }
    let counted = CountedInputs()
    for named in targets {
      try suppressions.pass.begin(named)
      var request = request
      request.bound = suppressions.bound(on: named, settings: settings, request: request)
      var part = try TargetScan(
        request: request, rules: rules, counted: targets.count > 1 ? counted : nil, progress: progress
      ).run(named)
      try request.checkCancellation()
      part.result.keep(within: request.bound)
      part.environmentFindings = part.environmentFindings.map(settings.judged)
      if request.honourSuppressions { settings.apply(to: &part, of: named) }
      try suppressions.pass.apply(to: &part, of: named)
      part.renamePaths(at: named.naming.target, top: named.naming.reportedRoot, named.naming.reported)
      result.add(part.result)
      environmentSecrets.formUnion(part.environmentSecrets)
      report.repositories += part.repositories.filter { !report.repositories.contains($0) }
      environmentFindings += part.environmentFindings.filter { !environmentFindings.contains($0) }
    }
    result.coverage.removeDuplicates()
    let outcome = FindingBuilder(rules: rules.set, request: request).build(result, environment: environmentFindings)
    report.further = FindingBuilder(rules: rules.set, request: request).furtherPlaces(result.further)
    report.tool.rules = rules.set.count
    report.configuration = loaded.file
    report.configurationDigest = loaded.digest
    report.command = request.command
    report.showsSecrets = request.showSecrets
    report.coverage = result.coverage
    report.staleSuppressions = suppressions.pass.finish(complete: result.coverage.sawEverything)
    let unused = try RuleLoading.unusedConfigurations(request, files)
    report.coverage.notes =
      files.notes(configuration: loaded.file) + loaded.warnings + unused + report.coverage.notes
      + suppressions.pass.notes
      + report.notesOnFurtherPlaces(listed: request.mostPlaces)
    report.failOn = request.failOn ?? report.failOn
    report.findings = outcome.findings
    report.suppressed = outcome.suppressed
    report.belowThreshold = outcome.belowThreshold
    let found = request.collectsSecrets ? try FoundSecrets.all(of: outcome.findings, in: result, rules: rules) : []
    return (result.secretsForNames(least: request.minimumConfidence ?? .medium).union(environmentSecrets), found)
  }
}

extension Report {
  /// Says where the most places are that are not listed.
  fileprivate func notesOnFurtherPlaces(listed: Int) -> [String] {
    let counting = further.filter { $0.hiddenBy == nil }
    guard !counting.isEmpty else { return [] }
    let named = counting.prefix(10).map { "\($0.path) has \(Counting.number($0.count)) more of \($0.rule)" }
    let rest = counting.count > named.count ? ["and so on; the JSON report names all"] : []
    let first = "\(Counting.count(furtherCount, "place")) counted only, since a report lists \(Counting.number(listed))"
    return ["\(first): " + (named + rest).joined(separator: ", ")]
  }
}

extension PartialResult {
  /// The secrets that are sure enough to be masked in names: what is unlikely to be one may be a folder's name.
  fileprivate func secretsForNames(least: Confidence) -> Set<[UInt8]> {
    Set(matches.map(\.candidate).filter { $0.confidence >= least }.map(\.value.bytes))
  }
}

/// When a scan began, and how long it has been running.
struct ScanClock {
  private let start = ContinuousClock.now
  private let startedAt = ThisProcess.epochSeconds

  var elapsedMilliseconds: Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }

  func report(target: String, mode: String) -> Report {
    Report(
      tool: Report.Tool(name: "leaksift", version: toolVersion, rules: 0), target: target, mode: mode,
      startedAt: startedAt, durationMilliseconds: 0)
  }
}

/// The version that reports and `leaksift version` name.
public let toolVersion = "0.2.0"

extension ScanRequest.Target {
  /// The target as the user named it, without credentials.
  var name: String {
    switch self {
    case .path(let path): path
    case .standardInput: "-"
    case .url(let url): RemoteURL(url).shown
    case .staged: "(staged)"
    }
  }

  /// The folder whose configuration applies.
  var folder: String? {
    switch self {
    case .path(let path): path
    case .staged: "."
    case .standardInput, .url: nil
    }
  }
}

extension ScanRequest.Mode {
  /// The word that reports use.
  var name: String {
    switch self {
    case .files: "files"
    case .staged: "staged"
    case .since, .range, .push: "range"
    case .history: "history"
    }
  }
}
