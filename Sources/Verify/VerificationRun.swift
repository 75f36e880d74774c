import Findings
import Platform
import Rules

/// The verdicts of one run.
struct VerificationRun: Sendable {
  private let conversation: Conversation
  private let controls = OnceEach<ControlKey, ControlFinding>()

  init(_ conversation: Conversation) { self.conversation = conversation }

  /// A receipt for each request so far.
  var requests: [VerificationRequest] { conversation.requests }

  /// Asks about one secret.
  func verdict(on claim: Claim) -> Verification {
    switch ask(claim, .verification) {
    case .unclear(let reason): return verdict(.unknown, claim, reason: reason)
    case .refused(let reason): return Verification(.skipped, reason: reason)
    case .inactive:
      let assumed = claim.making.assumed.sorted().first
      guard let assumed else { return verdict(.inactive, claim) }
      return verdict(.unknown, claim, reason: "not accepted, but no \(assumed) is near: it may belong elsewhere")
    case .active(let identity):
      guard claim.isControlled else {
        return verdict(.active, claim, reason: "not controlled", identity: identity)
      }
      switch controls.value(for: claim.controlKey, findOut: { control(claim) }) {
      case .proven: return verdict(.active, claim, identity: identity)
      case .failed(let reason): return verdict(.unknown, claim, reason: reason)
      }
    }
  }

  private func ask(_ claim: Claim, _ purpose: VerificationRequest.Purpose) -> StepsOutcome {
    switch claim.way {
    case .steps(let steps): conversation.run(steps, for: claim, purpose)
    case .expression(let expression): conversation.run(expression, for: claim, purpose)
    }
  }

  /// The verdict when all are known: where a host takes anything, none of what it said counts.
  func settled(_ verdict: Verification?, on claim: Claim) -> Verification {
    guard let verdict else { return Verification(.unknown, reason: "not asked", host: claim.host) }
    guard verdict.status != .unknown, case .failed(let reason) = controls.known(for: claim.controlKey) else {
      return verdict
    }
    return self.verdict(.unknown, claim, reason: reason)
  }

  /// Whether the host tells a made-up secret from a good one.
  private func control(_ claim: Claim) -> ControlFinding {
    guard let madeUp = claim.madeUp else {
      return .failed("the secret is too short to be controlled by a made-up one")
    }
    switch ask(madeUp, .control) {
    case .inactive: return .proven
    case .active: return .failed("the endpoint accepts anything")
    case .unclear(let reason), .refused(let reason):
      return .failed("the control request was not answered clearly: \(reason)")
    }
  }

  private func verdict(
    _ status: Verification.Status, _ claim: Claim, reason: String? = nil, identity: Verification.Identity? = nil
  ) -> Verification {
    Verification(
      status, reason: reason, host: claim.host, checkedAt: ThisProcess.epochSeconds, identity: identity)
  }
}

/// What a control request is good for: it is sent once for each rule and host.
struct ControlKey: Hashable {
  let rule: String
  let host: String
}

/// What the control request of a rule and host said.
private enum ControlFinding {
  /// A made-up secret is told from a good one.
  case proven
  /// It is not, or that could not be found out; the reason.
  case failed(String)
}

extension Claim {
  /// The control request that it needs.
  var controlKey: ControlKey { ControlKey(rule: rule.id, host: host) }
}
