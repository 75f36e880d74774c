import FileTestSupport
import Findings
import Testing

@testable import Scan

/// However many secrets there are, a scan keeps a bounded number of them and counts the rest.
struct FindingBoundTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ name: String, _ seeds: Range<Int>) throws {
    try folder.write(name, seeds.map { "k = \(Samples.token(UInt64($0)))\n" }.joined())
  }

  /// Listed places, and those that are counted, of what counts and of what is hidden.
  private func counts(_ report: Report) -> [Int] {
    let listed = [report.findings, report.suppressed].map { $0.reduce(0) { $0 + $1.occurrences.count } }
    let further = [true, false].map { counts in
      report.further.reduce(0) { $0 + (($1.hiddenBy == nil) == counts ? $1.count : 0) }
    }
    return listed + further
  }

  @Test(arguments: [1, 4]) func `places beyond the bound are counted by rule and file`(workers: Int) throws {
    for (number, name) in ["a.txt", "b.txt", "c.txt", "d.txt"].enumerated() {
      try write(name, number * 100..<number * 100 + 50)
    }
    let all = try folder.scan(workers: workers)
    #expect(counts(all) == [200, 0, 0, 0])
    let report = try folder.scan(workers: workers) { $0.mostPlaces = 60 }
    #expect(counts(report) == [60, 0, 140, 0])
    #expect(report.places == Array(all.places.prefix(60)))
    #expect(
      report.further.map { "\($0.rule) \($0.path) \($0.severity) \($0.count)" } == [
        "token c.txt high 50", "token d.txt high 50", "token b.txt high 40",
      ])
    #expect(report.fails)
    #expect(report.coverage.notes.contains { $0.contains("140 places") && $0.contains("b.txt has 40 more of token") })
  }

  @Test func `what suppressions hide is counted apart and takes nothing from what counts`() throws {
    try write("a/ignored.txt", 0..<100)
    try write("b.txt", 200..<230)
    try folder.write(".leaksiftignore", "a/ reason=\"made up\"\n")
    let report = try folder.scan { $0.mostPlaces = 20 }
    #expect(counts(report) == [20, 20, 10, 80])
    #expect(report.hiddenCounts.first { $0.kind == .ignoreFile }?.count == 100)
    #expect(report.staleSuppressions.isEmpty)
    try folder.shell("rm b.txt")
    let green = try folder.scan { $0.mostPlaces = 20 }
    #expect(!green.fails && counts(green) == [0, 20, 0, 80])
    try write("b.txt", 200..<230)
    try folder.write("c.txt", (300..<330).map { "k = \(Samples.token(UInt64($0))) # leaksift:allow\n" }.joined())
    #expect(try counts(folder.scan { $0.mostPlaces = 25 }) == [25, 25, 5, 105])
  }

  @Test func `histories, ranges and staged changes are bounded too`() throws {
    try folder.shell("git init -q -b main . && git commit -q --allow-empty -m first")
    try write("a.txt", 0..<30)
    try folder.shell("git add -A")
    #expect(try counts(folder.scan { ($0.mode, $0.mostPlaces) = (.staged, 10) }) == [10, 0, 20, 0])
    try folder.shell("git commit -q -m tokens")
    try write("a.txt", 15..<60)
    try folder.shell("git add -A && git commit -q -m more")
    #expect(try counts(folder.scan { ($0.mode, $0.mostPlaces) = (.since("HEAD~2"), 10) })[2] == 50)
    for workers in [1, 3] {
      let report = try folder.scan(workers: workers) { ($0.mode, $0.mostPlaces) = (.history(branch: nil), 10) }
      #expect(counts(report) == [10, 0, 50, 0])
    }
  }

  @Test func `repositories below a folder obey the ignore file of the folder`() throws {
    try write("one/a.txt", 0..<30)
    try write("two/a.txt", 100..<130)
    for name in ["one", "two"] {
      try folder.shell("git init -q -b main . && git add -A && git commit -q -m all", in: name)
    }
    try folder.write(".leaksiftignore", "two/ reason=\"made up\"\n")
    let report = try folder.scan { ($0.mode, $0.mostPlaces) = (.history(branch: nil), 5) }
    #expect(counts(report) == [5, 5, 25, 25])
    #expect(Set(report.further.map(\.path)) == ["one/a.txt", "two/a.txt"])
  }

  @Test func `a text with very many secrets is settled in portions, and nothing is lost or told twice`() throws {
    let number = MatchPortion.longest + 2_000
    try write("a.txt", 0..<number)
    let report = try folder.scan { $0.mostPlaces = .max }
    #expect(report.places.map(\.line) == Array(1...number))
    #expect(counts(try folder.scan { $0.mostPlaces = 1_000 }) == [1_000, 0, number - 1_000, 0])
  }
}
