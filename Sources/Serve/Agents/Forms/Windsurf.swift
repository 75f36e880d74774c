import Text

extension AgentForm {
  /// Windsurf's Cascade: https://docs.windsurf.com/windsurf/cascade/hooks. It looks at exit codes: 2 refuses, and standard
  /// error is the reason; what is on standard output is shown to the user. It can neither ask nor replace a result.
  package static let windsurf = AgentForm(
    name: "windsurf", event: { value throws(AgentEventFailure) in try windsurfEvent(value) },
    response: { answer, event in
      switch answer {
      case .stop(let reason) where event.moment != .afterTool: .refusal(reason)
      case .warn(let text), .ask(let text): HookResponse(output: text + "\n")
      default: .silence
      }
    })

  private static func windsurfEvent(_ value: JSONValue) throws(AgentEventFailure) -> AgentEvent {
    guard let name = value["agent_action_name"]?.string else { throw AgentEventFailure(reason: "it has no name") }
    guard name.hasPrefix("pre_") else { return AgentEvent(moment: .other, name: name, folder: "") }
    guard let details = value["tool_info"], case .object = details else {
      throw AgentEventFailure(reason: "it has no `tool_info`")
    }
    // Hooks are run in the workspace.
    var event = AgentEvent(moment: .beforeTool, name: name, folder: details["cwd"]?.string ?? "")
    switch name {
    case "pre_user_prompt":
      guard let prompt = details["user_prompt"]?.string else { throw AgentEventFailure(reason: "it has no prompt") }
      event.moment = .prompt
      event.words.append(.init(text: prompt, label: "the prompt", path: "prompt"))
    case "pre_run_command":
      guard let command = details["command_line"]?.string else { throw AgentEventFailure(reason: "it has no command") }
      event.commands.append(command)
    case "pre_mcp_tool_use":
      let tool = ToolArguments(tool: details["mcp_tool_name"]?.string ?? "")
      if let arguments = details["mcp_tool_arguments"] { tool.add(arguments, to: &event) }
    default: ToolArguments(tool: "").add(details, to: &event)
    }
    return event
  }
}
