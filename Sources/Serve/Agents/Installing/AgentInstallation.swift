import Text

/// Where and how leaksift is put into the settings of one agent.
package struct AgentInstallation: Sendable {
  /// What is written.
  package enum Content: Sendable {
    /// Entries in settings that others write to as well.
    case settings(HookSettings)
    /// A file of leaksift's own.
    case file(String)
    /// The same, which the agent runs.
    case program(String)
  }

  /// The agent's name on the command line.
  package var agent: String
  /// The file below the project, or below ``userFolder``.
  package var projectPath: String
  /// The file below the agent's folder of the user.
  package var userPath: String
  /// Below the home folder.
  package var userFolder: String
  /// The variable of the environment that moves it.
  package var userFolderVariable: String?
  /// What is written there.
  package var content: Content
  /// What the agent needs besides, and where it goes on without an answer.
  package var remarks: [String]

  /// The file in a project, or of a user.
  ///
  /// - Parameter variable: Looks up a variable of the environment.
  /// - Returns: `nil` when the user has no home folder.
  package func path(isForUser: Bool, top: String, variable: (String) -> String?) -> String? {
    guard isForUser else { return top == "." || top.isEmpty ? projectPath : "\(top)/\(projectPath)" }
    if let folder = userFolderVariable.flatMap(variable), folder.hasPrefix("/") { return "\(folder)/\(userPath)" }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return "\(home)/\(userFolder)/\(userPath)"
  }

  /// All agents that hooks can be installed for.
  ///
  /// - Parameter program: How the agent calls leaksift, quoted for a shell.
  package static func all(program: String) -> [AgentInstallation] {
    [
      claudeCode(program), cursor(program), codex(program), copilot(program), gemini(program), openCode(program),
      windsurf(program),
    ]
      + cline(program)
  }

  /// The names of the agents, each once.
  package static let agents = all(program: "leaksift").map(\.agent).reduce(into: [String]()) { names, name in
    if names.last != name { names.append(name) }
  }

  /// A command that refuses when the program is gone, for agents that would go on.
  private static func closedCommand(_ program: String, _ agent: String) -> JSONValue {
    .string("\(program) hook agent \(agent) || exit 2")
  }

  private static func claudeCode(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "claude-code", projectPath: ".claude/settings.json", userPath: "settings.json", userFolder: ".claude",
      userFolderVariable: "CLAUDE_CONFIG_DIR",
      content: .settings(
        HookSettings(
          events: ["UserPromptSubmit", "PreToolUse", "PostToolUse"],
          handler: [
            "type": "command", "command": closedCommand(program, "claude-code"), "timeout": .integer(30),
            "onFailure": "block",
          ], isGrouped: true, head: [])),
      remarks: [
        "Claude Code goes on when a hook takes longer than its time limit, except from version 2.1.295 on, which has "
          + "`onFailure`; files named with @ in a prompt are not passed to hooks"
      ])
  }

  private static func cursor(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "cursor", projectPath: ".cursor/hooks.json", userPath: "hooks.json", userFolder: ".cursor",
      content: .settings(
        HookSettings(
          events: [
            "beforeSubmitPrompt", "preToolUse", "beforeShellExecution", "beforeMCPExecution", "beforeReadFile",
            "beforeTabFileRead",
          ],
          handler: [
            "command": .string("\(program) hook agent cursor"), "timeout": .integer(30), "failClosed": .boolean(true),
          ], isGrouped: false, head: [("version", .integer(1))])),
      remarks: ["Cursor cannot replace results: what a command prints is not masked"])
  }

  private static func codex(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "codex", projectPath: ".codex/hooks.json", userPath: "hooks.json", userFolder: ".codex",
      userFolderVariable: "CODEX_HOME",
      content: .settings(
        HookSettings(
          events: ["UserPromptSubmit", "PreToolUse", "PostToolUse"],
          handler: ["type": "command", "command": closedCommand(program, "codex"), "timeout": .integer(30)],
          isGrouped: true, head: [])),
      remarks: [
        "Codex runs the hooks only after you have trusted them: `/hooks` in Codex, again after each change; a project's "
          + "hooks also need the project to be trusted",
        "Codex goes on when a hook takes longer than its time limit",
      ])
  }

  private static func copilot(_ program: String) -> AgentInstallation {
    let command = JSONValue.string("\(program) hook agent copilot")
    let handler: JSONValue = ["type": "command", "bash": command, "command": command, "timeoutSec": .integer(30)]
    let events = ["UserPromptSubmit", "PreToolUse", "PostToolUse"].map { ($0, JSONValue.array([handler])) }
    let hooks: JSONValue = ["version": .integer(1), "hooks": .object(events)]
    return AgentInstallation(
      agent: "copilot", projectPath: ".github/hooks/leaksift.json", userPath: "hooks/leaksift.json",
      userFolder: ".copilot", userFolderVariable: "COPILOT_HOME", content: .file(hooks.pretty),
      remarks: [
        "Copilot goes on when a hook takes longer than its time limit; its CLI does not let hooks stop a prompt",
        "VS Code cannot replace results: there the model is told to stop, and may have seen them",
      ])
  }

  private static func gemini(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "gemini", projectPath: ".gemini/settings.json", userPath: "settings.json", userFolder: ".gemini",
      content: .settings(
        HookSettings(
          events: ["BeforeAgent", "BeforeTool", "AfterTool"],
          // Its time limits are in milliseconds.
          handler: [
            "name": "leaksift", "type": "command", "command": closedCommand(program, "gemini"),
            "timeout": .integer(30_000),
          ], isGrouped: true, head: [])),
      remarks: ["Gemini CLI goes on when a hook takes longer than its time limit, and warns when project hooks change"])
  }

  private static func openCode(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "opencode", projectPath: ".opencode/plugins/leaksift.js", userPath: "opencode/plugins/leaksift.js",
      userFolder: ".config", userFolderVariable: "XDG_CONFIG_HOME", content: .file(openCodePlugin(program)),
      remarks: [
        "opencode calls no plugin after a tool call that failed, and some versions after none at all, so that results are not "
          + "masked there; plugins of version 2 are another kind"
      ])
  }

  private static func windsurf(_ program: String) -> AgentInstallation {
    AgentInstallation(
      agent: "windsurf", projectPath: ".windsurf/hooks.json", userPath: "hooks.json", userFolder: ".codeium/windsurf",
      content: .settings(
        HookSettings(
          events: ["pre_user_prompt", "pre_read_code", "pre_write_code", "pre_run_command", "pre_mcp_tool_use"],
          handler: ["command": closedCommand(program, "windsurf"), "show_output": .boolean(true)], isGrouped: false,
          head: [])),
      remarks: ["Windsurf cannot replace results, and when it reads a whole folder it names no file"])
  }

  /// Cline runs a program for each event, which has the event's name.
  private static func cline(_ program: String) -> [AgentInstallation] {
    let events = ["PreToolUse", "UserPromptSubmit"]
    return events.map { event in
      AgentInstallation(
        agent: "cline", projectPath: ".clinerules/hooks/\(event)", userPath: event, userFolder: "Documents/Cline/Hooks",
        content: .program(clineProgram(program)),
        remarks: event == events.last
          ? [
            "Cline runs hooks only when they are enabled in its settings, and not on Windows; it cannot replace results",
            "Cline ends a task of which a call is refused; you may resume it. It goes on when a hook takes longer than its time limit",
          ] : [])
    }
  }

  private static func clineProgram(_ program: String) -> String {
    let refusal: JSONValue = [
      "cancel": .boolean(true),
      "errorMessage": "leaksift could not look at this, or is not on the PATH; it is refused.",
    ]
    return """
      #!/bin/sh
      # Written by `leaksift hook install --agent cline`; `leaksift hook uninstall --agent cline` takes it out.
      \(program) hook agent cline || echo '\(refusal.compact)'

      """
  }
}
