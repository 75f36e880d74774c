import Text

extension AgentForm {
  /// GitHub Copilot (CLI, cloud agent) and the agents of VS Code, which read the same files of hooks:
  /// https://docs.github.com/en/copilot/reference/hooks-reference and
  /// https://code.visualstudio.com/docs/agent-customization/hooks.
  ///
  /// One answer for both: Copilot reads members at the top, VS Code those in `hookSpecificOutput`.
  package static let copilot = AgentForm(
    name: "copilot", event: { value throws(AgentEventFailure) in try EventFields(root: value).event() },
    response: { answer, event in
      switch answer {
      case .allow: .json([:])
      case .warn(let text): .json(["systemMessage": .string(text)])
      case .ask(let text):
        event.moment == .beforeTool ? .json(verdict("ask", text)) : .json(["systemMessage": .string(text)])
      case .stop(let reason):
        switch event.moment {
        case .beforeTool: .json(verdict("deny", reason))
        case .prompt: .json(["continue": .boolean(false), "stopReason": .string(reason)])
        case .afterTool, .other: .refusal(reason)
        }
      case .replace(let result, let reason): .json(replacement(result, reason))
      }
    })

  private static func verdict(_ word: String, _ reason: String) -> JSONValue {
    [
      "permissionDecision": .string(word), "permissionDecisionReason": .string(reason),
      "hookSpecificOutput": decision(word, reason),
    ]
  }

  /// VS Code cannot replace a result: there the model is told to stop, with the reason.
  private static func replacement(_ result: JSONValue, _ reason: String) -> JSONValue {
    let text = (result["textResultForLlm"] ?? result["text_result_for_llm"] ?? result)
    return [
      "modifiedResult": ["resultType": "success", "textResultForLlm": .string(text.string ?? text.compact)],
      "additionalContext": .string(reason), "decision": "block", "reason": .string(reason),
    ]
  }
}
