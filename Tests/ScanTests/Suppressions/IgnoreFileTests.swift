import FileTestSupport
import Content
import Findings
import Rules
import Testing

@testable import Scan

/// `.leaksiftignore`, `.gitleaksignore`, `.betterleaksignore`.
struct IgnoreFileTests {
  let project: Project

  init() throws {
    project = try Project()
    try project.folder.write("src/a.txt", "one\n\(Project.leak())\n")
  }

  private func fingerprint() throws -> String {
    try #require(try project.scan().findings.first).fingerprint.description
  }

  @Test func `a fingerprint hides its finding wherever it moves`() throws {
    let line = try fingerprint() + " reason=\"rotated\" owner=\"payments\" until=2999-01-01 # not an attribute"
    #expect(throws: ScanError.self) {
      try project.folder.write(".leaksiftignore", line); _ = try project.scan()
    }
    try project.folder.write(".leaksiftignore", "# known\n\n" + line.prefix { $0 != "#" })
    let suppressed = try project.scan().suppressed
    #expect(suppressed.first?.suppression?.reason == "rotated (payments)")
    #expect(suppressed.first?.suppression?.place == project.folder.at(".leaksiftignore:3"))
    try project.folder.write("lib/b.txt", "\n\n\n" + (try project.folder.read("src/a.txt")))
    try project.folder.shell("rm -r src")
    #expect(try project.counts() == [0, 1])
  }

  @Test(arguments: [
    "src/", "a.txt", "/src/*.txt", "**/a.*", "src/**", "*.txt reason=\"test data\"", "s?c/[a-c].txt", "src",
  ])
  func `a path line hides findings as gitignore would`(line: String) throws {
    try project.folder.write(".leaksiftignore", line + "\n")
    #expect(try project.counts() == [0, 1])
  }

  @Test(arguments: [
    "/a.txt", "src/b.txt", "*.txt\n!a.txt", "a.txt/", "SRC/", "src/*/a.txt", "a.txt rule=other-token",
    "src/ until=2000-01-01", "src/[!a].txt", "sr",
  ])
  func `a path line hides nothing else`(line: String) throws {
    try project.folder.write(".leaksiftignore", line + "\n")
    #expect(try project.counts() == [1, 0])
  }

  @Test(arguments: [
    "src/a.txt:demo-token:2", "src\\a.txt:demo-token:2", "src/a.txt:some-rule-of-a-peer:2",
    "./src/a.txt:demo-token:2\r",
  ])
  func `a positional line of a peer hides its place`(line: String) throws {
    for name in [".gitleaksignore", ".betterleaksignore", ".leaksiftignore"] {
      try project.folder.shell("rm -f .*ignore")
      try project.folder.write(name, "# comment\n" + line + "\n")
      #expect(try project.counts() == [0, 1], "\(name)")
    }
  }

  @Test(arguments: [
    "src/a.txt:demo-token:3", "src/a.txt:other-token:2", "a.txt:demo-token:2", "src/a.txt:2",
    "0123456789012345678901234567890123456789:src/a.txt:demo-token:2",
  ])
  func `a positional line hides nothing else`(line: String) throws {
    try project.folder.write(".gitleaksignore", line + "\n")
    #expect(try project.counts() == [1, 0])
  }

  @Test func `a positional line names a file that has a backslash in its name`() throws {
    try project.folder.shell(#"mv src/a.txt 'src/a\b.txt'"#)
    try project.folder.write(".leaksiftignore", #"src/a\b.txt:demo-token:2"# + "\n")
    #expect(try project.counts() == [0, 1])
  }

  @Test func `stale lines are listed with file and line`() throws {
    try project.folder.write(".leaksiftignore", "# x\n0123456789abcdef reason=\"gone\"\ndocs/\n")
    try project.folder.write(".gitleaksignore", "src/a.txt:demo-token:2\nsrc/a.txt:demo-token:9\nnonsense\n")
    let report = try project.scan()
    #expect(report.suppressed.count == 1)
    #expect(
      report.staleSuppressions == [
        "\(project.folder.at(".leaksiftignore")):2: stale: it hides no finding any more; remove the line",
        "\(project.folder.at(".gitleaksignore")):2: stale: it hides no finding any more; remove the line",
      ])
    #expect(report.coverage.notes.contains { $0.contains(".gitleaksignore:3: not a fingerprint") })
    #expect(try project.scan { $0.excludedRules = ["other-token"] }.staleSuppressions.isEmpty)
  }

  @Test(arguments: [
    ("0123456789abcdef raeson=\"x\"", "did you mean `reason=`?"), ("src/ until=soon", "write it as YYYY-MM-DD"),
    ("src/ until=2025-02-29", "YYYY-MM-DD"), ("src/ reason=\"open", "a quote is never closed"),
    ("0123456789abcdef because", "is not understood"),
  ])
  func `a wrong line names file, line and mend`(line: String, mend: String) throws {
    try project.folder.write(".leaksiftignore", "\n\(line)\n")
    let error = try #require(throws: ScanError.self) { _ = try project.scan() }
    #expect(error.description.contains(".leaksiftignore:2: "))
    #expect(error.description.contains(mend), "\(error)")
  }

  @Test func `the repository's top has a say in its folders`() throws {
    try project.folder.commitAll()
    try project.folder.write(".gitleaksignore", "src/a.txt:demo-token:2\n")
    let report = try project.scan { $0.targets = [.path(project.folder.at("src"))] }
    #expect(report.findings.isEmpty)
    #expect(report.suppressed.count == 1)
  }

  @Test func `no text makes the reader fail in another way than with a message`() {
    var generator = SeededGenerator(seed: 7)
    let pieces = [
      "a", "/", "**", "*", "[", "]", "!", "\\", "#", " ", "\n", "\r\n", "reason=", "\"", "until=2026-01-01", "rule=",
      ":", "7",
      "0123456789abcdef", "\u{0}", "é", "owner='x'",
    ]
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      for name in IgnoreFile.names {
        do throws(ScanError) {
          let file = try IgnoreFile(name: name, text: Array(text.utf8))
          for case .path(let pattern) in file.entries.map(\.subject) {
            _ = PathPattern.index(hiding: "a/b[c/!d/ééé", among: [pattern])
          }
        } catch {
          #expect(error.description.hasPrefix(".leaksiftignore:"))
        }
      }
    }
  }
}
