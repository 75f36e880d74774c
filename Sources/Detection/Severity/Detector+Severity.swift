import Findings
import Rules
import Text

extension Detector {
  /// Lowers the severity of what only its surroundings show to be a secret, where a leak does little harm.
  func lowerSeverity(of candidate: inout Candidate, _ matcher: RuleMatcher, at place: TextPlace) {
    guard candidate.severity > .low, matcher.isGeneric, !candidate.hasValidChecksum else { return }
    let login = Self.reason(of: candidate.loginHost, at: place)
    let purpose = FileKind.purpose(of: place.path.span).flatMap { lowering.allows($0) ? $0 : nil }
    // Of two with as many steps the login counts: it is the same wherever the secret is.
    guard let reason = [login, purpose].compactMap(\.self).max(by: { $0.steps < $1.steps }) else { return }
    candidate.lowered = LoweredSeverity(from: candidate.severity, reason: reason)
    candidate.severity = candidate.severity.lowered(by: reason.steps)
  }

  private static func reason(of host: LoginHost?, at place: TextPlace) -> LoweredSeverity.Reason? {
    switch host {
    case .local: .localHost
    case .example: .exampleDomain
    case .single: ByteText.contains(place.path.span, Array("compose".utf8).span) ? .localHost : nil
    case nil: nil
    }
  }
}

extension RuleMatcher {
  /// Whether nothing in a value shows whose it is: no checksum, no vendor's prefix.
  var isGeneric: Bool {
    if !rule.hasFormat { return true }
    return !rule.context.isEmpty && rule.checksum == nil && runs.map { !$0.hasFixedLetter } ?? false
  }
}
