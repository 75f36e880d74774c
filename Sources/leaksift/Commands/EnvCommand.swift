import Scan

extension Command {
  static let env = Command(
    name: "env",
    summary: "Check .env files: committed, not ignored, or ignored only by your own settings",
    details: [
      "With `--fix` the lines that protect unprotected files are appended to `.gitignore`; no line is written twice."
    ],
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [
      FlagGroup(title: "What to do", flags: [.fix, .formerFiles]),
      FlagGroup(title: "What counts", flags: [.trustedConfiguration, .failOn]), .report,
    ],
    exclusive: [[.quiet, .verbose]],
    action: { (arguments, console) throws(CommandFailure) in
      let plan = try ReportPlan(arguments)
      return try deliver(plan, arguments, console) { () throws(ScanError) in
        try scanEnvironmentFiles(
          at: arguments.operands.first ?? ".", fix: arguments.contains(.fix), history: arguments.contains(.formerFiles),
          failOn: arguments.severity(.failOn), trustedRevision: arguments.value(.trustedConfiguration),
          showSecrets: arguments.contains(.showSecrets), command: arguments.shown)
      }
    })
}

extension Flag {
  fileprivate static let fix = Flag("fix", help: "Append what is missing to .gitignore")
  fileprivate static let formerFiles = Flag(
    "history", help: "Also report files that were committed once and are gone from HEAD")
}
