import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// What a project's `.leaksift.toml` sets beside rules.
struct SettingsTests {
  private func project(_ settings: String) throws -> Project {
    let project = try Project(
      rules: Project.rules.replacing("id = \"demo-token\"", with: "id = \"demo-token\"\nseverity = \"medium\"")
        + settings)
    try project.folder.write("src/a.txt", Project.leak() + "\n")
    try project.folder.write("docs/b.md", "other = 'other_\(Project.random())'\n\(Project.leak())\n")
    return project
  }

  private func found(_ settings: String, _ change: (inout ScanRequest) -> Void = { _ in }) throws -> [String] {
    let report = try project(settings).scan(change)
    return report.findings.flatMap { finding in finding.occurrences.map { "\(finding.rule.id) \($0.path)" } }.sorted()
      + ["\(report.belowThreshold.count)"]
  }

  private static let all = ["demo-token docs/b.md", "demo-token src/a.txt", "other-token docs/b.md"]

  @Test func `thresholds count unless the command line says otherwise`() throws {
    #expect(try found("") == Self.all + ["0"])
    #expect(try found("[severity]\nminimum = \"high\"\n") == ["other-token docs/b.md", "2"])
    #expect(try found("[confidence]\nminimum = \"high\"\n") == ["3"])
    #expect(try found("[severity]\nminimum = \"high\"\n") { $0.minimumSeverity = .low } == Self.all + ["0"])
  }

  @Test func `paths have settings of their own`() throws {
    #expect(
      try found("[[paths]]\npatterns = [\"docs/\"]\nmin_severity = \"high\"\n") == [
        "demo-token src/a.txt", "other-token docs/b.md", "1",
      ])
    #expect(
      try found("[[paths]]\npatterns = [\"*.md\"]\ndisabled_rules = [\"other-token\"]\n") == [
        "demo-token docs/b.md", "demo-token src/a.txt", "0",
      ])
    #expect(try found("[[paths]]\npatterns = [\"/b.md\"]\nmin_confidence = \"high\"\n") == Self.all + ["0"])
  }

  @Test func `environment files can be left out`() throws {
    for (settings, count) in [("", 1), ("[dotenv]\nenabled = false\n", 0), ("[dotenv]\nignore = [\"fixtures/\"]\n", 0)]
    {
      let project = try Project(rules: Project.rules + settings)
      try project.folder.write("fixtures/.env", "DATABASE_PASSWORD=\(Project.random())\n")
      try project.folder.commitAll()
      let report = try project.scan()
      #expect(report.findings.count { $0.rule.id.contains("env") } == count, "\(settings)")
    }
  }

  @Test func `files without a secret and files outside of repositories fail a run when [dotenv] is strict`() throws {
    for (settings, severity) in [("", Severity.info), ("[dotenv]\nstrict = true\n", .low)] {
      let committed = try Project(rules: Project.rules + settings)
      try committed.folder.write(".env", "PORT=80\n")
      try committed.folder.commitAll()
      let outside = try Project(rules: Project.rules + settings)
      try outside.folder.write(".env", "DATABASE_PASSWORD=\(Project.random())\n")
      for project in [committed, outside] {
        let alone = try scanEnvironmentFiles(at: project.folder.path, fix: false, showSecrets: false)
        #expect(alone.findings.map(\.severity) == [severity], "\(settings)")
        let whole = try project.scan()
        #expect(whole.findings.filter { $0.rule.id.contains("env") }.map(\.severity) == [severity], "\(settings)")
      }
    }
  }

  @Test func `leaksift env says that it did not look at the history, where there is one`() throws {
    let project = try Project()
    func says() throws -> Bool {
      let report = try scanEnvironmentFiles(at: project.folder.path, fix: false, showSecrets: false)
      return report.coverage.notes.contains { $0.contains("history was not checked") }
    }
    try project.folder.write(".env", "PORT=80\n")
    #expect(try !says())
    try project.folder.commitAll()
    #expect(try says())
  }

  @Test(arguments: [
    ("[severity]\nminimum = \"huge\"", "\"minimum\" is \"huge\" but must be one of critical, high, medium, low, info"),
    ("[severity]\ntest_folders = \"off\"", "\"test_folders\" is \"off\" but must be one of lower, keep"),
    ("[severity]\nmin = \"high\"", "unknown key \"min\": did you mean \"minimum\"?"),
    ("[[paths]]\nmin_severity = \"high\"", "[[paths]]: give \"patterns\""),
    ("[[paths]]\npatterns = [\"a\"]", "[[paths]]: it sets nothing"),
    ("[report]\nfromat = \"json\"", "did you mean \"format\"?"),
    ("[dotenv]\nstrict = \"yes\"", "\"strict\" must be true or false"),
    ("[dotenv]\nenabled = 1", "\"enabled\" must be true or false"),
  ])
  func `a mistake names the key`(settings: String, message: String) throws {
    let project = try project(settings)
    do {
      let report = try project.scan()
      #expect(report.coverage.notes.contains { $0.contains(message) && $0.contains(".leaksift.toml:") })
    } catch let error as ScanError {
      #expect(error.description.contains(message) && error.description.contains(".leaksift.toml:"), "\(error)")
    }
  }

  @Test func `a further target's configuration that does not count is named`() throws {
    let (first, second) = (try project(""), try project("[report]\nformat = \"json\"\n"))
    func notes(_ targets: [Project]) throws -> [String] {
      let request = ScanRequest(targets: targets.map { .path($0.folder.path) }, workers: 1)
      return try Scan.scan(request).coverage.notes.filter { $0.contains("does not count") }
    }
    #expect(try notes([first, first]).isEmpty)
    #expect(try notes([first, second]).map { $0.hasPrefix("\(second.folder.path)/.leaksift.toml ") } == [true])
  }

  @Test func `the report's format is read`() throws {
    let project = try project("[report]\nformat = \"json\"\n")
    #expect(
      try projectSettings(of: ScanRequest(targets: [.path(project.folder.path)], workers: 1)).reportFormat == "json")
  }
}
