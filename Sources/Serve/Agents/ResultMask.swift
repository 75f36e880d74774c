import Findings
import Scan
import Text

/// Puts placeholders in place of secrets in the texts of a JSON value, whose structure stays.
///
/// The placeholders have the fingerprints of the findings, which the user allows by.
struct ResultMask {
  /// What was found, each once.
  private(set) var secrets: [TextSecret] = []
  private var known: Set<Fingerprint> = []
  private var ranges: [String: [MaskedRange]] = [:]
  private var remembered = RememberedSecrets(most: .max)
  private var placeholders: [[UInt8]: SecretPlaceholder] = [:]

  /// Takes the secrets of one text of the result.
  mutating func add(_ found: [TextSecret], of text: String) {
    if !found.isEmpty { ranges[text] = found.map(MaskedRange.init) }
    addValues(found)
  }

  /// Takes secrets whose place in a text is not known.
  mutating func addValues(_ found: [TextSecret]) {
    for secret in found where known.insert(secret.fingerprint).inserted {
      secrets.append(secret)
      guard placeholders[secret.value] == nil else { continue }
      placeholders[secret.value] = SecretPlaceholder(rule: secret.rule.id, hash: secret.fingerprint)
      remembered.add(secret.value, rule: secret.rule.id)
    }
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
    let bytes = Array(text.utf8)
    let all = (ranges[text] ?? []) + remembered.places(in: bytes.span, from: 0)
    if all.isEmpty { return text }
    let masked = all.apart.masking(bytes.indices, of: bytes) { placeholders[$0.value]?.description ?? "***" }
    return String(decoding: masked, as: UTF8.self)
  }
}
