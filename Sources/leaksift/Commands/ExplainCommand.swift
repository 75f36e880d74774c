import Findings
import Platform
import Reports
import Scan
import StoredReports
import Text

extension Command {
  static let explain = Command(
    name: "explain",
    summary: "Say all about a finding, or why a line is, or is not, one",
    details: [
      "Of a FINGERPRINT, as reports show it: PATH (the working directory unless given) is scanned again, and the finding "
        + "is shown with every place, what hides it, and what to do. The options that choose what is scanned are those of "
        + "`scan`: a finding of a history scan needs `--history`. With `--report FILE` nothing is scanned.",
      "Of a line, each match is shown with its rule, what every filter measured, and what hid it: an allowlist, a "
        + "comment, an ignore file or the baseline, with file and line; or why no rule was even tried. Of what is no finding "
        + "it says what would have made it one. `-:LINE` "
        + "explains a line of standard input, and `outer.zip!inner/a.txt:LINE` one of a file in "
        + "an archive. Secrets are masked.",
    ],
    operands: Operands(usage: "PATH:LINE|FINGERPRINT [PATH]...", value: .file, count: 1...Int.max),
    flagGroups: [
      FlagGroup(title: "Options", flags: [.configuration, .baseline, .showSecrets, .color]),
      FlagGroup(
        title: "What to scan for a fingerprint", flags: [.staged, .since, .range, .history, .branch, .storedReport]),
    ],
    exclusive: [[.storedReport, .staged, .since, .range, .history]],
    examples: [
      Example(line: "leaksift explain 3f9c0a51d2e87b46", meaning: "a finding of a report"),
      Example(line: "leaksift explain 3f9c0a51d2e87b46 --report all.json", meaning: "as a JSON report has it"),
      Example(line: "leaksift explain src/settings.py:12", meaning: "one line of a file"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let subject = arguments.operands.first ?? ""
      if let fingerprint = Fingerprint(subject) {
        return arguments.contains(.storedReport)
          ? try explainStored(fingerprint, arguments, console) : try explainFinding(fingerprint, arguments, console)
      }
      if arguments.contains(.storedReport) { throw CommandFailure("`--report` takes a fingerprint, not `\(subject)`") }
      if arguments.operands.count > 1 {
        throw CommandFailure("only one line is explained at a time; leave out `\(arguments.operands[1])`")
      }
      let explanation = try explainedLine(of: try ExplainRequest(place: subject), arguments)
      try console.write(Escaping.visibleLines(explanation.page))
      return explanation.matches.contains(where: \.isFinding) ? .findings : .clean
    })
}

extension Flag {
  fileprivate static let storedReport = Flag(
    "report", "FILE", .file, help: "Read a JSON report of leaksift instead of scanning")
}

/// Says all that a report knows of a finding.
private func explainStored(
  _ fingerprint: Fingerprint, _ arguments: Arguments, _ console: Console
) throws(CommandFailure) -> ExitCode {
  if arguments.operands.count > 1 {
    throw CommandFailure("nothing is scanned with `--report`; leave out `\(arguments.operands[1])`")
  }
  let path = arguments.value(.storedReport) ?? ""
  let stored: (finding: Finding?, report: Report)
  do throws(StoredReportError) {
    stored = try storedFinding(fingerprint, in: path, memory: usualReportMemory)
  } catch {
    throw CommandFailure(error.description)
  }
  guard let finding = stored.finding else {
    throw CommandFailure("\(path) has no finding \(fingerprint); hidden ones are in reports that were made with `-v`")
  }
  try console.write(FindingText.write(finding, in: stored.report, options: ReportOptions(arguments, console)))
  return finding.suppression == nil ? .findings : .clean
}

/// Scans again for a finding, and says all about it.
private func explainFinding(
  _ fingerprint: Fingerprint, _ arguments: Arguments, _ console: Console
) throws(CommandFailure) -> ExitCode {
  var scanned = arguments
  scanned.operands.removeFirst()
  let request = try ScanRequest(scanned)
  let report: Report
  do throws(ScanError) { report = try Scan.scan(request) } catch { throw CommandFailure(error.description) }
  guard let finding = (report.findings + report.hidden).first(where: { $0.fingerprint == fingerprint }) else {
    throw missing(fingerprint, in: report)
  }
  let options = ReportOptions(arguments, console)
  try console.write(FindingText.write(finding, in: report, options: options))
  if request.mode == .files, let first = finding.occurrences.first, first.line > 0, first.pathID == nil,
    first.path != "-"
  {
    let path = report.pathRoot.map { "\($0)/\(first.path)" } ?? first.path
    let explanation = try explainedLine(of: ExplainRequest(path: path, line: first.line), arguments)
    try console.write("\n" + Escaping.visibleLines(explanation.page(ofRule: finding.rule.id)))
  }
  return finding.suppression == nil && report.findings.contains(finding) ? .findings : .clean
}

private func explainedLine(
  of request: ExplainRequest, _ arguments: Arguments
) throws(CommandFailure) -> Explanation {
  var request = request
  request.configuration = arguments.value(.configuration)
  request.baseline = arguments.value(.baseline)
  request.showSecrets = arguments.contains(.showSecrets)
  do throws(ScanError) { return try Scan.explain(request) } catch { throw CommandFailure(error.description) }
}

private func missing(_ fingerprint: Fingerprint, in report: Report) -> CommandFailure {
  let gaps = report.coverage.complete ? "" : ", and not everything could be read (`leaksift scan` says what)"
  let history = report.mode == "history" ? "" : "; a finding of the history needs `--history`"
  return CommandFailure("nothing in \(report.target) has the fingerprint \(fingerprint)\(gaps)\(history)")
}

extension ExplainRequest {
  /// Reads `PATH:LINE`; `-` means standard input.
  init(place: String) throws(CommandFailure) {
    guard let colon = place.lastIndex(of: ":"), colon > place.startIndex,
      let line = Int(place[place.index(after: colon)...]), line >= 1
    else {
      throw CommandFailure(
        "`\(place)` is neither a fingerprint nor a line; write PATH:LINE, such as `src/settings.py:12`, or the 16 digits "
          + "that reports show with each finding")
    }
    let path = String(place[..<colon])
    self.init(path: path == "-" ? nil : path, line: line)
  }
}

extension Explanation {
  /// The whole explanation for a terminal.
  fileprivate var page: String {
    Self.lines([place, "  \(text)", ""] + matches.flatMap(\.lines) + remarks)
  }

  /// What is said of one rule's matches.
  fileprivate func page(ofRule id: String) -> String {
    Self.lines(matches.filter { $0.rule.id == id }.flatMap(\.lines) + remarks)
  }

  private static func lines(_ lines: [String]) -> String {
    lines.map { $0.replacing("\n", with: " ").replacing("\r", with: "").replacing("\t", with: " ") }
      .joined(separator: "\n") + "\n"
  }
}

extension Explanation.Match {
  fileprivate var lines: [String] {
    ["\(rule.id): \(rule.title), column \(column): \(secret)"] + steps.map { "  \($0.name): \($0.text)" }
      + ["  => \(verdict)"] + [missing.map { "     it would be one with \($0)" }, ""].compactMap(\.self)
  }
}
