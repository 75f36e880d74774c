import FileTestSupport
import Findings
import Scan
import Testing

/// A secret in an environment file is one finding, whether a rule found it or only the file is known to be in git.
struct EnvironmentMergeTests {
  let folder: TemporaryFolder
  private static let found = "TOKEN=\(Samples.token())\n"
  /// A secret by its name, which the rule of these tests does not find.
  private static let unfound = "DB_PASSWORD=\(Samples.random(14, seed: 2))\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q -b main . && git commit -q --allow-empty -m first")
  }

  /// - Parameter time: Seconds since 1970 at which git says that it was.
  private func commit(_ text: String, time: Int = 1_700_000_000) throws {
    try folder.write(".env", text)
    try folder.shell("git add -A && GIT_COMMITTER_DATE='\(time) +0000' git commit -q -m settings")
  }

  /// Rule, severity and lines of each finding.
  private func findings(change: (inout ScanRequest) -> Void = { _ in }) throws -> [String] {
    try folder.scan(change: change).findings.map { finding in
      "\(finding.rule.id) \(finding.severity) \(finding.occurrences.map(\.line))"
    }
  }

  @Test func `a value that a rule finds counts once, as grave as its file`() throws {
    try commit(Self.found)
    #expect(try findings() == ["token critical [1]"])
    let finding = try #require(try folder.scan().findings.first)
    #expect(finding.details.map(\.name) == [Detail.environmentFile])
    #expect(finding.details[0].value.contains("git rm --cached"))
  }

  @Test func `values that no rule finds are told with the file`() throws {
    try commit(Self.unfound)
    #expect(try findings() == ["dotenv-committed critical [1]"])
    try commit(Self.unfound + Self.found)
    #expect(try findings() == ["dotenv-committed critical [1]", "token critical [2]"])
  }

  @Test func `every kind of scan counts the same`() throws {
    try commit("A=1\n" + Self.found)
    #expect(try findings { $0.mode = .since("HEAD^") } == ["token critical [2]"])
    #expect(try findings { $0.mode = .history(branch: nil) } == ["token critical [2]"])
    try folder.shell("git rm -q .env && git commit -q -m gone")
    #expect(try findings { $0.mode = .history(branch: nil) } == ["token high [2]"])
    try folder.write("sub/.env", Self.found)
    #expect(try findings() == ["token high [1]"])
    try folder.shell("git add -A")
    #expect(try findings { $0.mode = .staged } == ["token critical [1]"])
    #expect(try folder.scan { $0.mode = .history(branch: nil) }.findings[0].details[0].value.contains("history"))
  }

  @Test func `another version of the file covers no value of this one`() throws {
    try commit(Self.unfound)
    try commit(Self.found, time: 1_700_000_001)
    try folder.shell("git rm -q .env && git commit -q -m gone")
    #expect(try findings { $0.mode = .history(branch: nil) } == ["dotenv-in-history high [1]", "token high [1]"])
  }

  @Test func `a history tells of a file that is still in HEAD, and of values that it had`() throws {
    try commit(Self.unfound)
    #expect(try findings { $0.mode = .history(branch: nil) } == ["dotenv-committed critical [1]"])
    // Another line, another commit: the secret is still placed where it came.
    try commit("A=1\n" + Self.unfound + Self.found, time: 1_700_000_001)
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(
      report.findings.map { "\($0.rule.id) \($0.occurrences.map(\.line))" } == ["dotenv-committed [1]", "token [3]"])
    #expect(report.findings.map(\.severity) == [.critical, .critical])
    #expect(report.findings.flatMap(\.occurrences).map(\.inHead) == [true, true])
    try commit("A=1\n" + Self.found, time: 1_700_000_002)
    #expect(
      try findings { $0.mode = .history(branch: nil) } == ["token critical [3]", "dotenv-in-history high [1]"])
    try commit("A=1\n", time: 1_700_000_003)
    #expect(
      try findings { $0.mode = .history(branch: nil) } == [
        "dotenv-in-history high [1]", "token high [3]", "dotenv-committed info [0]",
      ])
  }

  @Test func `a note on a file is a detail where a rule finds something in it`() throws {
    try commit("A=1\n")
    #expect(try findings() == ["dotenv-committed info [0]"])
    try commit("# \(Samples.token())\n")
    #expect(try findings() == ["token high [1]"])
    #expect(try folder.scan().findings[0].details.map(\.name) == [Detail.environmentFile])
  }

  @Test func `what a baseline, an ignore file or a comment accepts is accepted with its file`() throws {
    try commit(Self.found)
    var baseline = Baseline(mode: "files")
    for finding in try folder.scan().findings { baseline.add(baseline.entry(for: finding)) }
    #expect(baseline.entries.count == 1)
    let other = try TemporaryFolder()
    try other.write("base", baseline.text)
    #expect(try findings { $0.baseline = other.at("base") } == [])
    try commit(Self.found.replacing("\n", with: " # leaksift:allow\n"))
    #expect(try findings() == [])
    try commit(Self.found)
    try folder.write(".leaksiftignore", ".env rule=token reason=\"test\"\n")
    #expect(try findings() == [])
  }

  @Test func `a finding about a file that was accepted before stays accepted, and the secret counts`() throws {
    try commit(Self.found)
    try folder.write(".leaksiftignore", ".env rule=dotenv-committed reason=\"test\"\n")
    let report = try folder.scan()
    #expect(report.findings.map { "\($0.rule.id) \($0.severity)" } == ["token high"])
    #expect(report.suppressed.map(\.rule.id) == ["dotenv-committed"])
    #expect(report.staleSuppressions.isEmpty)
  }

  @Test func `a value that only a threshold or an allowlist hides is told with the file`() throws {
    try commit(Self.found)
    #expect(try findings { $0.minimumSeverity = .critical } == ["dotenv-committed critical [1]"])
    let allowing = Samples.tokenRule + "\n[[rules.allowlists]]\npaths = ['''\\.env$''']\n"
    let report = try folder.scan(rules: allowing)
    #expect(report.findings.map(\.rule.id) == ["dotenv-committed"])
  }

  @Test func `a secret that environments share is one finding, with their names`() throws {
    try folder.write(".env.production", Self.found)
    try folder.write(".env.staging", Self.found)
    try folder.shell("git add -A && git commit -q -m settings")
    let report = try folder.scan()
    #expect(report.findings.map(\.rule.id) == ["token"])
    #expect(report.findings[0].details.map(\.name) == [Detail.environmentFile, "environments"])
    #expect(report.findings[0].details[1].value == "production, staging")
    try folder.write(".env.staging", "TOKEN=\(Samples.token())!\n".replacing("tkn_", with: "other_"))
    #expect(try folder.scan().findings.map(\.rule.id) == ["dotenv-committed", "token"])
  }
}
