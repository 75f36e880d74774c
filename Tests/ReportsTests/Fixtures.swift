public import Findings
public import Testing

/// Reports that the tests write. Every secret is masked, as a scan without `--show-secrets` hands it over.
enum Fixtures {
  static let tool = Report.Tool(
    name: "leaksift", version: "1.0.0", rules: 412, informationURL: "https://example.com/leaksift")

  /// 2026-03-01 12:00:00 UTC.
  static let start: Int64 = 1_772_366_400

  static let empty = Report(
    tool: tool, target: ".", mode: "files", startedAt: start, durationMilliseconds: 84,
    coverage: Coverage(files: 214, bytes: 1_482_113))

  static let realistic = withOrigin(historyReport)

  private static let historyReport = Report(
    tool: tool, target: "shop", mode: "history",
    configuration: ".leaksift.toml",
    repositories: [
      ScannedRepository(
        remote: "git@github.com:acme/shop.git", branch: "main", commit: String(repeating: "5e", count: 20))
    ],
    startedAt: start, durationMilliseconds: 1_284,
    coverage: Coverage(
      files: 0, blobs: 39_462, commits: 9_871, bytes: 593_204_110,
      gaps: (1...12).map {
        Skip(path: "object \(hexadecimal($0))", reason: "the object is missing from the repository")
      },
      leftOut: [Skip(path: "run/queue.fifo", reason: "a FIFO")], notes: ["The repository has no reflog"]),
    findings: [cloudKey, cloudKeyInArchive, token, assignment, note], suppressed: [suppressed, allowlisted],
    belowThreshold: [below])

  static let cloudRule = RuleSummary(
    id: "acme-cloud-key", title: "Acme Cloud secret key",
    summary:
      "Anyone who holds it acts as the account it belongs to: starts machines, reads storage and runs up the bill.",
    severity: .critical, confidence: .high, tags: ["cloud"], docsURL: "https://example.com/docs/keys",
    revokeURL: "https://example.com/console/keys",
    steps: [
      "Make a new key, put it into the secret store, and deploy.",
      "Look for strange use of the old key in the audit log.",
    ])

  static let cloudKey = Finding(
    fingerprint: Fingerprint(value: 0x5d0c_1f6a_9be2_734d), rule: cloudRule, severity: .critical, confidence: .high,
    secret: "acme_****************", entropy: 4.75,
    occurrences: (0..<8).map { index in
      linked(
        Occurrence(
          path: "config/settings\(index).py", line: 12 + 90 * index, column: 19, endLine: 12 + 90 * index,
          endColumn: 40,
          excerpt: Excerpt(before: "    ACME_SECRET = \"", secret: "acme_****************", after: "\"  # TODO move"),
          commit: commit(index), inHead: index != 1, commitCount: index + 1))
    },
    details: [Detail(name: "Account", value: "1234-5678")])

  static let cloudKeyInArchive = published(
    Finding(
      fingerprint: Fingerprint(value: 0x0a11_0000_0000_0001), rule: cloudRule, severity: .critical, confidence: .high,
      secret: "acme_********",
      occurrences: [
        Occurrence(
          path: "dist/app.zip!app/prod.env", line: 3, column: 5, endLine: 3, endColumn: 18,
          excerpt: Excerpt(before: "key=", secret: "acme_********", after: ""), decodedFrom: "base64")
      ]))

  static let token = loweredAndHidden(
    Finding(
      fingerprint: Fingerprint(value: 0x7700_0000_0000_00ff),
      rule: RuleSummary(id: "forge-token", title: "Forge access token", severity: .critical, confidence: .medium),
      severity: .high, confidence: .medium, secret: "fat_****",
      occurrences: [Occurrence(path: "deploy/prod env.sh", line: 1, column: 14, endLine: 1, endColumn: 22)]),
    byChange: "ignore file at .leaksiftignore:3")

  static let assignment = Finding(
    fingerprint: Fingerprint(value: 0x10), rule: RuleSummary(id: "dotenv-unprotected", title: "Unprotected .env file"),
    severity: .low, confidence: .low, secret: "",
    occurrences: [Occurrence(path: "api/.env", line: 0, column: 0, endLine: 0, endColumn: 0)])

  static let note = Finding(
    fingerprint: Fingerprint(value: 0x11),
    rule: RuleSummary(id: "dotenv-committed", title: "Environment file in git (no secrets in it)", severity: .info),
    severity: .info, confidence: .high, secret: "",
    occurrences: [Occurrence(path: "web/.env", line: 0, column: 0, endLine: 0, endColumn: 0)])

  static let suppressed = Finding(
    fingerprint: Fingerprint(value: 0x20),
    rule: RuleSummary(id: "generic-password", title: "Password in an assignment", severity: .medium),
    severity: .medium, confidence: .medium, secret: "********",
    occurrences: [Occurrence(path: "test/login.rb", line: 7, column: 13, endLine: 7, endColumn: 21)],
    suppression: Suppression(kind: .inline, place: "test/login.rb:7", reason: "test account"))

  static let allowlisted = hidden(
    0x21, by: Suppression(kind: .allowlist, place: ".leaksift.toml:9", reason: "the demo tenant"))

  static let below = hidden(0x22, by: Suppression(kind: .threshold, place: "confidence high"))

  private static func hidden(_ number: UInt64, by suppression: Suppression) -> Finding {
    var finding = suppressed
    finding.fingerprint = Fingerprint(value: number)
    finding.suppression = suppression
    return finding
  }

  private static func published(_ finding: Finding) -> Finding {
    var finding = finding
    finding.adjusted = AdjustedSeverity(from: finding.rule.severity, reason: .publishedName)
    return finding
  }

  private static func loweredAndHidden(_ finding: Finding, byChange cause: String) -> Finding {
    var finding = finding
    finding.adjusted = AdjustedSeverity(from: finding.rule.severity, reason: .documentation)
    finding.hiddenByChange = cause
    return finding
  }

  private static func withOrigin(_ report: Report) -> Report {
    var report = report
    report.command = ["leaksift", "scan", "--history", "shop"]
    report.configurationDigest = "sha256:" + String(repeating: "0f", count: 32)
    return report
  }

  private static func linked(_ occurrence: Occurrence) -> Occurrence {
    var linked = occurrence
    guard let id = occurrence.commit?.id else { return linked }
    linked.link = "https://github.com/acme/shop/blob/\(id)/\(occurrence.path)#L\(occurrence.line)"
    linked.commit?.link = "https://github.com/acme/shop/commit/\(id)"
    return linked
  }

  private static func commit(_ index: Int) -> Commit {
    Commit(
      id: String(repeating: "a\(index)", count: 20), author: "Jo Doe", email: "jo@example.com",
      time: 1_709_287_200 + Int64(index) * 86_400, subject: "Add settings for region \(index)")
  }

  private static func hexadecimal(_ number: Int) -> String {
    String(repeating: String(number % 16, radix: 16), count: 12)
  }
}

extension Report: CustomTestStringConvertible {
  /// Keeps hostile content out of the log of a test run.
  public var testDescription: String { "\(mode) report with \(findings.count) findings" }
}
