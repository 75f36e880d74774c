import Platform
import Scan

extension Command {
  static let hookPush = Command(
    name: "push",
    summary: "Scan what a push brings; the pre-push hook that `install` writes calls it",
    details: [
      "Reads on standard input what git gives to a pre-push hook. REMOTE is the name of the remote, as git gives it to "
        + "the hook: commits that its tracking branches reach are known there."
    ],
    operands: Operands(usage: "REMOTE", value: .text, count: 1...1),
    flagGroups: [FlagGroup(title: "Options", flags: [.configuration, .baseline, .quiet, .verbose])],
    exclusive: [[.quiet, .verbose]],
    action: { (arguments, console) throws(CommandFailure) in
      try scanPush(arguments, console) { (lines) throws(ScanError) in
        try Push(sent: lines, to: arguments.operands.first ?? "")
      }
    })

  static let hookReceive = Command(
    name: "receive",
    summary: "Refuse pushes with secrets: the one line of a server's pre-receive hook",
    details: [
      "Reads on standard input what git gives to a pre-receive hook, and scans what is new to the repository: commits of "
        + "all pushed refs, annotated tags, and what else tags name. Anything but exit code 0 has git refuse the push.",
      "Says on standard error how far it is, so that the other side does not give up. A `.leaksift.toml`, an "
        + "ignore file and a `.leaksift-baseline` count that are in the repository's own folder, where nobody can push "
        + "them to.",
    ],
    flagGroups: [
      FlagGroup(
        title: "Options",
        flags: [
          .timeLimit, .configuration, .trustedConfiguration, .baseline, .noSuppressions, .jobs, .quiet, .verbose,
        ])
    ],
    exclusive: [[.quiet, .verbose]],
    examples: [Example(line: "exec leaksift hook receive", meaning: "in hooks/pre-receive, below #!/bin/sh")],
    action: { (arguments, console) throws(CommandFailure) in
      let limit = try TimeLimit(seconds: arguments.number(.timeLimit) ?? TimeLimit.usual, console: console)
      let code = try scanPush(arguments, console, progress: limit.update) { (lines) throws(ScanError) in
        try Push(received: lines)
      }
      limit.finish()
      if code != .clean { console.report("push refused") }
      return code
    })
}

extension Flag {
  fileprivate static let timeLimit = Flag(
    "time-limit", "SECONDS", .number(1...86_400),
    help: "Refuse the push when the scan takes longer; default \(TimeLimit.usual)")
}

/// Scans the pushed refs that git gives a hook on standard input.
private func scanPush(
  _ arguments: Arguments, _ console: Console, progress: @escaping @Sendable (ScanProgress) -> Void = { _ in },
  _ read: ([UInt8]) throws(ScanError) -> Push
) throws(CommandFailure) -> ExitCode {
  guard let lines = try? OpenStream.input.readToEnd() else {
    throw CommandFailure("cannot read standard input, where git lists for a hook what is pushed")
  }
  let push: Push
  do throws(ScanError) { push = try read(lines) } catch { throw CommandFailure(error.description) }
  if push.isEmpty { return .clean }
  var request = ScanRequest(
    targets: [.path(".")], mode: .push(push), workers: arguments.number(.jobs) ?? ThisProcess.processorCount)
  request.command = arguments.shown
  request.configuration = arguments.value(.configuration)
  request.trustedRevision = arguments.value(.trustedConfiguration)
  request.baseline = arguments.value(.baseline)
  request.honourSuppressions = !arguments.contains(.noSuppressions)
  request.honoursGitEnvironment = true
  return try deliver(ReportPlan(arguments), arguments, console) { [request] () throws(ScanError) in
    try Scan.scan(request, progress: progress)
  }
}
