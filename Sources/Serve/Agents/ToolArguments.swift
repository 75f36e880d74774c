import Text

/// Sorts the arguments of a tool call into commands, files that are written, files that are read, and the rest.
///
/// By the names of arguments and not of tools: agents and MCP servers have hundreds of tools, and a few names for a path.
struct ToolArguments {
  private static let commandNames: Set<String> = ["command", "cmd", "script", "shell_command"]
  private static let pathNames: Set<String> = [
    "file_path", "filePath", "filepath", "path", "paths", "file_paths", "filePaths", "file", "files", "filename",
    "notebook_path", "target_file", "targetFile", "absolute_path", "uri", "dir_path",
  ]
  private static let contentNames: Set<String> = [
    "content", "contents", "new_string", "newString", "new_source", "new_str", "newText", "file_text", "insert_text",
    "code_edit", "text", "replacement",
  ]
  /// What a file had before: the model has seen it, and must be able to take a secret out.
  private static let formerNames: Set<String> = ["old_string", "oldString", "old_str", "oldText", "search"]
  /// Parts of the names of tools that show nothing of the file that they name.
  private static let silentTools = ["delete", "remove", "move", "rename", "list", "glob", "mkdir", "create_dir"]

  let tool: String

  /// Adds what a call would do to an event.
  func add(_ arguments: JSONValue, to event: inout AgentEvent) {
    var paths: [String] = []
    var rest: [JSONValue] = []
    let count = event.writes.count
    if let kept = visit(arguments, path: nil, &event, &paths) { rest.append(kept) }
    let shows = !Self.silentTools.contains { tool.lowercased().contains($0) }
    if event.writes.count == count, shows { event.reads += paths }
    for value in rest { addRest(value, to: &event) }
  }

  /// Goes through a value; returns what of it nothing was made of.
  private func visit(
    _ value: JSONValue, path: String?, _ event: inout AgentEvent, _ paths: inout [String]
  ) -> JSONValue? {
    switch value {
    case .object(let members):
      let own = members.first { Self.pathNames.contains($0.name) && $0.value.string != nil }?.value.string ?? path
      var kept: [(name: String, value: JSONValue)] = []
      for member in members {
        guard !take(member, path: own, &event, &paths) else { continue }
        if let rest = visit(member.value, path: own, &event, &paths) { kept.append((member.name, rest)) }
      }
      return kept.isEmpty ? nil : .object(kept)
    case .array(let elements):
      let kept = elements.compactMap { visit($0, path: path, &event, &paths) }
      return kept.isEmpty ? nil : .array(kept)
    case .string(let text):
      if Patch.isPatch(text) {
        event.writes += Patch.writes(of: text, path: path)
        return nil
      }
      // Arguments of MCP servers are a JSON text for some agents.
      if text.utf8.first == UInt8(ascii: "{"), let inner = JSONValue(parsing: Array(text.utf8)), inner.members != nil {
        return visit(inner, path: path, &event, &paths)
      }
      return value
    default: return nil
    }
  }

  /// Whether a member is a command, a path or the new content of a file.
  private func take(
    _ member: (name: String, value: JSONValue), path: String?, _ event: inout AgentEvent, _ paths: inout [String]
  ) -> Bool {
    if Self.formerNames.contains(member.name), path != nil { return true }
    if Self.commandNames.contains(member.name), let command = Self.command(member.value), !Patch.isPatch(command) {
      event.commands.append(command)
      return true
    }
    if Self.contentNames.contains(member.name), let path, let text = member.value.string {
      event.writes.append(.init(path: path, text: text))
      return true
    }
    if Self.pathNames.contains(member.name) {
      paths += (member.value.elements ?? [member.value]).compactMap(\.string)
    }
    return false
  }

  /// A command as one text; Codex and MCP servers also write it as a list of words.
  private static func command(_ value: JSONValue) -> String? {
    if let text = value.string { return text }
    guard let words = value.elements?.compactMap(\.string), !words.isEmpty else { return nil }
    let isShell = words.count > 2 && words[1].hasPrefix("-") && words[1].hasSuffix("c")
    return isShell ? words[2] : words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
  }

  /// The rest is looked at twice: as JSON, where names are beside values, and long texts as they are.
  private func addRest(_ value: JSONValue, to event: inout AgentEvent) {
    let label = tool.isEmpty ? "the call's arguments" : "the arguments of the tool \(tool)"
    event.words.append(.init(text: value.compact, label: label, path: "arguments.json"))
    let texts = value.texts.filter { $0.utf8.contains { $0 == 0x0A || $0 == 0x22 || $0 == 0x5C } }
    if !texts.isEmpty {
      event.words.append(.init(text: texts.joined(separator: "\n"), label: label, path: "arguments"))
    }
  }
}

extension JSONValue {
  /// All texts in a value, in order.
  var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.texts)
    case .object(let members): members.flatMap(\.value.texts)
    default: []
    }
  }
}
