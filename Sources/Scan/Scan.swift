import BuiltInRules
import Detection
public import Findings
import GitProcess
import Inputs
import Rules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs a scan and returns its report.
///
/// What cannot be read is a gap in the report's coverage, not an error. When a revision is trusted and something is
/// found, a second scan tells what of it the scanned files themselves would hide.
/// - Parameter progress: Called now and then from any worker thread.
/// - Throws: ``ScanError`` when a target, revision, rule or configuration file is not usable.
public func scan(
  _ request: ScanRequest, progress: @escaping @Sendable (ScanProgress) -> Void = { _ in }
) throws(ScanError) -> Report {
  guard let trusted = request.trustedRevision else { return try scan(request, ProjectFiles(), progress) }
  let revision = try TrustedRevision(trusted, of: request)
  var report = try scan(request, ProjectFiles(revision: revision), progress)
  if !report.findings.isEmpty {
    var own = request
    own.trustedRevision = nil
    own.cache = nil
    report.markHidden(by: try? scan(own, ProjectFiles(), { _ in }))
  }
  return report
}

private func scan(
  _ request: ScanRequest, _ files: ProjectFiles, _ progress: @escaping @Sendable (ScanProgress) -> Void
) throws(ScanError) -> Report {
  let clock = ScanClock()
  var report = clock.report(target: request.targets.map(\.name).joined(separator: " "), mode: request.mode.name)
  var environmentFindings: [Finding] = []
  var result = PartialResult()
  let gathered = request.gatheringStagedFiles()
  let loaded = try RuleLoading.load(gathered, folder: gathered.targets.lazy.compactMap(\.folder).first, files)
  let (rules, request) = (loaded.rules, gathered.completed(by: loaded.settings))
  var settings = SettingsPass(loaded.settings, rules: rules.set)
  var suppressions = try SuppressionPass(
    request, rules: rules.set, today: CalendarDay(epochSeconds: report.startedAt), files: files,
    comments: files.revision.map { TrustedComments($0, rules: rules) })
  let targets = NamedTarget.all(of: request)
  report.pathRoot = targets.pathRoot
  for named in targets {
    var part = try TargetScan(request: request, rules: rules, progress: progress).run(named)
    settings.apply(to: &part, of: named)
    try suppressions.apply(to: &part, of: named)
    part.renamePaths(at: named.naming.target, named.naming.reported)
    result.add(part.result)
    environmentFindings += part.environmentFindings.filter { !environmentFindings.contains($0) }
  }
  let outcome = FindingBuilder(rules: rules.set, request: request).build(result, other: environmentFindings)
  report.tool.rules = rules.set.count
  report.coverage = result.coverage
  report.staleSuppressions = suppressions.finish(complete: result.coverage.complete)
  let unused = try RuleLoading.unusedConfigurations(request, files)
  report.coverage.notes =
    files.notes(configuration: loaded.file) + loaded.warnings + unused + report.coverage.notes + suppressions.notes
  report.failOn = request.failOn ?? report.failOn
  report.findings = outcome.findings
  report.suppressed = outcome.suppressed
  report.belowThreshold = outcome.belowThreshold + settings.leftOut
  report.durationMilliseconds = clock.elapsedMilliseconds
  return report
}

/// When a scan began, and how long it has been running.
struct ScanClock {
  private let start = ContinuousClock.now
  private let startedAt = Int64(time(nil))

  var elapsedMilliseconds: Int { Int((ContinuousClock.now - start) / .milliseconds(1)) }

  func report(target: String, mode: String) -> Report {
    Report(
      tool: Report.Tool(name: "leaksift", version: toolVersion, rules: 0), target: target, mode: mode,
      startedAt: startedAt, durationMilliseconds: 0)
  }
}

/// The version that reports and `leaksift version` name.
public let toolVersion = "0.1.0"

extension ScanRequest.Target {
  /// The target as the user named it, without credentials.
  var name: String {
    switch self {
    case .path(let path): path
    case .standardInput: "-"
    case .url(let url): RemoteURL(url).shown
    }
  }

  /// The folder whose configuration applies.
  var folder: String? {
    guard case .path(let path) = self else { return nil }
    return path
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
