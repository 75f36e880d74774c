import Findings

/// What the name of a setting promises about its value.
enum SettingName {
  /// Whether values under the name are meant to be secret, as `DB_PASSWORD` and unlike `TOKEN_TTL`.
  static func isSecret(_ name: String) -> Bool {
    let words = words(of: name)
    guard let last = words.last, !attributes.contains(last) else { return false }
    if words.contains(where: { strong.contains($0) }) { return !words.contains { notSecret.contains($0) } }
    if last == "KEY" || last == "KEYS" { return !words.contains { publicKinds.contains($0) } }
    return glued.contains { last.hasSuffix($0) }
  }

  /// Whether SOPS wrote the setting: how the other values of the file are encrypted, and for whom.
  static func isOfSOPS(_ name: String) -> Bool { name.hasPrefix("sops_") }

  /// Whether the name speaks of a password, which may be all digits.
  static func isPassword(_ name: String) -> Bool {
    words(of: name).contains { passwords.contains($0) }
  }

  /// Whether long random values are usual under the name without being secret, such as a commit or a digest.
  static func isIdentifier(_ name: String) -> Bool {
    let words = words(of: name)
    return words.contains { identifiers.contains($0) || publicKinds.contains($0) }
  }

  /// Upper-case words of `SNAKE_CASE`, `kebab-case`, `dotted.names` and `camelCase`.
  private static func words(of name: String) -> [String] {
    var words = [""]
    var wasLower = false
    for character in name.unicodeScalars {
      let isUpper = ("A"..."Z").contains(character)
      if "_-.".unicodeScalars.contains(character) || isUpper && wasLower { words.append("") }
      if !"_-.".unicodeScalars.contains(character) { words[words.count - 1].unicodeScalars.append(character) }
      wasLower = ("a"..."z").contains(character)
    }
    return words.filter { !$0.isEmpty }.map { $0.uppercased() }
  }

  private static let strong = Set(CredentialTerm.words(for: .setting).map { $0.uppercased() })
  private static let passwords = Set(CredentialTerm.words(for: .password).map { $0.uppercased() })
  /// Ends of words written together.
  private static let glued = CredentialTerm.words(for: .settingEnd).map { $0.uppercased() }

  /// Last words that make the name one of a property of the secret, not of the secret.
  private static let attributes: Set<String> = [
    "ID", "IDS", "NAME", "FILE", "PATH", "DIR", "URL", "URI", "ENDPOINT", "HOST", "PORT", "TYPE", "TTL", "EXPIRY",
    "EXPIRES", "EXPIRATION", "LIFETIME", "LENGTH", "SIZE", "COUNT", "LIMIT", "TIMEOUT", "ENABLED", "DISABLED",
    "ALGORITHM", "ALG", "ISSUER", "AUDIENCE", "PREFIX", "SUFFIX", "HEADER", "FIELD", "HINT", "REGION", "VERSION",
    "DAYS",
    "HOURS", "MINUTES", "SECONDS", "ROUNDS", "MAX", "MIN", "MODE", "POLICY", "REQUIRED",
  ]
  private static let notSecret: Set<String> = ["CSRF", "PAGINATION", "MAX", "TOKENIZER", "PUBLISHABLE"]
  private static let publicKinds: Set<String> = [
    "PUBLIC", "PUB", "PUBLISHABLE", "PRIMARY", "FOREIGN", "PARTITION", "SORT", "OBJECT", "CACHE", "SITE", "ANON",
  ]
  private static let identifiers: Set<String> = [
    "SHA", "COMMIT", "REVISION", "DIGEST", "IMAGE", "VERSION", "CHECKSUM", "HASH", "BUILD", "ID", "NONCE", "PATH",
    "DSN",
  ]
}
