import Text

extension AgentForm {
  /// Cline: https://docs.cline.bot/customization/hooks. It takes a JSON answer, in which
  /// `cancel` ends the task, and not only the call; a hook after a call can change nothing.
  package static let cline = AgentForm(
    name: "cline", event: { value throws(AgentEventFailure) in try clineEvent(value) },
    response: { answer, event in
      switch answer {
      case .stop(let reason) where event.moment != .afterTool:
        .json([
          "cancel": .boolean(true), "errorMessage": .string(reason), "contextModification": .string(reason),
        ])
      case .warn(let text), .ask(let text): .json(["cancel": .boolean(false), "contextModification": .string(text)])
      default: .json(["cancel": .boolean(false)])
      }
    })

  private static func clineEvent(_ value: JSONValue) throws(AgentEventFailure) -> AgentEvent {
    guard let name = value["hookName"]?.string else { throw AgentEventFailure(reason: "it has no name") }
    var event = AgentEvent(
      moment: .other, name: name, folder: value["workspaceRoots"]?.elements?.first?.string ?? "")
    switch name {
    // Members that are empty are left out of events.
    case "UserPromptSubmit":
      guard let submitted = value["userPromptSubmit"], case .object = submitted else {
        throw AgentEventFailure(reason: "it has no prompt")
      }
      event.moment = .prompt
      event.words.append(.init(text: submitted["prompt"]?.string ?? "", label: "the prompt", path: "prompt"))
      // Those that are no files of the disk are passed over when they are looked for.
      event.reads += (submitted["attachments"]?.elements ?? []).compactMap(\.string)
    case "PreToolUse":
      guard let call = value["preToolUse"], case .object = call else {
        throw AgentEventFailure(reason: "it has no call of a tool")
      }
      event.moment = .beforeTool
      let tool = ToolArguments(tool: call["toolName"]?.string ?? "")
      if let parameters = call["parameters"] { tool.add(parameters, to: &event) }
    default: break
    }
    return event
  }
}
