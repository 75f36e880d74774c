import FileTestSupport
import Findings
import Scan
import Testing

/// What a configuration hides is counted, with the file it is written in.
struct HiddenCountTests {
  private static let allowlists = """

    [[allowlists]]
    description = "the demo tenant"
    paths = ["^docs/"]

    [[allowlists]]
    stopwords = ["abcxyz"]

    """

  private func project(_ settings: String) throws -> Project {
    let project = try Project(rules: Project.rules + settings)
    try project.folder.write("src/a.txt", Project.leak() + "\n")
    try project.folder.write("docs/b.md", Project.leak() + "\n")
    return project
  }

  private func places(_ findings: [Finding]) -> [String] {
    findings.flatMap { $0.occurrences.map(\.path) }.sorted()
  }

  @Test func `a finding that an allowlist hides is counted, with its place`() throws {
    let project = try project(Self.allowlists)
    let report = try project.scan()
    #expect(places(report.findings) == ["src/a.txt"])
    #expect(places(report.suppressed) == ["docs/b.md"])
    let suppression = try #require(report.suppressed.first?.suppression)
    #expect(suppression.kind == .allowlist)
    let line = Project.rules.count { $0 == "\n" } + 2
    #expect(suppression.place.hasSuffix(".leaksift.toml:\(line)"))
    #expect(suppression.reason == "the demo tenant")
    #expect(report.configuration?.hasSuffix(".leaksift.toml") == true)
    let all = try project.scan { $0.honourSuppressions = false }
    #expect(places(all.findings) == ["docs/b.md", "src/a.txt"])
    #expect(all.hidden.isEmpty)
  }

  @Test func `an allowlist that looks at the secret counts what it hides`() throws {
    let project = try Project(rules: Project.rules + Self.allowlists)
    try project.folder.write("src/a.txt", "demo = 'demo_abcxyz\(Project.random().dropFirst(6))'\n")
    let report = try project.scan()
    #expect(report.findings.isEmpty)
    #expect(report.suppressed.map(\.suppression?.kind) == [.allowlist])
  }

  @Test func `histories count hidden findings whether or not deltas are carried`() throws {
    let project = try project(Self.allowlists)
    for round in 1...6 {
      try project.folder.write("docs/b.md", "\(round)\n" + String(repeating: "text\n", count: 400) + Project.leak())
      try project.folder.commitAll()
    }
    try project.folder.shell("git gc -q --aggressive")
    func scan(inFull: Bool) throws -> Report {
      try project.scan {
        $0.mode = .history(branch: nil)
        $0.scansInFull = inFull
      }
    }
    let (carried, full) = (try scan(inFull: false), try scan(inFull: true))
    #expect(places(carried.suppressed) == Array(repeating: "docs/b.md", count: 6))
    #expect(carried.suppressed == full.suppressed)
    #expect(carried.findings == full.findings)
  }

  @Test func `settings for paths count what they hide`() throws {
    let settings = "[[paths]]\npatterns = [\"docs/\"]\ndisabled_rules = [\"demo-token\"]\n"
    let project = try project(settings)
    let report = try project.scan()
    #expect(places(report.suppressed) == ["docs/b.md"])
    #expect(report.suppressed.first?.suppression?.kind == .settings)
    #expect(try project.scan { $0.honourSuppressions = false }.findings.count == 2)
  }

  @Test func `a secret that another rule reports is not counted as hidden too`() throws {
    let rule = "[[rules]]\nid = \"loose-token\"\nregex = '''demo_([A-Za-z0-9]{24})'''\nkeywords = [\"demo_\"]\n"
    let project = try project(rule + "[[allowlists]]\ntargetRules = [\"demo-token\"]\npaths = [\"^docs/\"]\n")
    let report = try project.scan()
    #expect(report.findings.map(\.rule.id).sorted() == ["demo-token", "loose-token"])
    #expect(report.hidden.isEmpty)
  }
}
