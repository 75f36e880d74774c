import Text

/// Tells settings that must stay secret from the rest of an environment file.
struct RealValue {
  /// Whether a value is only a placeholder, or is encrypted.
  let isPlaceholder: @Sendable (String) -> Bool

  /// Whether an entry's value would do harm in the wrong hands.
  func isSecret(_ entry: DotEnvEntry) -> Bool {
    let value = entry.text.trimmedOfBlanks
    // A URL's host may well be called example while its password is real.
    if let url = URLParts(value) { return isSecret(url, name: entry.name) }
    if isPlaceholder(value) || SettingName.isOfSOPS(entry.name) { return false }
    if value.contains("PRIVATE KEY-----") { return true }
    if SettingName.isSecret(entry.name) { return !isHarmless(value, name: entry.name) }
    return !SettingName.isIdentifier(entry.name) && Self.looksRandom(value)
  }

  /// Whether a URL carries a password, or a path that is itself the key, as a webhook's.
  private func isSecret(_ url: URLParts, name: String) -> Bool {
    if let password = url.password {
      return !isPlaceholder(password) && password != url.user
    }
    if SettingName.isIdentifier(name) { return false }
    return Self.looksRandom(url.user ?? "") || url.segments.contains { Self.looksRandom($0) }
  }

  /// Values that even a secret's name does not make secret: too short, numbers, hosts, addresses and files.
  private func isHarmless(_ value: String, name: String) -> Bool {
    let bytes = Array(value.utf8)
    if bytes.count < 4 { return true }
    if bytes.allSatisfy({ $0.isDigit || "._:-".utf8.contains($0) }) {
      return bytes.count < 6 || !SettingName.isPassword(name)
    }
    if ["/", "./", "../", "~/"].contains(where: { value.hasPrefix($0) }) {
      return !value.split(separator: "/").contains { Self.looksRandom(String($0)) || $0.contains("+") }
    }
    return Self.isHostOrAddress(value)
  }

  private static func isHostOrAddress(_ value: String) -> Bool {
    if value == "localhost" || value.hasPrefix("localhost:") { return true }
    let labels = value.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 2, let last = labels.last?.prefix(while: { $0 != ":" }), last.utf8.count <= 12 else {
      return false
    }
    let isName = labels.allSatisfy { !$0.isEmpty && !looksRandom(String($0)) && $0.utf8.count <= 30 }
    let isPlain = value.utf8.allSatisfy { $0.isDigit || $0.isLetter || ".-:@".utf8.contains($0) }
    return isName && isPlain && last.utf8.allSatisfy { $0.isLetter } && value.lowercased() == value
  }

  /// Whether a value has the shape of a generated key: long, without blanks, letters and digits well mixed.
  static func looksRandom(_ value: String) -> Bool {
    let bytes = Array(value.utf8)
    let digits = bytes.count { $0.isDigit }
    let upper = bytes.count { $0.isLetter && $0 & 0x20 == 0 }
    let lower = bytes.count { $0.isLetter && $0 & 0x20 != 0 }
    let symbols = bytes.count { "_-+/=.~".utf8.contains($0) }
    guard bytes.count >= 24, digits >= 1, digits + upper + lower + symbols == bytes.count else { return false }
    let isUUID = bytes.count == 36 && bytes.count { $0 == UInt8(ascii: "-") } == 4
    if isUUID || Set(bytes).count < 10 { return false }
    if upper >= 3, lower >= 3 {
      // Camel case changes its kind of character at most twice a word; random text at every second one.
      let kinds = bytes.map { $0.isDigit ? 0 : $0.isLetter ? Int($0 & 0x20) : 1 }
      let changes = zip(kinds, kinds.dropFirst()).count { $0 != $1 }
      return symbols * 5 <= bytes.count && changes * 2 >= bytes.count
    }
    return bytes.count >= 32 && symbols == 0 && digits >= 3
  }
}

/// The parts of a URL that may contain a secret.
private struct URLParts {
  var user: String?
  var password: String?
  var segments: [String]

  /// - Returns: `nil` for what is no URL with an authority.
  init?(_ value: String) {
    let scheme = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
    guard !scheme.isEmpty, value[scheme.endIndex...].hasPrefix("://") else { return nil }
    let rest = value[scheme.endIndex...].dropFirst(3)
    let path = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<path]
    if let at = authority.lastIndex(of: "@") {
      let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = parts.first.map(String.init)
      password = parts.count > 1 ? String(parts[1]) : nil
    }
    segments = rest[path...].split { "/?#&=".contains($0) }.map(String.init)
  }
}

extension String {
  /// Without white space at both ends.
  var trimmedOfBlanks: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
