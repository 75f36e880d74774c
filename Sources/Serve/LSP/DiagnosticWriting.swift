import Findings
import Scan
import Text

extension TextSecret {
  /// The diagnostic of LSP; says nothing of the secret itself but its masked beginning.
  func diagnostic(in document: OpenDocument) -> JSONValue {
    let decoded = decodedFrom.map { ", decoded from \($0)" } ?? ""
    return Diagnostic(
      range: document.json(range), severity: severity, rule: rule,
      message: "\(rule.title)\(decoded): \(masked)", fingerprint: fingerprint
    ).json
  }

  /// What a hover says: what it is, why it was found, and what to do; Markdown.
  var hover: String {
    var lines = ["**\(rule.title)** (leaksift `\(rule.id)`)", "", rule.summary]
    var facts = ["severity \(severity.name)", "confidence \(confidence.name)", "fingerprint `\(fingerprint)`"]
    if let adjusted { facts.append(adjusted.text(beside: severity)) }
    if let decodedFrom { facts.append("decoded from \(decodedFrom)") }
    facts += details.map { "\($0.name): \($0.value)" }
    if let suppression {
      facts.append("hidden by \(suppression.place)" + (suppression.reason.map { ": \($0)" } ?? ""))
    }
    lines += [""] + facts.map { "- \($0)" }
    let steps = rule.steps + rule.commands
    if !steps.isEmpty { lines += ["", "What to do:", ""] + steps.enumerated().map { "\($0 + 1). \($1)" } }
    if let page = rule.revokeURL { lines += ["", "Revoke: \(page)"] }
    if let page = rule.docsURL { lines += ["", "Format: \(page)"] }
    return lines.joined(separator: "\n")
  }
}

/// A diagnostic of LSP.
struct Diagnostic {
  var range: JSONValue
  var severity: Severity
  var rule: RuleSummary
  var message: String
  var fingerprint: Fingerprint

  /// The first character of a document, for what is said of all of it.
  static let wholeFile: JSONValue = [
    "start": ["line": .integer(0), "character": .integer(0)], "end": ["line": .integer(0), "character": .integer(1)],
  ]

  var json: JSONValue {
    let page = rule.docsURL.flatMap { $0.hasPrefix("https://") ? $0 : nil }
    return [
      "range": range, "severity": .integer(level), "code": .string(rule.id),
      "codeDescription": page.map { ["href": .string($0)] }, "source": "leaksift", "message": .string(message),
      "data": ["fingerprint": .string("\(fingerprint)")],
    ]
  }

  /// LSP's DiagnosticSeverity.
  private var level: Int {
    switch severity {
    case .critical, .high: 1
    case .medium: 2
    case .low, .info: 3
    }
  }
}
