import Findings
import Platform
import Reports
import Scan
import Text

/// Makes a report and writes it to every place that the plan names.
///
/// A report that cannot be written, for example to a full disk, does not keep the others from being written; when none
/// went to standard output, its text goes there, so that the work is not lost.
/// - Parameter make: Runs the scan; called after every destination proved writable.
/// - Returns: The verdict as an exit code.
func deliver(
  _ plan: ReportPlan, _ arguments: Arguments, _ console: Console, make: () throws(ScanError) -> Report
) throws(CommandFailure) -> ExitCode {
  try plan.checkWritable()
  let report: Report
  do {
    report = try make()
  } catch {
    throw CommandFailure(error.description)
  }
  let options = ReportOptions(arguments, console)
  let isPrivate = arguments.contains(.showSecrets)
  var failures: [CommandFailure] = []
  for planned in plan.reports {
    do throws(CommandFailure) {
      try write(report, planned, options, isPrivate: isPrivate, console)
    } catch {
      failures.append(error)
    }
  }
  guard failures.isEmpty else {
    if !plan.usesStandardOutput { try console.write(ReportFormat.text.write(report, options: options)) }
    throw CommandFailure(failures.map(\.message).joined(separator: "\n"))
  }
  if !plan.usesStandardOutput, !arguments.contains(.quiet) { console.report(verdict(report, plan)) }
  if !plan.reports.contains(where: { $0.format.tellsOfGaps }) {
    tellOfGaps(report.coverage, console)
    if report.furtherCount > 0 {
      let places = Counting.count(report.furtherCount, "more place")
      console.report("\(places) were found and are not listed; `-f json` says how many in which file")
    }
  }
  if arguments.contains(.strictSuppressions), !report.staleSuppressions.isEmpty {
    let count = report.staleSuppressions.count
    console.report("\(Counting.count(count, "stale suppression")) (--strict-suppressions): see the report's notes")
    if !report.fails { return .findings }
  }
  return exitCode(for: report, findings: arguments.number(.exitCode))
}

/// Says on standard error what was not scanned: for reports in formats without a place for it.
private func tellOfGaps(_ coverage: Coverage, _ console: Console) {
  let mostNamed = 5
  if coverage.complete { return }
  for gap in coverage.gaps.prefix(mostNamed) {
    console.report("not scanned: \(gap.path): \(gap.reason); to accept it: \(gap.acceptance)")
  }
  let others = coverage.gaps.count - mostNamed
  let more = others > 0 ? " (and \(Counting.number(others)) more not named here)" : ""
  console.report("the scan was incomplete\(more); the report's format cannot say so, `-f json` does")
}

/// The exit code of a report.
///
/// - Parameter findings: What the user wants for findings, when not 1.
func exitCode(for report: Report, findings: Int?) -> ExitCode {
  let whenFound = findings.map { ExitCode(value: Int32($0)) } ?? .findings
  if report.fails, whenFound != .clean { return whenFound }
  return report.coverage.complete && !report.leavesActiveOpen ? .clean : .incomplete
}

private func write(
  _ report: Report, _ planned: ReportPlan.PlannedReport, _ options: ReportOptions, isPrivate: Bool, _ console: Console
) throws(CommandFailure) {
  switch planned.destination {
  case .standardOutput:
    try console.write(planned.format.write(report, options: options))
  case .file(let file):
    var options = options
    options.color = false
    let text = planned.format.write(report, options: options)
    try file.write(Array(text.utf8), permissions: isPrivate ? 0o600 : 0o666)
  }
}

/// One line for the terminal when every report went to a file.
private func verdict(_ report: Report, _ plan: ReportPlan) -> String {
  let count = report.findings.count
  let more = report.furtherCount == 0 ? "" : " and \(Counting.count(report.furtherCount, "more place"))"
  let found = (count == 0 ? "no findings" : Counting.count(count, "finding")) + more
  let failing = report.failingCount == count ? "" : ", \(Counting.number(report.failingCount)) of them failing the run"
  let gaps = report.coverage.complete ? "" : ", but the scan was incomplete"
  // Those that are only counted as well.
  let hiddenCount = report.hiddenCounts.reduce(0) { $0 + $1.count }
  let hidden = hiddenCount == 0 ? "" : ", \(Counting.number(hiddenCount)) hidden"
  return "\(found)\(failing)\(hidden)\(gaps); see \(plan.filePaths.joined(separator: ", "))"
}

extension ReportOptions {
  /// Options for the terminal, as the command line wants them.
  init(_ arguments: Arguments, _ console: Console) {
    let detail: Detail = arguments.contains(.quiet) ? .quiet : arguments.contains(.verbose) ? .verbose : .normal
    self.init(color: console.usesColour, width: console.width, detail: detail, directory: ThisProcess.workingFolder)
  }
}
