import Findings
import Rules

/// A secret that is to be asked about, with everything that the requests need.
struct Claim: Sendable {
  let fingerprint: Fingerprint
  let rule: Rule
  let making: RequestMaking
  /// Of the first step, in lower case.
  let host: String

  var steps: [RequestStep] { rule.verification }

  /// Why nobody is asked about a secret.
  struct Refusal: Error {
    let reason: String
  }

  /// - Throws: ``Refusal`` when the secret is not to be sent anywhere.
  init(_ secret: FoundSecret, rule: Rule?, steps: [RequestStep], policy: HostPolicy) throws(Refusal) {
    guard let rule, let first = steps.first else { throw Refusal(reason: "no request is known that would tell") }
    do throws(RequestMaking.Obstacle) { making = try RequestMaking(secret, steps) } catch {
      throw Refusal(reason: error.reason)
    }
    if CanaryTokens.areAmong(making.values.values) {
      throw Refusal(reason: "a canary token: its owner would be alarmed")
    }
    guard let host = making.host(of: first) else { throw Refusal(reason: "the host is not known") }
    for step in steps {
      guard let host = making.host(of: step) else { continue }
      if let refusal = policy.refusal(of: host, step: step, isOwn: making.isOwnHost(of: step)) {
        throw Refusal(reason: refusal)
      }
    }
    fingerprint = secret.fingerprint
    self.rule = rule
    self.host = host
  }

  private init(copying other: Claim, making: RequestMaking) {
    (fingerprint, rule, host) = (other.fingerprint, other.rule, other.host)
    self.making = making
  }

  /// The same with a made-up secret; `nil` when none can be made.
  var madeUp: Claim? {
    guard let secret = making.values[RequestTemplate.secret],
      let made = MadeUpSecret.like(secret, checksum: rule.checksum)
    else { return nil }
    var making = making
    making.values[RequestTemplate.secret] = made
    return Claim(copying: self, making: making)
  }
}
