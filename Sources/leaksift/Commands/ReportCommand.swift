import Findings
import Platform
import Reports
import Scan
import StoredReports
import Text

extension Command {
  static let report = Command(
    name: "report",
    summary: "Join JSON reports of many repositories, or compare two",
    details: [
      "Reads reports that `leaksift scan -f json` wrote, of any version, and writes one in any format. Exit codes are "
        + "those of a scan: 1 findings, 3 none but incomplete; 2 when a report cannot be used, and then nothing is written."
    ],
    examples: [
      Example(line: "leaksift report merge *.json -o all.html", meaning: "one page about many repositories"),
      Example(line: "leaksift report diff last-week.json today.json", meaning: "what is new, and what is fixed"),
    ],
    subcommands: [.reportMerge, .reportDiff])

  private static let reportMerge = Command(
    name: "merge", summary: "Join reports into one",
    details: [
      "The same finding of several reports becomes one, with all its places; each place says which repository it is in, "
        + "by the remote, else by the path. What the reports looked at and could not read is added up. Of several verdicts on "
        + "a secret the gravest counts. `--max-memory` bounds how many findings are listed; further ones are counted."
    ],
    operands: Operands(usage: "[FILE]...", value: .file, count: 0...Int.max),
    flagGroups: [
      FlagGroup(title: "What to join", flags: [.list, .reportMemory]),
      FlagGroup(title: "What counts", flags: [.failOnActive, .onlyActive]), .storedReport,
    ],
    exclusive: [[.quiet, .verbose]],
    examples: [
      Example(line: "find reports -name '*.json' | leaksift report merge --list - -o all.html", meaning: "any number")
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let paths = try arguments.operands + namesOfReports(arguments)
      guard !paths.isEmpty else { throw CommandFailure("name the reports to join, as FILE or with `--list FILE`") }
      let plan = try ReportPlan(arguments)
      return try deliver(plan, arguments, console) { () throws(ScanError) in
        var report = try stored { () throws(StoredReportError) in
          try mergeReports(
            paths, tool: .leaksift, failOn: arguments.severity(.failOnActive), memory: arguments.memory)
        }
        if arguments.value(.failOnActive) == "active" { report.failOnActive() }
        if arguments.contains(.onlyActive) { report.listOnlyActive() }
        report.command = arguments.commandPath
        return report
      }
    })

  private static let reportDiff = Command(
    name: "diff", summary: "Say what is new, fixed and still there between two reports",
    details: [
      "A finding is the same when rule and secret are, wherever it is. `text` and `json` tell of all three, the other "
        + "formats of what is new. Ends with 1 when something is new, else with 3 when NEW is incomplete, else with 0."
    ],
    operands: Operands(usage: "OLD NEW", value: .file, count: 2...2),
    flagGroups: [FlagGroup(title: "What counts", flags: [.failOn, .reportMemory]), .storedReport],
    exclusive: [[.quiet, .verbose]],
    action: { (arguments, console) throws(CommandFailure) in
      let plan = try ReportPlan(arguments)
      return try deliver(plan, arguments, console) { () throws(ScanError) in
        try stored { () throws(StoredReportError) in
          try compareReports(
            arguments.operands[0], arguments.operands[1], failOn: arguments.severity(.failOn),
            memory: arguments.memory)
        }
      }
    })
}

extension Flag {
  fileprivate static let list = Flag(
    "list", "FILE", .file, help: "Also the reports that FILE names, one a line; `-` is standard input")
  fileprivate static let failOnActive = Flag(
    "fail-on", "LEVEL", .word(Severity.allCases.map(\.name) + ["active"]),
    help:
      "Findings below LEVEL are listed and do not fail the run; default low; `active` fails only on secrets that a "
      + "vendor said work")
  fileprivate static let onlyActive = Flag(
    "only", "VERDICT", .word(["active"]),
    help: "List only secrets that a vendor said are active; the others are counted")
  fileprivate static let reportMemory = Flag(
    "max-memory", "SIZE", .size,
    help: "Memory for what is read and listed (300M, 2G), roughly; default 512M")
}

extension FlagGroup {
  fileprivate static let storedReport = FlagGroup(
    title: "Report", flags: [.format, .output, .exitCode, .quiet, .verbose, .color])
}

/// Bytes for what is read of stored reports, roughly, when the command line does not say.
let usualReportMemory = 512 << 20

extension Arguments {
  fileprivate var memory: Int { byteCount(.reportMemory) ?? usualReportMemory }
}

/// The reports that `--list` names; none without it.
private func namesOfReports(_ arguments: Arguments) throws(CommandFailure) -> [String] {
  guard let list = arguments.value(.list) else { return [] }
  let bytes: [UInt8]
  if list == "-" {
    guard let read = try? OpenStream.input.readToEnd() else { throw CommandFailure("cannot read standard input") }
    bytes = read
  } else {
    guard let read = try readFile(list) else { throw CommandFailure("`\(list)` does not exist, or is no regular file") }
    bytes = read
  }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    throw CommandFailure("\(list): the names of reports must be UTF-8")
  }
  return text.split(whereSeparator: \.isNewline).map { String($0) }
}

private func stored(_ make: () throws(StoredReportError) -> Report) throws(ScanError) -> Report {
  do throws(StoredReportError) { return try make() } catch { throw ScanError(error.description) }
}

extension Report.Tool {
  fileprivate static let leaksift = Report.Tool(name: "leaksift", version: toolVersion, rules: 0)
}
