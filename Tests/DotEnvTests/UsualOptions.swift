import DotEnv
import Rules

extension DotEnvOptions {
  /// Options with the placeholders that scans know.
  static func usual(key: [UInt8] = [], showSecrets: Bool = false) -> DotEnvOptions {
    DotEnvOptions(key: key, showSecrets: showSecrets) { value in
      PlaceholderFilter.reason(for: Array(value.utf8), contextual: true) != nil
    }
  }
}
