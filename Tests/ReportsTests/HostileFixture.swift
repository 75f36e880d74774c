import Findings

/// A report in which every value that comes from scanned content attacks the reader of some format.
enum HostileFixture {
  /// Terminal control, reordering, markup, table, workflow-command and spreadsheet injection in one line.
  static let payload =
    "=\u{1B}[2J\u{9B}31m\u{07}\u{0}\u{202E}\u{2066}\u{200B}\u{2028}\r\n::error::x\n##[group]%0A<script>alert(1)</script>"
    + "'\"><img src=x onerror=alert(1)>&amp;]]>--><!--`` ``` ````|[a](javascript:alert(1)) @here #1 \\ \u{FFFE}\u{FFFD}"

  static let report = report(payload)

  /// A report in which every value is the same text.
  static func report(_ payload: String) -> Report {
    let commit = Commit(id: "bad", author: payload, email: "mole@example.com", time: .max, subject: payload)
    let occurrence = Occurrence(
      path: payload, line: 3, column: 2, endLine: 3, endColumn: 9,
      excerpt: Excerpt(before: payload, secret: payload, after: payload), commit: commit, inHead: true,
      commitCount: 2, decodedFrom: payload)
    var inContainer = occurrence
    inContainer.path += "!" + payload
    let rule = RuleSummary(
      id: payload, title: payload, summary: payload, tags: [payload], docsURL: "javascript:alert(1)",
      revokeURL: "javascript:alert(1)", steps: [payload])
    let finding = Finding(
      fingerprint: Fingerprint(value: 1), rule: rule, severity: .high, confidence: .high, secret: payload,
      entropy: .nan, occurrences: [occurrence, inContainer], details: [Detail(name: payload, value: payload)])
    var hidden = finding
    hidden.suppression = Suppression(kind: .ignoreFile, place: payload, reason: payload)
    let skip = Skip(path: payload, reason: payload)
    return Report(
      tool: Fixtures.tool, target: payload, mode: "files", configuration: payload, startedAt: .min,
      durationMilliseconds: 1,
      coverage: Coverage(files: 1, bytes: 1, gaps: [skip], leftOut: [skip], notes: [payload]), findings: [finding],
      suppressed: [hidden], belowThreshold: [hidden])
  }
}
