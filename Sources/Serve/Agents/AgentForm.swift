package import Text

/// One coding agent: how its events are read, and how it is answered.
package struct AgentForm: Sendable {
  /// As the command line has it.
  package var name: String
  /// Reads an event.
  package var event: @Sendable (JSONValue) throws(AgentEventFailure) -> AgentEvent
  /// Writes an answer.
  package var response: @Sendable (AgentAnswer, AgentEvent) -> HookResponse

  /// All agents, in the order of the documentation.
  package static let all: [AgentForm] = [
    .claudeCode, .cursor, .codex, .copilot, .gemini, .openCode, .windsurf, .cline, .generic,
  ]

  /// Most bytes of an event.
  package static let longestEvent = 64 << 20
  /// Most values of an event: one takes some fifty times the memory of its shortest text.
  private static let mostValues = 1 << 20

  /// Reads the bytes of an event.
  ///
  /// - Throws: What is not UTF-8, not JSON, nested deeper than 32, or not an object.
  package func event(of bytes: [UInt8]) throws(AgentEventFailure) -> AgentEvent {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw AgentEventFailure(reason: "it is not UTF-8") }
    let value: JSONValue
    do throws(JSONValue.Failure) { value = try JSONValue.parse(bytes, mostValues: Self.mostValues) } catch {
      throw AgentEventFailure(reason: "it is no JSON, nested too deeply or too large, at byte \(error.offset)")
    }
    guard case .object = value else { throw AgentEventFailure(reason: "it is no JSON object") }
    return try event(value)
  }
}
