import FileTestSupport
import Findings
import Scan
import Testing

/// Which commit took a secret out of `HEAD`, as histories tell it.
struct RemovalTests {
  let folder: TemporaryFolder
  private let token = "key: \(Samples.token())\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("README", "nothing\n")
    try folder.commitAll()
  }

  /// Commits everything in the folder on the first of a month.
  @discardableResult
  private func commit(_ month: Int, _ script: String = "true") throws -> String {
    let date = "2044-0\(month)-01T12:00:00Z"
    let dates = "GIT_AUTHOR_DATE=\(date) GIT_COMMITTER_DATE=\(date)"
    try folder.shell("\(script) && git add -A && \(dates) git commit -q --allow-empty -m x")
    return String(try folder.shell("git rev-parse HEAD").prefix(40))
  }

  private func removals(rules: String? = Samples.tokenRule) throws -> [String: String] {
    let report = try folder.scan(rules: rules) { $0.mode = .history(branch: nil) }
    let secrets = report.findings.filter { $0.severity > .info }
    let places = secrets.flatMap(\.occurrences).map { ($0.path, $0.removal?.commit ?? "none") }
    return Dictionary(places) { $0 == $1 ? $0 : "\($0) \($1)" }
  }

  @Test func `the last version with the secret counts, whatever else changed`() throws {
    try folder.write("a.yml", token)
    try commit(1)
    try folder.write("a.yml", "# more\n" + token)
    try commit(2)
    #expect(try removals() == ["a.yml": "none"])
    let gone = try commit(3, "echo nothing >a.yml")
    #expect(try removals() == ["a.yml": gone])
    try folder.write("a.yml", token)
    try commit(4)
    #expect(try removals() == ["a.yml": "none"])
    let again = try commit(5, "git rm -q a.yml")
    try commit(6)
    #expect(try removals() == ["a.yml": again])
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    // 2044-05-01T12:00:00Z
    #expect(report.findings[0].occurrences[0].removal?.time == 2_345_716_800)
  }

  @Test func `branches count when they are merged, and not before`() throws {
    try commit(1, "git checkout -q -b side")
    try folder.write("a.yml", token)
    try commit(2)
    try folder.shell("git checkout -q -")
    try commit(3)
    #expect(try removals() == ["a.yml": "none"])
    try folder.shell("git merge -q --no-edit side")
    #expect(try removals() == ["a.yml": "none"])
    let gone = try commit(4, "git rm -q a.yml")
    #expect(try removals() == ["a.yml": gone])
  }

  @Test func `members of archives, paths and environment files have it too`() throws {
    try folder.write("m.yml", token)
    try folder.write("b.key", [0, 1])
    try commit(1, "tar czf x.tgz m.yml && rm m.yml")
    let secret = Samples.random(32, seed: 5)
    try folder.write(".env", "API_KEY=\(secret)\nPORT=80\n")
    try commit(2)
    try folder.write(".env", "API_KEY=\(secret)\nPORT=81\n")
    try commit(3)
    let all = try commit(4, "git rm -q x.tgz b.key && echo PORT=80 >.env")
    let rules = Samples.tokenRule + "\n[[rules]]\nid = \"file\"\npath = '''key$'''\n"
    #expect(try removals(rules: rules) == ["x.tgz!m.yml": all, "b.key": all, ".env": all])
  }

  @Test func `a secret in a message is never taken away`() throws {
    try folder.shell("git commit -q --allow-empty -m '\(token)' && git commit -q --allow-empty -m next")
    let removals = try removals()
    #expect(removals.count == 1 && removals.values.allSatisfy { $0 == "none" })
  }
}
