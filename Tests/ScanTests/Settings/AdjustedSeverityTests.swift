import FileTestSupport
import Findings
import Scan
import Testing

/// Findings that only their surroundings show to be secrets have a lower severity in tests and documentation.
struct AdjustedSeverityTests {
  private static let rules =
    Project.rules + """
      [[rules]]
      id = "generic"
      severity = "critical"
      regex = '''\\b([A-Za-z0-9]{24})\\b'''
      context = ["acme"]
      [[rules]]
      id = "prefixed"
      severity = "critical"
      regex = '''\\b(qx[A-Za-z0-9]{22})\\b'''
      context = ["umbrella"]

      """

  private func project(_ settings: String = "", files: [String]) throws -> Project {
    let project = try Project(rules: Self.rules + settings)
    for file in files { try project.folder.write(file, "acme_key = \"\(Project.random())\"\n") }
    return project
  }

  private func severities(_ report: Report) -> [String] {
    report.findings.map { finding in
      "\(finding.occurrences[0].path) \(finding.severity.name) \(finding.adjusted?.reason.text ?? "")"
    }.sorted()
  }

  @Test func `the place lowers the severity, and the finding says why`() throws {
    let project = try project(files: ["src/a.py", "tests/a.py", "examples/a.py", "docs/a.html"])
    let report = try project.scan()
    #expect(
      severities(report) == [
        "docs/a.html high in documentation", "examples/a.py medium in an example", "src/a.py critical ",
        "tests/a.py medium in a test",
      ])
    #expect(report.findings.compactMap(\.adjusted?.from) == [.critical, .critical, .critical])
  }

  @Test(arguments: [
    ("[severity]\ntest_folders = \"keep\"\n", ["docs/a.html high in documentation", "tests/a.py critical "]),
    ("[severity]\ndocumentation = \"keep\"\n", ["docs/a.html critical ", "tests/a.py medium in a test"]),
    ("[severity]\ntest_folders = \"lower\"\n", ["docs/a.html high in documentation", "tests/a.py medium in a test"]),
  ])
  func `the configuration can keep it`(settings: String, expected: [String]) throws {
    #expect(try severities(project(settings, files: ["docs/a.html", "tests/a.py"]).scan()) == expected)
  }

  @Test func `thresholds see the lowered severity`() throws {
    let project = try project(files: ["src/a.py", "tests/a.py"])
    let report = try project.scan { $0.minimumSeverity = .high }
    #expect(severities(report) == ["src/a.py critical "])
    #expect(report.belowThreshold.count == 1)
    #expect(try project.scan { $0.failOn = .high }.failingCount == 1)
  }

  @Test func `a vendor's prefix is never lowered`() throws {
    let project = try project(files: [])
    try project.folder.write("tests/a.py", "\(Project.leak())\numbrella = \"qx\(Project.random().dropFirst(2))\"\n")
    #expect(try project.scan().findings.map(\.adjusted) == [nil, nil])
  }

  @Test func `a secret that is elsewhere too has the severity of its worst place`() throws {
    let project = try project(files: ["tests/a.py"])
    try project.folder.shell("mkdir src && cp tests/a.py src/")
    let finding = try #require(try project.scan().findings.first)
    #expect(finding.occurrences.count == 2)
    #expect(finding.severity == .critical && finding.adjusted == nil)
  }

  @Test func `fingerprints stay, and histories, staged changes, archives and encodings agree`() throws {
    let project = try project(files: ["tests/a.py"])
    let finding = try #require(try project.scan().findings.first)
    let kept = try self.project("[severity]\ntest_folders = \"keep\"\n", files: [])
    try kept.folder.write("tests/a.py", project.folder.read("tests/a.py"))
    #expect(try kept.scan().findings.map(\.fingerprint) == [finding.fingerprint])
    try project.folder.commitAll()
    #expect(try project.scan { $0.mode = .history(branch: nil) }.findings.map(\.adjusted?.reason) == [.test])
    try project.folder.write("tests/b.py", "acme_key = \"\(Project.random())\"\n")
    try project.folder.shell("git add tests/b.py")
    #expect(try project.scan { $0.mode = .staged }.findings.map(\.adjusted?.reason) == [.test])
    try project.folder.shell("git rm -qf tests/b.py")
    try project.folder.shell("tar -cf all.tar tests && base64 -w0 tests/a.py > tests/a.txt && rm tests/a.py")
    let report = try project.scan()
    #expect(report.findings.map(\.adjusted?.reason) == [.test])
    #expect(Set(report.findings.flatMap { $0.occurrences.map(\.path) }) == ["all.tar!tests/a.py", "tests/a.txt"])
  }

  @Test func `a login at a local host is lowered wherever it is`() throws {
    let project = try Project(rules: "")
    let secrets = (0..<3).map { _ in Project.random().prefix(16) }
    try project.folder.write("app.py", "url = \"postgres://app:\(secrets[0])@localhost:5432/x\"\n")
    try project.folder.write("compose.yaml", "url: postgres://app:\(secrets[1])@db:5432/x\n")
    try project.folder.write("other.py", "url = \"postgres://app:\(secrets[2])@db:5432/x\"\n")
    try project.folder.shell("mkdir tests && cp app.py tests/")
    #expect(
      try severities(project.scan()) == [
        "app.py low for a local host", "compose.yaml low for a local host", "other.py high ",
      ])
  }
}
