import Text

extension AgentForm {
  /// Cursor: https://cursor.com/docs/agent/hooks. With `failClosed`, an event that may refuse needs an answer in any case.
  package static let cursor = AgentForm(
    name: "cursor", event: { value throws(AgentEventFailure) in try cursorEvent(value) },
    response: { answer, event in
      switch (answer, event.moment) {
      case (.allow, .beforeTool): .json(["permission": "allow"])
      case (.warn(let text), .beforeTool): .json(permission("allow", text))
      case (.ask(let text), .beforeTool): .json(permission("ask", text))
      case (.stop(let reason), .beforeTool): .json(permission("deny", reason))
      case (.allow, .prompt): .json(["continue": .boolean(true)])
      case (.warn(let text), .prompt), (.ask(let text), .prompt):
        .json(["continue": .boolean(true), "user_message": .string(text)])
      case (.stop(let reason), .prompt): .json(["continue": .boolean(false), "user_message": .string(reason)])
      // What a hook says after a call is not read.
      default: .json([:])
      }
    })

  private static func permission(_ word: String, _ text: String) -> JSONValue {
    ["permission": .string(word), "user_message": .string(text), "agent_message": .string(text)]
  }

  private static func cursorEvent(_ value: JSONValue) throws(AgentEventFailure) -> AgentEvent {
    let fields = EventFields(root: value)
    var event = try fields.event()
    event.name = fields.name
    if event.folder.isEmpty { event.folder = value["workspace_roots"]?.elements?.first?.string ?? "" }
    if fields.name.hasPrefix("after") || fields.name == "postToolUse" {
      event.moment = .afterTool
      event.result = fields.result ?? value["output"] ?? value["result_json"]
      return event
    }
    if fields.name.hasPrefix("before"), fields.name != "beforeSubmitPrompt" { event.moment = .beforeTool }
    if fields.name == "preToolUse" { event.moment = .beforeTool }
    if fields.name == "beforeShellExecution" {
      guard let command = value["command"]?.string else { throw AgentEventFailure(reason: "it has no command") }
      event.commands = [command]
    }
    let path = value["file_path"]?.string ?? "file"
    if fields.name == "beforeReadFile" || fields.name == "beforeTabFileRead" {
      // Cursor sends the content; a file that was not sent is read.
      if let text = value["content"]?.string {
        event.words.append(.init(text: text, label: "the file \(path)", path: path))
      } else {
        event.reads.append(path)
      }
    }
    for attachment in value["attachments"]?.elements ?? [] {
      if let path = attachment["file_path"]?.string ?? attachment["filePath"]?.string { event.reads.append(path) }
    }
    return event
  }
}
