import FileTestSupport
import Findings
import Reports
import Scan
import Testing

/// The same input gives the same report; fingerprints and counts follow the secret, not its place.
@Suite struct ReportStabilityTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func `the number of workers does not show`() throws {
    for file in 0..<120 {
      var text = "# file \(file)\n"
      for place in 0..<(file % 7) {
        let allowed = (file + place) % 5 == 0 ? " # leaksift:allow" : ""
        text += "password = \"\(Samples.random(18, seed: UInt64(file * 10 + place)))\"\(allowed)\n"
        text += "token: \(Samples.token(UInt64(place % 3)))\n"
      }
      try folder.write("d\(file % 9)/f\(file).conf", text)
    }
    for rules in [nil, Samples.tokenRule] {
      let reports = try [1, 2, 8].map { workers in
        var report = try folder.scan(rules: rules, workers: workers)
        report.startedAt = 0
        report.configuration = nil
        report.durationMilliseconds = 0
        return report
      }
      #expect(reports[0].coverage.files == 120)
      #expect(!reports[0].findings.isEmpty)
      #expect(reports[1] == reports[0])
      #expect(reports[2] == reports[0])
      #expect(ReportFormat.json.write(reports[2]) == ReportFormat.json.write(reports[0]))
    }
  }

  @Test func `a fingerprint survives moves and renames`() throws {
    try folder.write("a/old.conf", "x = \(Samples.token())\n")
    let before = try folder.scan().findings.map(\.fingerprint)
    try folder.shell("rm -r a")
    try folder.write("b/new.yaml", "\n\n\n  other: '\(Samples.token())'\n")
    let after = try folder.scan().findings.map(\.fingerprint)
    #expect(before.count == 1 && before == after)
    try folder.write("b/new.yaml", "other: '\(Samples.token(2))'\n")
    #expect(try folder.scan().findings.map(\.fingerprint) != before)
  }

  @Test func `one secret in many places is one finding`() throws {
    for name in ["b", "a/c", "a"] where name != "a" {
      try folder.write(name, "\(Samples.token())\n\(Samples.token())\n")
    }
    let report = try folder.scan()
    #expect(report.findings.count == 1)
    #expect(report.places.map(\.description) == ["a/c:1:1", "a/c:2:1", "b:1:1", "b:2:1"])
  }

  @Test(arguments: [
    "leaksift:allow", "gitleaks:allow", "betterleaks:allow", "trufflehog:ignore", "kingfisher:ignore",
    "pragma: allowlist secret",
  ])
  func `a comment on the line suppresses`(marker: String) throws {
    try folder.write("f", "\(Samples.token(1)) # \(marker)\n\(Samples.token(2))\n")
    let report = try folder.scan()
    #expect(report.findings.flatMap(\.occurrences).map(\.line) == [2])
    #expect(report.suppressed.flatMap(\.occurrences).map(\.line) == [1])
    #expect(report.suppressed.first?.suppression == Suppression(kind: .inline, place: "f:1", reason: marker))
    let all = try folder.scan { $0.honourSuppressions = false }
    #expect(all.findings.count == 2 && all.suppressed.isEmpty)
  }

  @Test(arguments: ["leaksift:allow-next-line", "pragma: allowlist nextline secret"])
  func `a comment on the line before suppresses`(marker: String) throws {
    try folder.write("f", "# \(marker)\n\(Samples.token(1))\n\(Samples.token(2)) # \(marker)\n\(Samples.token(3))\n")
    let report = try folder.scan()
    #expect(report.findings.flatMap(\.occurrences).map(\.line) == [3])
    #expect(Set(report.suppressed.flatMap(\.occurrences).map(\.line)) == [2, 4])
  }

  @Test func `a secret allowed in one place counts in the other`() throws {
    try folder.write("f", "\(Samples.token()) # leaksift:allow\n\(Samples.token())\n")
    let report = try folder.scan()
    #expect(report.findings.flatMap(\.occurrences).map(\.line) == [2])
    #expect(report.suppressed.flatMap(\.occurrences).map(\.line) == [1])
  }

  @Test func `what is below the threshold is counted`() throws {
    try folder.write("f", Samples.token())
    let severe = try folder.scan { $0.minimumSeverity = .critical }
    #expect(severe.findings.isEmpty && severe.belowThreshold.count == 1)
    let sure = try folder.scan { $0.minimumConfidence = .high }
    #expect(sure.findings.isEmpty && sure.belowThreshold.count == 1)
  }

  @Test func `a rule of the path reports the file`() throws {
    try folder.write("keys/id_x", "anything")
    let rules = "[[rules]]\nid = \"file\"\npath = '''id_x$'''\n"
    let report = try folder.scan(rules: rules)
    #expect(report.places.map(\.description) == ["keys/id_x:0:0"])
  }

  @Test func `allowlists by path apply`() throws {
    let rules = Samples.tokenRule + "\n[[rules.allowlists]]\npaths = ['''^tests/''']\n"
    try folder.write("tests/a", Samples.token())
    try folder.write("src/a", Samples.token())
    #expect(try folder.scan(rules: rules).places.map(\.path) == ["src/a"])
  }

  @Test func `rules that cannot be read are an error`() throws {
    #expect(throws: ScanError.self) { try folder.scan(rules: "[[rules]]\nid = \"r\"\nregex = '''('''\n") }
    #expect(throws: ScanError.self) { try folder.scan(rules: "") }
    #expect(throws: ScanError.self) { try folder.scan("absent") }
  }
}
