import Platform
import Text

/// Hooks that are put where git looks for them.
struct HookInstallation {
  /// A folder of the repository.
  var repository: String
  /// A baseline that the hooks name, as the user named it.
  var baseline: String?

  /// Installs hooks, and says what became of each.
  func install(_ kinds: [HookKind], _ console: Console) throws(CommandFailure) {
    let folder = try hooksFolder(of: repository)
    let program = absoluteProgramPath(
      name: CommandLine.arguments.first ?? "leaksift", searchPath: ThisProcess.variable("PATH") ?? "")
    let baseline = try pathInTree(baseline)
    for kind in kinds {
      let file = HookFile(kind, folder: folder)
      let outcome = try file.install(HookScript(kind, program: program, baseline: baseline))
      try console.write(Escaping.visibleLines(outcome.sentence(kind, file.path)) + "\n")
    }
    if let scope = try sharedHooksScope(of: repository) {
      console.report("the \(scope) setting core.hooksPath points to `\(folder)`: all repositories share this hook")
    }
  }

  /// Relative in the working tree, so that each linked worktree has its own.
  private func pathInTree(_ baseline: String?) throws(CommandFailure) -> String? {
    guard let path = baseline.map({ OutputFile(path: $0).absolutePath }) else { return nil }
    guard let top = try topOfWorkingTree(of: repository).map({ "\($0)/" }), path.hasPrefix(top) else { return path }
    return String(path.dropFirst(top.count))
  }
}

extension HookFile.Change {
  func sentence(_ kind: HookKind, _ path: String) -> String {
    switch self {
    case .installed: "installed \(path)"
    case .chained: "installed \(path); the former hook runs first, as \(path)\(HookScript.formerSuffix)"
    case .unchanged: "\(path) is installed already"
    case .removed: "removed \(path)"
    case .restored: "removed leaksift's hook and put back the former \(path)"
    case .absent: "no \(kind.rawValue) hook of leaksift in \(path)"
    }
  }
}
