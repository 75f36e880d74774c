import Findings
import Platform
import Reports
import Scan
import StoredReports
import Text
import Verify

extension Command {
  static let verify = Command(
    name: "verify",
    summary: "Ask the vendors whether the secrets of a report, or one secret, are still active",
    details: [
      "The secrets of REPORT.json are read again at the places that it names, in the working directory or its repository, "
        + "and in the history by commit and path; what is not there any more is skipped. With `--rule ID` one secret is read "
        + "from standard input: its first line, then other values that the request needs, NAME=VALUE each; the verdict is "
        + "printed on a line of its own.",
      "Requests are sent by the program `curl`, to the hosts that built-in rules name; `--plan` says which, and sends "
        + "nothing. Exit codes: 1 one is active, 3 none is but one is unknown or skipped, 0 all are inactive.",
    ],
    operands: Operands(usage: "[REPORT.json]", value: .file, count: 0...1),
    flagGroups: [
      FlagGroup(title: "What to ask about", flags: [.rule, .changed, .plan, .configuration]),
      FlagGroup(title: "How to ask", flags: Flag.asking),
      FlagGroup(title: "Report", flags: [.format, .output, .quiet, .verbose, .color, .progress]),
    ],
    exclusive: [[.quiet, .verbose], [.rule, .changed]],
    examples: [
      Example(line: "leaksift verify leaks.json", meaning: "every secret of a report"),
      Example(line: "cat token.txt | leaksift verify --rule github-pat-classic", meaning: "is it dead now?"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      let options = try VerificationOptions(arguments)
      if !arguments.contains(.plan), let obstacle = Verifier.obstacle { throw CommandFailure(obstacle) }
      if let rule = arguments.value(.rule) { return try verifyOne(rule, arguments, options, console) }
      guard let path = arguments.operands.first else {
        throw CommandFailure("name a report: `leaksift verify REPORT.json`, or one secret's rule: `--rule ID`")
      }
      return try verifyReport(path, arguments, options, console)
    })
}

extension Flag {
  fileprivate static let changed = Flag("changed", help: "List only verdicts that differ from the report's")
  fileprivate static let plan = Flag("plan", help: "Say which hosts would be asked how often, and send nothing")
}

/// Asks about the secrets of a stored report.
private func verifyReport(
  _ path: String, _ arguments: Arguments, _ options: VerificationOptions, _ console: Console
) throws(CommandFailure) -> ExitCode {
  let plan = try ReportPlan(arguments)
  let stored: Report
  do throws(StoredReportError) { stored = try storedReport(path, memory: usualReportMemory) } catch {
    throw CommandFailure(error.description)
  }
  var code = ExitCode.clean
  let verify = { () throws(ScanError) in
    let again = try secretsAgain(
      of: stored.findings, target: stored.target, configuration: arguments.value(.configuration),
      workers: ThisProcess.processorCount)
    let verifier = Verifier(again.rules, options: options)
    if arguments.contains(.plan) {
      let found = Set(again.secrets.map(\.fingerprint))
      let reasons = stored.findings.filter { !found.contains($0.fingerprint) }.map(again.reason)
      for line in verifier.plan(again.secrets, skipping: reasons).lines { console.report("plan: \(line)") }
      return stored
    }
    var outcome = verifier.verify(again.secrets, telling: ProgressLine(arguments.progressWish, console: console))
    for finding in stored.findings where outcome.verdicts[finding.fingerprint] == nil {
      outcome.verdicts[finding.fingerprint] = Verification(.skipped, reason: again.reason(for: finding))
    }
    let former = Dictionary(stored.findings.map { ($0.fingerprint, $0.verification?.status) }) { first, _ in first }
    var report = stored
    report.command = arguments.shown
    report.add(outcome)
    report.failOnActive()
    code = exitCode(of: report.findings.map { $0.verification?.status ?? .skipped })
    if arguments.contains(.changed) {
      report.list(because: "only verdicts that differ from the report's are listed (--changed)") {
        former[$0.fingerprint] != $0.verification?.status
      }
    }
    return report
  }
  _ = try deliver(plan, arguments, console, make: verify)
  return code
}

/// Asks about one secret from standard input.
private func verifyOne(
  _ rule: String, _ arguments: Arguments, _ options: VerificationOptions, _ console: Console
) throws(CommandFailure) -> ExitCode {
  if let path = arguments.operands.first {
    throw CommandFailure("`--rule` reads a secret, not a report; leave out `\(path)`")
  }
  let (secret, rules) = try SecretInput.read(rule: rule, configuration: arguments.value(.configuration))
  let verifier = Verifier(rules, options: options)
  if arguments.contains(.plan) {
    for line in verifier.plan([secret]).lines { console.report("plan: \(line)") }
    return .clean
  }
  let verdict = verifier.verify([secret]).verdicts[secret.fingerprint] ?? Verification(.skipped)
  try console.write(verdict.page)
  return exitCode(of: [verdict.status])
}

/// 1 one is active, 3 none is but one is unknown or skipped, 0 all are inactive.
private func exitCode(of verdicts: [Verification.Status]) -> ExitCode {
  if verdicts.contains(.active) { return .findings }
  return verdicts.allSatisfy { $0 == .inactive } ? .clean : .incomplete
}

extension Verification {
  /// The verdict on a line of its own, then what is known, a line each.
  var page: String {
    let facts = [("reason", reason), ("host", host)].compactMap { name, value in value.map { "\(name): \($0)" } }
    let known = (identity?.facts ?? []).map { "\($0.name): \($0.value)" }
    return ([status.rawValue] + (facts + known).map(Escaping.visible)).map { $0 + "\n" }.joined()
  }
}
