public import Findings
import Platform
public import Rules
import Synchronization
import Text

/// Asks the vendors whether secrets are active.
public struct Verifier: Sendable {
  private let rules: [String: Rule]
  private let options: VerificationOptions
  private let sender: any Sender

  /// - Parameter rules: Those that found the secrets.
  public init(_ rules: RuleSet, options: VerificationOptions) {
    self.init(rules, options: options, sender: Curl(seconds: options.timeout))
  }

  init(_ rules: RuleSet, options: VerificationOptions, sender: any Sender) {
    self.rules = Dictionary((0..<rules.count).lazy.map { (rules.id(at: $0), rules.rule(at: $0)) }) { first, _ in first }
    (self.options, self.sender) = (options, sender)
  }

  /// Whether requests can be sent; `nil` when they can, else what to do.
  public static var obstacle: String? {
    Curl.isInstalled ? nil : "verification needs the program `curl`, which is not in PATH; install it"
  }

  /// What came of a run.
  public struct Outcome: Sendable {
    /// By the fingerprints of the secrets.
    public var verdicts: [Fingerprint: Verification]
    /// A receipt for each request.
    public var requests: [VerificationRequest]
  }

  /// Asks about each secret once.
  ///
  /// - Parameter progress: Called with the number of verdicts so far and of those to come, from any thread.
  public func verify(
    _ secrets: [FoundSecret], progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) -> Outcome {
    var (claims, verdicts) = sorted(secrets)
    claims.removeAll { claim in
      guard let known = options.cache?.verdict(for: claim) else { return false }
      verdicts[claim.fingerprint] = known
      return true
    }
    let run = VerificationRun(Conversation(sender, options))
    let lanes = lanes(claims)
    let total = claims.count
    let found = Mutex<[Fingerprint: Verification]>([:])
    // Threads that mostly wait: for the host's turn, or for its answer.
    Workers.share(lanes.count, among: 64, step: 1, setUp: { () throws(Never) in () }) { _, next in
      while let range = next() {
        for claim in range.flatMap({ lanes[$0] }) {
          let verdict = run.verdict(on: claim)
          let done = found.withLock { found in
            found[claim.fingerprint] = verdict
            return found.count
          }
          progress(done, total)
        }
      }
    }
    let asked = claims.map { ($0, run.settled(found.withLock { [id = $0.fingerprint] in $0[id] }, on: $0)) }
    options.cache?.keep(asked)
    for (claim, verdict) in asked { verdicts[claim.fingerprint] = verdict }
    return Outcome(verdicts: verdicts, requests: run.requests)
  }

  /// How often each host would be asked at most, control requests included, and what would be skipped.
  ///
  /// - Parameter reasons: Why others are skipped, one for each.
  public func plan(_ secrets: [FoundSecret], skipping reasons: [String] = []) -> VerificationPlan {
    let (claims, verdicts) = sorted(secrets)
    var counts: [String: Int] = [:]
    var controlled: Set<ControlKey> = []
    for claim in claims where options.cache?.verdict(for: claim) == nil {
      let isFirst = controlled.insert(claim.controlKey).inserted
      for step in claim.way.steps {
        let control = isFirst && claim.isControlled ? 1 : 0
        counts[claim.making.host(of: step) ?? claim.host, default: 0] += 1 + control
      }
    }
    return VerificationPlan(counts: counts, skipped: verdicts.values.map { $0.reason ?? "" } + reasons)
  }

  private var policy: HostPolicy { HostPolicy(patterns: options.hosts) }

  /// The secrets that are asked about, and the verdicts on the others.
  private func sorted(_ secrets: [FoundSecret]) -> ([Claim], [Fingerprint: Verification]) {
    var claims: [Claim] = []
    var verdicts: [Fingerprint: Verification] = [:]
    for secret in secrets {
      let rule = rules[secret.rule]
      do throws(Claim.Refusal) {
        claims.append(try Claim(secret, rule: rule, way: rule.flatMap(Claim.Way.init), policy: policy))
      } catch {
        verdicts[secret.fingerprint] = Verification(.skipped, reason: error.reason)
      }
    }
    return (claims, verdicts)
  }

  /// The claims in lanes of one host each, as many of a host as it may be asked at once.
  private func lanes(_ claims: [Claim]) -> [[Claim]] {
    let hosts = Dictionary(grouping: claims, by: \.host).sorted { $0.key < $1.key }
    return hosts.flatMap { _, claims in
      let count = min(options.concurrent, claims.count)
      return (0..<count).map { lane in stride(from: lane, to: claims.count, by: count).map { claims[$0] } }
    }
  }
}

/// What verification would do.
public struct VerificationPlan: Sendable {
  /// Requests by host.
  public let counts: [String: Int]
  /// Why secrets would be skipped, one reason for each.
  public let skipped: [String]

  /// A line for each host, the most asked first, then one for each reason to skip.
  public var lines: [String] {
    let hosts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let reasons = Dictionary(grouping: skipped) { $0 }.mapValues(\.count).sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }
    return hosts.map { "\($0.key): at most \(Counting.count($0.value, "request"))" }
      + reasons.map { "skipped, \($0.value): \($0.key)" }
  }
}
