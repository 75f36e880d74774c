import Findings
import Text

/// A rule as SARIF's `reportingDescriptor`, with the properties GitHub reads.
///
/// GitHub refuses a whole file in which a rule has more than it allows, or no description
/// (https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning).
struct SARIFRule {
  private static let mostTags = 20
  /// In characters.
  private static let longestName = 255
  private static let longestDescription = 1_024

  let rule: RuleSummary
  let tool: Report.Tool

  var value: JSONValue {
    let help = Escaping.webAddress(rule.docsURL) ?? Escaping.webAddress(tool.informationURL)
    return [
      "id": .string(rule.id),
      "name": .string(String(rule.id.prefix(Self.longestName))),
      "shortDescription": ["text": .string(String(title.prefix(Self.longestDescription)))],
      "fullDescription": ["text": .string(String(description.prefix(Self.longestDescription)))],
      "help": ["text": .string(helpText), "markdown": .string(helpMarkdown)],
      "helpUri": help.map { .string($0) },
      "defaultConfiguration": ["level": .string(Self.level(of: rule.severity))],
      "properties": [
        "security-severity": .string(score),
        "precision": .string(precision),
        "tags": .array(tags.prefix(Self.mostTags).map { .string($0) }),
      ],
    ]
  }

  static func level(of severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low, .info: "note"
    }
  }

  private var title: String { rule.title.isEmpty ? rule.id : rule.title }

  private var description: String { rule.summary.isEmpty ? title : rule.summary }

  /// What of the rule is not in the file.
  var cut: String? {
    let parts = [
      rule.id.count > Self.longestName ? "name" : nil,
      title.count > Self.longestDescription ? "title" : nil,
      description.count > Self.longestDescription ? "description" : nil,
      tags.count > Self.mostTags ? "tags" : nil,
    ].compactMap(\.self)
    return parts.isEmpty
      ? nil
      : "Of rule \(rule.id.prefix(Self.longestName)), \(parts.joined(separator: ", ")) are cut: GitHub takes no more."
  }

  private var helpText: String {
    let steps = Wording.nextSteps(for: rule).enumerated().map { "\($0.offset + 1). \($0.element)" }
    return ([rule.summary] + steps).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var helpMarkdown: String {
    let steps = Wording.nextSteps(for: rule).enumerated().map { "\($0.offset + 1). \(Markdown.text($0.element))" }
    let summary = rule.summary.isEmpty ? [] : [Markdown.text(rule.summary), ""]
    return (summary + steps).joined(separator: "\n")
  }

  /// In the middle of GitHub's ranges for each severity; it has none below `low`, whose least number `info` gets.
  private var score: String {
    switch rule.severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    case .info: "0.1"
    }
  }

  private var precision: String {
    switch rule.confidence {
    case .high: "very-high"
    case .medium: "high"
    case .low: "low"
    }
  }

  /// Unique, as the schema demands.
  private var tags: [String] {
    (["security", "secret", "external/cwe/cwe-798"] + rule.tags).reduce(into: []) { list, tag in
      if !list.contains(tag) { list.append(tag) }
    }
  }
}
