import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// The secrets behind the findings, with what requests about them need beside them.
@Suite struct FoundSecretTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A token whose request needs an organisation, which another rule finds, and a host.
  private static let rules = """
    \(Samples.tokenRule)
    [[rules.verify]]
    url = "https://{{host}}/{{org}}"
    headers = ["Authorization: {{secret}}"]
    parts = ["org = rule org", "host = regex https://([a-z.]+)/"]
    active = ["200"]
    [[rules]]
    id = "org"
    regex = '''org_[a-z]{6}'''
    keywords = ["org_"]
    skipReport = true
    """

  private func secrets(
    _ targets: [ScanRequest.Target]? = nil, change: (inout ScanRequest) -> Void = { _ in }
  ) throws -> [FoundSecret] {
    var request = ScanRequest(targets: targets ?? [.path(folder.path)], workers: 2)
    let ruleFolder = try TemporaryFolder()
    try ruleFolder.write("rules.toml", Self.rules)
    request.configuration = ruleFolder.at("rules.toml")
    change(&request)
    return try scanForSecrets(request).secrets
  }

  private static let text = "api: https://git.acme.example/v4\norg: org_abcdef\nkey: \(Samples.token())\n"

  private func expectAll(_ found: [FoundSecret], _ mode: String) {
    #expect(found.map(\.value) == [Array(Samples.token().utf8)], "\(mode)")
    #expect(found.first?.parts == ["org": ["org_abcdef"], "host": ["git.acme.example"]], "\(mode)")
  }

  @Test func `files, staged changes, ranges, histories and members of archives give the same`() throws {
    try folder.write("a.yml", Self.text)
    expectAll(try secrets(), "files")
    try folder.shell("git init -q && git add a.yml")
    expectAll(try secrets { $0.mode = .staged }, "staged")
    try folder.shell("git commit -q -m one && echo x >b && git add b && git commit -q -m two")
    expectAll(try secrets { $0.mode = .history(branch: nil) }, "history")
    try folder.write("c.yml", Self.text)
    try folder.commitAll()
    expectAll(try secrets { $0.mode = .range("HEAD~1..HEAD") }, "range")
    try folder.shell("mkdir zip && mv a.yml zip && tar czf zip/x.tgz -C zip a.yml && rm zip/a.yml c.yml")
    expectAll(try secrets([.path(folder.at("zip"))]), "archive")
  }

  @Test(arguments: [
    // On the line, then in the paragraph, then anywhere near.
    ("KEY org_nearer", "org_nearer"), ("org_farrrr\n\norg_nearer\nKEY", "org_nearer"),
    ("org_farrrr\n\nKEY", "org_farrrr"), ("[one]\norg_farrrr\n[two]\nKEY\norg_nearer", "org_nearer"),
    ("{\norg_farrrr\n},\n{\nKEY\norg_nearer\n}", "org_nearer"),
    ("org_aaaaaa\norg_bbbbbb\nKEY", "org_aaaaaa org_bbbbbb"),
    ("org_aaaaaa\norg_aaaaaa\nKEY", "org_aaaaaa"), ("KEY", ""),
  ]) func `the nearest place that has a value counts`(_ text: String, _ wanted: String) throws {
    try folder.write("a.txt", text.replacing("KEY", with: Samples.token()) + "\n")
    #expect(try secrets().first?.parts["org"]?.joined(separator: " ") ?? "" == wanted)
  }

  @Test func `of several places the one with all values counts`() throws {
    try folder.write("a.txt", "key: \(Samples.token())\n")
    try folder.write("b.yml", Self.text)
    expectAll(try secrets(), "files")
  }

  @Test func `a report's masked secrets are read again where it says, and nowhere else`() throws {
    try folder.write("a.yml", Self.text)
    try folder.write("b.yml", "key: \(Samples.token(2))\n")
    try folder.commitAll()
    try folder.write("sub/c.yml", "key: \(Samples.token(3))\n")
    try folder.commitAll()
    try folder.write("rules.toml", Self.rules)
    func again(_ report: Report) throws -> Set<String> {
      let found = try secretsAgain(
        of: report.findings, target: folder.path, configuration: folder.at("rules.toml"), workers: 1)
      return Set(found.secrets.map { String(decoding: $0.value, as: UTF8.self) })
    }
    let files = try folder.scan(rules: Self.rules)
    let history = try folder.scan(rules: Self.rules) { $0.mode = .history(branch: nil) }
    #expect(files.findings.allSatisfy { !$0.secret.contains(Samples.token().suffix(20)) })
    let all: Set = [Samples.token(), Samples.token(2), Samples.token(3)]
    #expect(try again(files) == all && again(history) == all)
    try folder.shell("git rm -q b.yml && git commit -q -m gone && echo nothing >a.yml")
    #expect(try again(files) == [Samples.token(3)])
    #expect(try again(history) == all)
  }

  @Test func `what cannot be read again is told with the reason`() throws {
    try folder.write("a.yml", Self.text)
    try folder.write("b.yml", "key: \(Samples.token(2))\n")
    try folder.commitAll()
    try folder.shell("git commit -q --allow-empty -m 'key: \(Samples.token(3))'")
    try folder.shell("git tag -a v1 -m 'key: \(Samples.token(4))'")
    try folder.write("rules.toml", Self.rules)
    let history = try folder.scan(rules: Self.rules) { $0.mode = .history(branch: nil) }
    let files = try folder.scan(rules: Self.rules)
    func again(_ report: Report, _ target: String? = nil) throws -> SecretsAgain {
      try secretsAgain(
        of: report.findings, target: target ?? folder.path, configuration: folder.at("rules.toml"), workers: 1)
    }
    #expect(try again(history).secrets.count == 4 && again(history).unread.isEmpty)
    let commit = try #require(history.findings.flatMap(\.occurrences).first { $0.path == "b.yml" }?.commit?.id)
    for object in ["HEAD:b.yml", "v1"] {
      try folder.shell("rm -f .git/objects/$(git rev-parse \(object) | sed 's|^..|&/|')")
    }
    let lost = try again(history)
    #expect(lost.secrets.count == 2)
    let reasons = history.findings.map { "\($0.occurrences[0].path.prefix(5)) \(lost.reason(for: $0))" }
    #expect(reasons.contains { $0.hasPrefix("b.yml not read again: ") }, "\(reasons)")
    #expect(reasons.contains { $0.hasPrefix("tag/") && $0.contains("not read again: object ") }, "\(reasons)")
    let nowhere = try again(history, "/nowhere")
    #expect(nowhere.secrets.isEmpty)
    #expect(nowhere.unread.contains { $0.reason == "no repository here has the commit \(commit)" }, "\(nowhere.unread)")
    var joined = history
    joined.findings[0].occurrences[0].repository = "elsewhere"
    #expect(try again(joined).reason(for: joined.findings[0]).contains("verify that of elsewhere by itself"))
    let other = try secretsAgain(of: files.findings, target: folder.path, configuration: nil, workers: 1)
    #expect(files.findings.allSatisfy { other.reason(for: $0).contains("the rule token is not in use here") })
    try folder.shell("chmod 0 b.yml && echo nothing >a.yml")
    let closed = try again(files)
    let told = Dictionary(uniqueKeysWithValues: files.findings.map { ($0.occurrences[0].path, closed.reason(for: $0)) })
    #expect(told["a.yml"] == "not found again")
    #expect(try folder.shell("id -u") == "0\n" || told["b.yml"]?.hasPrefix("not read again: ") == true, "\(told)")
  }

  @Test func `a named secret brings what it contains`() throws {
    let text = """
      [[rules]]
      id = "chimp"
      regex = '''[a-f]{8}-us[0-9]'''
      [[rules.verify]]
      url = "https://{{dc}}.api.acme.example/"
      parts = ["dc = regex -(us[0-9])"]
      active = ["200"]
      """
    let rules = RuleSet(try RuleFile.parse(Array(text.utf8), name: "a.toml").rules.map(\.rule))
    let secret = try namedSecret(Array("abcdefab-us4".utf8), ofRule: "chimp", parts: [:], rules: rules)
    #expect(secret.parts == ["dc": ["us4"]])
    let told = try namedSecret(Array("abcdefab-us4".utf8), ofRule: "chimp", parts: ["dc": "us7"], rules: rules)
    #expect(told.parts == ["dc": ["us7"]])
    let error = #expect(throws: ScanError.self) {
      try namedSecret(Array("abcdefab-us4".utf8), ofRule: "chimp", parts: ["cd": "us7"], rules: rules)
    }
    #expect(error?.description == "the requests of the rule chimp have no value `cd`; they have dc")
  }
}
