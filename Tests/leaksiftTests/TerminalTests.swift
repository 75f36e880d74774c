import Findings
import Reports
import Scan
import Testing
import Text

@testable import leaksift

struct TerminalTests {
  static let colours: [([String: String], Bool, Bool)] = [
    ([:], true, true), ([:], false, false), (["NO_COLOR": "1"], true, false), (["NO_COLOR": ""], true, true),
    (["TERM": "dumb"], true, false), (["CLICOLOR_FORCE": "1"], false, true), (["CLICOLOR_FORCE": "0"], false, false),
    (["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], true, false),
  ]

  @Test(arguments: colours)
  func `colour follows terminal and environment`(
    _ environment: [String: String], _ isTerminal: Bool, _ expected: Bool
  ) {
    #expect(Console.wantsColour(isTerminal: isTerminal) { environment[$0] } == expected)
  }

  @Test func `control characters are spelled out`() {
    #expect(Escaping.visibleLines("a\u{1B}[31m\u{7}é\u{9B}\nb") == "a\\u{1b}[31m\\u{7}é\\u{9b}\nb")
  }

  @Test(arguments: [
    "\u{202E}gpj.x", "a\u{200B}b", "\u{2066}x\u{2069}", "a\u{2028}b", "x\n::stop-commands::y", "##vso[task.x]y",
  ])
  func `a message can neither reorder what is read nor command a runner`(_ text: String) {
    let shown = Escaping.visibleLines(text)
    #expect(shown.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(!shown.contains("##vso[") && !shown.split(separator: "\n").contains { $0.hasPrefix("::") })
  }

  @Test func `progress names what was done`() {
    var progress = ScanProgress()
    progress.files = 1204
    progress.total = 5000
    progress.bytes = 44_190_000
    let text = ProgressLine.text(progress, elapsed: .milliseconds(3999))
    #expect(text == "scanned 1,204 of 5,000 files (24 %), 44.1 MB, 3 s, some 12 s left")
  }

  @Test func `progress tells the time that is left once enough is done`() {
    var progress = ScanProgress()
    progress.files = 10
    progress.total = 1000
    #expect(ProgressLine.text(progress, elapsed: .seconds(10)) == "scanned 10 of 1,000 files (1 %), 0.0 MB, 10 s")
    progress.files = 100
    #expect(ProgressLine.text(progress, elapsed: .seconds(20)).hasSuffix("20 s, some 3 min 0 s left"))
    progress.files = 1001
    #expect(ProgressLine.text(progress, elapsed: .seconds(20)).hasSuffix("(100 %), 0.0 MB, 20 s, some 0 s left"))
    progress.total = 0
    #expect(!ProgressLine.text(progress, elapsed: .seconds(20)).contains("%"))
  }

  @Test func `progress of a history counts blobs and commits`() {
    var progress = ScanProgress()
    progress.blobs = 7
    progress.commits = 1_234_567
    #expect(ProgressLine.text(progress, elapsed: .seconds(1)) == "scanned 1,234,567 commits, 7 blobs, 0.0 MB, 1 s")
  }
}

struct ExitCodeTests {
  private func report(found: Bool, complete: Bool) -> Report {
    let coverage = Coverage(gaps: complete ? [] : [Skip(path: "a", reason: "unreadable")])
    let finding = Finding(
      fingerprint: Fingerprint(value: 1), rule: RuleSummary(id: "r", title: "R"), severity: .high, confidence: .high,
      secret: "****", occurrences: [Occurrence(path: "a", line: 1, column: 1, endLine: 1, endColumn: 2)])
    return Report(
      tool: Report.Tool(name: "leaksift", version: "1", rules: 1), target: ".", mode: "files", startedAt: 0,
      durationMilliseconds: 1, coverage: coverage, findings: found ? [finding] : [])
  }

  static let cases: [(Bool, Bool, Int?, Int32)] = [
    (false, true, nil, 0), (true, true, nil, 1), (true, false, nil, 1), (false, false, nil, 3),
    (true, true, 42, 42), (false, true, 42, 0), (true, true, 0, 0), (true, false, 0, 3), (false, false, 0, 3),
  ]

  @Test(arguments: cases)
  func `the exit code tells the verdict`(_ found: Bool, _ complete: Bool, _ wish: Int?, _ expected: Int32) {
    #expect(exitCode(for: report(found: found, complete: complete), findings: wish).value == expected)
  }
}
