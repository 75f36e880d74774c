import GitProcess
import Platform
import Reports
import Scan
import Text

extension Command {
  static let hook = Command(
    name: "hook",
    summary: "Check commits and what coding agents do: install git's hooks or agents', serve the pre-commit framework",
    subcommands: [.hookInstall, .hookUninstall, .hookStatus, .hookRun, .hookPush, .hookReceive, .hookAgent, .hookAllow])

  private static let hookInstall = Command(
    name: "install",
    summary: "Install a pre-commit hook that scans what is about to be committed, or the hooks of coding agents",
    details: [
      "The hook goes where git looks for it, `core.hooksPath` included. A hook that is there already is renamed to "
        + "`pre-commit\(HookScript.formerSuffix)` and runs first. When leaksift is missing, the hook refuses.",
      "With `--agent` or `--all`, nothing is done for git: the settings of coding agents get entries that call "
        + "`leaksift hook agent`. Comments, order and layout of the settings stay.",
    ],
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.prePush, .baseline]), .agents],
    exclusive: [
      [.agent, .allAgents], [.agent, .prePush], [.allAgents, .prePush], [.agent, .baseline], [.allAgents, .baseline],
    ],
    examples: [
      Example(line: "leaksift hook install --agent claude-code", meaning: "for everyone who works on this project"),
      Example(line: "leaksift hook install --user --all", meaning: "for all your projects and agents"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      if let (installer, agents) = try agentInstaller(arguments, console) {
        try installer.install(agents)
        return .clean
      }
      let installation = HookInstallation(
        repository: arguments.operands.first ?? ".", baseline: arguments.value(.baseline))
      try installation.install(arguments.contains(.prePush) ? HookKind.allCases : [.preCommit], console)
      return .clean
    })

  private static let hookUninstall = Command(
    name: "uninstall",
    summary: "Remove leaksift's hooks and restore what was there, byte for byte",
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [.agents],
    exclusive: [[.agent, .allAgents]],
    action: { (arguments, console) throws(CommandFailure) in
      if let (installer, agents) = try agentInstaller(arguments, console) {
        for agent in agents { try installer.uninstall(agent) }
        return .clean
      }
      let folder = try hooksFolder(of: arguments.operands.first ?? ".")
      for kind in HookKind.allCases {
        let file = HookFile(kind, folder: folder)
        try console.write(Escaping.visibleLines(try file.uninstall().sentence(kind, file.path)) + "\n")
      }
      return .clean
    })

  private static let hookStatus = Command(
    name: "status",
    summary: "Say what calls leaksift in a repository: git's hooks, the pre-commit framework, and others",
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    action: { (arguments, console) throws(CommandFailure) in
      let status = try HookStatus(
        of: arguments.operands.first ?? ".", searchPath: ThisProcess.variable("PATH") ?? "")
      try console.write(Escaping.visibleLines(try status.lines().joined(separator: "\n")) + "\n")
      return .clean
    })

  private static let hookRun = Command(
    name: "run",
    summary: "Scan what the pre-commit framework passes",
    details: [
      "The entry of `.pre-commit-hooks.yaml`. With PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF set (pre-push, "
        + "`--from-ref`), the commits between them are scanned; when every FILE is staged, the staged change of these "
        + "files; otherwise (`--all-files`, `--files`) the files as a whole, and the staged change of those that are "
        + "staged."
    ],
    operands: Operands(usage: "[FILE]...", value: .file, count: 0...Int.max),
    flagGroups: [
      FlagGroup(
        title: "Options",
        flags: [.configuration, .trustedConfiguration, .baseline, .failOn, .alwaysRun, .quiet, .verbose, .color])
    ],
    exclusive: [[.quiet, .verbose]],
    action: { (arguments, console) throws(CommandFailure) in
      var request: ScanRequest
      do throws(ScanError) {
        request = try frameworkRequest(
          files: arguments.operands,
          staged: { (files) throws(ScanError) in
            let staged = try StagedFiles()
            return files.filter { staged.contains($0) }
          }, environment: ThisProcess.variable)
        request.command = arguments.commandPath
      } catch {
        throw CommandFailure(error.description)
      }
      request.configuration = arguments.value(.configuration)
      request.trustedRevision = arguments.value(.trustedConfiguration)
      request.baseline = arguments.value(.baseline)
      if let remark = pushRemark(mode: request.mode, alwaysRuns: arguments.contains(.alwaysRun)) {
        console.report(remark)
      }
      request.failOn = arguments.severity(.failOn)
      return try deliver(ReportPlan(arguments), arguments, console) { () throws(ScanError) in
        try Scan.scan(request)
      }
    })
}

extension Flag {
  fileprivate static let alwaysRun = Flag(
    "always-run", help: "The framework runs this hook on every push (`always_run`): no remark that it may pass one over"
  )
  fileprivate static let prePush = Flag("pre-push", help: "Also a pre-push hook, which scans the commits being pushed")
}
