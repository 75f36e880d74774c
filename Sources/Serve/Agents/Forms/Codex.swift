import Text

extension AgentForm {
  /// OpenAI Codex CLI: https://developers.openai.com/codex/hooks.
  ///
  /// A hook that asks counts as failed there and the call goes on, so a question becomes a warning. After a call the reason
  /// of a block takes the place of the result.
  package static let codex = AgentForm(
    name: "codex", event: { value throws(AgentEventFailure) in try EventFields(root: value).event() },
    response: { answer, _ in
      switch answer {
      case .allow: .silence
      case .warn(let text), .ask(let text): .json(["systemMessage": .string(text)])
      case .stop(let reason): .refusal(reason)
      case .replace(let result, let reason):
        .json(["decision": "block", "reason": .string(withResult(result, reason))])
      }
    })

  /// One text for agents that put a reason in place of a result.
  static func withResult(_ result: JSONValue, _ reason: String) -> String {
    "\(reason)\nThe result without it:\n\(result.string ?? result.compact)"
  }
}
