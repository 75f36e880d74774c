import Rules
import Text

/// Evaluates Betterleaks' `validate` expressions (Expr, or the older CEL), which ask a vendor themselves.
///
/// Each request goes where `send` sends it, with the limits of every other. What is not understood ends the evaluation with
/// its name, so that the verdict is unknown and says why. Costs no more than a number of steps.
struct ExpressionEvaluator {
  /// Why there is no value.
  struct Failure: Error {
    let reason: String
    /// Whether a request was not to be sent.
    var isRefusal = false
  }

  /// A request of the expression.
  typealias Send = (_ method: String, _ url: String, _ headers: [String], _ body: String?) throws(Failure) -> HTTPAnswer

  private static let mostSteps = 10_000
  /// In bytes; an answer has at most 64 KB.
  private static let longestText = 1 << 20

  private let send: Send
  private var names: [String: JSONValue]
  private var steps = 0

  /// - Parameter names: What the expression may use: the secret and what belongs to it.
  init(names: [String: JSONValue], send: @escaping Send) {
    (self.names, self.send) = (names, send)
  }

  mutating func value(of syntax: ExpressionSyntax) throws(Failure) -> JSONValue {
    steps += 1
    if steps > Self.mostSteps { throw Failure(reason: "the expression takes too many steps") }
    switch syntax {
    case .text(let bytes, _): return .string(String(decoding: bytes, as: UTF8.self))
    case .number(let number, _): return Self.number(number)
    case .flag(let flag, _): return .boolean(flag)
    case .nothing: return .null
    case .name(let name, _): return try named(name)
    case .list(let items, _): return .array(try values(items))
    case .map(let entries, _): return try map(entries)
    case .bound(let name, let value, let body, _): return try bound(name, value, body)
    case .not(let inner, _): return .boolean(!(try isTrue(inner)))
    case .negative(let inner, _): return Self.number(-(try number(inner)))
    case .all(let terms, _):
      for term in terms where try !isTrue(term) { return .boolean(false) }
      return .boolean(true)
    case .any(let terms, _):
      for term in terms where try isTrue(term) { return .boolean(true) }
      return .boolean(false)
    case .conditional(let test, let yes, let no, _): return try value(of: try isTrue(test) ? yes : no)
    case .binary(let name, let left, let right, _): return try binary(name, left, right)
    case .member(let base, let name, _): return try value(of: base)[name] ?? .null
    case .index(let base, let key, _): return try element(of: try value(of: base), at: try value(of: key))
    case .call(let callee, let arguments, _): return try call(callee, arguments)
    }
  }

  // MARK: - Parts

  private func named(_ name: String) throws(Failure) -> JSONValue {
    guard let value = names[name] else { throw Failure(reason: "`\(name)` is not understood") }
    return value
  }

  private mutating func values(_ items: [ExpressionSyntax]) throws(Failure) -> [JSONValue] {
    var values: [JSONValue] = []
    for item in items { values.append(try value(of: item)) }
    return values
  }

  private mutating func map(_ entries: [ExpressionSyntax.Entry]) throws(Failure) -> JSONValue {
    var members: [(name: String, value: JSONValue)] = []
    for entry in entries { members.append((try text(entry.key), try value(of: entry.value))) }
    return .object(members)
  }

  private mutating func bound(
    _ name: String, _ value: ExpressionSyntax, _ body: ExpressionSyntax
  ) throws(Failure) -> JSONValue {
    let former = names[name]
    names[name] = try self.value(of: value)
    defer { names[name] = former }
    return try self.value(of: body)
  }

  private func element(of base: JSONValue, at key: JSONValue) throws(Failure) -> JSONValue {
    if let name = key.string { return base[name] ?? .null }
    guard let elements = base.elements, let index = key.integer else { return .null }
    return elements.indices.contains(Int(index)) ? elements[Int(index)] : .null
  }

  private mutating func isTrue(_ syntax: ExpressionSyntax) throws(Failure) -> Bool {
    guard let flag = try value(of: syntax).boolean else {
      throw Failure(reason: "a condition is neither true nor false")
    }
    return flag
  }

  private mutating func number(_ syntax: ExpressionSyntax) throws(Failure) -> Double {
    guard case .number(let digits) = try value(of: syntax), let number = Double(digits) else {
      throw Failure(reason: "a value is no number")
    }
    return number
  }

  mutating func text(_ syntax: ExpressionSyntax) throws(Failure) -> String {
    guard let text = try value(of: syntax).string else { throw Failure(reason: "a value is no text") }
    return text
  }

  static func number(_ number: Double) -> JSONValue {
    number == number.rounded() && abs(number) < 1e15 ? .integer(Int(number)) : .number(number)
  }

  // MARK: - Operators

  private mutating func binary(
    _ name: String, _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) throws(Failure) -> JSONValue {
    switch name {
    case "==": return .boolean(Self.areEqual(try value(of: left), try value(of: right)))
    case "!=": return .boolean(!Self.areEqual(try value(of: left), try value(of: right)))
    case "<": return .boolean(try number(left) < number(right))
    case "<=": return .boolean(try number(left) <= number(right))
    case ">": return .boolean(try number(left) > number(right))
    case ">=": return .boolean(try number(left) >= number(right))
    case "contains": return .boolean(try text(left).contains(text(right)))
    case "startsWith": return .boolean(try text(left).hasPrefix(text(right)))
    case "endsWith": return .boolean(try text(left).hasSuffix(text(right)))
    case "??":
      let value = try value(of: left)
      if case .null = value { return try self.value(of: right) }
      return value
    case "in": return .boolean(try isMember(left, of: right))
    case "+": return try sum(left, right)
    case "-": return Self.number(try number(left) - number(right))
    default: throw Failure(reason: "`\(name)` is not understood")
    }
  }

  private mutating func isMember(_ item: ExpressionSyntax, of list: ExpressionSyntax) throws(Failure) -> Bool {
    let item = try value(of: item)
    let list = try value(of: list)
    if let elements = list.elements { return elements.contains { Self.areEqual($0, item) } }
    if let name = item.string, case .object = list { return list[name] != nil }
    throw Failure(reason: "`in` needs a list or a map")
  }

  private mutating func sum(_ left: ExpressionSyntax, _ right: ExpressionSyntax) throws(Failure) -> JSONValue {
    let (first, second) = (try value(of: left), try value(of: right))
    if let text = first.string, let other = second.string {
      // Each of some bound names may be twice as long as the one before.
      guard text.utf8.count + other.utf8.count <= Self.longestText else { throw Failure(reason: "a text is too long") }
      return .string(text + other)
    }
    guard case .number(let digits) = first, case .number(let others) = second, let number = Double(digits),
      let other = Double(others)
    else { throw Failure(reason: "`+` needs two texts or two numbers") }
    return Self.number(number + other)
  }

  private static func areEqual(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left, right) {
    case (.number(let one), .number(let other)): Double(one) == Double(other)
    case (.null, .null): true
    case (.string(let one), .string(let other)): one == other
    case (.boolean(let one), .boolean(let other)): one == other
    default: left.compact == right.compact
    }
  }

  // MARK: - Calls

  private mutating func call(_ callee: ExpressionSyntax, _ arguments: [ExpressionSyntax]) throws(Failure) -> JSONValue {
    switch callee {
    case .name(let name, _): return try function(name, arguments)
    case .member(.name("http", _), let name, _): return try request(name, arguments)
    case .member(.name("cel", _), "bind", _):
      guard arguments.count == 3, case .name(let name, _) = arguments[0] else {
        throw Failure(reason: "`cel.bind` needs a name, a value and an expression")
      }
      return try bound(name, arguments[1], arguments[2])
    case .member(.name("base64", _), "encode", _) where arguments.count == 1:
      return .string(String(decoding: Base64.encode(Array(try text(arguments[0]).utf8)), as: UTF8.self))
    case .member(let base, let name, _): return try method(name, of: base, arguments)
    default: throw Failure(reason: "a call is not understood")
    }
  }

  private mutating func function(_ name: String, _ arguments: [ExpressionSyntax]) throws(Failure) -> JSONValue {
    switch (name, arguments.count) {
    case ("unknown", 1):
      let status = try value(of: arguments[0])["status"]?.integer
      return ["result": "unknown", "reason": .string("unexpected answer" + (status.map { ", status \($0)" } ?? ""))]
    case ("string", 1), ("bytes", 1):
      let value = try value(of: arguments[0])
      return .string(value.string ?? value.compact)
    case ("int", 1): return Self.number(try number(arguments[0]).rounded(.towardZero))
    case ("size", 1), ("len", 1):
      let value = try value(of: arguments[0])
      return .integer(value.string?.unicodeScalars.count ?? value.elements?.count ?? value.members?.count ?? 0)
    case ("lower", 1): return .string(try text(arguments[0]).lowercased())
    case ("upper", 1): return .string(try text(arguments[0]).uppercased())
    case ("toBase64", 1):
      return .string(String(decoding: Base64.encode(Array(try text(arguments[0]).utf8)), as: UTF8.self))
    case ("has", 1):
      if case .null = try value(of: arguments[0]) { return .boolean(false) }
      return .boolean(true)
    default: throw Failure(reason: "`\(name)` is not understood")
    }
  }

  private mutating func method(
    _ name: String, of base: ExpressionSyntax, _ arguments: [ExpressionSyntax]
  ) throws(Failure) -> JSONValue {
    let base = try value(of: base)
    switch (name, arguments.count) {
    case ("orValue", 1):
      if case .null = base { return try value(of: arguments[0]) }
      return base
    case ("hasValue", 0):
      if case .null = base { return .boolean(false) }
      return .boolean(true)
    case ("contains", 1): return .boolean((base.string ?? "").contains(try text(arguments[0])))
    case ("startsWith", 1): return .boolean((base.string ?? "").hasPrefix(try text(arguments[0])))
    case ("endsWith", 1): return .boolean((base.string ?? "").hasSuffix(try text(arguments[0])))
    case ("size", 0): return .integer(base.string?.unicodeScalars.count ?? base.elements?.count ?? 0)
    case ("lowerAscii", 0): return .string((base.string ?? "").lowercased())
    default: throw Failure(reason: "`\(name)` is not understood")
    }
  }

  /// `http.get(url, headers)`, `http.post(url, headers, body)`, `http.request(method, url, headers, body)`.
  private mutating func request(_ name: String, _ arguments: [ExpressionSyntax]) throws(Failure) -> JSONValue {
    var rest = arguments[...]
    let method = name == "request" ? try rest.popFirst().map { syntax throws(Failure) in try text(syntax) } : name
    guard let method, let url = rest.popFirst() else {
      throw Failure(reason: "`http.\(name)` needs \(name == "request" ? "a method and an address" : "an address")")
    }
    guard !method.isEmpty, method.utf8.allSatisfy(\.isLetter) else {
      throw Failure(reason: "the method of a request is no word")
    }
    let address = try text(url)
    var headers: [String] = []
    if let given = rest.popFirst(), case .object(let members) = try value(of: given) {
      headers = members.map { "\($0.name): \($0.value.string ?? $0.value.compact)" }
    }
    let body = try rest.popFirst().map { syntax throws(Failure) in
      let value = try value(of: syntax)
      return value.string ?? value.compact
    }
    return Self.value(of: try send(method.uppercased(), address, headers, body))
  }

  private static func value(of answer: HTTPAnswer) -> JSONValue {
    let headers = JSONValue.object(answer.headers.map { ($0.name, .string($0.value)) })
    return [
      "status": .integer(answer.status), "headers": headers,
      "body": .string(String(decoding: answer.body, as: UTF8.self)),
      "json": JSONValue(parsing: answer.body) ?? .null,
    ]
  }
}
