import Reports
import Scan
import Testing

@testable import leaksift

/// gitleaks' command line, read as leaksift's.
struct GitleaksLineTests {
  private func line(_ words: String, git: @escaping ([String]) -> String? = { _ in nil }) throws -> GitleaksLine {
    let rewritten = GitleaksSpelling.rewritten(words.split(separator: " ").map { String($0) })
    guard case .run(_, let arguments) = try Command.gitleaks.parse(rewritten) else {
      throw CommandFailure("help was asked for")
    }
    return try GitleaksLine(arguments) { git($1) }
  }

  @Test(arguments: [
    ("git", ScanRequest.Mode.history(branch: nil)), ("git --staged repo", .staged),
    ("git --pre-commit --staged", .staged),
    ("git --pre-commit", .files), ("dir src", .files), ("directory src", .files), ("detect", .history(branch: nil)),
    ("detect --no-git", .files), ("detect --no-git=true", .files), ("detect --no-git=false", .history(branch: nil)),
    ("protect --staged", .staged), ("protect", .files), ("git --log-opts=A..B", .range("A..B")),
    ("git --log-opts --all", .history(branch: nil)), ("detect --log-opts=main", .history(branch: "main")),
    ("git --log-opts=-3", .history(branch: "HEAD")), ("stdin", .files),
  ])
  func `each command scans what gitleaks would`(words: String, mode: ScanRequest.Mode) throws {
    #expect(try line(words).request.mode == mode)
  }

  @Test func `counts and dates become ranges that git knows`() throws {
    #expect(try line("git --log-opts=-3") { _ in "id" }.request.mode == .range("HEAD~3..HEAD"))
    #expect(try GitLogOptions("-n 2 main --no-merges").mode { _ in "id" } == .range("main~2..main"))
    #expect(
      try GitLogOptions("--since='2 weeks ago'").mode { $0.contains("--before=2 weeks ago") ? "abc" : nil }
        == .range("abc..HEAD"))
    #expect(try GitLogOptions("--since=2001-01-01").mode { _ in nil } == .history(branch: "HEAD"))
  }

  @Test(arguments: ["--author=x", "^main", "a b", "-S secret", "-- path"])
  func `other options for git log are refused by name`(options: String) throws {
    let error = try #require(throws: CommandFailure.self) { _ = try GitLogOptions(options) }
    #expect(error.message.hasPrefix("--log-opts: `"))
  }

  @Test func `options may stand before the command and be joined`() throws {
    let read = try line("-v --config=c.toml -b base.json -f=csv -r out.csv --no-banner -l warn dir src --exit-code 9")
    #expect(read.request.targets == [.path("src")])
    #expect(read.request.configuration == "c.toml")
    #expect(read.request.baseline == "base.json")
    #expect(read.plan.reports.map(\.format) == [.gitleaksCSV])
    #expect(read.plan.filePaths == ["out.csv"])
    #expect(read.reportArguments.number(.exitCode) == 9)
    #expect(read.request.includeIgnored)
  }

  @Test(arguments: [
    ("git -r a.json", true), ("git -r a.json --redact", false), ("git --redact=20 -r a.json", false),
    ("git --redact=0 -r a.json", true), ("git --redact -r a.json .", false), ("git -v", false), ("git -r -", false),
  ])
  func `report files hold secrets unless they are redacted, the terminal never does`(words: String, shows: Bool) throws
  {
    #expect(try line(words).request.showSecrets == shows)
  }

  @Test(arguments: [
    ("git -r a", "gitleaks"), ("git -r a.sarif", "sarif"), ("git -r a.xml -f junit", "junit"),
    ("git -r a.csv", "gitleaks-csv"),
    ("git -f json -r a.sarif", "gitleaks"),
  ])
  func `the report's format is the one gitleaks would write`(words: String, format: String) throws {
    #expect(try line(words).plan.reports.map(\.format.rawValue) == [format])
  }

  @Test func `what counts is carried over`() throws {
    let request = try line(
      "dir --enable-rule a,b --enable-rule c --ignore-gitleaks-allow -i ignores --max-target-megabytes 5"
    ).request
    #expect(request.onlyRules == ["a", "b", "c"])
    #expect(!request.honoursInlineComments)
    #expect(request.ignoreFile == "ignores")
  }

  @Test(arguments: ["git -f template -r x", "git --report-template t"])
  func `template reports are refused with a word on what to do`(words: String) throws {
    let error = try #require(throws: CommandFailure.self) { _ = try line(words) }
    #expect(error.message.contains("--report-format json"))
  }

  @Test func `the name of a symbolic link stands for the command`() {
    #expect(wordsOfProcess(["/usr/bin/gitleaks", "dir"]) == ["gitleaks", "dir"])
    #expect(wordsOfProcess(["./leaksift", "scan"]) == ["scan"])
  }
}
