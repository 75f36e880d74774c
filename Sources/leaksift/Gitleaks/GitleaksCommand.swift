import Findings
import GitProcess
import Reports
import Scan

extension Command {
  /// gitleaks' command line: https://github.com/gitleaks/gitleaks#usage.
  static let gitleaks = Command(
    name: "gitleaks",
    summary: "gitleaks' own command line, for scripts written for it",
    details: [
      "Takes gitleaks' options with their meaning; a symbolic link to leaksift named `gitleaks` does the same. As with "
        + "gitleaks, report files contain secrets in plain text unless `--redact` is given; what goes to the terminal is "
        + "masked. Exit codes are leaksift's: 2 means a mistake, 3 an incomplete scan."
    ],
    subcommands: [.gitleaksGit, .gitleaksDir, .gitleaksStdin, .gitleaksDetect, .gitleaksProtect, .version])

  private static let gitleaksGit = gitleaks(
    "git", "Scan the history of a repository, or its staged change", "[PATH]", aliases: [],
    own: [.logOptions, .gitleaksStaged, .preCommit, .platform])
  private static let gitleaksDir = gitleaks(
    "dir", "Scan files and folders", "[PATH]", aliases: ["directory", "file", "files"], own: [.followSymlinks])
  private static let gitleaksStdin = gitleaks("stdin", "Scan standard input", "", aliases: [], own: [])
  private static let gitleaksDetect = gitleaks(
    "detect", "Older form of `git`, and of `dir` with --no-git", "[PATH]", aliases: [],
    own: [.source, .noGit, .pipe, .logOptions, .platform, .followSymlinks])
  private static let gitleaksProtect = gitleaks(
    "protect", "Older form of `git --pre-commit`", "[PATH]", aliases: [],
    own: [.source, .gitleaksStaged, .logOptions, .platform])

  private static func gitleaks(
    _ name: String, _ summary: String, _ operands: String, aliases: [String], own: [Flag]
  ) -> Command {
    Command(
      name: name, aliases: aliases, summary: summary,
      operands: Operands(usage: operands, value: .folder, count: operands.isEmpty ? 0...0 : 0...1),
      flagGroups: [
        FlagGroup(title: "What to scan", flags: own),
        FlagGroup(title: "What counts", flags: Flag.gitleaksCounting),
        FlagGroup(title: "Report", flags: Flag.gitleaksReport),
        FlagGroup(title: "Without effect here", flags: Flag.gitleaksIdle),
      ].filter { !$0.flags.isEmpty },
      action: { (arguments, console) throws(CommandFailure) in
        let line = try GitleaksLine(arguments) { (folder, words) throws(CommandFailure) in
          do throws(GitProcessError) { return try Git.here(folder).line(words) } catch {
            throw CommandFailure("--log-opts: \(error)")
          }
        }
        for remark in line.remarks { console.report(remark) }
        let shown = arguments.contains(.noColour) ? console.coloured(.never) : console
        return try deliver(line.plan, line.reportArguments, shown) { () throws(ScanError) in
          try Scan.scan(line.request)
        }
      })
  }
}

extension Flag {
  static let logOptions = Flag(
    "log-opts", "OPTIONS", isRepeatable: true,
    help: "Commits, as for git log: A..B, REV, --all, --since=DATE, -N; other options are refused")
  static let gitleaksStaged = Flag("staged", help: "What is about to be committed")
  static let preCommit = Flag("pre-commit", help: "Without --staged: the files as they are")
  static let source = Flag("source", short: "s", "PATH", .folder, isRepeatable: true, help: "What to scan")
  static let noGit = Flag("no-git", help: "Scan files, not the history")
  static let pipe = Flag("pipe", help: "Scan standard input")
  static let noColour = Flag("no-color", help: "Do not colour the output")
  static let redact = Flag(
    "redact", "PERCENT", .number(0...100), isRepeatable: true,
    help: "Mask secrets in report files too; any PERCENT above 0 masks them whole")
  static let reportFormat = Flag(
    "report-format", short: "f", "FORMAT", .word(["json", "csv", "junit", "sarif", "template"]), isRepeatable: true,
    help: "Form of the report file; template is refused")
  static let reportPath = Flag(
    "report-path", short: "r", "FILE", .file, isRepeatable: true, help: "Write a report; `-` is standard output")
  static let ignoreFile = Flag(
    "gitleaks-ignore-path", short: "i", "PATH", .file, isRepeatable: true,
    help: "A .gitleaksignore, or the folder that contains one")
  static let ignoreComments = Flag("ignore-gitleaks-allow", help: "Inline comments hide nothing")
  static let enableRule = Flag(
    "enable-rule", "IDS", isRepeatable: true, help: "Use only these rules, with commas between them")
  static let baselinePath = Flag(
    "baseline-path", short: "b", "FILE", .file, isRepeatable: true, help: "Accepted findings")
  fileprivate static let platform = Flag(
    "platform", "NAME", isRepeatable: true, help: "Accepted; the remote says where links lead")
  fileprivate static let followSymlinks = Flag("follow-symlinks", help: "Refused in effect: links are never followed")

  static let maxDecodeDepth = Flag(
    "max-decode-depth", "N", .number(0...Int.max), isRepeatable: true,
    help: "Decode values, one in another, at most N times; default 5")
  static let maxArchiveDepth = Flag(
    "max-archive-depth", "N", .number(0...Int.max), isRepeatable: true,
    help: "Open archives and compressed files that are inside up to N - 1 others; default 0, which opens none")
  fileprivate static let gitleaksCounting: [Flag] = [
    Flag("config", short: "c", "FILE", .file, isRepeatable: true, help: "Rule file"), baselinePath, ignoreFile,
    ignoreComments, enableRule, maxDecodeDepth, maxArchiveDepth,
  ]
  fileprivate static let gitleaksReport: [Flag] = [
    reportFormat, reportPath, redact,
    Flag("report-template", "FILE", .file, isRepeatable: true, help: "Refused: template reports are not written"),
    Flag(
      "exit-code", "N", .number(0...255), isRepeatable: true, help: "Exit code when there are findings, instead of 1"),
    Flag("verbose", short: "v", help: "Print each finding in full"), noColour,
  ]
  /// Options whose meaning has no counterpart: limits that leaksift does not need, and logging.
  fileprivate static let gitleaksIdle: [Flag] = [
    Flag("no-banner", help: "There is none"),
    Flag("log-level", short: "l", "LEVEL", isRepeatable: true, help: "There is no log"),
    Flag("max-target-megabytes", "N", .number(0...Int.max), isRepeatable: true, help: "Files of any size are scanned"),
    Flag("timeout", "SECONDS", .number(0...Int.max), isRepeatable: true, help: "A scan is never cut short"),
    Flag("diagnostics", "KINDS", isRepeatable: true, help: "There are none"),
    Flag("diagnostics-dir", "DIR", .folder, isRepeatable: true, help: "There are none"),
  ]
}
