public import Findings
import Platform
public import Rules

/// Has a vendor make a secret invalid.
public struct Revocation: Sendable {
  private let claim: Claim
  private let options: VerificationOptions
  private let rules: RuleSet
  private let secret: FoundSecret
  private let sender: any Sender

  /// Why a secret cannot be revoked from here.
  public struct Obstacle: Error, Sendable {
    /// One sentence.
    public let description: String
  }

  /// - Throws: ``Obstacle`` when the vendor lets nobody revoke it by a request, or the secret cannot be sent.
  public init(_ secret: FoundSecret, _ rules: RuleSet, options: VerificationOptions) throws(Obstacle) {
    try self.init(secret, rules, options: options, sender: Curl(seconds: options.timeout))
  }

  init(
    _ secret: FoundSecret, _ rules: RuleSet, options: VerificationOptions, sender: any Sender
  ) throws(Obstacle) {
    let rule = rules.index(of: secret.rule).map { rules.rule(at: $0) }
    guard let rule, !rule.revocation.isEmpty else {
      throw Obstacle(description: "no request is known that revokes secrets of the rule \(secret.rule)")
    }
    do throws(Claim.Refusal) {
      let policy = HostPolicy(patterns: options.hosts)
      claim = try Claim(secret, rule: rule, way: .steps(rule.revocation), policy: policy)
    } catch {
      throw Obstacle(description: error.reason)
    }
    (self.secret, self.rules, self.options, self.sender) = (secret, rules, options, sender)
  }

  /// What would be sent where, a line for each request, without the secret.
  public var plan: [String] {
    claim.rule.revocation.map { step in
      let host = claim.making.host(of: step) ?? claim.host
      let path = step.url.dropFirst("https://".utf8.count).drop { $0 != "/" }
      return "\(step.effectiveMethod) https://\(host)\(path)"
    }
  }

  /// What came of it.
  public enum Outcome: Sendable, Equatable {
    /// The vendor says that it is done.
    case revoked
    /// It does not, with the reason.
    case failed(String)
  }

  /// Sends the requests, each once.
  public func run() -> Outcome {
    let conversation = Conversation(sender, options)
    switch conversation.run(claim.rule.revocation, for: claim, .revocation) {
    case .active: return .revoked
    case .inactive: return .failed("the vendor refused")
    case .unclear(let reason), .refused(let reason): return .failed(reason)
    }
  }

  /// Whether the secret is still active.
  public func verify() -> Verification {
    let verdicts = Verifier(rules, options: options, sender: sender).verify([secret]).verdicts
    return verdicts[secret.fingerprint] ?? Verification(.skipped, reason: "no request is known that would tell")
  }
}
