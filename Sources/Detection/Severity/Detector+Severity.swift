import Findings
import Rules
import Text

extension Detector {
  /// Lowers the severity of what only its surroundings show to be a secret, where a leak does little harm, and raises that
  /// of what a bundler publishes.
  func adjustSeverity(of candidate: inout Candidate, _ matcher: RuleMatcher, at place: TextPlace, _ file: FileFacts) {
    guard candidate.severity > .low, candidate.isPublished || canBeLowered(candidate, matcher) else { return }
    if canBeLowered(candidate, matcher) {
      let login = Self.reason(of: candidate.loginHost, at: place)
      let counted = file.purpose.flatMap { lowering.allows($0) ? $0 : nil }
      // Of two with as many steps the login counts: it is the same wherever the secret is.
      if let reason = [login, counted].compactMap(\.self).max(by: { $0.steps < $1.steps }) {
        return candidate.adjustSeverity(because: reason)
      }
    }
    // Nobody publishes what tests, examples and documentation are bundled from.
    if candidate.isPublished, file.purpose == nil { candidate.adjustSeverity(because: .publishedName) }
  }

  private func canBeLowered(_ candidate: Candidate, _ matcher: RuleMatcher) -> Bool {
    matcher.isGeneric && !candidate.hasValidChecksum
  }

  private static func reason(of host: LoginHost?, at place: TextPlace) -> AdjustedSeverity.Reason? {
    switch host {
    case .local: .localHost
    case .example: .exampleDomain
    case .single: ByteText.contains(place.path.span, Array("compose".utf8).span) ? .localHost : nil
    case nil: nil
    }
  }
}

extension Candidate {
  fileprivate mutating func adjustSeverity(because reason: AdjustedSeverity.Reason) {
    adjusted = AdjustedSeverity(from: severity, reason: reason)
    severity = reason.raises ? severity.raised(by: reason.steps) : severity.lowered(by: reason.steps)
  }
}

extension Detail {
  /// Of a JSON Web Token that Supabase makes for browsers: https://supabase.com/docs/guides/api/api-keys.
  static let anonymousRole = Detail(name: "role", value: "anon")
}

extension RuleMatcher {
  /// Whether a bundler publishes what the rule found as the value of a setting, though it is not meant to be seen.
  ///
  /// What a rule says is harmless, such as keys that are made for browsers, is. A name may say so too, but for a value
  /// whose own form shows that it is dangerous; a JSON Web Token has one form for both.
  func isPublished(by setting: PublishedSetting) -> Bool {
    let isPlain = isGeneric || rule.severity < .high || rule.checksum == .jwt
    return rule.severity > .low && !(setting.isPublicByDesign && isPlain)
  }

  /// Whether nothing in a value shows whose it is: no checksum, no vendor's prefix.
  var isGeneric: Bool {
    if !rule.hasFormat { return true }
    return !rule.context.isEmpty && rule.checksum == nil && runs.map { !$0.hasFixedLetter } ?? false
  }
}
