import DotEnv
import Rules

extension DotEnvOptions {
  /// Options with the placeholders and ciphertexts that scans know.
  static func usual(key: [UInt8] = [], showSecrets: Bool = false) -> DotEnvOptions {
    DotEnvOptions(key: key, showSecrets: showSecrets) { text in
      let value = Array(text.utf8)
      return Ciphertext.isForm(value) || PlaceholderFilter.reason(for: value, contextual: true) != nil
    }
  }
}
