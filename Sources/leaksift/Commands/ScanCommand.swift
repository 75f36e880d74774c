import Findings
import Platform
import Reports
import Rules
import Scan

extension Command {
  static let scan = Command(
    name: "scan",
    summary: "Scan files, a staged change, commits or the whole history for secrets",
    details: [
      "In a git working tree the tracked files and the untracked ones that are not ignored are scanned, elsewhere the "
        + "whole folder; `.env` files are checked too. PATH is the working directory unless given; `-` is standard input.",
      "Inside a repository all paths begin at its top, whatever PATH and the working directory are; only the text "
        + "report names files from the working directory. In scans of commits and of what is staged, a folder means "
        + "its whole repository.",
      "Secrets are masked in every report. What could not be read is listed, and never passes as clean.",
    ],
    operands: Operands(usage: "[PATH|URL|-]...", value: .file, count: 0...Int.max),
    flagGroups: [
      FlagGroup(
        title: "What to scan",
        flags: [
          .staged, .since, .range, .history, .branch, .fullScan, .noIgnore, .submodules, .transcripts, .histories,
        ]),
      FlagGroup(title: "Archives and compressed files", flags: [.archiveDepth, .archiveSize, .strictArchives]),
      FlagGroup(
        title: "What counts",
        flags: [
          .configuration, .trustedConfiguration, .rule, .excludeRule, .minSeverity, .minConfidence, .failOnVerified,
          .baseline,
          .noSuppressions,
          .strictSuppressions,
        ]),
      .verification,
      .report,
      FlagGroup(title: "Running", flags: [.decodeDepth, .cache, .maxMemory, .jobs, .progress]),
    ],
    exclusive: [
      [.staged, .since, .range, .history, .transcripts], [.staged, .since, .range, .history, .histories],
      [.quiet, .verbose], [.noSuppressions, .strictSuppressions],
      [.cache, .fullScan],
    ],
    examples: [
      Example(line: "leaksift scan --staged", meaning: "what is about to be committed"),
      Example(line: "leaksift scan --since origin/main", meaning: "what this branch adds"),
      Example(line: "leaksift scan --history -o leaks.html", meaning: "every object of the repository, as a page"),
      Example(line: "leaksift scan --history --cache", meaning: "the same, and next time only what is new"),
      Example(line: "git diff | leaksift scan -", meaning: "standard input"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      var request = try ScanRequest(arguments)
      let plan = try ReportPlan(arguments, usual: usualFormat(request, arguments))
      request.excludedFiles = plan.absolutePaths
      let sessions = try SessionScan(arguments)
      sessions?.choose(&request)
      let verification = try ScanVerification(arguments, console)
      return try deliver(plan, arguments, console) { () throws(ScanError) in
        let progress = ProgressLine(arguments.progressWish, console: console)
        defer { progress.finish() }
        var scan = try Self.scanned(request, for: verification, progress)
        sessions?.describe(&scan)
        return scan
      }
    })
}

extension Command {
  /// The report of a scan, with the vendors' verdicts where they are wanted.
  private static func scanned(
    _ request: ScanRequest, for verification: ScanVerification?, _ progress: ProgressLine
  ) throws(ScanError) -> Report {
    guard let verification else { return try Scan.scan(request) { progress.update($0) } }
    let scan = try scanForSecrets(request) { progress.update($0) }
    progress.finish()
    return verification.verified(scan)
  }
}

extension Flag {
  static let transcripts = Flag(
    "transcripts", help: "The sessions that coding agents keep in your home folder, instead of PATH")
  static let histories = Flag(
    "histories", help: "What shells and database clients keep of what you typed, instead of PATH")
  static let staged = Flag("staged", help: "What is about to be committed")
  static let since = Flag("since", "REV", .revision, help: "Changes introduced by REV..HEAD")
  static let range = Flag("range", "A..B", .revision, help: "Changes introduced by the commits of a range")
  static let history = Flag("history", help: "Every object of the repository, reachable or not")
  static let branch = Flag("branch", "REF", .revision, help: "With --history: only what REF reaches")
  static let fullScan = Flag(
    "full-scan",
    help:
      "With --history: scan every blob in full instead of what its deltas changed, and verify the id of every object; "
      + "slower")
  static let noIgnore = Flag("no-ignore", help: "Also files that .gitignore hides")
  static let submodules = Flag("recurse-submodules", help: "Also submodules, each as its own repository")
  static let archiveDepth = Flag(
    "max-archive-depth", "N", .number(0...1_000),
    help:
      "Open archives and compressed files that are inside up to N - 1 others; 0 opens none, and reads no file of Git "
      + "LFS; default 8")
  static let archiveSize = Flag(
    "max-archive-size", "SIZE", .size,
    help: "Read at most SIZE (300M, 2G) of decompressed contents of an archive, at each depth; the rest makes the scan "
      + "incomplete; default 1G")
  static let strictArchives = Flag(
    "strict-archives",
    help: "What cannot be opened, such as an encrypted or RAR archive, makes the scan incomplete")
  static let trustedConfiguration = Flag(
    "trusted-config", "REV", .revision,
    help: "Configuration, ignore files, baseline and comments of REV instead of the scanned files' own; what only the "
      + "latter hide is marked as hidden by this change, and counts")
  static let rule = Flag("rule", "ID", .ruleID, isRepeatable: true, help: "Use only this rule")
  static let excludeRule = Flag("exclude-rule", "ID", .ruleID, isRepeatable: true, help: "Do not use this rule")
  static let minSeverity = Flag(
    "min-severity", "LEVEL", .word(Severity.allCases.map(\.name)), help: "Leave out findings below LEVEL")
  static let minConfidence = Flag(
    "min-confidence", "LEVEL", .word(Confidence.allCases.map(\.name)),
    help: "Leave out findings below LEVEL; default medium")
  static let baseline = Flag("baseline", "FILE", .file, help: "Findings of FILE are accepted")
  static let noSuppressions = Flag(
    "no-suppressions",
    help:
      "Count findings that comments, ignore files, a baseline, or the configuration's allowlists and path settings hide"
  )
  static let strictSuppressions = Flag(
    "strict-suppressions",
    help: "End with 1 when a suppression has expired or hides nothing any more, comments in scanned files included")
  static let cache = Flag(
    "cache", optional: "DIR", .folder,
    help: "With --history: cache clean objects in DIR; the next history scan reads only new ones; default "
      + "~/.cache/leaksift")
  static let maxMemory = Flag(
    "max-memory", "SIZE", .size,
    help:
      "With --history: keep at most SIZE (300M, 2G) of decompressed contents in memory; 256M and the object tables, "
      + "some 150 bytes an object, are added to that; objects above a third of SIZE + 256M are not read, which makes "
      + "the scan incomplete; default 512M")
  static let decodeDepth = Flag(
    "max-decode-depth", "N", .number(0...20),
    help:
      "Decode what a text encodes (base64, hexadecimal, escapes, compressed data), one in another, at most N times; "
      + "0 decodes nothing; default 5")
  static let jobs = Flag("jobs", short: "j", "N", .number(1...1024), help: "Threads; default one for each processor")
}

/// The format that the project's configuration names, when the command line names none.
private func usualFormat(_ request: ScanRequest, _ arguments: Arguments) throws(CommandFailure) -> ReportFormat {
  guard !arguments.contains(.format), !arguments.contains(.output), case .path = request.targets.first
  else { return .text }
  let name: String?
  do throws(ScanError) {
    name = try projectSettings(of: request).reportFormat
  } catch {
    throw CommandFailure(error.description)
  }
  guard let name else { return .text }
  guard let format = ReportFormat(name: name) else {
    let hint = suggestion(for: name, among: ReportFormat.names)
    throw CommandFailure("the configuration's `[report] format` cannot be `\(name)`\(hint); see `leaksift scan --help`")
  }
  return format
}

extension Arguments {
  /// The values of `--progress`.
  var progressWish: ProgressLine.Wish {
    value(.progress).flatMap(ProgressLine.Wish.init) ?? (contains(.quiet) ? .never : .auto)
  }
}

extension ScanRequest {
  /// A request from the options of `scan`.
  init(_ arguments: Arguments) throws(CommandFailure) {
    let operands = arguments.operands.isEmpty ? ["."] : arguments.operands
    self.init(
      targets: operands.map(Target.init(operand:)), mode: Mode(arguments),
      workers: arguments.number(.jobs) ?? ThisProcess.processorCount)
    if arguments.contains(.branch), !arguments.contains(.history) {
      throw CommandFailure("`--branch` limits `--history`; give both, or scan a range with `--range A..B`")
    }
    if mode != .files, targets.contains(.standardInput) {
      throw CommandFailure("standard input has no commits; leave out `-`, or the option that needs commits")
    }
    command = arguments.shown
    includeIgnored = arguments.contains(.noIgnore)
    recurseSubmodules = arguments.contains(.submodules)
    configuration = arguments.value(.configuration)
    trustedRevision = arguments.value(.trustedConfiguration)
    onlyRules = arguments.values(.rule)
    excludedRules = arguments.values(.excludeRule)
    minimumSeverity = arguments.severity(.minSeverity)
    minimumConfidence = arguments.value(.minConfidence).flatMap(Confidence.init(name:))
    failOn = arguments.severity(.failOn)
    baseline = arguments.value(.baseline)
    honourSuppressions = !arguments.contains(.noSuppressions)
    judgesComments = arguments.contains(.strictSuppressions)
    showSecrets = arguments.contains(.showSecrets)
    archives.depth = arguments.number(.archiveDepth)
    archives.size = arguments.byteCount(.archiveSize)
    archives.isStrict = arguments.contains(.strictArchives) ? true : nil
    scansInFull = arguments.contains(.fullScan)
    cache = try CacheRequest(arguments, for: self)
    contentBudget = arguments.byteCount(.maxMemory)
    decodeDepth = arguments.number(.decodeDepth) ?? decodeDepth
    // In a hook git says by its variables which repository and index are meant.
    honoursGitEnvironment = mode != .files && targets == [.path(".")]
  }
}

extension ScanRequest.Mode {
  fileprivate init(_ arguments: Arguments) {
    if arguments.contains(.staged) {
      self = .staged
    } else if let revision = arguments.value(.since) {
      self = .since(revision)
    } else if let range = arguments.value(.range) {
      self = .range(range)
    } else if arguments.contains(.history) {
      self = .history(branch: arguments.value(.branch))
    } else {
      self = .files
    }
  }
}

extension ScanRequest.Target {
  /// Tells paths from URLs the way git does: a scheme, or `user@host:path`.
  init(operand: String) {
    let beforeSlash = operand.prefix { $0 != "/" }
    let isRemoteShell = beforeSlash.contains("@") && beforeSlash.contains(":")
    if operand == "-" {
      self = .standardInput
    } else if operand.contains("://") || isRemoteShell {
      self = .url(operand)
    } else {
      self = .path(operand)
    }
  }
}
