import Text

extension AgentForm {
  /// The form for agents without one of their own; `docs/AGENTS.md` describes it.
  package static let generic = AgentForm(
    name: "generic", event: { value throws(AgentEventFailure) in try EventFields(root: value).event() },
    response: { answer, _ in
      switch answer {
      case .allow: .json(["decision": "allow"])
      case .warn(let text): .json(["decision": "warn", "reason": .string(text)])
      case .ask(let text): .json(["decision": "ask", "reason": .string(text)])
      case .stop(let reason): stop(reason)
      case .replace(let result, let reason):
        .json(["decision": "replace", "reason": .string(reason), "result": result])
      }
    })

  /// Both the answer and the exit code refuse.
  private static func stop(_ reason: String) -> HookResponse {
    var response = HookResponse.json(["decision": "stop", "reason": .string(reason)])
    response.error = reason + "\n"
    response.code = 2
    return response
  }

  /// opencode has no command hooks: the plugin that `hook install` writes sends and reads the generic form.
  package static let openCode = AgentForm(name: "opencode", event: generic.event, response: generic.response)
}
