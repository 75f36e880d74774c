import FileTestSupport
import Findings
import Reports
import Testing

@testable import StoredReports

/// Joining and comparing reports that were written as JSON.
@Suite struct StoredReportTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let tool = Report.Tool(name: "leaksift", version: "1", rules: 3)

  private func finding(_ number: UInt64, _ severity: Severity = .high, at paths: [String] = ["a.conf"]) -> Finding {
    let rule = RuleSummary(
      id: "rule-\(number % 3)", title: "A rule", summary: "Why.", severity: severity, tags: ["cloud"],
      docsURL: "https://example.com/docs", revokeURL: "https://example.com/revoke", steps: ["Do it."])
    let places = paths.enumerated().map { index, path in
      var place = Occurrence(
        path: path, line: index + 1, column: 2, endLine: index + 1, endColumn: 8,
        excerpt: Excerpt(before: "k = ", secret: "ab****", after: ";"),
        commit: Commit(
          id: String(repeating: "ab", count: 20), author: "Jo <x>", email: "jo@example.com",
          time: 1_700_000_000 + 86_399,
          subject: "Add it"), inHead: true, commitCount: 2, decodedFrom: "base64")
      place.link = "https://github.com/acme/shop/blob/main/\(path)"
      place.commit?.link = "https://github.com/acme/shop/commit/x"
      if index > 0 { place.removal = Removal(commit: String(repeating: "cd", count: 20), time: 1_700_100_000) }
      return place
    }
    return Finding(
      fingerprint: Fingerprint(value: number), rule: rule, severity: severity, confidence: .high, secret: "ab****",
      occurrences: places, details: [Detail(name: "Account", value: "12")])
  }

  private func report(
    _ findings: [Finding], remote: String? = "https://github.com/acme/shop", gaps: [Skip] = [], target: String = "."
  ) -> Report {
    Report(
      tool: Self.tool, target: target, mode: "history", repositories: [ScannedRepository(remote: remote)],
      startedAt: 1_700_000_000, durationMilliseconds: 10,
      coverage: Coverage(files: 1, commits: 2, bytes: 3, gaps: gaps),
      findings: findings.sorted(by: Finding.precedes))
  }

  private func store(_ report: Report, _ name: String, detail: ReportOptions.Detail = .normal) throws -> String {
    try folder.write(name, ReportFormat.json.write(report, options: ReportOptions(detail: detail)))
    return folder.at(name)
  }

  private func merge(_ paths: [String], failOn: Severity? = nil, memory: Int = 64 << 20) throws -> Report {
    try mergeReports(paths, tool: Self.tool, failOn: failOn, memory: memory)
  }

  @Test func `a report that is read is the one that was written`() throws {
    let original = report([finding(1, at: ["a.conf", "b.conf"]), finding(2, .low)])
    var read = try merge([store(original, "a.json")])
    #expect(read.findings.flatMap(\.occurrences).allSatisfy { $0.repository == "https://github.com/acme/shop" })
    for finding in read.findings.indices {
      for place in read.findings[finding].occurrences.indices {
        read.findings[finding].occurrences[place].repository = nil
      }
    }
    #expect(read.findings == original.findings)
    #expect(read.coverage == original.coverage)
    #expect(read.startedAt == original.startedAt)
  }

  @Test func `the same finding of several reports becomes one`() throws {
    let one = try store(report([finding(1), finding(2)]), "one.json")
    let two = try store(report([finding(1, .critical), finding(3)], remote: "git@gitlab.com:acme/two.git"), "two.json")
    let three = try store(report([finding(1)], remote: nil, target: "/srv/three"), "three.json")
    let merged = try merge([one, two, three])
    #expect(merged.findings.map(\.fingerprint.value) == [1, 3, 2])
    let first = try #require(merged.findings.first)
    #expect(first.severity == .critical)
    #expect(
      first.occurrences.map(\.repository) == [
        "/srv/three", "git@gitlab.com:acme/two.git", "https://github.com/acme/shop",
      ])
    #expect(merged.coverage.files == 3 && merged.coverage.commits == 6 && merged.coverage.bytes == 9)
    #expect(merged.repositories.count == 3)
    #expect(try merge([two, three, one]).findings == merged.findings)
  }

  @Test func `verdicts and ids of a fleet are kept, and the gravest verdict counts`() throws {
    func verified(_ verification: Verification?, _ name: String, _ id: String? = nil) throws -> String {
      var found = finding(1)
      (found.verification, found.fleetID) = (verification, id)
      return try store(report([found]), name)
    }
    let paths = try [
      verified(nil, "a.json"), verified(Verification(.inactive, host: "a", checkedAt: 2), "b.json", "f1"),
      verified(Verification(.active, host: "b", checkedAt: 1), "c.json"),
      verified(Verification(.unknown, reason: "429", checkedAt: 3), "d.json"),
      verified(Verification(.active, host: "c", checkedAt: 9), "e.json"),
      verified(Verification(.skipped), "f.json"),
    ]
    for order in [paths, paths.reversed()] {
      let merged = try merge(order).findings
      #expect(merged.map(\.verification) == [Verification(.active, host: "c", checkedAt: 9)])
      #expect(merged.map(\.fleetID) == ["f1"])
    }
    #expect(try merge([paths[1], paths[5]]).findings.first?.verification?.status == .inactive)
    #expect(try merge([paths[3], paths[1]]).findings.first?.verification?.status == .unknown)
  }

  @Test func `what is active is listed before what is graver`() throws {
    var active = finding(9, .low)
    active.verification = Verification(.active)
    let many = try store(report([active] + (10..<3_000).map { finding($0, .critical) }), "many.json")
    let merged = try merge([many], memory: 16 << 20)
    #expect(merged.furtherCount > 0)
    #expect(merged.findings.first?.fingerprint.value == 9)
  }

  @Test func `gaps of all reports make the whole incomplete`() throws {
    let one = try store(report([], gaps: [Skip(path: "x.zip", reason: "it is damaged")]), "one.json")
    let merged = try merge([one, store(report([]), "two.json")])
    #expect(!merged.coverage.complete)
    #expect(merged.coverage.gaps.map(\.repository) == ["https://github.com/acme/shop"])
    let again = try merge([store(merged, "merged.json")])
    #expect(again.coverage.gaps == merged.coverage.gaps)
  }

  @Test func `hidden findings stay hidden, listed or counted`() throws {
    var original = report([finding(1)])
    var hidden = finding(2)
    hidden.suppression = Suppression(kind: .baseline, place: "b:1", reason: "old")
    original.suppressed = [hidden]
    let counted = try merge([store(original, "a.json"), store(original, "b.json")])
    #expect(counted.hiddenCounts.first { $0.kind == .baseline }?.count == 2)
    #expect(counted.findings.count == 1)
    let listed = try merge([store(original, "c.json", detail: .verbose), store(original, "d.json", detail: .verbose)])
    #expect(listed.suppressed.map(\.suppression) == [hidden.suppression])
    #expect(listed.hiddenCounts.first { $0.kind == .baseline }?.count == 1)
  }

  @Test func `the strictest threshold of the reports counts`() throws {
    var one = report([finding(1, .low)])
    one.failOn = .high
    let first = try store(one, "one.json")
    #expect(try !merge([first]).fails)
    let second = try store(report([finding(2, .info)]), "two.json")
    #expect(try merge([first, second]).fails)
    #expect(try !merge([first, second], failOn: .high).fails)
  }

  @Test func `schema version 1 is read`() throws {
    try folder.write(
      "old.json",
      """
      {"schema_version": 1, "tool": {"name": "leaksift", "version": "0.0.1", "rules": 2}, "target": "shop",
       "mode": "files", "started_at": "2025-01-02T03:04:05Z", "duration_ms": 1, "suppressed": 4, "below_threshold": 5,
       "coverage": {"files": 1, "blobs": 0, "commits": 0, "bytes": 9, "skipped": [], "left_out": [], "notes": [],
         "complete": true},
       "findings": [{"fingerprint": "00000000000000ff", "rule": "r", "title": "R", "severity": "high",
         "confidence": "high", "secret": "x", "remediation": {"summary": "s", "steps": []},
         "occurrences": [{"path": "a.zip", "archive_path": "b.txt", "line": 1, "column": 1, "end_line": 1,
           "end_column": 2}]}]}
      """)
    let merged = try merge([folder.at("old.json")])
    #expect(merged.findings.first?.occurrences.first?.path == "a.zip!b.txt")
    #expect(merged.findings.first?.occurrences.first?.repository == "shop")
    #expect(merged.hiddenCounts.reduce(0) { $0 + $1.count } == 9)
    #expect(merged.startedAt == 1_735_787_045)
  }

  @Test func `what there is no memory for is counted`() throws {
    let many = try store(report((1...3_000).map { finding($0, $0 == 7 ? .critical : .high) }), "many.json")
    let merged = try merge([many], memory: 16 << 20)
    #expect(merged.findings.first?.fingerprint.value == 7)
    #expect(merged.findings.count < 3_000)
    #expect(merged.findings.count + merged.furtherCount == 3_000)
    #expect(throws: StoredReportError.self) { try merge([many], memory: 1 << 18) }
  }

  static let damaged: [(text: String, word: String)] = [
    ("", "byte 1"), ("[]", "byte 1"), ("{}", "no JSON report of leaksift"),
    ("{\"schema_version\": 2}", "no JSON report"),
    ("{\"schema_version\": 3, \"tool\": {\"name\": \"leaksift\"}}", "schema_version 3"),
    ("{\"schema_version\": 2, \"tool\": {\"name\": \"leaksift\"}, \"findings\": []}", "coverage"),
    ("{\"schema_version\": 2, \"tool\": {\"name\": \"leaksift\"}, \"findings\": [{}]}", "byte 66"),
    ("{\"schema_version\": 2, \"findings\": [{\"a\": [1, 2", "byte"), ("{\"a\" 1}", "byte 6"), ("{\"a\": 1} x", "byte"),
    ("{\"a\": " + String(repeating: "[", count: 4_000), "byte"), ("\u{0}\u{1}", "byte 1"),
  ]

  @Test(arguments: damaged) func `a damaged or foreign file is named with the place`(text: String, word: String) throws
  {
    try folder.write("bad.json", text)
    let error = #expect(throws: StoredReportError.self) { try merge([folder.at("bad.json")]) }
    #expect(error?.description.contains("bad.json") == true)
    #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
  }

  @Test func `every cut of a report is an error`() throws {
    let text = ReportFormat.json.write(report([finding(1)]))
    for length in stride(from: 0, to: text.utf8.count - 2, by: 7) {
      try folder.write("cut.json", Array(text.utf8.prefix(length)))
      #expect(throws: StoredReportError.self) { try merge([folder.at("cut.json")]) }
    }
  }

  @Test func `an address of a stored report is not trusted`() throws {
    let path = try store(report([finding(1)]), "a.json")
    let text = try folder.read("a.json").replacing(
      "https://github.com/acme/shop/blob/main/a.conf", with: "javascript:x()")
    try folder.write("a.json", text)
    #expect(try merge([path]).findings.first?.occurrences.first?.link == nil)
  }

  @Test func `a comparison says what is new, fixed and still there`() throws {
    let old = try store(report([finding(1), finding(2)]), "old.json")
    let new = try store(report([finding(2, at: ["moved.conf"]), finding(3)]), "new.json")
    let report = try compareReports(old, new, failOn: nil, memory: 64 << 20)
    #expect(report.findings.map(\.fingerprint.value) == [3])
    #expect(report.comparison?.fixed.map(\.fingerprint.value) == [1])
    #expect(report.comparison?.remaining.map(\.fingerprint.value) == [2])
    let same = try compareReports(new, new, failOn: nil, memory: 64 << 20)
    #expect(same.findings.isEmpty && same.comparison?.remaining.count == 2)
    for format in ReportFormat.allCases { #expect(!format.write(report).isEmpty) }
    #expect(
      ReportFormat.text.write(report, options: ReportOptions(width: 500)).contains("1 new, 1 fixed, 1 still there"))
  }
}
