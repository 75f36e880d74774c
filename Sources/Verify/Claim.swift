import Findings
import Rules

/// A secret that is to be asked about, with everything that the requests need.
struct Claim: Sendable {
  let fingerprint: Fingerprint
  let rule: Rule
  let making: RequestMaking
  /// Of the first step, in lower case.
  let host: String

  /// How the vendor is asked.
  let way: Way

  enum Way: Sendable {
    case steps([RequestStep])
    /// Betterleaks' `validate`.
    case expression(ExpressionSyntax)
  }

  /// Whether a made-up secret is tried before an active one is believed.
  var isControlled: Bool {
    switch way {
    case .steps(let steps): steps.last?.control == .madeUp
    case .expression: true
    }
  }

  /// Why nobody is asked about a secret.
  struct Refusal: Error {
    let reason: String
  }

  /// - Throws: ``Refusal`` when the secret is not to be sent anywhere.
  init(_ secret: FoundSecret, rule: Rule?, way: Way?, policy: HostPolicy) throws(Refusal) {
    guard let rule, let way else { throw Refusal(reason: "no request is known that would tell") }
    let making: RequestMaking
    do throws(RequestMaking.Obstacle) { making = try RequestMaking(secret, way.parts(of: rule)) } catch {
      throw Refusal(reason: error.reason)
    }
    if CanaryTokens.areAmong(making.values.values) {
      throw Refusal(reason: "a canary token: its owner would be alarmed")
    }
    let steps = way.steps
    guard let host = steps.first.flatMap({ making.host(of: $0) }) else {
      throw Refusal(reason: "the host is not known")
    }
    for step in steps {
      guard let host = making.host(of: step) else { continue }
      if let refusal = policy.refusal(of: host, step: step, isOwn: making.isOwnHost(of: step)) {
        throw Refusal(reason: refusal)
      }
    }
    fingerprint = secret.fingerprint
    (self.rule, self.making, self.host, self.way) = (rule, making, host, way)
  }

  private init(copying other: Claim, making: RequestMaking) {
    (fingerprint, rule, host, way) = (other.fingerprint, other.rule, other.host, other.way)
    self.making = making
  }

  /// The same with a made-up secret; `nil` when none can be made.
  var madeUp: Claim? {
    guard let made = MadeUpSecret.like(making.secret, checksum: rule.checksum),
      let making = try? RequestMaking(making, secret: made)
    else { return nil }
    return Claim(copying: self, making: making)
  }
}

extension Claim.Way {
  /// - Returns: `nil` for a rule that says of no way.
  init?(of rule: Rule) {
    if !rule.verification.isEmpty {
      self = .steps(rule.verification)
    } else if let source = rule.validate, let expression = try? ExpressionParser.parse(Array(source.utf8)) {
      self = .expression(expression)
    } else {
      return nil
    }
  }

  /// The requests as far as they are known beforehand: of an expression the first address.
  var steps: [RequestStep] {
    switch self {
    case .steps(let steps): return steps
    case .expression(let expression):
      var step = RequestStep()
      step.url = expression.firstAddress ?? ""
      step.isFromFile = true
      return [step]
    }
  }

  /// Where the other values come from.
  func parts(of rule: Rule) -> [PartSource] {
    switch self {
    case .steps(let steps): steps.flatMap(\.parts).compactMap { try? PartSource($0) }
    case .expression: rule.required.map { PartSource(requiredRule: $0.id) }
    }
  }
}
