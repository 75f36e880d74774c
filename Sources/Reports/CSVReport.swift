import Findings
import Text

/// One occurrence a row (RFC 4180), with a header row; empty where a value is unknown.
enum CSVReport {
  private static let header = [
    "fingerprint", "rule", "title", "severity", "confidence", "secret", "path", "line", "column", "end_line",
    "end_column", "commit", "author", "date", "in_head", "decoded_from", "hidden_by_change", "severity_lowered",
    "repository", "link", "verification", "severity_raised",
  ]

  static func write(_ report: Report) -> String {
    report.findings.reduce(into: row(header)) { text, finding in
      for occurrence in finding.occurrences { text += row(cells(of: finding, at: occurrence)) }
    }
  }

  private static func cells(of finding: Finding, at occurrence: Occurrence) -> [String] {
    let reason = finding.adjusted?.reason
    return [
      finding.fingerprint.description, finding.rule.id, finding.rule.title, finding.severity.name,
      finding.confidence.name, finding.secret, occurrence.path, String(occurrence.line), String(occurrence.column),
      String(occurrence.endLine), String(occurrence.endColumn), occurrence.commit?.id ?? "",
      occurrence.commit?.ident ?? "", occurrence.commit.map { CivilTime(epochSeconds: $0.time).rfc3339 } ?? "",
      occurrence.inHead.map { String($0) } ?? "", occurrence.decodedFrom ?? "",
      finding.hiddenByChange ?? "", reason.flatMap { $0.raises ? nil : $0.rawValue } ?? "",
      occurrence.repository ?? "", occurrence.link ?? "", finding.verification?.sentence ?? "",
      reason.flatMap { $0.raises ? $0.rawValue : nil } ?? "",
    ]
  }

  static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  /// Quotes a cell where needed, and disarms what a spreadsheet would run as a formula with an apostrophe
  /// (https://owasp.org/www-community/attacks/CSV_Injection).
  private static func cell(_ value: String) -> String {
    var text = Escaping.visible(value)
    // Spreadsheets skip leading blanks before a formula, and take full-width forms for the plain characters.
    let start = value.unicodeScalars.first { !$0.properties.isWhitespace }
    let startsFormula = start.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    let startsBlank = value.unicodeScalars.first.map { "\t\r\n".unicodeScalars.contains($0) } ?? false
    if startsFormula || startsBlank { text = "'" + text }
    let scalars = text.unicodeScalars
    guard
      scalars.contains(where: { ",\";'".unicodeScalars.contains($0) }) || scalars.first == " " || scalars.last == " "
    else { return text }
    return "\"" + Escaping.replacing(text) { $0 == "\"" ? "\"\"" : nil } + "\""
  }
}
