import Findings
import Scan
import Text

/// A secret that stops an event or is masked, and where it is.
struct AgentFinding {
  /// Most findings that a reason lists.
  private static let mostListed = 5

  let secret: TextSecret
  /// What the text is.
  let label: String

  /// Why an event does not go on, for the model and the user: it never contains the secret.
  static func reason(_ findings: [AgentFinding], isPrompt: Bool) -> String {
    let advice =
      isPrompt
      ? "The prompt was not sent. Take the secret out, and name the file or environment variable that has it instead."
      : "Do not try to get at the value in another way. Use the name of a file or of an environment variable instead of the "
        + "value, or ask the user."
    return text("leaksift stopped this: it contains \(Counting.count(findings.count, "secret")).", findings, advice)
  }

  /// Why a result was changed.
  static func maskedReason(_ findings: [AgentFinding]) -> String {
    text(
      "leaksift masked \(Counting.count(findings.count, "secret")) in this result.", findings,
      "Placeholders like [leaksift:…] stand for them. Do not try to get at the values in another way.")
  }

  private static func text(_ head: String, _ findings: [AgentFinding], _ advice: String) -> String {
    var lines = findings.prefix(mostListed).map(\.line)
    if findings.count > mostListed { lines.append("- and \(findings.count - mostListed) more") }
    let example = findings.first.map { "\($0.secret.fingerprint)" } ?? ""
    let allow = "If it is a false alarm, the user can run `leaksift hook allow \(example)` in a terminal of their own."
    let whole = ([head] + lines + [advice, allow]).joined(separator: "\n")
    // A path or tool name may contain what was found.
    return findings.reduce(whole) { text, finding in
      let value = String(decoding: finding.secret.value, as: UTF8.self)
      return value.isEmpty ? text : text.replacing(value, with: "***")
    }
  }

  private var line: String {
    "- \(secret.rule.title) (\(secret.rule.id)) in \(label), line \(secret.start.line); fingerprint \(secret.fingerprint)"
  }
}
