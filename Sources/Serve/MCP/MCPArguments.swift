import Text

/// A tool could not do its work: what the agent reads then.
struct MCPToolFailure: Error {
  /// One or two sentences: what is wrong, and how to fix it.
  var message: String

  init(_ message: String) { self.message = message }
}

/// One argument of a tool, defined once: its schema and its check.
struct MCPParameter: Sendable {
  enum Kind: Sendable {
    case text, flag
    case number(ClosedRange<Int>, usual: Int)
    case word([String])
  }

  var name: String
  var kind: Kind
  var isRequired = false
  /// One phrase for the agent.
  var help: String

  /// JSON Schema 2020-12.
  var schema: JSONValue {
    switch kind {
    case .text: ["type": "string", "description": .string(help)]
    case .flag: ["type": "boolean", "description": .string(help)]
    case .word(let words):
      ["type": "string", "enum": .array(words.map { .string($0) }), "description": .string(help)]
    case .number(let range, let usual):
      [
        "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
        "default": .integer(usual), "description": .string(help),
      ]
    }
  }

  /// - Throws: When the value is not of the kind.
  func check(_ value: JSONValue) throws(MCPToolFailure) {
    switch kind {
    case .text: if value.string == nil { throw MCPToolFailure("`\(name)` is a string") }
    case .flag: if value.boolean == nil { throw MCPToolFailure("`\(name)` is true or false") }
    case .word(let words):
      guard let word = value.string, words.contains(word) else {
        throw MCPToolFailure("`\(name)` is one of \(words.joined(separator: ", "))")
      }
    case .number(let range, _):
      guard let number = value.integer, range.contains(Int(number)) else {
        throw MCPToolFailure("`\(name)` is a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    }
  }
}

/// Arguments that were checked.
struct MCPArguments {
  /// Whether the peer no longer waits for the answer.
  let isCancelled: @Sendable () -> Bool
  private let parameters: [MCPParameter]
  private let values: [String: JSONValue]

  /// - Parameters:
  ///   - value: The member `arguments` of the call.
  ///   - isCancelled: See the property.
  /// - Throws: When one is missing, unknown or of a wrong kind.
  init(
    _ value: JSONValue?, of parameters: [MCPParameter], isCancelled: @escaping @Sendable () -> Bool
  ) throws(MCPToolFailure) {
    let given = value ?? .object([])
    guard var values = given.members else { throw MCPToolFailure("`arguments` is an object") }
    // `null` means that nothing is said, as many models write it.
    values = values.filter { if case .null = $1 { false } else { true } }
    for parameter in parameters {
      if let value = values[parameter.name] {
        try parameter.check(value)
      } else if parameter.isRequired {
        throw MCPToolFailure("`\(parameter.name)` is missing: \(parameter.help)")
      }
    }
    if values.keys.contains(where: { key in !parameters.contains { $0.name == key } }) {
      let known = parameters.map { "`\($0.name)`" }.joined(separator: ", ")
      throw MCPToolFailure("an argument is unknown; the tool takes \(known)")
    }
    self.isCancelled = isCancelled
    self.parameters = parameters
    self.values = values
  }

  /// A text; `nil` where it is not given.
  func text(_ name: String) -> String? { values[name]?.string }

  /// A path, or the working directory; `nil` where there is none. Never what means standard input, which is the peer's.
  func path(_ name: String) -> String? {
    let path = text(name) ?? "."
    if path.isEmpty || path.utf8.contains(0) { return nil }
    return path.hasPrefix("-") ? "./" + path : path
  }

  /// Whether a flag is set.
  func isSet(_ name: String) -> Bool { values[name]?.boolean ?? false }

  /// A number, or the usual one.
  func number(_ name: String) -> Int {
    if let value = values[name]?.integer { return Int(value) }
    for case .number(_, let usual) in parameters.filter({ $0.name == name }).map(\.kind) { return usual }
    return 0
  }

  /// Whether anything is given.
  func isGiven(_ name: String) -> Bool { values[name] != nil }
}
