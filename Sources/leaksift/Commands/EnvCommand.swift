import Scan

extension Command {
  static let env = Command(
    name: "env",
    summary: "Check .env files: in git, in images and packages, published or shared secrets",
    details: [
      "Reported are files that are in git or that nothing keeps out of it, that an image, a package or an upload takes along, "
        + "secrets under names that bundlers publish to browsers (`NEXT_PUBLIC_`, `VITE_`, ...), and secrets of several environments.",
      "With `--fix` the missing lines are appended to `.gitignore`, `.dockerignore`, `.npmignore`, `.gcloudignore`, `.vercelignore` "
        + "and `MANIFEST.in`; no line is written twice.",
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
  fileprivate static let fix = Flag("fix", help: "Append what is missing to .gitignore, .dockerignore and the like")
  fileprivate static let formerFiles = Flag(
    "history", help: "Also report files that were committed once and are gone from HEAD")
}
