import Findings
import Platform
import Reports
import Scan
import Text

/// Findings as a tool returns them: no more than a model can read, and it says how many more there are.
struct BoundedFindings {
  private static let mostPlaces = 10
  private static let mostBytes = 200_000

  private let report: Report
  private let limit: Int

  init(_ report: Report, limit: Int) {
    self.report = report
    self.limit = limit
  }

  var json: JSONValue {
    let findings = report.findings
    var listed: [JSONValue] = []
    var bytes = 0
    for finding in findings.prefix(limit) {
      let json = Self.json(finding, in: report)
      bytes += json.compact.utf8.count
      if bytes > Self.mostBytes { break }
      listed.append(json)
    }
    return [
      "summary": .string(Wording.found(in: report)), "findings": .array(listed),
      "findings_not_listed": .integer(findings.count - listed.count),
    ]
  }

  /// A finding with its first places.
  static func json(_ finding: Finding, in report: Report) -> JSONValue {
    var shown = finding
    shown.occurrences = Array(finding.occurrences.prefix(mostPlaces))
    return JSONReport.finding(shown, in: report).adding([
      "places_not_listed": .integer(finding.occurrences.count - shown.occurrences.count)
    ])
  }
}

/// Secrets of a text as a report.
enum FoundInText {
  /// A report with what counts.
  static func report(_ secrets: [TextSecret], path: String) -> Report {
    let tool = Report.Tool(name: "leaksift", version: toolVersion, rules: 0)
    var report = Report(
      tool: tool, target: path, mode: "text", startedAt: ThisProcess.epochSeconds, durationMilliseconds: 0)
    report.findings = findings(secrets.filter { $0.suppression == nil }, path: path)
    return report
  }

  /// One finding for each fingerprint, in the order of reports.
  private static func findings(_ secrets: [TextSecret], path: String) -> [Finding] {
    Dictionary(grouping: secrets, by: \.fingerprint).values.compactMap { same in
      guard let first = same.first else { return nil }
      let places = same.map { secret in
        Occurrence(
          path: path, line: secret.start.line, column: secret.start.column, endLine: secret.end.line,
          endColumn: secret.end.column, decodedFrom: secret.decodedFrom)
      }
      var finding = Finding(
        fingerprint: first.fingerprint, rule: first.rule, severity: same.map(\.severity).max() ?? first.severity,
        confidence: same.map(\.confidence).max() ?? first.confidence, secret: first.masked, occurrences: places,
        details: first.details)
      finding.adjusted = first.adjusted
      return finding
    }.sorted(by: Finding.precedes)
  }
}

extension Coverage {
  private static let mostListed = 20

  /// The same with the first of each list; a note says how many are left out.
  var bounded: Coverage {
    var bounded = self
    let counts = [
      (gaps.count, "thing that could not be read"), (accepted.count, "accepted gap"), (leftOut.count, "thing left out"),
      (notes.count, "note"),
    ]
    bounded.gaps = Array(gaps.prefix(Self.mostListed))
    bounded.accepted = Array(accepted.prefix(Self.mostListed))
    bounded.leftOut = Array(leftOut.prefix(Self.mostListed))
    bounded.notes = Array(notes.prefix(Self.mostListed))
    bounded.notes += counts.filter { $0.0 > Self.mostListed }.map { count, what in
      "\(Counting.count(count - Self.mostListed, "more \(what)")) not listed"
    }
    return bounded
  }
}
