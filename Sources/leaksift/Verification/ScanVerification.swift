import Findings
import Scan
import Text
import Verify

/// What `scan --verify` does after the scan.
struct ScanVerification {
  private let options: VerificationOptions
  private let isPlan: Bool
  private let listsOnlyActive: Bool
  private let failsOnActive: Bool
  private let wish: ProgressLine.Wish
  private let console: Console

  /// - Returns: `nil` when nothing is to be verified.
  /// - Throws: When other options need `--verify`, or nothing can be sent.
  init?(_ arguments: Arguments, _ console: Console) throws(CommandFailure) {
    failsOnActive = arguments.value(.failOnVerified) == "active"
    listsOnlyActive = arguments.contains(.only)
    guard let verify = arguments.value(.verify) else {
      if failsOnActive {
        throw CommandFailure("`--fail-on active` needs `--verify`: nothing else tells what is active")
      }
      if let flag = ([.only] + Flag.asking).first(where: arguments.contains) {
        throw CommandFailure("`\(flag.long)` needs `--verify`")
      }
      return nil
    }
    isPlan = verify == "plan"
    if isPlan, failsOnActive || listsOnlyActive {
      throw CommandFailure("`--verify=plan` asks nobody, so that nothing is known to be active; write `--verify`")
    }
    if !isPlan, let obstacle = Verifier.obstacle { throw CommandFailure(obstacle) }
    options = try VerificationOptions(arguments)
    wish = arguments.progressWish
    self.console = console
  }

  /// The report of a scan with the vendors' verdicts.
  func verified(_ scan: ScanWithSecrets) -> Report {
    let verifier = Verifier(scan.rules, options: options)
    if isPlan {
      let lines = verifier.plan(scan.secrets).lines
      for line in lines.isEmpty ? ["no host would be asked"] : lines { console.report("plan: \(line)") }
      return scan.report
    }
    var report = scan.report
    report.add(verifier.verify(scan.secrets, telling: ProgressLine(wish, console: console)))
    if failsOnActive { report.failOnActive() }
    if let problem = options.cache?.problem { report.coverage.notes.append("verdicts are not kept: \(problem)") }
    if listsOnlyActive { report.listOnlyActive() }
    return report
  }
}

extension Verifier {
  /// Asks about secrets, and shows how far that is.
  func verify(_ secrets: [FoundSecret], telling progress: ProgressLine) -> Outcome {
    defer { progress.finish() }
    return verify(secrets) { progress.update(asked: $0, of: $1) }
  }
}

extension Report {
  /// Begins the note on verdicts.
  private static let verified = "verified: "

  /// Adds the verdicts of a verification, and says how many of each there are.
  mutating func add(_ outcome: Verifier.Outcome) {
    for index in findings.indices {
      findings[index].verification =
        outcome.verdicts[findings[index].fingerprint] ?? Verification(.skipped, reason: "it is no secret to ask about")
    }
    findings.sort(by: Finding.precedes)
    requests = outcome.requests
    let counts = Verification.Status.allCases.compactMap { status -> String? in
      let count = findings.count { $0.verification?.status == status }
      return count == 0 ? nil : "\(Counting.number(count)) \(status.rawValue)"
    }
    if counts.isEmpty { return }
    coverage.notes.removeAll { $0.hasPrefix(Self.verified) }
    coverage.notes.append(
      "\(Self.verified)\(counts.joined(separator: ", ")); \(Counting.count(outcome.requests.count, "request")) sent")
  }

  /// Lets only active findings fail the run. About what is counted only nobody was asked.
  mutating func failOnActive() {
    failsOnActive = true
    leavesActiveOpen =
      furtherCount > 0 || findings.contains { ![.active, .inactive].contains($0.verification?.status) }
  }

  /// Lists only what its vendor said is active.
  mutating func listOnlyActive() {
    list(because: "only what is active is listed (--only)") { $0.verification?.status == .active }
  }

  /// Lists only some of the findings; the places of the others are counted.
  mutating func list(because reason: String, where isListed: (Finding) -> Bool) {
    var counts: [FurtherPlaces] = []
    for finding in findings where !isListed(finding) {
      for (path, places) in Dictionary(grouping: finding.occurrences, by: \.path) {
        counts.append(
          FurtherPlaces(
            rule: finding.rule.id, path: path, severity: finding.severity, count: places.count, hiddenBy: nil))
      }
    }
    if counts.isEmpty { return }
    findings.removeAll { !isListed($0) }
    further = (further + counts).sorted()
    coverage.notes.append(reason)
  }
}
