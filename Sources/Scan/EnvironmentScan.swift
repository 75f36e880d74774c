import DotEnv
public import Findings
import Content
import Rules

/// Judges the `.env` files below a path alone.
///
/// - Parameters:
///   - path: A folder, in or outside a git repository.
///   - fix: Appends to `.gitignore`, `.dockerignore` and the like the lines that keep files out; what was done is in the
///     coverage notes.
///   - history: Also reports environment files and secrets in them that were committed once and are gone from `HEAD`.
///   - failOn: The least severity that fails the run; `nil` means what the configuration says.
///   - trustedRevision: The revision from which the configuration comes; `nil` means the folder's own.
///   - command: The command line as reports show it; see ``Report/command``.
/// - Throws: ``ScanError`` when the path does not exist, or the configuration cannot be used.
public func scanEnvironmentFiles(
  at path: String, fix: Bool, history: Bool = false, failOn: Severity? = nil, trustedRevision: String? = nil,
  showSecrets: Bool, command: [String] = []
) throws(ScanError) -> Report {
  let clock = ScanClock()
  var report = clock.report(target: path, mode: "env")
  let target = NamedTarget(path: path)
  report.pathRoot = [target].pathRoot
  let listing: Listing
  do { listing = try WorkingTree.list(path, named: target.naming) } catch { throw ScanError(error.description) }
  let request = ScanRequest(targets: [target.target], workers: 1)
  let files = ProjectFiles(
    revision: try trustedRevision.map { name throws(ScanError) in try TrustedRevision(name, of: request) })
  let loaded = try RuleLoading.load(request, folder: path, files)
  let settings = SettingsPass(loaded.settings, rules: RuleSet())
  let published = PublishedSettings(loaded.rules)
  func judged() throws(ScanError) -> DotEnvReport {
    let report = EnvironmentAudit.judge(listing, showSecrets: showSecrets, isPublished: published.isPublished)
    if let failure = published.failure { throw failure }
    return report
  }
  var audit = try judged()
  if fix {
    let protected = DotEnvFix.protect(audit.files, root: listing.root)
    let kept = ShippingFix.keepOut(audit.files, root: listing.root)
    audit = try judged()
    audit.notes += protected.done + kept.done + protected.open + kept.open
  }
  report.tool.rules = DotEnvRules.all.count
  report.coverage.files = audit.files.count
  report.coverage.bytes = audit.files.compactMap { $0.entries?.map(\.value.count).reduce(0, +) }.reduce(0, +)
  report.coverage.gaps = listing.gaps + audit.gaps
  report.coverage.notes = listing.notes + audit.notes
  var part = TargetScan.Part(result: PartialResult(), environmentFindings: audit.findings)
  RepositoryOrigin.describe(&part, of: listing)
  (audit.findings, report.repositories) = (part.environmentFindings, part.repositories)
  if history {
    let former = try FormerEnvironmentFiles.find(at: target, listing, audit.files, showSecrets: showSecrets)
    audit.findings.addFormer(former.environmentFindings)
    report.coverage.add(former.result.coverage)
  } else if audit.files.contains(where: { $0.repository != nil }) {
    report.coverage.notes.append("the history was not checked for these files; `--history` does")
  }
  report.coverage.notes = files.notes(configuration: loaded.file) + report.coverage.notes
  report.configuration = loaded.file
  report.configurationDigest = loaded.digest
  report.command = command
  report.showsSecrets = showSecrets
  report.failOn = failOn ?? loaded.settings.failOn ?? report.failOn
  for var finding in audit.findings.map(settings.judged).sorted(by: Finding.precedes) {
    if settings.ignores(finding, of: target) {
      finding.suppression = settings.environmentSuppression
      report.suppressed.append(finding)
    } else {
      report.findings.append(finding)
    }
  }
  if trustedRevision != nil { report.markEnvironmentFilesHidden(at: target) }
  try report.acceptGaps(of: request, rules: loaded.rules.set, files)
  if !showSecrets { report = try NameMasker(audit.secrets, loaded.rules.detector).masked(report) }
  report.durationMilliseconds = clock.elapsedMilliseconds
  return report
}

extension [Finding] {
  /// Adds what a history says of environment files, but for what is known of the files as they are now.
  fileprivate mutating func addFormer(_ former: [Finding]) {
    let known = Set(map(\.fingerprint))
    self += former.filter { !known.contains($0.fingerprint) }
  }
}

extension Report {
  /// Marks the findings that the folder's own configuration hides.
  fileprivate mutating func markEnvironmentFilesHidden(at target: NamedTarget) {
    do throws(ScanError) {
      let own = SettingsPass(try projectSettings(around: target.target.folder), rules: RuleSet())
      for index in findings.indices where own.ignores(findings[index], of: target) {
        findings[index].hiddenByChange = own.environmentSuppression.cause
      }
      noteHiddenByChange()
    } catch {
      noteUnusable(error)
    }
  }
}

/// The `.env` hygiene part of a scan.
enum EnvironmentAudit {
  /// - Parameter isPublished: See ``DotEnvOptions``; a scan merges what its rules find about the same values.
  static func judge(
    _ listing: Listing, showSecrets: Bool, isPublished: @escaping (DotEnvEntry) -> Bool? = { _ in nil }
  ) -> DotEnvReport {
    var options = options(showSecrets: showSecrets)
    options.isPublished = isPublished
    return DotEnvAudit.judge(listing, options: options)
  }

  static func options(showSecrets: Bool) -> DotEnvOptions {
    DotEnvOptions(
      key: FindingBuilder.fingerprintKey, showSecrets: showSecrets,
      isPlaceholder: { text in
        let value = Array(text.utf8)
        return Ciphertext.isForm(value) || PlaceholderFilter.reason(for: value, contextual: true) != nil
      })
  }
}

/// Whether a file of a name is an environment file with real settings, as ``scanEnvironmentFiles(at:fix:history:failOn:trustedRevision:showSecrets:command:)`` judges them.
public func isEnvironmentFile(_ name: String) -> Bool { DotEnvName.isJudged(Array(name.utf8)) }
