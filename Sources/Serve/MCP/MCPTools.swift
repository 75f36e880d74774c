package import Scan
package import Text

/// Something an agent can call.
struct MCPTool: Sendable {
  /// What agents call it by.
  var name: String
  /// A few words for people.
  var title: String
  /// For the model: what it does, and when to call it.
  var description: String
  var parameters: [MCPParameter]
  var isReadOnly = true
  var run: @Sendable (MCPArguments) throws(MCPToolFailure) -> JSONValue

  fileprivate var json: JSONValue {
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    return [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "inputSchema": [
        "type": "object", "properties": .object(parameters.map { ($0.name, $0.schema) }),
        "required": required.isEmpty ? nil : .array(required), "additionalProperties": .boolean(false),
      ],
      "annotations": [
        "title": .string(title), "readOnlyHint": .boolean(isReadOnly), "destructiveHint": .boolean(false),
        "idempotentHint": .boolean(isReadOnly), "openWorldHint": .boolean(false),
      ],
    ]
  }
}

/// The tools of `leaksift mcp`. None returns a secret, whatever it is called with.
package struct MCPTools: Sendable {
  /// Adds a line to the ignore file of the project that a path is in, and returns the file's path.
  package typealias Ignore = @Sendable (IgnoreLine, _ path: String) throws(ScanError) -> String

  private let tools: [MCPTool]
  /// Of placeholders, the same while the server runs.
  private let key: [UInt8]

  /// - Parameter ignore: How a finding is hidden; `nil` where the user does not allow agents to do that.
  package init(ignore: Ignore?) {
    var generator = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    self.key = key
    tools =
      [.scanPath, .scanText, .scanStaged, .scanHistory, .explain, .listRules, .redact(key: key)]
      + (ignore.map { [.ignore($0)] } ?? [])
  }

  /// The result of `tools/list`, always in the same order.
  var list: JSONValue { ["tools": .array(tools.map(\.json))] }

  /// - Throws: When the parameters of `tools/call` name no tool.
  func check(_ parameters: JSONValue) throws(RPCError) {
    if tool(parameters) == nil {
      throw .invalidParameters("`name` is no tool; there are \(tools.map(\.name).joined(separator: ", "))")
    }
  }

  /// The result of `tools/call`; what went wrong is in it, so that the model reads it.
  ///
  /// - Parameters:
  ///   - parameters: Those of the request, which name a tool.
  ///   - isCancelled: Whether the peer no longer waits; a scan ends early then.
  package func call(_ parameters: JSONValue, isCancelled: @escaping @Sendable () -> Bool = { false }) -> JSONValue {
    guard let tool = tool(parameters) else { return [:] }
    let answer: Result<JSONValue, MCPToolFailure> = Result { () throws(MCPToolFailure) in
      try tool.run(try MCPArguments(parameters["arguments"], of: tool.parameters, isCancelled: isCancelled))
    }
    do throws(ScanError) {
      let mask = try OutgoingMask(key: key)
      switch answer {
      case .success(let value):
        let masked = try mask.masked(value)
        return Self.result(masked.compact).adding(["structuredContent": masked, "isError": .boolean(false)])
      case .failure(let failure):
        return Self.result(try mask.masked(failure.message)).adding(["isError": .boolean(true)])
      }
    } catch {
      return Self.result("the rules cannot be used, so that no answer can be masked").adding(["isError": .boolean(true)]
      )
    }
  }

  private static func result(_ text: String) -> JSONValue { ["content": [["type": "text", "text": .string(text)]]] }

  private func tool(_ parameters: JSONValue) -> MCPTool? {
    tools.first { $0.name == parameters["name"]?.string }
  }
}

/// The last look at everything that a tool returns: a path, a message or a name of a commit may have a secret in it, too.
struct OutgoingMask {
  private let finder: SecretFinder
  private let key: [UInt8]

  /// - Parameter key: Of the placeholders.
  /// - Throws: When the rules cannot be used.
  init(key: [UInt8]) throws(ScanError) {
    finder = try SecretFinder(folder: "/")
    self.key = key
  }

  /// The text with its secrets masked.
  func masked(_ text: String) throws(ScanError) -> String {
    try RedactedText(text, path: "", finder: finder, key: key).text
  }

  /// The value with the secrets in its texts masked.
  func masked(_ value: JSONValue) throws(ScanError) -> JSONValue {
    switch value {
    case .string(let text): return .string(try masked(text))
    case .array(let elements): return .array(try elements.map { element throws(ScanError) in try masked(element) })
    case .object(let members):
      return .object(
        try members.map { member throws(ScanError) in (try masked(member.name), try masked(member.value)) })
    default: return value
    }
  }
}

/// A text in memory with placeholders in place of its secrets.
struct RedactedText {
  let text: String
  /// Number of different secrets that were replaced.
  let count: Int

  init(_ text: String, path: String, finder: SecretFinder, key: [UInt8]) throws(ScanError) {
    let redactor = Redactor(finder, path: path, key: key, keepsSecrets: false)
    // A zero byte would make it binary, which is passed on as it is.
    let bytes = Array(text.utf8).filter { $0 != 0 }
    let masked = try redactor.take(bytes, isPaused: false) + redactor.finish()
    (self.text, count) = (String(decoding: masked, as: UTF8.self), redactor.count)
  }
}
