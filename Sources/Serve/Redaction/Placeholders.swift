import Findings
import Text

/// The placeholders of a stream's secrets: with a keyed hash, so that the same secret has the same placeholder and nobody can
/// try guesses without the key.
struct Placeholders {
  /// Placeholders that a secret was given, by the hash of its value.
  private var known: [Fingerprint: String] = [:]
  /// In the order in which they were given.
  private(set) var given: [(placeholder: String, secret: [UInt8])] = []
  private let key: [UInt8]
  private let keepsSecrets: Bool

  /// - Parameters:
  ///   - key: At most 64 bytes.
  ///   - keepsSecrets: Whether the secrets are kept for a map.
  init(key: [UInt8], keepsSecrets: Bool) {
    (self.key, self.keepsSecrets) = (key, keepsSecrets)
  }

  /// The placeholder of a secret; the first rule that finds it names it.
  mutating func placeholder(for secret: [UInt8], rule: String) -> String {
    let hash = Fingerprint(rule: "", secret: secret, key: key)
    if let placeholder = known[hash] { return placeholder }
    let placeholder = SecretPlaceholder(rule: rule, hash: hash).description
    known[hash] = placeholder
    if keepsSecrets { given.append((placeholder, secret)) }
    return placeholder
  }

  /// Number of different secrets.
  var count: Int { known.count }
}
