import Detection
import Rules

/// The text around a secret, in which the other values are looked for that a request about it needs.
struct Surroundings: Sendable {
  /// Most bytes before a secret, and after it.
  static let reach = 8 << 10

  let bytes: [UInt8]
  /// Where the secret is in them.
  let secret: Range<Int>

  /// A secret without anything around it.
  init(secretAlone secret: [UInt8]) {
    (bytes, self.secret) = (secret, secret.indices)
  }

  /// - Returns: `nil` for a secret that was encoded: what is around it is not what is near it when it is decoded.
  init?(of candidate: Candidate, in text: Span<UInt8>) {
    guard candidate.decoded == nil, candidate.secret.upperBound <= text.count else { return nil }
    let start = max(0, candidate.secret.lowerBound - Self.reach)
    bytes = text.bytes(start..<min(text.count, candidate.secret.upperBound + Self.reach))
    secret = candidate.secret.lowerBound - start..<candidate.secret.upperBound - start
  }
}

extension RuleSet {
  /// Indices of the rules whose requests need other values near the secret.
  ///
  /// - Complexity: Decodes every rule.
  var rulesWithParts: Set<Int> {
    Set((0..<count).filter { index in !rule(at: index).parts.isEmpty })
  }
}

extension Rule {
  /// Where the other values of its requests come from that are not in the secret itself.
  var parts: [PartSource] {
    let named = (verification + revocation).flatMap(\.parts).compactMap { try? PartSource($0) }
    let near = named.filter { source in
      if case .secret = source.origin { false } else { true }
    }
    return near + (validate == nil ? [] : required.map { PartSource(requiredRule: $0.id) })
  }
}
