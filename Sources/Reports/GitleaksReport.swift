import Findings
import Text

/// gitleaks' JSON report: an array with one element per occurrence.
enum GitleaksReport {
  static func write(_ report: Report) -> String {
    let elements = report.findings.flatMap { finding in
      finding.occurrences.map { element(finding, at: $0) }
    }
    return JSONValue.array(elements).pretty
  }

  private static let columns = [
    "RuleID", "Commit", "File", "SymlinkFile", "Secret", "Match", "StartLine", "EndLine", "StartColumn", "EndColumn",
    "Author", "Message", "Date", "Email", "Fingerprint", "Tags",
  ]

  /// The same as CSV, tags with spaces between them.
  static func writeCSV(_ report: Report) -> String {
    report.findings.reduce(into: CSVReport.row(columns)) { text, finding in
      for occurrence in finding.occurrences {
        guard case .object(let members) = element(finding, at: occurrence) else { continue }
        text += CSVReport.row(columns.map { column in members.first { $0.name == column }?.value.cell ?? "" })
      }
    }
  }

  private static func element(_ finding: Finding, at occurrence: Occurrence) -> JSONValue {
    [
      "RuleID": .string(finding.rule.id),
      "Description": .string(finding.rule.summary.isEmpty ? finding.rule.title : finding.rule.summary),
      "StartLine": .integer(occurrence.line),
      "EndLine": .integer(occurrence.endLine),
      "StartColumn": .integer(occurrence.column),
      // Inclusive here.
      "EndColumn": .integer(max(occurrence.endColumn, 1) - 1),
      "Match": .string(match(of: finding, at: occurrence)),
      "Secret": .string(finding.secret),
      "File": .string(occurrence.path),
      "SymlinkFile": "",
      "Commit": .string(occurrence.commit?.id ?? ""),
      "Link": .string(occurrence.link ?? ""),
      "Entropy": .number(finding.entropy ?? 0),
      "Author": .string(occurrence.commit?.author ?? ""),
      "Email": .string(occurrence.commit?.email ?? ""),
      "Date": .string(occurrence.commit.map { CivilTime(epochSeconds: $0.time).rfc3339 } ?? ""),
      "Message": .string(occurrence.commit?.subject ?? ""),
      "Tags": .array(tags(of: finding, at: occurrence).map { .string($0) }),
      "Fingerprint": .string(fingerprint(of: finding, at: occurrence)),
    ]
  }

  /// The secret with its surroundings on the line.
  private static func match(of finding: Finding, at occurrence: Occurrence) -> String {
    if occurrence.line < 1 { return "file detected: \(occurrence.path)" }
    guard let excerpt = occurrence.excerpt else { return finding.secret }
    let line = excerpt.before + excerpt.secret + excerpt.after
    let start = line.drop { $0.isWhitespace }
    return String(start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
  }

  private static func tags(of finding: Finding, at occurrence: Occurrence) -> [String] {
    let layers = occurrence.decodedFrom?.split(separator: "+") ?? []
    let decoded = layers.isEmpty ? [] : layers.map { "decoded:\($0)" } + ["decode-depth:\(layers.count)"]
    // gitleaks has no place for these.
    let judged = ["severity:\(finding.severity.name)", "confidence:\(finding.confidence.name)"]
    return finding.rule.tags + judged + decoded + (finding.hiddenByChange == nil ? [] : ["hidden-by-change"])
  }

  /// The positional form of `.gitleaksignore` files; a path that is masked goes by its id.
  private static func fingerprint(of finding: Finding, at occurrence: Occurrence) -> String {
    let path = occurrence.pathID?.description ?? occurrence.path
    let place = "\(path):\(finding.rule.id):\(occurrence.line)"
    return occurrence.commit.map { "\($0.id):\(place)" } ?? place
  }
}

extension JSONValue {
  /// The value as a cell of a table.
  fileprivate var cell: String {
    switch self {
    case .string(let text): text
    // Only whole numbers have a column.
    case .number(let digits): Int(digits) == nil ? "" : digits
    case .array(let values): values.map(\.cell).joined(separator: " ")
    case .boolean, .null, .object: ""
    }
  }
}
