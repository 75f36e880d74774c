/// Where a value of an answer is: `json user.login` or `header x-oauth-scopes`.
public enum AnswerValue: Sendable, Equatable {
  case json(AnswerPath)
  /// In lower case.
  case header(String)

  /// Reads a place.
  ///
  /// - Throws: ``RequestSyntaxError`` with what is wrong.
  public init(_ source: String) throws(RequestSyntaxError) {
    let words = source.split(separator: " ").map(String.init)
    switch (words.count, words.first) {
    case (2, "json"): self = .json(try AnswerPath(words[1]))
    case (2, "header"): self = .header(words[1].lowercased())
    default: throw RequestSyntaxError("\"\(source)\" is no place in an answer: write json PATH or header NAME")
    }
  }

  /// Reads `name = json PATH`.
  ///
  /// - Throws: ``RequestSyntaxError`` with what is wrong.
  public static func named(_ source: String) throws(RequestSyntaxError) -> (name: String, value: AnswerValue) {
    let sides = source.parts(between: " = ")
    guard sides.count == 2, RequestTemplate.isName(sides[0]) else {
      throw RequestSyntaxError("\"\(source)\" must be NAME = json PATH or NAME = header NAME")
    }
    return (sides[0], try AnswerValue(sides[1]))
  }
}

/// Where another value that a request needs comes from: `key_id = rule aws-access-key-id`.
public struct PartSource: Sendable, Equatable {
  /// How it is found near the secret.
  public enum Origin: Sendable, Equatable {
    /// What another rule finds.
    case rule(String)
    /// The first group of a regex, else its match.
    case regex(String)
    /// The same within the secret itself, of a made-up one within that.
    case secret(String)
  }

  /// What templates call it.
  public let name: String
  /// How it is found.
  public let origin: Origin
  /// Its value where none is found. An answer that a secret is inactive then proves nothing, since it may belong elsewhere.
  public let fallback: String?

  /// What a rule finds that must be near, under the rule's own id.
  public init(requiredRule id: String) {
    (name, origin, fallback) = (id, .rule(id), nil)
  }

  /// Reads a source.
  ///
  /// - Throws: ``RequestSyntaxError`` with what is wrong.
  public init(_ source: String) throws(RequestSyntaxError) {
    let problem = RequestSyntaxError(
      "\"\(source)\" must be NAME = rule ID, NAME = regex REGEX or NAME = secret REGEX, then else VALUE if need be")
    guard let equals = source.firstRange(of: " = ") else { throw problem }
    name = String(source[..<equals.lowerBound])
    let words = source[equals.upperBound...].split(separator: " ", maxSplits: 1)
    guard words.count == 2, RequestTemplate.isName(name), name != RequestTemplate.secret else { throw problem }
    let sides = String(words[1]).parts(between: " else ")
    guard sides.count <= 2, !sides[0].isEmpty else { throw problem }
    fallback = sides.count == 2 ? sides[1] : nil
    switch words[0] {
    case "rule": origin = .rule(sides[0])
    case "regex": origin = .regex(sides[0])
    case "secret" where fallback == nil: origin = .secret(sides[0])
    default: throw problem
    }
  }
}
