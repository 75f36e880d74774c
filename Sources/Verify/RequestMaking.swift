import Findings
import Rules

/// Makes the requests of a rule for one secret.
struct RequestMaking {
  /// Why a request cannot be made.
  struct Obstacle: Error {
    let reason: String
  }

  /// By name: the secret, its parts, and what earlier answers gave.
  var values: [String: String]
  /// Parts of which none was found near the secret, so that the description's own value is used.
  private(set) var assumed: Set<String> = []
  /// Hosts that the description gives itself, for parts.
  private var ownValues: [String: String] = [:]

  /// - Throws: ``Obstacle`` when the secret cannot be sent or a part is missing or not clear.
  init(_ secret: FoundSecret, _ parts: [PartSource]) throws(Obstacle) {
    guard let text = String(validating: secret.value, as: UTF8.self), CurlConfiguration.isPlain(text) else {
      throw Obstacle(reason: "the secret has control characters or is no text")
    }
    values = [RequestTemplate.secret: text]
    for part in parts {
      let found = secret.parts[part.name] ?? []
      guard found.count < 2 else { throw Obstacle(reason: "several candidates for \(part.name) are near") }
      guard let value = found.first ?? part.fallback else {
        throw Obstacle(reason: "no \(part.name) is near\(part.origin.hint)")
      }
      guard CurlConfiguration.isPlain(value) else { throw Obstacle(reason: "\(part.name) has control characters") }
      values[part.name] = value
      if found.isEmpty { assumed.insert(part.name) }
      ownValues[part.name] = part.fallback
    }
  }

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
      method: step.effectiveMethod, url: prefix + (try filled(String(rest), Self.percentEncoded)), host: host)
    for header in step.headers { request.headers.append(try filled(header)) }
    if let basic = step.basic { request.credentials = try filled(basic) }
    if let body = step.body {
      request.body = try filled(body, Self.jsonEscaped)
      if !step.headers.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
        request.headers.append("Content-Type: application/json")
      }
    } else if !step.form.isEmpty {
      var fields: [String] = []
      for field in step.form { fields.append(try filled(field, Self.percentEncoded)) }
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

  // MARK: - Writing values

  /// RFC 3986: everything but unreserved characters.
  static func percentEncoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      let scalar = Unicode.Scalar(byte)
      if byte < 0x80,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
      {
        encoded.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
  }

  /// As a part of a JSON string; control characters were refused before.
  static func jsonEscaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      if character == "\"" || character == "\\" { escaped.append("\\") }
      escaped.append(character)
    }
  }
}

extension PartSource.Origin {
  /// What would find it.
  fileprivate var hint: String {
    switch self {
    case .rule(let id): " (rule \(id))"
    case .regex: ""
    }
  }
}
