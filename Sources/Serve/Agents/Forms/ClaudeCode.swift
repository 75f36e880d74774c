import Text

extension AgentForm {
  /// Claude Code: https://code.claude.com/docs/en/hooks.
  package static let claudeCode = AgentForm(
    name: "claude-code", event: { value throws(AgentEventFailure) in try EventFields(root: value).event() },
    response: { answer, event in
      switch answer {
      case .allow: .silence
      case .warn(let text): .json(["systemMessage": .string(text)])
      case .ask(let text):
        event.moment == .beforeTool
          ? .json(["hookSpecificOutput": decision("ask", text)]) : .json(["systemMessage": .string(text)])
      case .stop(let reason): .refusal(reason)
      case .replace(let result, let reason): .json(replacement(result, reason))
      }
    })

  /// The verdict of a hook before a call, which VS Code takes in the same form.
  static func decision(_ word: String, _ reason: String) -> JSONValue {
    [
      "hookEventName": "PreToolUse", "permissionDecision": .string(word), "permissionDecisionReason": .string(reason),
    ]
  }

  /// A result has to keep the structure that the tool gave it. `decision: "block"` would end the turn.
  private static func replacement(_ result: JSONValue, _ reason: String) -> JSONValue {
    [
      "hookSpecificOutput": [
        "hookEventName": "PostToolUse", "updatedToolOutput": withoutStoredCopy(result),
        "additionalContext": .string(reason),
      ]
    ]
  }

  /// Without the members by which Claude Code shows a long result from the file that it stored.
  private static func withoutStoredCopy(_ result: JSONValue) -> JSONValue {
    guard case .object(let members) = result else { return result }
    return .object(members.filter { !$0.name.hasPrefix("persistedOutput") })
  }
}
