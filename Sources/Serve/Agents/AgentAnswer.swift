package import Text

/// What leaksift says to an event, in terms that all agents share.
package enum AgentAnswer: Sendable {
  /// It may go on.
  case allow
  /// It may go on; the user should know something.
  case warn(String)
  /// The user is to decide, where the agent can ask; else it goes on with a warning.
  case ask(String)
  /// It must not go on; the model is told why.
  case stop(String)
  /// The model sees another result, and is told why.
  case replace(result: JSONValue, reason: String)
}

/// What the process of a hook writes, and how it ends.
package struct HookResponse: Sendable, Equatable {
  /// For standard output.
  package var output = ""
  /// For standard error.
  package var error = ""
  /// The exit code.
  package var code: Int32 = 0

  /// Ends with 0 and says nothing.
  package static let silence = HookResponse()

  /// Every agent takes exit code 2 as a refusal; Codex only with a text on standard error.
  package static func refusal(_ reason: String) -> HookResponse { HookResponse(error: reason + "\n", code: 2) }

  /// Ends with 0 and one JSON text.
  package static func json(_ value: JSONValue) -> HookResponse { HookResponse(output: value.compact + "\n") }
}
