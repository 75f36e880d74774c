import Findings
import Reports
import Testing

struct TextReportTests {
  private func text(_ report: Report, _ options: ReportOptions = ReportOptions()) -> String {
    ReportFormat.text.write(report, options: options)
  }

  private func report(excerpt: Excerpt) -> Report {
    var report = Fixtures.empty
    report.findings = [Fixtures.token]
    report.findings[0].occurrences[0].excerpt = excerpt
    return report
  }

  @Test func `advice is given once per rule`() {
    #expect(text(Fixtures.realistic).matches(of: #/Why it matters/#).count == 1)
    #expect(text(Fixtures.realistic).matches(of: #/What to do next/#).count == 4)
  }

  @Test func `a quiet line of a finding without a secret names none`() {
    let lines = text(Fixtures.realistic, ReportOptions(detail: .quiet)).split(separator: "\n")
    #expect(lines.contains("api/.env: low: Unprotected .env file [dotenv-unprotected]"))
  }

  @Test func `a staged leak is to be unstaged not revoked`() {
    var report = Fixtures.empty
    report.mode = "staged"
    #expect(!text(report).contains("Stopped before the commit"))
    report.findings = [Fixtures.token]
    report.findings[0].occurrences[0].path = "a/b.txt"
    let shown = text(report, ReportOptions(width: 300))
    #expect(shown.contains("Stopped before the commit: nothing has left this machine."))
    #expect(!shown.contains("Revoke") && !shown.contains("revoke"))
    for part in ["`git restore --staged a/b.txt`", "leaksift:allow", "`.leaksiftignore`", "`git commit --no-verify`"] {
      #expect(shown.contains(part))
    }
    report.findings[0].occurrences[0].path = "it's.txt"
    #expect(text(report, ReportOptions(width: 300)).contains("`git restore --staged FILE`"))
  }

  @Test func `the address for revoking is in the first step and nothing is said twice`() {
    func steps(_ revoke: String?, _ steps: [String]) -> [String] {
      var report = Fixtures.empty
      report.findings = [Fixtures.token]
      (report.findings[0].rule.revokeURL, report.findings[0].rule.steps) = (revoke, steps)
      return text(report, ReportOptions(width: 300)).split(separator: "\n").filter {
        $0.hasPrefix("    1. ") || $0.hasPrefix("    2. ")
      }
      .map { String($0.dropFirst(7)) }
    }
    let address = "https://example.com/keys"
    #expect(steps(address, ["Delete the key.", "Look."]) == ["Delete the key: \(address)", "Look."])
    #expect(steps(address, ["Delete the key; look near it."]) == ["Delete the key: \(address)", "Look near it."])
    #expect(steps(address, ["Delete it at \(address)."]) == ["Delete it at \(address)."])
    #expect(steps("Console > Keys", ["Delete it under Keys."]) == ["Delete it under Keys."])
    #expect(steps(address, []).first == "Revoke it: \(address)")
    #expect(steps(nil, []).first == "Revoke it where it was issued.")
  }

  @Test func `many findings take at most three lines each and end with a table of where they are`() {
    var report = Fixtures.realistic
    report.findings = Self.many(of: 40)
    let shown = text(report, ReportOptions(width: 80)).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(shown.filter { $0.hasPrefix("high: ") }.count == 2)
    for finding in report.findings { #expect(shown.contains { $0.contains("  \(finding.fingerprint)") }) }
    let table = shown.firstIndex(of: "Places by rule and folder:")
    #expect(table.map { $0 < 40 * 3 + 2 * 10 } == true)
    #expect(shown.contains { $0.split(separator: " ") == ["rule-0", "10", "-", "10", "20"] })
    #expect(shown.contains { $0.split(separator: " ") == ["all", "20", "10", "10", "40"] })
    #expect(shown.contains { $0.split(separator: " ") == ["src/a/", "src/", "src/b/", "all"] })
    #expect(shown.allSatisfy { $0.count <= 80 })
    #expect(text(report, ReportOptions(detail: .verbose)).matches(of: #/\^{6}/#).count == 40)
    report.findings = Array(report.findings.prefix(30))
    #expect(!text(report).contains("Places by rule"))
  }

  /// Findings of two rules, half of each in the folder `a`, others in `b` or at the top.
  private static func many(of count: Int) -> [Finding] {
    (0..<count).map { index in
      let rule = index / 20
      let folder = index % 2 == 0 ? "src/a/" : rule == 0 ? "src/b/" : "src/"
      return Finding(
        fingerprint: Fingerprint(value: UInt64(index + 1)), rule: RuleSummary(id: "rule-\(rule)", title: "Rule"),
        severity: .high, confidence: .high, secret: "ab****",
        occurrences: [
          Occurrence(
            path: "\(folder)file\(index).txt", line: 3, column: 5, endLine: 3, endColumn: 11,
            excerpt: Excerpt(before: "key = ", secret: "ab****", after: " ; " + String(repeating: "x", count: 200)))
        ])
    }
  }

  @Test func `the last lines say what to type next`() {
    var report = Fixtures.empty
    report.findings = [Fixtures.token]
    #expect(text(report).contains("  leaksift explain 77000000000000ff  "))
    #expect(!text(report).contains("baseline create"))
    report.findings = [Fixtures.token, Fixtures.cloudKey]
    (report.mode, report.target) = ("history", "some/folder")
    #expect(text(report).contains("leaksift explain 77000000000000ff --history some/folder"))
    #expect(text(report).contains("leaksift baseline create --history some/folder"))
    for target in ["it's here", "-", "https://example.com/a", "a b"] {
      report.target = target
      #expect(!text(report).contains("What next"))
    }
    report.target = "."
    #expect(!text(report, ReportOptions(detail: .quiet)).contains("What next"))
  }

  @Test func `nothing found is one friendly line and the coverage`() {
    #expect(text(Fixtures.empty) == "No secrets found.\nScanned 214 files (1.4 MB) in 84 ms.\n")
    #expect(text(Fixtures.empty, ReportOptions(detail: .quiet)) == "")
  }

  @Test func `an incomplete scan says so even when quiet`() {
    var report = Fixtures.empty
    report.coverage.gaps = [Skip(path: "a.bin", reason: "permission denied")]
    let expected =
      "Incomplete: 1 item could not be scanned:\n"
      + "  a.bin: permission denied; to accept it, in .leaksiftignore:\n    a.bin gap=accepted reason=\"…\"\n"
    #expect(text(report, ReportOptions(detail: .quiet)) == expected)
    #expect(text(report).hasPrefix("No secrets found in what could be scanned.\n"))
    #expect(text(report).hasSuffix(expected))
  }

  @Test(arguments: [40, 60, 100])
  func `excerpts fit the width`(_ width: Int) {
    let long = String(repeating: "word ", count: 400)
    let report = report(excerpt: Excerpt(before: long, secret: "abcd****", after: long))
    let lines = text(report, ReportOptions(width: width)).split(separator: "\n").filter { $0.contains(" | ") }
    #expect(lines.count == 2)
    for line in lines { #expect(line.count <= width) }
  }

  static let markedLines: [(before: String, secret: String)] = [
    ("key = '", "abcd****"), ("\t\tkey\t= '", "abcd****"), ("café = ", "é***"), ("e\u{301} = ", "****"),
    (String(repeating: "x", count: 300), "****"), ("", String(repeating: "*", count: 300)),
  ]

  @Test(arguments: markedLines) func `the mark is under the secret`(_ before: String, _ secret: String) throws {
    let report = report(excerpt: Excerpt(before: before, secret: secret, after: " end"))
    let lines = text(report).split(separator: "\n").filter { $0.contains(" | ") }.map(Array.init)
    try #require(lines.count == 2)
    let marked = lines[1].indices.filter { lines[1][$0] == "^" }
    let first = try #require(marked.first)
    let last = try #require(marked.last)
    try #require(last < lines[0].count)
    let underlined = String(lines[0][first...last])
    #expect(underlined == secret || underlined == secret.prefix(underlined.count - 3) + "...")
  }

  @Test func `wide characters take two columns of the mark`() throws {
    let report = report(excerpt: Excerpt(before: "鍵 = ", secret: "****", after: ""))
    let lines = text(report).split(separator: "\n").filter { $0.contains(" | ") }.map(Array.init)
    try #require(lines.count == 2)
    let secret = try #require(lines[0].firstIndex(of: "*"))
    #expect(lines[1].firstIndex(of: "^") == secret + 1)
  }

  @Test(arguments: [
    (0, "1970-01-01"), (951_782_400, "2000-02-29"), (-1, "1969-12-31"), (4_107_542_399, "2100-02-28"),
    (4_107_542_400, "2100-03-01"), (Int64.min, "0001-01-01"), (Int64.max, "9999-12-31"),
  ])
  func `dates are civil`(_ seconds: Int64, _ date: String) throws {
    var report = Fixtures.empty
    report.findings = [Fixtures.cloudKey]
    report.findings[0].occurrences[0].commit?.time = seconds
    #expect(text(report).contains("commit a0a0a0a0a0, \(date), Jo Doe"))
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1_000, "1.0 kB"), (44_193_220, "44.1 MB"),
    (9_255_000_000, "9.2 GB"),
  ])
  func `bytes are readable`(_ count: Int, _ words: String) {
    var report = Fixtures.empty
    report.coverage.bytes = count
    #expect(text(report).contains("(\(words))"))
  }

  @Test(arguments: [(999, "999 ms"), (1_284, "1.2 s"), (59_999, "59.9 s"), (125_000, "2 min 5 s")])
  func `time is readable`(_ milliseconds: Int, _ words: String) {
    var report = Fixtures.empty
    report.durationMilliseconds = milliseconds
    #expect(text(report).contains("in \(words)."))
  }
}
