import FileTestSupport
import Findings
import Reports
import Testing

@testable import Scan

/// Lines of `.leaksiftignore` that accept gaps.
struct AcceptedGapTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.folder.write("src/a.txt", "nothing\n")
    try project.folder.commitAll()
  }

  /// Removes the blob of `src/a.txt`, and returns its id.
  private func loseObject() throws -> String {
    let id = try project.folder.shell("git rev-parse HEAD:src/a.txt").prefix { $0 != "\n" }
    try project.folder.shell("rm -f .git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    return String(id)
  }

  private func history() throws -> Report {
    try project.scan { $0.mode = .history(branch: nil) }
  }

  @Test func `an accepted gap is listed and does not make the scan incomplete`() throws {
    let id = try loseObject()
    let gap = try #require(try history().coverage.gaps.first)
    #expect(gap.acceptance == "\(id) gap=accepted reason=\"…\"")
    try project.folder.write(".leaksiftignore", "\(id) gap=accepted reason=\"lost in 2018\" owner=\"platform\"\n")
    let coverage = try history().coverage
    #expect(coverage.complete)
    #expect(coverage.accepted.map(\.gap) == [gap])
    #expect(coverage.accepted.first?.reason == "lost in 2018 (platform)")
    #expect(coverage.accepted.first?.place.hasSuffix(".leaksiftignore:1") == true)
    let all = try project.scan {
      $0.mode = .history(branch: nil)
      $0.honourSuppressions = false
    }
    #expect(all.coverage.gaps == [gap])
  }

  @Test func `a plain path line accepts no gap`() throws {
    _ = try loseObject()
    try project.folder.write(".leaksiftignore", "src/\n")
    #expect(try !history().coverage.complete)
  }

  @Test func `a line for a gap that is gone is stale, an expired one does not count`() throws {
    let id = try loseObject()
    try project.folder.write(".leaksiftignore", "\(id) gap=accepted reason=\"lost\" until=2020-01-01\n")
    #expect(try !history().coverage.complete)
    let other = String(id.reversed())
    try project.folder.write(
      ".leaksiftignore", "\(id) gap=accepted reason=\"lost\"\n\(other) gap=accepted reason=\"lost\"\n")
    let stale = try history().staleSuppressions
    #expect(stale.count == 1)
    #expect(stale.first?.contains(".leaksiftignore:2: stale: there is no such gap any more") == true)
  }

  @Test(arguments: [
    ("a gap=accepted", "reason=\"why\""), ("a gap=accepted reason=\"…\"", "reason=\"why\""),
    ("a gap=yes reason=\"b\"", "can only be `accepted`"), ("\"a gap=accepted reason=\"b\"", "is not understood"),
  ])
  func `a wrong line names its place and the fix`(line: String, message: String) throws {
    try project.folder.write(".leaksiftignore", "# gaps\n\(line)\n")
    let error = #expect(throws: ScanError.self) { try project.scan() }
    #expect(error?.description.contains(".leaksiftignore:2: ") == true)
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["", "src/"]) func `the offered line names a gap whose path is masked`(_ folder: String) throws {
    let name = "\(folder)backup-\(Samples.token(31)).fifo"
    try project.folder.shell("mkfifo '\(name)'")
    func coverage() throws -> Coverage { try project.folder.scan(name).coverage }
    let gap = try #require(try coverage().gaps.first)
    #expect(!gap.path.contains(Samples.token(31)) && gap.path.hasPrefix("\(folder)backup-tkn_"))
    let line = gap.acceptance.replacing("…", with: "why")
    #expect(!line.contains("*"))
    try project.folder.write(".leaksiftignore", line + "\n")
    #expect(try coverage().complete)
    try project.folder.write(".leaksiftignore", "\(name) gap=accepted reason=\"why\"\n")
    #expect(try coverage().complete)
  }

  @Test func `a gap of the environment files alone is accepted by the same line`() throws {
    let text = Array("A_TOKEN=\(Samples.random(40))\n".utf8)
    try project.folder.write("src/.env", Array(repeatElement(text, count: (17 << 20) / text.count).joined()))
    func coverage() throws -> Coverage {
      try scanEnvironmentFiles(at: project.folder.path, fix: false, showSecrets: false).coverage
    }
    let gap = try #require(try coverage().gaps.first)
    #expect(gap.path == "src/.env")
    try project.folder.write(".leaksiftignore", gap.acceptance.replacing("…", with: "why") + "\n")
    #expect(try coverage().complete && coverage().accepted.count == 1)
  }

  @Test func `gitleaks' fingerprint of a path that is masked hides its finding`() throws {
    let name = "src/backup-\(Samples.token(31)).txt"
    try project.folder.write(name, Samples.token(31) + "\n")
    let report = ReportFormat.gitleaks.write(try project.folder.scan())
    let start = try #require(report.firstRange(of: "\"Fingerprint\": \"")).upperBound
    let line = String(report[start...].prefix { $0 != "\"" })
    #expect(line.hasSuffix(":token:1") && !line.contains("*") && !line.contains("tkn_"))
    try project.folder.write(".gitleaksignore", line + "\n")
    let hidden = try project.folder.scan()
    #expect(hidden.findings == [] && hidden.suppressed.count == 1 && hidden.staleSuppressions == [])
  }

  @Test(arguments: [
    "a.txt", "with blank.txt", " leading", "#hash", "\"quoted\"", "a\nb", "bell\u{7}", "back\\slash", "bad\\xff",
    "two  blanks reason=x", "right\u{202e}left", "é", "!not",
  ])
  func `the offered line names the gap again, whatever its path`(path: String) throws {
    let line = Skip(path: path, reason: "cannot be read").acceptance.replacing("…", with: "why")
    #expect(!line.contains("\n"))
    let file = try IgnoreFile(name: ".leaksiftignore", text: Array(line.utf8))
    #expect(file.entries.map(\.subject) == [.gap(path)])
  }
}
