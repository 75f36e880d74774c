import Platform
import Scan
import Serve
import Text

/// Puts leaksift into the settings of coding agents and takes it out again.
struct AgentHookInstaller {
  let console: Console
  /// Whether the user's own settings are meant, and not a project's.
  let isForUser: Bool
  private let top: String
  private let program: String

  /// - Parameter folder: A folder of the project.
  init(folder: String, isForUser: Bool, console: Console) {
    self.console = console
    self.isForUser = isForUser
    top = UsualFile.top(of: folder)
    let path = absoluteProgramPath(
      name: CommandLine.arguments.first ?? "leaksift", searchPath: ThisProcess.variable("PATH") ?? "")
    // A project's settings are for all who work on it, whose programs are elsewhere.
    program = isForUser ? shellQuoted(path) : "leaksift"
  }

  /// The agents that some names mean; all when there are none.
  func installations(_ names: [String]) throws(CommandFailure) -> [AgentInstallation] {
    let all = AgentInstallation.all(program: program)
    return names.isEmpty ? all : all.filter { names.contains($0.agent) }
  }

  func install(_ agents: [AgentInstallation]) throws(CommandFailure) {
    for agent in agents { try install(agent) }
    if !isForUser { console.report("the hooks call `leaksift`, which must be on the PATH of everyone who works here") }
  }

  private func install(_ agent: AgentInstallation) throws(CommandFailure) {
    let place = try place(of: agent)
    let former = try readFile(place)
    let content = try changing(place) { () throws(HookSettings.Failure) in try self.content(of: agent, place, former) }
    if content == former {
      try say("\(place) has the hooks of \(agent.agent) already")
    } else {
      try makeFolders(for: place, permissions: 0o777)
      try OutputFile(path: place).write(content, permissions: agent.permissions)
      try say("installed the hooks of \(agent.agent) in \(place)")
    }
    for remark in agent.remarks { console.report(remark) }
  }

  func uninstall(_ agent: AgentInstallation) throws(CommandFailure) {
    let place = try place(of: agent)
    guard let former = try readFile(place) else { return try say("no hooks of \(agent.agent) in \(place)") }
    let content: [UInt8]?
    switch agent.content {
    case _ where place.hasSuffix(".toml"): content = CodexTable.uninstalled(from: former)
    case .file: content = String(decoding: former, as: UTF8.self).contains(" hook agent ") ? nil : former
    case .program(let text): content = Self.isOurs(former, like: text) ? nil : former
    case .settings(let settings):
      content = try changing(place) { () throws(HookSettings.Failure) in
        settings.isInstalled(in: former) ? try settings.uninstalled(from: former) : former
      }
    }
    if content == former { return try say("no hooks of \(agent.agent) in \(place)") }
    if let content {
      try OutputFile(path: place).write(content)
    } else {
      do throws(SystemError) { try FileSystem.remove(place) } catch {
        throw CommandFailure("cannot remove `\(place)`: \(error)")
      }
    }
    try say("removed the hooks of \(agent.agent) from \(place)")
  }

  private func content(
    of agent: AgentInstallation, _ place: String, _ former: [UInt8]?
  ) throws(HookSettings.Failure) -> [UInt8] {
    if place.hasSuffix(".toml") { return CodexTable.installed(in: former ?? [], program: program) }
    switch agent.content {
    case .file(let text): return Array(text.utf8)
    case .program(let text):
      if let former, !Self.isOurs(former, like: text) {
        throw HookSettings.Failure(
          reason: "it is another program's; have it run `\(program) hook agent \(agent.agent)`, or remove it first")
      }
      return Array(text.utf8)
    case .settings(let settings): return try settings.installed(in: former)
    }
  }

  /// Whether leaksift wrote a program: its second line says so. One that only calls leaksift is its user's.
  private static func isOurs(_ program: [UInt8], like text: String) -> Bool {
    let note = text.split(separator: "\n").dropFirst().first
    return String(decoding: program, as: UTF8.self).split(separator: "\n").dropFirst().first == note
  }

  /// The file of an agent; Codex's `config.toml` when there are hooks in it already.
  private func place(of agent: AgentInstallation) throws(CommandFailure) -> String {
    guard let path = agent.path(isForUser: isForUser, top: top, variable: ThisProcess.variable) else {
      throw CommandFailure("there is no home folder, as HOME is not set")
    }
    guard agent.agent == "codex" else { return path }
    let table = path.replacing("hooks.json", with: "config.toml")
    return try readFile(table).map(CodexTable.hasHooks) ?? false ? table : path
  }

  private func changing<Value>(
    _ place: String, _ change: () throws(HookSettings.Failure) -> Value
  ) throws(CommandFailure) -> Value {
    do throws(HookSettings.Failure) { return try change() } catch {
      throw CommandFailure("`\(place)` is left as it is: \(error.reason)")
    }
  }

  private func say(_ text: String) throws(CommandFailure) {
    try console.write(Escaping.visibleLines(text) + "\n")
  }
}

extension AgentInstallation {
  /// Of a new file, before the process's mask.
  fileprivate var permissions: UInt32 {
    if case .program = content { 0o777 } else { 0o666 }
  }
}
