import Detection
public import Findings
public import Rules

/// The secrets behind the findings of a scan, for those who send them to their vendors.
struct FoundSecrets {
  /// - Parameter findings: Those whose secrets are wanted.
  /// - Returns: One for each finding that has a secret; of its places the one that has all parts counts.
  static func all(
    of findings: [Finding], in result: PartialResult, rules: ScanRules
  ) throws(ScanError) -> [FoundSecret] {
    let wanted = Set(findings.map(\.fingerprint))
    let search = PartSearch(detector: try rules.detector())
    var secrets: [Fingerprint: FoundSecret] = [:]
    for match in result.matches where match.suppression == nil {
      let rule = rules.set.rule(at: match.candidate.rule)
      let value = match.candidate.value.bytes
      let fingerprint = Fingerprint(rule: rule.id, secret: value, key: FindingBuilder.fingerprintKey)
      guard wanted.contains(fingerprint) else { continue }
      let parts = match.surroundings.map { search.parts(rule.parts, near: $0) } ?? [:]
      let secret = FoundSecret(fingerprint: fingerprint, rule: rule.id, value: value, parts: parts)
      if let known = secrets[fingerprint], known.clearParts >= secret.clearParts { continue }
      secrets[fingerprint] = secret
    }
    return findings.compactMap { secrets[$0.fingerprint] }
  }
}

extension FoundSecret {
  /// How many parts have one value.
  fileprivate var clearParts: Int { parts.values.count { $0.count == 1 } }
}

/// A report and the secrets behind its findings.
public struct ScanWithSecrets: Sendable {
  /// As ``scan(_:progress:)`` makes it, secrets masked.
  public var report: Report
  /// One for each finding of the report that has a secret; never to be shown or written.
  public let secrets: [FoundSecret]
  /// The rules that found them.
  public let rules: RuleSet
}

/// A secret that somebody names.
///
/// - Parameters:
///   - rule: Id of one of the rules.
///   - parts: Values beside it; what the secret itself contains is found.
/// - Throws: ``ScanError`` when the rules cannot be used, or the rule's requests have no value of a name.
public func namedSecret(
  _ value: [UInt8], ofRule rule: String, parts: [String: String], rules: RuleSet
) throws(ScanError) -> FoundSecret {
  let search = PartSearch(detector: try ScanRules(rules, decodeDepth: 0).detector())
  let sources = rules.index(of: rule).map { rules.rule(at: $0).parts } ?? []
  let names = Set(sources.map(\.name))
  if let unknown = parts.keys.sorted().first(where: { !names.contains($0) }) {
    let known = names.isEmpty ? "they have none" : "they have \(names.sorted().joined(separator: ", "))"
    throw ScanError("the requests of the rule \(rule) have no value `\(unknown)`; \(known)")
  }
  let own = search.parts(sources, near: Surroundings(secretAlone: value))
  return FoundSecret(
    fingerprint: Fingerprint(rule: rule, secret: value, key: FindingBuilder.fingerprintKey), rule: rule, value: value,
    parts: own.merging(parts.mapValues { [$0] }) { _, given in given })
}
