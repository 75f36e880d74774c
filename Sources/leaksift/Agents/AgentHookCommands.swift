import Findings
import Platform
import Serve
import Text

extension Command {
  static let hookAgent = Command(
    name: "agent",
    summary: "Judge one event of a coding agent, from standard input, and answer in the agent's form",
    details: [
      "What `hook install --agent` has an agent call before and after a tool call, and with each prompt. It looks at prompts, "
        + "commands, new contents of files and results, and at what a call would bring in: the file that a read names, "
        + "`cat`, `source`, `env` and the like in commands. Secrets stop a call or a prompt, and are masked in results "
        + "where the agent lets them be replaced. docs/AGENTS.md of leaksift says what each agent passes on.",
      "An event that cannot be judged is refused, unless `on_error = \"allow\"` is in `[agent]` of the user's own file "
        + "`~/.config/leaksift/agent.toml`. Exit codes: 0 there is an answer, 2 it is refused, for the reason on standard error.",
      "AGENT is one of " + AgentForm.all.map(\.name).joined(separator: ", ") + ".",
    ],
    operands: Operands(usage: "AGENT", value: .word(AgentForm.all.map(\.name)), count: 1...1),
    examples: [
      Example(line: "cat event.json | leaksift hook agent claude-code", meaning: "what would be said to an event")
    ],
    action: { (arguments, console) throws(CommandFailure) in
      guard let form = AgentForm.all.first(where: { $0.name == arguments.operands[0] }) else { return .failure }
      let hook = AgentHook(
        form: form, variable: ThisProcess.variable, environment: { ThisProcess.environment },
        save: { savePrivately($0, at: $1) })
      let event = try? OpenStream.input.readToEnd(limit: AgentForm.longestEvent)
      let response = hook.response(to: event ?? nil)
      console.writeError(Escaping.visibleLines(response.error))
      try console.write(response.output)
      return ExitCode(value: response.code)
    })

  static let hookAllow = Command(
    name: "allow",
    summary: "Let a finding pass the hooks of coding agents for 15 minutes, after a false alarm",
    details: [
      "For a person in a terminal: agents that call it are refused. FINGERPRINT is in the reason of the refusal. What need not "
        + "be reported at all belongs into `.leaksiftignore`: `leaksift ignore`."
    ],
    operands: Operands(usage: "FINGERPRINT", value: .text, count: 1...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.once])],
    action: { (arguments, console) throws(CommandFailure) in
      guard let fingerprint = Fingerprint(arguments.operands[0]) else {
        throw CommandFailure(
          "`\(arguments.operands[0])` is no fingerprint: the reason of a refusal has one of 16 hexadecimal digits")
      }
      guard OpenStream.input.isTerminal, OpenStream.output.isTerminal else {
        throw CommandFailure("only a person can let a finding pass: run this in a terminal")
      }
      guard let path = Allowances.path(ThisProcess.variable) else {
        throw CommandFailure("there is no home folder, as HOME is not set")
      }
      try console.write("Agents may see or write what has the fingerprint \(fingerprint). Go on? [y/N] ")
      guard readLine()?.lowercased() == "y" else { return .failure }
      var allowances = Allowances(path: path, now: ThisProcess.epochSeconds)
      allowances.add(fingerprint, isOnce: arguments.contains(.once))
      if let failure = allowances.save({ savePrivately($0, at: $1) }) { throw CommandFailure(failure) }
      try console.write("\(fingerprint) passes for \(Allowances.lifetime / 60) minutes.\n")
      return .clean
    })
}

/// What installs the agents' hooks that a command line means; `nil` when it means git's.
func agentInstaller(
  _ arguments: Arguments, _ console: Console
) throws(CommandFailure) -> (AgentHookInstaller, [AgentInstallation])? {
  guard arguments.contains(.agent) || arguments.contains(.allAgents) else {
    guard !arguments.contains(.user) else {
      throw CommandFailure("`--user` is for agents: add `--agent NAME` or `--all`")
    }
    return nil
  }
  let installer = AgentHookInstaller(
    folder: arguments.operands.first ?? ".", isForUser: arguments.contains(.user), console: console)
  return (installer, try installer.installations(arguments.values(.agent)))
}

extension FlagGroup {
  static let agents = FlagGroup(title: "Coding agents", flags: [.agent, .allAgents, .user])
}

extension Flag {
  static let agent = Flag(
    "agent", "NAME", .word(AgentInstallation.agents), isRepeatable: true,
    help: "The hooks of a coding agent, instead of git's")
  static let allAgents = Flag("all", help: "The hooks of every agent that is known")
  fileprivate static let user = Flag("user", help: "In your own settings of the agent, instead of the project's")
  fileprivate static let once = Flag("once", help: "For one call only")
}
