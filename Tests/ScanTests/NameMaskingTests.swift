import FileTestSupport
import Findings
import Reports
@testable import Scan
import Testing

/// Secrets in the names that a report shows.
@Suite struct NameMaskingTests {
  let folder: TemporaryFolder
  let secrets = (1...9).map { Samples.token(UInt64(300 + $0)) }
  init() throws { folder = try TemporaryFolder() }

  /// A repository with a secret in every position.
  private func fill() throws {
    try folder.shell("git init -q -b main .")
    try folder.write("backup-\(secrets[0])/x-\(secrets[1]).txt", "a \(secrets[0]) \(secrets[8])\n\(secrets[2])\n")
    try folder.write("backup-\(secrets[0])/x-\(secrets[4]).txt", "b \(secrets[5])\n")
    let person = "-c user.name='Bob \(secrets[2])' -c user.email='\(secrets[3])@example.com'"
    try folder.shell(
      "git \(person) add -A && git \(person) commit -q -m 'rotate \(secrets[6])' && git branch 'b-\(secrets[7])'")
  }

  static let modes = [ScanRequest.Mode.files, .history(branch: nil), .staged]

  @Test(arguments: modes) func `no format shows a secret in a name`(_ mode: ScanRequest.Mode) throws {
    try fill()
    if mode == .staged { try folder.shell("git mv backup-* moved && git rm -q --cached -r moved && git add -A") }
    let report = try folder.scan { $0.mode = mode }
    #expect(mode == .staged || report.findings.count >= 4)
    for format in ReportFormat.allCases {
      let text = format.write(report, options: ReportOptions(detail: .verbose))
      for secret in secrets {
        for start in 4..<secret.count - 8 { #expect(!text.contains(secret.dropFirst(start).prefix(8)), "\(format)") }
      }
    }
  }

  /// Masked, it would hide the path, and tell what the password is.
  @Test func `a word that is a password stays in names`() throws {
    let masker = NameMasker([Array("marigold".utf8)]) { () throws(ScanError) in throw ScanError("no rules") }
    #expect(try masker.masked("marigold/settings.py") == "marigold/settings.py")
  }

  @Test func `environment files are named masked too`() throws {
    let value = Samples.random(seed: 77)
    try folder.write("old-\(secrets[0])/.env", "DB_PASSWORD=\(value)\n")
    try folder.write("copy-of-\(value)/.env", "DB_PASSWORD=\(value)\n")
    try folder.shell("git init -q .")
    for showsSecrets in [false, true] {
      let report = try scanEnvironmentFiles(at: folder.path, fix: false, showSecrets: showsSecrets)
      #expect(report.findings.count == 2)
      let text = ReportFormat.json.write(report) + ReportFormat.text.write(report)
      #expect(text.contains(value) == showsSecrets)
    }
    #expect(!"\(try folder.scan())".contains(value))
  }

  @Test func `two files stay apart`() throws {
    try fill()
    let paths = Set(try folder.scan().places.map(\.path))
    #expect(paths.count == 2)
    #expect(paths.allSatisfy { $0.hasPrefix("backup-") && $0.hasSuffix(".txt") })
  }

  @Test func `names are shown on request`() throws {
    try fill()
    let paths = Set(try folder.scan { $0.showSecrets = true }.places.map(\.path))
    #expect(paths == Set([1, 4].map { "backup-\(secrets[0])/x-\(secrets[$0]).txt" }))
  }

  @Test func `ignore files name the unmasked path`() throws {
    try fill()
    try folder.write(".leaksiftignore", "backup-\(secrets[0])/x-\(secrets[4]).txt reason=\"a sample\"\n")
    let report = try folder.scan("backup-\(secrets[0])")
    #expect(report.suppressed.count == 1)
    #expect(!"\(report)".contains(secrets[0]))
  }

  @Test(arguments: ["--branch", "--range"]) func `an unknown revision is named masked`(_ option: String) throws {
    try fill()
    let mode: ScanRequest.Mode =
      option == "--branch" ? .history(branch: "x-\(secrets[0])") : .range("x-\(secrets[0])..HEAD")
    let error = #expect(throws: ScanError.self) { try folder.scan { $0.mode = mode } }
    #expect(error.map { $0.description.contains("x-tkn_********") && !$0.description.contains(secrets[0]) } == true)
  }

  @Test func `explain masks the path too`() throws {
    try folder.write("x-\(secrets[0]).txt", "a \(secrets[0])\n")
    let rules = try TemporaryFolder()
    try rules.write("rules.toml", Samples.tokenRule)
    var request = ExplainRequest(path: folder.at("x-\(secrets[0]).txt"), line: 1)
    request.configuration = rules.at("rules.toml")
    #expect(!"\(try explain(request))".contains(secrets[0].dropFirst(4)))
  }

  @Test func `words that are no secrets stay in names`() throws {
    let rules = """
      [[rules]]
      id = "r"
      regex = '''pin=([a-z0-9]+)'''
      keywords = ["pin="]
      """
    try folder.write("test/e2e9/docs/a.txt", "pin=test\npin=e2e9\npin=ab12\n")
    let paths = Set(try folder.scan(rules: rules).places.map(\.path))
    #expect(paths.count == 1 && paths.allSatisfy { $0.hasPrefix("test/********~") && $0.hasSuffix("/docs/a.txt") })
  }
}
