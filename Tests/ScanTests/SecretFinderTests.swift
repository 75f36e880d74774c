import FileTestSupport
import Findings
import Scan
import Testing

/// Secrets in texts in memory.
@Suite struct SecretFinderTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func `a text has the secrets that a scan of the file has, with what hides them`() throws {
    let text = """
      one = \(Samples.token(1))
      two = \(Samples.token(2)) # leaksift:allow reason="made up"
      three = \(Samples.token(3))
      """
    try folder.write("sub/a.txt", text)
    try folder.write(".leaksift.toml", "[extend]\nuseDefault = false\n" + Samples.tokenRule)
    let known = try folder.scan(rules: nil).findings.first { $0.occurrences[0].line == 3 }
    try folder.write(".leaksiftignore", "\(try #require(known).fingerprint) reason=\"made up too\"\n")
    let report = try folder.scan(rules: nil)
    let finder = try SecretFinder(folder: folder.path)
    for path in ["sub/a.txt", folder.at("sub/a.txt")] {
      let secrets = try finder.secrets(in: Array(text.utf8), path: path)
      #expect(secrets.map(\.suppression?.kind) == [nil, .inline, .ignoreFile])
      #expect(secrets.map(\.start.line) == [1, 2, 3] && secrets.map(\.start.column) == [7, 7, 9])
      #expect(secrets.first?.fingerprint == report.findings.first?.fingerprint)
      let first = try #require(secrets.first)
      #expect(Array(text.utf8)[first.range].elementsEqual(Samples.token(1).utf8))
      #expect(!first.masked.contains(Samples.token(1).suffix(8)))
    }
    #expect(report.findings.count == 1 && report.suppressed.count == 2)
  }

  @Test func `a finder serves many texts, each by itself`() throws {
    try folder.write("rules.toml", Samples.tokenRule)
    let finder = try SecretFinder(configuration: folder.at("rules.toml"), folder: folder.path)
    for seed in UInt64(1)...20 {
      let text = String(repeating: "x\n", count: Int(seed)) + Samples.token(seed)
      let secrets = try finder.secrets(in: Array(text.utf8), path: "a")
      #expect(secrets.map(\.start.line) == [Int(seed) + 1])
    }
    #expect(try finder.secrets(in: [], path: "a").isEmpty)
  }
}
