import ByteSearch
import Findings
import Rules
import Text

/// Makes the requests of a rule for one secret.
struct RequestMaking {
  /// Why a request cannot be made.
  struct Obstacle: Error {
    let reason: String
  }

  /// Is put in for ``RequestTemplate/secret``.
  let secret: String
  /// By name: what belongs to the secret, and what earlier answers gave.
  var parts: [String: String] = [:]
  /// Parts of which none was found near the secret, so that the description's own value is used.
  private(set) var assumed: Set<String> = []
  /// Hosts that the description gives itself, for parts.
  private var ownValues: [String: String] = [:]
  /// Where the parts of the secret itself are.
  private let ownSources: [PartSource]

  /// - Throws: ``Obstacle`` when the secret cannot be sent or a part is missing or not clear.
  init(_ found: FoundSecret, _ sources: [PartSource]) throws(Obstacle) {
    guard let text = String(validating: found.value, as: UTF8.self), CurlConfiguration.isPlain(text) else {
      throw Obstacle(reason: "the secret has control characters or is no text")
    }
    secret = text
    ownSources = sources.filter(\.isOfSecret)
    for source in sources where !source.isOfSecret {
      let values = found.parts[source.name] ?? []
      guard values.count < 2 else { throw Obstacle(reason: "several candidates for \(source.name) are near") }
      guard let value = values.first ?? source.fallback else {
        throw Obstacle(reason: "no \(source.name) is near\(source.origin.hint)")
      }
      guard CurlConfiguration.isPlain(value) else { throw Obstacle(reason: "\(source.name) has control characters") }
      parts[source.name] = value
      if values.isEmpty { assumed.insert(source.name) }
      ownValues[source.name] = source.fallback
    }
    try readOwnParts()
  }

  /// The same for another secret.
  ///
  /// - Throws: ``Obstacle`` when it lacks a part that the secret has.
  init(_ other: RequestMaking, secret: String) throws(Obstacle) {
    self.secret = secret
    (parts, assumed, ownValues, ownSources) = (other.parts, other.assumed, other.ownValues, other.ownSources)
    try readOwnParts()
  }

  private mutating func readOwnParts() throws(Obstacle) {
    for source in ownSources {
      guard let value = source.value(inSecret: secret) else {
        throw Obstacle(reason: "the secret has no \(source.name) where it should be")
      }
      parts[source.name] = value
    }
  }

  /// Everything that is put into a request, by name.
  var values: [String: String] { parts.merging([RequestTemplate.secret: secret]) { part, _ in part } }

  /// The host of a step, in lower case; `nil` when a value is missing.
  func host(of step: RequestStep) -> String? { step.host?.filled(values)?.lowercased() }

  /// Whether the description itself gives the host.
  func isOwnHost(of step: RequestStep) -> Bool {
    guard let template = step.host else { return false }
    return template.names.allSatisfy { ownValues[$0] != nil && ownValues[$0]?.lowercased() == values[$0]?.lowercased() }
  }

  /// The request of a step.
  ///
  /// - Throws: ``Obstacle`` when a value is missing.
  func request(_ step: RequestStep) throws(Obstacle) -> HTTPRequest {
    guard let host = host(of: step) else { throw Obstacle(reason: "an earlier answer lacks a value") }
    // The host is put in as it is: it has been looked at as such.
    let prefix = "https://" + host
    let rest = step.url.dropFirst("https://".utf8.count).drop { $0 != "/" && $0 != "?" && $0 != "#" }
    var request = HTTPRequest(
      method: step.effectiveMethod, url: prefix + (try filled(String(rest), Escaping.uriComponent)), host: host)
    for header in step.headers { request.headers.append(try filled(header)) }
    if let basic = step.basic { request.credentials = try filled(basic) }
    if let body = step.body {
      request.body = try filled(body, Self.jsonEscaped)
      if !step.headers.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
        request.headers.append("Content-Type: application/json")
      }
    } else if !step.form.isEmpty {
      var fields: [String] = []
      for field in step.form { fields.append(try filled(field, Escaping.uriComponent)) }
      request.body = fields.joined(separator: "&")
    }
    request.signature = step.aws
    if !step.headers.contains(where: { $0.lowercased().hasPrefix("user-agent:") }) {
      request.headers.append("User-Agent: leaksift")
    }
    return request
  }

  private func filled(_ source: String, _ write: (String) -> String = { $0 }) throws(Obstacle) -> String {
    guard let text = (try? RequestTemplate(source))?.filled(values, write: write) else {
      throw Obstacle(reason: "an earlier answer lacks a value")
    }
    return text
  }

  /// As a part of a JSON string.
  private static func jsonEscaped(_ text: String) -> String {
    String(JSONValue.string(text).compact.dropFirst().dropLast())
  }
}

extension PartSource.Origin {
  /// What would find it.
  fileprivate var hint: String {
    switch self {
    case .rule(let id): " (rule \(id))"
    case .regex, .secret: ""
    }
  }
}

extension PartSource {
  /// Whether it is a part of the secret itself.
  fileprivate var isOfSecret: Bool {
    if case .secret = origin { true } else { false }
  }

  /// The first group of its regex in a secret, else the match; `nil` when there is none.
  fileprivate func value(inSecret secret: String) -> String? {
    guard case .secret(let source) = origin, let pattern = try? Pattern(source, options: .seldomUsed) else {
      return nil
    }
    let text = Array(secret.utf8)
    return pattern.captures(in: text).first.map { String(decoding: text[$0.group ?? $0.match], as: UTF8.self) }
  }
}
