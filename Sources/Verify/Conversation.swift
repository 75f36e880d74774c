import Findings
import Platform
import Rules
import Synchronization

/// Sends the requests of a run, within the limits of each host, and keeps a receipt of each.
final class Conversation: Sendable {
  private let sender: any Sender
  let policy: HostPolicy
  private let proxy: ProxySettings
  private let gates: HostGates
  private let receipts = Mutex<[VerificationRequest]>([])
  /// The addresses that hosts of the text were found to have, or why they are not asked.
  private let addresses = OnceEach<String, Result<String?, SendingFailure>>()

  init(_ sender: any Sender, _ options: VerificationOptions) {
    (self.sender, policy) = (sender, HostPolicy(patterns: options.hosts))
    proxy = ProxySettings { ThisProcess.nonEmptyVariable($0) }
    gates = HostGates(rate: options.rate, concurrent: options.concurrent)
  }

  /// A receipt for each request so far, in the order of time.
  var requests: [VerificationRequest] {
    receipts.withLock { $0 }.sorted { ($0.time, $0.host, $0.rule) < ($1.time, $1.host, $1.rule) }
  }

  /// Goes through steps until one says no, or all have said yes.
  ///
  /// - Parameter purpose: A revocation is never sent twice.
  func run(_ steps: [RequestStep], for claim: Claim, _ purpose: VerificationRequest.Purpose) -> StepsOutcome {
    var making = claim.making
    for (place, step) in steps.enumerated() {
      let request: HTTPRequest
      do throws(RequestMaking.Obstacle) { request = try making.request(step) } catch { return .unclear(error.reason) }
      switch send(request, step, claim.rule.id, isOwn: making.isOwnHost(of: step), purpose) {
      case .failure(let failure): return failure.isRefusal ? .refused(failure.reason) : .unclear(failure.reason)
      case .success(let answer):
        let reading = AnswerReading(answer)
        switch reading.meaning(by: step) {
        case .inactive: return .inactive
        case .unclear(let reason): return .unclear(reason)
        case .active where place == steps.count - 1:
          return .active(reading.identity(by: step, without: claim.making.secret))
        case .active: break
        }
        for taken in step.take.compactMap({ try? AnswerValue.named($0) }) {
          making.parts[taken.name] = reading.text(of: taken.value)
        }
      }
    }
    return .unclear("there is no request")
  }

  /// Sends a request when its host's turn comes.
  func send(
    _ request: HTTPRequest, _ step: RequestStep, _ rule: String, isOwn: Bool, _ purpose: VerificationRequest.Purpose
  ) -> Result<HTTPAnswer, SendingFailure> {
    // That of an earlier answer was not known before.
    if let reason = policy.refusal(of: request.host, step: step, isOwn: isOwn) {
      return .failure(SendingFailure(reason, isRefusal: true))
    }
    var request = request
    if !isOwn, !(step.host?.isInLiteralDomain(request.host) ?? false) {
      switch publicAddress(of: request.host, rule) {
      case .failure(let failure): return .failure(failure)
      case .success(let address): request.pinnedAddress = address
      }
    }
    let gate = gates[request.host]
    if gate.isGivenUp {
      return .failure(
        SendingFailure("the host is given up: \(HostGate.mostUnanswered) requests in a row had no answer"))
    }
    let answer = pass(gate, request, rule, purpose)
    guard purpose != .revocation, let pause = answer.pause, gate.pause(seconds: pause) else { return answer }
    return pass(gate, request, rule, purpose)
  }

  private func pass(
    _ gate: HostGate, _ request: HTTPRequest, _ rule: String, _ purpose: VerificationRequest.Purpose
  ) -> Result<HTTPAnswer, SendingFailure> {
    let (time, answer) = gate.pass { (ThisProcess.epochSeconds, sender.send(request)) }
    gate.note(isAnswered: answer.isGiven)
    note(rule, request.host, purpose, time, answer.map { String($0.status) })
    return answer
  }

  private func note(
    _ rule: String, _ host: String, _ purpose: VerificationRequest.Purpose, _ time: Int64,
    _ result: Result<String, SendingFailure>
  ) {
    let outcome =
      switch result {
      case .success(let text): text
      case .failure(let failure): failure.reason
      }
    let receipt = VerificationRequest(rule: rule, host: host, purpose: purpose, time: time, outcome: outcome)
    receipts.withLock { $0.append(receipt) }
  }

  /// The address to which a host of the text is pinned; `nil` where a proxy looks it up, or the user named the host.
  ///
  /// A static program cannot look up names, and one that could would not know that curl gets the same answer. So curl is
  /// asked first without anything secret, and then told to use that address.
  private func publicAddress(of host: String, _ rule: String) -> Result<String?, SendingFailure> {
    if !policy.needsPublicAddress(host) || proxy.isUsed(for: HostPolicy.split(host).name) { return .success(nil) }
    let refusal = SendingFailure(HostPolicy.localRefusal(of: host), isRefusal: true)
    return addresses.value(for: host) {
      let time = ThisProcess.epochSeconds
      let found = gates[host].pass { sender.address(of: host) }
      note(rule, host, .address, time, found)
      return found.flatMap { address in
        HostPolicy.isPrivateAddress(address) == false ? .success(address) : .failure(refusal)
      }
    }
  }
}

/// What the requests about one secret came to.
enum StepsOutcome {
  /// With what the answer says of the secret.
  case active(Verification.Identity?)
  case inactive
  /// Nothing was learned, with the reason.
  case unclear(String)
  /// Nobody was to be asked, with the reason.
  case refused(String)
}

extension Result<HTTPAnswer, SendingFailure> {
  /// Whether the host answered at all: neither that it is asked too much, nor that it failed.
  fileprivate var isGiven: Bool {
    if case .success(let answer) = self { answer.status != 429 && answer.status < 500 } else { false }
  }

  /// The pause that an answer asks for, in seconds, when it is short enough to be kept (RFC 9110, 10.2.3).
  fileprivate var pause: Double? {
    guard case .success(let answer) = self, answer.status == 429 || answer.status == 503,
      let seconds = answer.header("retry-after").flatMap(Double.init)
    else { return nil }
    return (0...VerificationOptions.longestPause).contains(seconds) ? seconds : nil
  }
}
