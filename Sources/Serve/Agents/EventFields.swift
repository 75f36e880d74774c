import Text

/// The members of an event in the spellings that the agents have for them.
///
/// Claude Code, Codex, Gemini CLI and GitHub Copilot with event names in PascalCase write `tool_name`; Copilot with names in
/// camelCase writes `toolName`, and VS Code's documentation mixes both.
struct EventFields {
  private static let names = ["hook_event_name", "hookEventName", "event"]
  private static let tools = ["tool_name", "toolName", "tool"]
  private static let arguments = ["tool_input", "toolArgs", "toolInput", "arguments", "args"]
  private static let results = ["tool_response", "toolResult", "tool_result", "toolResponse", "result"]
  private static let folders = ["cwd", "folder", "directory"]

  let root: JSONValue

  var name: String { first(Self.names)?.string ?? "" }
  var tool: String { first(Self.tools)?.string ?? "" }
  var folder: String { first(Self.folders)?.string ?? "" }
  var result: JSONValue? { first(Self.results) }
  var prompt: JSONValue? { root["prompt"] }

  /// The arguments of a call; some agents write them as a text that is JSON.
  var arguments: JSONValue? {
    guard let value = first(Self.arguments) else { return nil }
    guard case .string(let text) = value, text.utf8.first == UInt8(ascii: "{") else { return value }
    return JSONValue(parsing: Array(text.utf8)) ?? value
  }

  private func first(_ names: [String]) -> JSONValue? {
    for name in names {
      guard let value = root[name] else { continue }
      if case .null = value { continue }
      return value
    }
    return nil
  }

  /// Events before a call, which have arguments, and of prompts.
  private static let calls: Set<String> = ["PreToolUse", "preToolUse", "BeforeTool", "beforeMCPExecution"]
  private static let prompts: Set<String> = [
    "UserPromptSubmit", "userPromptSubmitted", "BeforeAgent", "beforeSubmitPrompt",
  ]

  /// The event as its members tell it: one with a result is after a call, one with arguments before.
  ///
  /// - Throws: When what the event is about is missing.
  func event() throws(AgentEventFailure) -> AgentEvent {
    var event = AgentEvent(moment: .other, name: name, folder: folder)
    if let result {
      var call = AgentEvent(moment: .beforeTool, name: name, folder: folder)
      if let arguments { ToolArguments(tool: tool).add(arguments, to: &call) }
      event.moment = .afterTool
      event.reads = call.reads
      event.result = result
    } else if let arguments {
      event.moment = .beforeTool
      ToolArguments(tool: tool).add(arguments, to: &event)
    } else if let prompt {
      event.moment = .prompt
      event.words.append(.init(text: prompt.string ?? prompt.compact, label: "the prompt", path: "prompt"))
    } else if Self.calls.contains(name) || Self.prompts.contains(name) || name.isEmpty {
      throw AgentEventFailure(
        reason: "it has no \(Self.calls.contains(name) ? "arguments of a tool" : "prompt or call")")
    }
    return event
  }
}
