import FileTestSupport
import Findings
import Scan
import Testing

/// Comments beside secrets.
struct InlineMarkerTests {
  let project: Project

  init() throws {
    project = try Project()
  }

  /// Counts of a scan of one file in which `LEAK` stands for a line with a secret.
  private func counts(_ text: String) throws -> [Int] {
    try project.folder.write("a.txt", text.replacing("LEAK", with: Project.leak()) + "\n")
    return try project.counts()
  }

  @Test(arguments: [
    "LEAK # leaksift:allow", "LEAK // gitleaks:allow", "LEAK # betterleaks:allow", "LEAK # trufflehog:ignore",
    "LEAK # kingfisher:ignore", "LEAK # pragma: allowlist secret", "LEAK # pragma: whitelist secret",
    "/* gitleaks:allow */ LEAK", "# leaksift:allow-next-line\nLEAK", "# pragma: allowlist nextline secret\r\nLEAK",
    "# leaksift:allow-begin\n\n\nLEAK\nx\n# leaksift:allow-end", "# leaksift:allow-begin\nLEAK",
    "LEAK <!-- leaksift:allow a key for tests -->", "LEAK # leaksift:allow reason=\"a \\\"test\\\" key\"",
    "LEAK # leaksift:allow demo-token", "LEAK # leaksift:allow other-token,demo-token",
    "LEAK # leaksift:allow rule=demo-token",
    "LEAK # leaksift:allow until=2999-12-31", "LEAK # leaksift:allow until=2000-01-01 # gitleaks:allow",
    "LEAK # ggignore", "LEAK //ggignore", "LEAK <!-- ggignore -->", "LEAK -- ggignore: test key",
    "# leaksift:allow-begin\n# leaksift:allow-begin\nx\n# leaksift:allow-end\nLEAK\n# leaksift:allow-end",
  ])
  func `a comment hides what it speaks of`(text: String) throws {
    #expect(try counts(text) == [0, 1])
  }

  @Test(arguments: [
    "LEAK # leaksift:allowed", "LEAK\n# leaksift:allow", "# leaksift:allow\nLEAK", "LEAK # leaksift:allow-next-line",
    "# leaksift:allow-begin\n# leaksift:allow-end\nLEAK", "LEAK # leaksift:allow-begin\n# leaksift:allow-end",
    "LEAK # leaksift:allow other-token", "LEAK # leaksift:allow rule=other-token", "LEAK # leaksift:allow rule=unknown",
    "LEAK # leaksift:allow until=2000-01-01", "LEAK # leaksift:allow until=tomorrow",
    "# leaksift:allow-next-line\n\nLEAK", "LEAK # leaksift allow", "LEAK # allow", "LEAK # ggignored",
    "LEAK ggignore", "# ggignore\nLEAK", "LEAK # my-ggignore",
    "LEAK #:", ":LEAK:",
  ])
  func `a comment hides nothing else`(text: String) throws {
    #expect(try counts(text) == [1, 0])
  }

  @Test func `a match that takes the line's end is not hidden by the next line`() throws {
    let project = try Project(rules: Project.rules.replacing("{24})\\b", with: "{24})\\s"))
    let (first, second) = ("demo_" + Project.random(), "demo_" + Project.random())
    try project.folder.write("a.txt", "\(first)\n\(second) # gitleaks:allow\n")
    #expect(try project.counts() == [1, 1])
  }

  @Test func `comments that hide nothing are named when asked for`() throws {
    try project.folder.write(
      "a.txt",
      """
      \(Project.leak()) # leaksift:allow
      nothing # leaksift:allow
      # leaksift:allow-next-line
      \(Project.leak())
      # leaksift:allow-begin old
      # leaksift:allow-end
      the word leaksift:allowed, and gitleaks:allow
      # leaksift:allow-next-line other-token
      \(Project.leak())
      """)
    try project.folder.write("docs/manual.md", "    key = … # leaksift:allow\n")
    try project.folder.write(".leaksiftignore", "docs/ reason=\"shows comments\"\n")
    let sentences = [2, 5, 8].map { line in
      let name = line == 2 ? "leaksift:allow" : line == 5 ? "leaksift:allow-begin" : "leaksift:allow-next-line"
      return "a.txt:\(line): stale: the comment `\(name)` hides no finding; remove it"
    }
    let named = try project.scan { $0.judgesComments = true }.staleSuppressions
    #expect(named == sentences)
    #expect(try project.scan().staleSuppressions.isEmpty)
  }

  @Test func `an expired comment says so and fails strictly`() throws {
    try project.folder.write("a.txt", "\n\(Project.leak()) # leaksift:allow until=2001-02-03\n")
    let report = try project.scan()
    #expect(
      report.coverage.notes.contains("a.txt:2: the comment `leaksift:allow` no longer counts: it expired on 2001-02-03")
    )
    #expect(report.staleSuppressions.count == 1)
  }

  @Test func `the report carries reason and place`() throws {
    try project.folder.write("a.txt", "x\n# leaksift:allow-begin reason=\"sample data\"\n\(Project.leak())\n")
    let suppression = try #require(try project.scan().suppressed.first?.suppression)
    #expect(suppression == Suppression(kind: .inline, place: "a.txt:2", reason: "sample data"))
  }

  @Test func `blocks reach across the pieces of a long text`() throws {
    let filler = "yes nothing | head -c 17000000"
    try project.folder.shell(
      """
      { echo '# leaksift:allow-begin'; \(filler); echo '\(Project.leak())'; echo '# leaksift:allow-end'
      \(filler); echo '\(Project.leak())'; } >a.txt
      """)
    #expect(try project.counts() == [1, 1])
  }

  @Test func `no suppression counts when the user says so`() throws {
    try project.folder.write("a.txt", "\(Project.leak()) # gitleaks:allow\n")
    #expect(try project.counts { $0.honourSuppressions = false } == [1, 0])
  }
}
