import Findings
import Scan
import Testing

@testable import leaksift

/// From the words of `leaksift scan` to what the engine is asked for.
struct ScanRequestTests {
  private func request(_ words: [String]) throws -> ScanRequest {
    guard case .run(_, let arguments) = try Command.program.parse(["scan"] + words) else {
      throw CommandFailure("help")
    }
    return try ScanRequest(arguments)
  }

  @Test func `without words the working directory is scanned`() throws {
    let request = try request([])
    #expect(request.targets == [.path(".")])
    #expect(request.mode == .files)
    #expect(request.workers >= 1)
    #expect(request.minimumConfidence == nil)
    #expect(request.honourSuppressions)
    #expect(!request.showSecrets)
  }

  static let modes: [([String], ScanRequest.Mode)] = [
    (["--staged"], .staged), (["--since", "v1"], .since("v1")), (["--range=a..b"], .range("a..b")),
    (["--history"], .history(branch: nil)), (["--history", "--branch", "main"], .history(branch: "main")),
  ]

  @Test(arguments: modes)
  func `an option chooses the mode`(_ words: [String], _ mode: ScanRequest.Mode) throws {
    #expect(try request(words).mode == mode)
  }

  @Test(
    arguments: [
      ("-", .standardInput), ("a/b", .path("a/b")), ("https://example.org/x.git", .url("https://example.org/x.git")),
      ("git@example.org:x/y.git", .url("git@example.org:x/y.git")), ("./git@x:y", .path("./git@x:y")),
      ("C:file", .path("C:file")),
    ] as [(String, ScanRequest.Target)])
  func `an operand is a path, a URL or standard input`(_ operand: String, _ target: ScanRequest.Target) throws {
    #expect(try request(["--", operand]).targets == [target])
  }

  @Test func `each limit arrives`() throws {
    let request = try request([
      "--rule", "a", "--rule=b", "--exclude-rule", "c", "--min-severity", "high", "--min-confidence", "low", "-c", "f",
      "--max-memory=100M", "--baseline", "b", "--no-ignore", "--recurse-submodules", "--no-suppressions",
      "--show-secrets", "-j3",
    ])
    #expect(request.onlyRules == ["a", "b"])
    #expect(request.excludedRules == ["c"])
    #expect(request.minimumSeverity == .high)
    #expect(request.minimumConfidence == .low)
    #expect(request.configuration == "f")
    #expect(request.baseline == "b")
    #expect(request.contentBudget == 100 << 20)
    #expect(request.includeIgnored && request.recurseSubmodules && request.showSecrets)
    #expect(!request.honourSuppressions)
    #expect(request.workers == 3)
  }

  @Test func `a cache lies where it is wanted, else where programs keep theirs`() throws {
    #expect(try request(["--history", "--cache=some/where"]).cache?.folder == "some/where")
    let usual = try #require(try request(["--history", "--cache"]).cache?.folder)
    #expect(usual.hasPrefix("/") && usual.hasSuffix("/leaksift"))
    #expect(try request(["--cache", "https://example.org/x.git"]).cache != nil)
    #expect(try request(["--history"]).cache == nil)
  }

  @Test(arguments: [["--branch", "main"], ["--staged", "-"], ["--cache"], ["--cache", "--since", "v1"]])
  func `what makes no sense together is refused`(_ words: [String]) {
    #expect(throws: CommandFailure.self) { try request(words) }
  }

  @Test func `the framework's staged files are scanned as a staged change`() throws {
    let request = try frameworkRequest(files: ["a", "b"], staged: { $0 }) { _ in nil }
    #expect(request.mode == .staged)
    #expect(request.targets == [.path(".")] && request.stagedFiles == ["a", "b"])
  }

  @Test func `files of the framework that are not staged are scanned as a whole`() throws {
    let request = try frameworkRequest(files: ["a", "b"], staged: { _ in [] }) { _ in nil }
    #expect(request.mode == .files)
    #expect(request.targets == [.path("a"), .path("b")])
  }

  @Test func `the framework's range is scanned as a range`() throws {
    let variables = ["PRE_COMMIT_FROM_REF": "x", "PRE_COMMIT_TO_REF": "y"]
    let request = try frameworkRequest(files: ["a"], staged: { $0 }) { variables[$0] }
    #expect(request.mode == .range("x..y"))
    #expect(request.targets == [.path(".")])
  }

  @Test func `a first push through the framework is scanned as the branch's history`() throws {
    let variables = ["PRE_COMMIT_LOCAL_BRANCH": "refs/heads/topic", "PRE_COMMIT_REMOTE_NAME": "origin"]
    let request = try frameworkRequest(files: ["a"], staged: { _ in [] }) { variables[$0] }
    #expect(request.mode == .history(branch: "refs/heads/topic"))
    #expect(request.targets == [.path(".")])
  }
}
