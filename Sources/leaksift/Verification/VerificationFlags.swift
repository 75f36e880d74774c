import Findings
import Platform
import Text
import Verify

extension Flag {
  static let verify = Flag(
    "verify", optional: "plan", .word(["plan"]),
    help:
      "Ask the vendors which secrets are active, by the program `curl`; `=plan` only says which hosts would be asked "
      + "how often")
  static let only = Flag(
    "only", "VERDICT", .word(["active"]),
    help: "With --verify: list only secrets that are active; the others are counted")
  static let failOnVerified = Flag(
    "fail-on", "LEVEL", .word(Severity.allCases.map(\.name) + ["active"]),
    help:
      "Findings below LEVEL are listed and do not fail the run; default low; `active`, with --verify, fails only on "
      + "secrets that work")
  static let verifyHost = Flag(
    "verify-host", "PATTERN", isRepeatable: true,
    help: "Also ask hosts that the scanned text or a rule file names, where they fit PATTERN (`git.acme.example`, "
      + "`*.acme.example`); private addresses only by their full name")
  static let verifyRate = Flag(
    "verify-rate", "N", .number(1...1_000), help: "Requests to a host in a second; default 2")
  static let verifyAtOnce = Flag(
    "verify-at-once", "N", .number(1...64), help: "Requests to a host that may wait for their answers; default 4")
  static let verifyTimeout = Flag(
    "verify-timeout", "SECONDS", .number(1...600), help: "How long a request may take; default 10")
  static let verifyCache = Flag(
    "verify-cache", optional: "DIR", .folder,
    help: "Keep verdicts in DIR, by keyed hashes, and ask again when they are old; default ~/.cache/leaksift/verdicts")
  static let verifyAge = Flag(
    "verify-age", "TIME", help: "How long kept verdicts count, as 30m, 24h or 7d; default 24h")

  /// The options that say how vendors are asked.
  static let asking: [Flag] = [.verifyHost, .verifyRate, .verifyAtOnce, .verifyTimeout, .verifyCache, .verifyAge]
}

extension FlagGroup {
  static let verification = FlagGroup(
    title: "Asking vendors whether secrets are active", flags: [.verify, .only] + Flag.asking)
}

extension VerificationOptions {
  /// What the command line says of how vendors are asked.
  ///
  /// - Throws: When a time or the folder of the cache cannot be used.
  init(_ arguments: Arguments) throws(CommandFailure) {
    self.init()
    hosts = arguments.values(.verifyHost)
    if let rate = arguments.number(.verifyRate) { self.rate = Double(rate) }
    if let count = arguments.number(.verifyAtOnce) { concurrent = count }
    if let seconds = arguments.number(.verifyTimeout) { timeout = Double(seconds) }
    let age = try arguments.value(.verifyAge).map { text throws(CommandFailure) in try seconds(text) } ?? 86_400
    if let named = arguments.value(.verifyCache) {
      let folder = named.isEmpty ? "\(try usualCacheFolder())/verdicts" : named
      cache = VerdictCache(folder: folder, age: age) { savePrivately($1, at: $0) }
    } else if arguments.contains(.verifyAge) {
      throw CommandFailure("`--verify-age` is for kept verdicts; add `--verify-cache`")
    }
  }
}

/// The seconds of a time such as `24h`.
private func seconds(_ text: String) throws(CommandFailure) -> Int64 {
  let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
  guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), (0...100_000).contains(count)
  else { throw CommandFailure("`--verify-age \(text)` is no time; write 30m, 24h or 7d") }
  return count * unit
}
