import Findings
import Platform
import Scan
import Text

extension Command {
  static let baseline = Command(
    name: "baseline",
    summary: "Accept today's findings, so that only new ones count",
    details: [
      "A baseline is a file to commit: one line for each finding, with keyed hashes instead of secrets. Scans hide what "
        + "it lists: that of `--baseline FILE`, else of the configuration's `[suppressions] baseline`, else "
        + "`.leaksift-baseline` at the top of the repository, which is also the file that these commands mean when they "
        + "name none. A secret that changes is a new one; one that moves is not."
    ],
    examples: [
      Example(line: "leaksift baseline create", meaning: "accept what is there"),
      Example(line: "leaksift baseline audit", meaning: "look at each finding"),
    ],
    subcommands: [.baselineCreate, .baselineUpdate, .baselinePrune, .baselineAudit])

  private static let baselineCreate = Command(
    name: "create", summary: "Write a baseline of all findings",
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.newBaseline, .history, .configuration, .jobs])],
    action: { (arguments, console) throws(CommandFailure) in
      let path = arguments.value(.newBaseline) ?? UsualFile.baseline.path(of: arguments.operands.first ?? ".")
      var baseline = Baseline(mode: arguments.contains(.history) ? "history" : "files")
      let report = try baselineFindings(baseline, at: path, arguments)
      try writeBaseline(&baseline, adding: report.findings, to: path)
      console.report("wrote \(count(baseline.entries.count)) to \(path)")
      return baselineVerdict(report, console)
    })

  private static let baselineUpdate = Command(
    name: "update", summary: "Add the findings that a baseline does not have yet",
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.baseline, .configuration, .jobs])],
    action: { (arguments, console) throws(CommandFailure) in
      var (path, baseline) = try namedBaseline(arguments)
      let report = try baselineFindings(baseline, at: path, arguments)
      let before = baseline.entries.count
      try writeBaseline(&baseline, adding: report.findings, to: path)
      console.report("added \(count(baseline.entries.count - before)) to \(path)")
      return baselineVerdict(report, console)
    })

  private static let baselinePrune = Command(
    name: "prune", summary: "Remove the entries of a baseline that match no finding any more",
    details: ["Nothing is removed when something could not be looked at."],
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.baseline, .configuration, .jobs])],
    action: { (arguments, console) throws(CommandFailure) in
      var (path, baseline) = try namedBaseline(arguments)
      let report = try baselineFindings(baseline, at: path, arguments)
      guard report.coverage.sawEverything else { return baselineVerdict(report, console) }
      let before = baseline.entries.count
      let present = Set(report.findings.map { baseline.entry(for: $0).id })
      baseline.keep { present.contains($0.id) }
      try OutputFile(path: path).write(Array(baseline.text.utf8))
      console.report("removed \(count(before - baseline.entries.count)) from \(path)")
      return .clean
    })

  private static let baselineAudit = Command(
    name: "audit", summary: "Walk through the findings of a baseline and say what each one is",
    details: [
      "Each finding is shown with its places, masked. Answer r (real: to be revoked), f (false: no secret), a (accepted "
        + "as it is), s (skip) or q (quit), then Enter; a reason may follow the letter. Each answer is saved at once, so "
        + "that the next audit goes on where this one ended."
    ],
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [
      FlagGroup(title: "Options", flags: [.baseline, .auditAll, .configuration, .showSecrets, .jobs])
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let (path, baseline) = try namedBaseline(arguments)
      let report = try baselineFindings(baseline, at: path, arguments)
      var audit = BaselineAudit(
        baseline: baseline, file: OutputFile(path: path), pathRoot: report.pathRoot, console: console)
      try audit.run(report.findings, again: arguments.contains(.auditAll))
      return baselineVerdict(report, console)
    })
}

extension Flag {
  fileprivate static let newBaseline = Flag(
    "output", short: "o", "FILE", .file, help: "The baseline to write, instead of `.leaksift-baseline` at the top")
  fileprivate static let auditAll = Flag("all", help: "Also findings that have been judged before")
}

/// The baseline that `--baseline` names, else the usual one.
private func namedBaseline(_ arguments: Arguments) throws(CommandFailure) -> (path: String, Baseline) {
  let path = arguments.value(.baseline) ?? UsualFile.baseline.path(of: arguments.operands.first ?? ".")
  do throws(ScanError) { return (path, try readBaseline(path)) } catch { throw CommandFailure(error.description) }
}

/// Scans what a baseline is about, as if there were none.
func baselineFindings(_ baseline: Baseline, at path: String, _ arguments: Arguments) throws(CommandFailure) -> Report {
  let file = OutputFile(path: path)
  try file.checkWritable()
  // Without any name it is the whole repository that the baseline at its top is about.
  let isNamed = arguments.contains(.baseline) || arguments.contains(.newBaseline)
  let usual = isNamed ? "." : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  var request = ScanRequest(
    targets: [.path(arguments.operands.first ?? (usual.isEmpty ? "/" : usual))],
    mode: baseline.mode == "history" ? .history(branch: nil) : .files,
    workers: arguments.number(.jobs) ?? ThisProcess.processorCount)
  request.configuration = arguments.value(.configuration)
  request.findsBaseline = false
  request.mostPlaces = .max
  request.excludedFiles = [file.absolutePath]
  request.showSecrets = arguments.contains(.showSecrets)
  do throws(ScanError) { return try Scan.scan(request) } catch { throw CommandFailure(error.description) }
}

/// Adds findings to a baseline and writes it.
func writeBaseline(
  _ baseline: inout Baseline, adding findings: [Finding], to path: String
) throws(CommandFailure) {
  for finding in findings { baseline.add(baseline.entry(for: finding)) }
  try OutputFile(path: path).write(Array(baseline.text.utf8))
}

/// Tells what could not be looked at.
func baselineVerdict(_ report: Report, _ console: Console) -> ExitCode {
  for gap in report.coverage.gaps {
    console.report("not scanned: \(gap.path): \(gap.reason); to accept it: \(gap.acceptance)")
  }
  return report.coverage.complete ? .clean : .incomplete
}

private func count(_ entries: Int) -> String { Counting.count(entries, "finding") }
