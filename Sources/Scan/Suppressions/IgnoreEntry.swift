import Findings
import Content
import Rules
import Text

/// One line of an ignore file.
struct IgnoreEntry: Sendable {
  /// What the line names.
  enum Subject: Sendable, Equatable {
    case fingerprint(Fingerprint)
    case path(PathPattern)
    /// gitleaks' positional form.
    case place(GitleaksFingerprint)
    /// A gap, by its path or by the id of an object.
    case gap(String)
  }

  var subject: Subject
  var attributes = SuppressionAttributes()
  /// 1-based line of the ignore file.
  var line: Int
}

/// gitleaks' name of a place: `commit:file:rule:line`, or `file:rule:line` for any commit.
struct GitleaksFingerprint: Sendable, Equatable {
  var commit: String?
  var path: String
  var rule: String
  var line: Int
}

extension GitleaksFingerprint {
  /// Reads gitleaks' form: `\` counts as `/`, and a path may contain colons.
  init?(_ text: some StringProtocol) {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count >= 3, let number = parts.popLast().flatMap({ Int($0) }), number >= 0, let rule = parts.popLast(),
      !rule.isEmpty
    else { return nil }
    if parts.count > 1, parts[0].utf8.count >= 7, parts[0].utf8.count <= 64, parts[0].allSatisfy(\.isHexDigit) {
      commit = parts.removeFirst().lowercased()
    }
    self.rule = rule
    line = number
    path = PathSpelling.normal(parts.joined(separator: ":"))
    if path.isEmpty { return nil }
  }

  /// Whether a finding is here.
  ///
  /// - Parameters:
  ///   - path: The finding's, in the spelling of this one: a name may have a backslash of its own.
  ///   - rules: The rules in use.
  func matches(_ suspect: Suspect, path suspectPath: String, rules: KnownRules) -> Bool {
    if path != suspectPath || max(line, 1) != max(suspect.line, 1) { return false }
    if let commit, !(suspect.commit?.hasPrefix(commit) ?? false) { return false }
    return rules.mayBeMeant(suspect.rule, byPeers: rule)
  }
}

/// Paths as other scanners write them.
enum PathSpelling {
  /// With `/` between parts and without a leading `./`.
  static func normal(_ path: String) -> String {
    var path = path.replacing("\\", with: "/")
    while path.hasPrefix("./") { path.removeFirst(2) }
    return path
  }
}
