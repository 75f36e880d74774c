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
