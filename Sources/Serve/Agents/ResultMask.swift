import Findings
import Scan
import Text

/// Puts placeholders in place of secrets in the texts of a JSON value, whose structure stays.
struct ResultMask {
  /// Values shorter than this are not looked for elsewhere in the result.
  private static let shortestCopy = 8

  /// What was found, each once.
  private(set) var secrets: [TextSecret] = []
  private var known: Set<Fingerprint> = []
  private var masked: [String: String] = [:]
  private var copies: [(value: String, placeholder: String)] = []

  /// Takes the secrets of one text of the result.
  mutating func add(_ found: [TextSecret], of text: String) {
    guard !found.isEmpty else { return }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    for secret in found {
      note(secret)
      guard secret.range.upperBound > place else { continue }
      result += bytes[place..<max(place, secret.range.lowerBound)]
      result += Array(Self.placeholder(secret).utf8)
      place = secret.range.upperBound
    }
    masked[text] = String(decoding: result + bytes[place...], as: UTF8.self)
  }

  /// Takes secrets whose place in a text is not known.
  mutating func addValues(_ found: [TextSecret]) {
    for secret in found { note(secret) }
  }

  private mutating func note(_ secret: TextSecret) {
    guard known.insert(secret.fingerprint).inserted else { return }
    secrets.append(secret)
    guard secret.value.count >= Self.shortestCopy else { return }
    copies.append((String(decoding: secret.value, as: UTF8.self), Self.placeholder(secret)))
  }

  /// The result without the secrets.
  func applied(to value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(applied(to: text))
    case .array(let elements): .array(elements.map(applied))
    case .object(let members): .object(members.map { (applied(to: $0.name), applied(to: $0.value)) })
    default: value
    }
  }

  private func applied(to text: String) -> String {
    copies.reduce(masked[text] ?? text) { $0.replacing($1.value, with: $1.placeholder) }
  }

  private static func placeholder(_ secret: TextSecret) -> String {
    "[leaksift:\(secret.rule.id):\(secret.fingerprint)]"
  }
}
