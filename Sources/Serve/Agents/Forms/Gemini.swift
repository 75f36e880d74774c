import Text

extension AgentForm {
  /// Gemini CLI: https://geminicli.com/docs/hooks/reference. It cannot ask; the reason of a denial after a call takes the
  /// place of the result.
  package static let gemini = AgentForm(
    name: "gemini", event: { value throws(AgentEventFailure) in try EventFields(root: value).event() },
    response: { answer, _ in
      switch answer {
      case .allow: .json([:])
      case .warn(let text), .ask(let text): .json(["systemMessage": .string(text)])
      case .stop(let reason): .refusal(reason)
      case .replace(let result, let reason):
        .json(["decision": "deny", "reason": .string(withResult(shown(result), reason))])
      }
    })

  /// What the model gets of a result; `returnDisplay` is for the terminal.
  private static func shown(_ result: JSONValue) -> JSONValue {
    guard let content = result["llmContent"] else { return result }
    return content["text"] ?? content
  }
}
