import Findings
import Platform
import Rules
import Scan
import Text

extension Command {
  static let initialize = Command(
    name: "init",
    summary: "Set up a project: configuration, pre-commit hook, and a baseline of what is there",
    details: [
      "Asks before each step; `--yes` takes them all. What is there already stays as it is: running it twice is harmless. "
        + "PATH is the working directory unless given."
    ],
    operands: Operands(usage: "[PATH]", value: .folder, count: 0...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.yes])],
    examples: [Example(line: "leaksift init --yes", meaning: "in a clone, without questions")],
    action: { (arguments, console) throws(CommandFailure) in
      try ProjectSetup(
        folder: arguments.operands.first ?? ".", asks: !arguments.contains(.yes), console: console
      ).run()
    })
}

extension Flag {
  fileprivate static let yes = Flag("yes", short: "y", help: "Take every step without a question")
}

/// The steps of `leaksift init`, each of which may be declined.
private struct ProjectSetup {
  /// The top of the repository that the named folder is in, or that folder.
  let top: String
  let asks: Bool
  let console: Console

  init(folder: String, asks: Bool, console: Console) throws(CommandFailure) {
    guard FileSystem.kind(of: folder) == .folder else {
      throw CommandFailure("`\(folder)` is not a folder; name the project's, or run the command in it")
    }
    top = UsualFile.top(of: folder)
    self.asks = asks
    self.console = console
  }

  func run() throws(CommandFailure) -> ExitCode {
    try writeConfiguration()
    try installHook()
    return try acceptFindings()
  }

  private func writeConfiguration() throws(CommandFailure) {
    let file = UsualFile.configuration.path(of: top)
    let folder = file.dropLast(UsualFile.configuration.rawValue.count)
    if let present = ConfigurationFile.names.map({ folder + $0 }).first(where: { FileSystem.kind(of: $0) != nil }) {
      return try say("\(present) is there already")
    }
    guard try agrees("Write \(file), a configuration that changes nothing yet") else { return }
    try OutputFile(path: file).write(Array(Self.configuration.utf8))
    try say("wrote \(file)")
  }

  private func installHook() throws(CommandFailure) {
    do throws(CommandFailure) {
      guard try topOfWorkingTree(of: top) != nil else { return try say("no hook: \(top) is a bare repository") }
    } catch {
      return try say("no hook: \(error.message)")
    }
    guard try agrees("Install a pre-commit hook, which stops commits with secrets in them") else { return }
    try HookInstallation(repository: top).install([.preCommit], console)
  }

  private func acceptFindings() throws(CommandFailure) -> ExitCode {
    let file = UsualFile.baseline.path(of: top)
    if FileSystem.kind(of: file) != nil {
      try say("\(file) is there already; `leaksift baseline update` adds what is new")
      return .clean
    }
    try say("scanning \(top) ...")
    var baseline = Baseline(mode: "files")
    let report = try baselineFindings(baseline, at: file, Arguments(commandPath: [], operands: [top]))
    let count = Counting.count(report.findings.count, "finding")
    if report.findings.isEmpty {
      try say("no findings: no baseline is needed")
    } else if try agrees("Accept what is there (\(count)) in \(file), so that only new secrets count") {
      try writeBaseline(&baseline, adding: report.findings, to: file)
      try say("wrote \(count) to \(file): commit it. What is real is still to be revoked: `leaksift baseline audit`")
    } else {
      try say("\(count); `leaksift scan` shows them")
    }
    return baselineVerdict(report, console)
  }

  private func say(_ text: String) throws(CommandFailure) {
    try console.write(Escaping.visibleLines(text) + "\n")
  }

  private func agrees(_ question: String) throws(CommandFailure) -> Bool {
    if !asks { return true }
    try console.write(Escaping.visible("\(question)? [Y/n] "))
    guard let answer = readLine() else {
      throw CommandFailure("no answer on standard input; `leaksift init --yes` takes every step without a question")
    }
    return answer.isEmpty || answer.lowercased().hasPrefix("y")
  }

  private static let configuration = """
    # Settings of leaksift for this project; docs/CONFIGURATION.md of leaksift describes all of them.
    # What is written here is in addition to the built-in rules.

    [extend]
    # Rules that are not used: `leaksift rules list` names them all.
    disabledRules = []

    [severity]
    # Findings below are listed and do not fail a run.
    fail_on = "low"

    # For some paths, as in .gitignore:
    # [[paths]]
    # patterns = ["docs/"]
    # min_severity = "high"

    """
}
