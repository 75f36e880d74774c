import Findings
import Platform
import Rules
import Scan
import Text
import Verify

extension Command {
  static let revoke = Command(
    name: "revoke",
    summary: "Have the vendor revoke a secret, where it lets the secret do that",
    details: [
      "The secret is read from standard input: its first line, then other values that the request needs, NAME=VALUE each. "
        + "What would be sent is shown, and sent once after you have agreed on the terminal, or with `--yes`. Then the vendor "
        + "is asked whether the secret is still active. What was revoked cannot be brought back.",
      "Exit codes: 0 it is revoked, 1 it is not, 3 nobody can tell, 2 nothing was sent.",
    ],
    flagGroups: [
      FlagGroup(title: "Options", flags: [.rule, .yes, .configuration, .verifyHost, .verifyTimeout, .verifyRate])
    ],
    examples: [Example(line: "cat token.txt | leaksift revoke --rule gitlab-pat", meaning: "one token")],
    action: { (arguments, console) throws(CommandFailure) in
      guard let rule = arguments.value(.rule) else { throw CommandFailure("name the secret's rule: `--rule ID`") }
      if let obstacle = Verifier.obstacle { throw CommandFailure(obstacle) }
      let (secret, rules) = try SecretInput.read(rule: rule, configuration: arguments.value(.configuration))
      let options = try VerificationOptions(arguments)
      let revocation: Revocation
      do throws(Revocation.Obstacle) {
        revocation = try Revocation(secret, rules, options: options)
      } catch {
        throw CommandFailure(error.description + advice(on: rule, rules))
      }
      try console.write("This would be sent, with the secret:\n" + revocation.plan.map { "  \($0)\n" }.joined())
      if !arguments.contains(.yes), try !agrees(console) {
        try console.write("Nothing was sent.\n")
        return .failure
      }
      return try tell(revocation.run(), revocation, console)
    })
}

extension Flag {
  fileprivate static let yes = Flag("yes", short: "y", help: "Do not ask")
}

/// Says what came of it, and asks the vendor once more.
private func tell(
  _ outcome: Revocation.Outcome, _ revocation: Revocation, _ console: Console
) throws(CommandFailure) -> ExitCode {
  if case .failed(let reason) = outcome { try console.write("Not revoked: \(Escaping.visible(reason)).\n") }
  let isDone = outcome == .revoked
  if isDone { try console.write("Revoked, the vendor says.\n") }
  let verdict = revocation.verify()
  try console.write("Asked again: \(Escaping.visible(verdict.sentence)).\n")
  switch verdict.status {
  case .active: return .findings
  case .inactive: return .clean
  case .unknown, .skipped: return isDone ? .clean : .incomplete
  }
}

/// Whether the user agrees, on the terminal: standard input has the secret.
private func agrees(_ console: Console) throws(CommandFailure) -> Bool {
  guard let terminal = try? Descriptor(reading: "/dev/tty") else {
    throw CommandFailure("there is no terminal to ask on; add `--yes` to send it without a question")
  }
  console.writeError("Send it? What is revoked cannot be brought back. [y/N] ")
  var answer = [UInt8](repeating: 0, count: 16)
  let count = (try? terminal.read(into: &answer, from: 0, count: answer.count)) ?? 0
  return count > 0 && (answer[0] == UInt8(ascii: "y") || answer[0] == UInt8(ascii: "Y"))
}

/// What else can be done about a secret.
private func advice(on id: String, _ rules: RuleSet) -> String {
  guard let rule = rules.index(of: id).map({ rules.rule(at: $0) }) else { return "" }
  let place = rule.revokeURL.map { "; revoke it there: \($0)" } ?? ""
  let check = rule.verification.isEmpty ? "" : "; then `leaksift verify --rule \(id)` tells whether it is dead"
  return place + check
}
