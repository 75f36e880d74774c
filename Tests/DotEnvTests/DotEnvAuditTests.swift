import FileTestSupport
import Findings
import Foundation
import Content
import Testing

@testable import DotEnv

/// Whether environment files are in git or can get there, as real git repositories tell.
struct DotEnvAuditTests {
  let folder: TemporaryFolder
  let secret = "API_KEY=\(madeUp(32))\n"

  init() throws {
    folder = try TemporaryFolder()
  }

  private func judge(_ name: String = "", showSecrets: Bool = false) throws -> DotEnvReport {
    let listing = try WorkingTree.list(folder.at(name))
    return DotEnvAudit.judge(listing, options: .usual(key: [1, 2, 3], showSecrets: showSecrets))
  }

  private func verdicts(_ name: String = "") throws -> [String] {
    try judge(name).findings.map { finding in
      "\(finding.occurrences[0].path) \(finding.rule.id.dropFirst(7)) \(finding.severity)"
    }.sorted()
  }

  @Test func `a tracked file is committed also when ignored`() throws {
    try folder.write(".env", "# settings\nPORT=80\n" + secret)
    try folder.write("plain/.env", "PORT=80\nAPI_KEY=YOUR_API_KEY\n")
    try folder.commitAll()
    try folder.write(".gitignore", ".env\n")
    #expect(try verdicts() == [".env committed critical", "plain/.env committed info"])
    let finding = try #require(try judge().findings.first)
    #expect(finding.occurrences.map(\.line) == [3])
    #expect(finding.occurrences.map(\.column) == [9])
    #expect(finding.secret.isEmpty)
  }

  @Test(arguments: ["Copy of .flaskenv", "#.dev.vars#", ".env (copy)", ".FLASKENV~"])
  func `a copy that is in git is committed, whatever made it`(_ name: String) throws {
    try folder.write(name, secret)
    try folder.commitAll()
    #expect(try verdicts() == ["\(name) committed critical"])
  }

  @Test func `an untracked file is unprotected until a committed rule ignores it`() throws {
    try folder.write("README")
    try folder.commitAll()
    try folder.write(".env", secret)
    try folder.write("app/.env.local", secret)
    try folder.write("empty.env", "")
    #expect(
      try verdicts() == [".env unprotected high", "app/.env.local unprotected high", "empty.env unprotected info"])
    try folder.write(".gitignore", ".env\n.env.local\n*.env\n")
    #expect(
      try verdicts() == [
        ".env protected-locally medium", "app/.env.local protected-locally medium", "empty.env protected-locally info",
      ])
    let detail = try #require(try judge().findings.first?.details.first)
    #expect(detail.value.contains(".gitignore:3") && detail.value.contains("git add"))
    try folder.shell("git add .gitignore")
    #expect(try verdicts() == [])
    #expect(try judge().files.count == 3)
  }

  @Test func `templates and folders named like one are not judged`() throws {
    for name in [".env.example", ".env.sample", "sub/.env/bin/python", "vendor/x/readme"] {
      try folder.write(name, secret)
    }
    try folder.commitAll()
    #expect(try verdicts() == [])
    #expect(try judge().files.isEmpty)
  }

  @Test(arguments: ["info", "config", "own"])
  func `a personal rule protects only its owner`(kind: String) throws {
    try folder.write("README")
    try folder.commitAll()
    try folder.write("sub/.env", secret)
    switch kind {
    case "info": try folder.shell("echo .env >> .git/info/exclude")
    case "config":
      let personal = try TemporaryFolder()
      try personal.write("ignore", ".env\n")
      try folder.shell("git config core.excludesFile \(personal.at("ignore"))")
      #expect(try verdicts() == ["sub/.env protected-locally medium"])
      return
    default: try folder.shell("echo .env > sub/.gitignore; echo .gitignore >> .git/info/exclude")
    }
    #expect(try verdicts() == ["sub/.env protected-locally medium"])
  }

  @Test func `nested rules and negations are git's`() throws {
    try folder.write(".gitignore", ".env\n")
    try folder.write("open/.gitignore", "!.env\n")
    try folder.write("closed/.gitignore", ".env.*\n")
    try folder.commitAll()
    for (seed, name) in [".env", "open/.env", "closed/.env", "closed/deep/.env.prod", ".env.prod"].enumerated() {
      try folder.write(name, "API_KEY=\(madeUp(32, seed: UInt64(seed)))\n")
    }
    #expect(try verdicts() == [".env.prod unprotected high", "open/.env unprotected high"])
    let finding = try #require(try judge("open").findings.first)
    #expect(finding.details == [Detail(name: "defeated by", value: "open/.gitignore:1 !.env")])
  }

  @Test func `ignored files are found in folders of their own`() throws {
    try folder.write(".gitignore", "secrets/\nnode_modules/\n")
    try folder.commitAll()
    try folder.write("secrets/prod/.env", secret)
    try folder.write("node_modules/package/.env", secret)
    #expect(try judge().files.map(\.file.displayPath) == ["secrets/prod/.env"])
  }

  @Test func `a subfolder and a single file are judged alone`() throws {
    try folder.write(".env", secret)
    try folder.write("sub/.env", secret)
    try folder.write("sub/.env.local", secret)
    try folder.commitAll()
    #expect(try verdicts("sub") == ["sub/.env committed critical", "sub/.env.local committed critical"])
    #expect(try verdicts("sub/.env") == ["sub/.env committed critical"])
  }

  @Test func `worktrees submodules and nested repositories answer for themselves`() throws {
    try folder.write("main/.gitignore", ".env\n")
    try folder.commitAll(in: "main")
    try folder.shell("git worktree add -q ../linked -b linked", in: "main")
    try folder.write("main/README")
    try folder.write("main/inner/README")
    try folder.commitAll(in: "main/inner")
    for name in ["main/.env", "linked/.env", "main/inner/.env", "plain/.env"] {
      try folder.write(name, "API_KEY=\(madeUp(32, seed: UInt64(name.utf8.count)))\n")
    }
    #expect(try verdicts() == ["main/inner/.env unprotected high", "plain/.env unprotected info"])
    try folder.shell("echo .env >> .git/info/exclude", in: "main")
    try folder.shell("git rm -q --cached .gitignore && rm .gitignore", in: "linked")
    #expect(try verdicts("linked") == [".env protected-locally medium"])
  }

  @Test func `outside a repository it says so and still judges`() throws {
    try folder.write(".env", secret)
    let report = try judge()
    #expect(report.findings.map(\.rule.id) == ["dotenv-unprotected"])
    #expect(report.findings.first?.details.map(\.value) == ["not in a git repository"])
    #expect(report.findings.first?.severity == .info)
    #expect(report.notes.count == 1)
    #expect(report.gaps.isEmpty)
  }

  @Test func `where git fails the file is a gap`() throws {
    try folder.write(".env", secret)
    try folder.commitAll()
    try folder.write(".git/index", "no index")
    let report = try judge()
    #expect(report.findings.isEmpty)
    #expect(report.gaps.map(\.path) == [".env"])
  }

  @Test func `a file that cannot be read is judged at its worst`() throws {
    try folder.write(".env", "PORT=80\n")
    try folder.commitAll()
    try folder.shell("chmod 000 .env")
    let listing = try WorkingTree.list(folder.path)
    let report = try withoutPrivileges {
      // git itself does not trust another user's repository, so only the judgement of settings runs this way.
      var reader = FileReader(root: listing.root)
      return reader.read(ListedFile(path: Array(".env".utf8))) { _, _ in }
    }
    #expect(report.gap?.path == ".env")
    let file = DotEnvFile(file: ListedFile(path: Array(".env".utf8)), protection: .committed, entries: nil)
    let finding = try #require(DotEnvJudge(options: .usual()).finding(about: file))
    #expect(finding.severity == .critical)
    #expect(finding.occurrences.map(\.line) == [0])
  }

  @Test func `secrets are masked unless they are to be shown`() throws {
    let value = madeUp(32)
    try folder.write(".env.development", "API_KEY=\"\(value)\" OTHER\n")
    try folder.write(".env.production", "LIVE_KEY=\(value)\n")
    try folder.commitAll()
    let masked = try judge().findings
    #expect(masked.count == 3)
    #expect(!String(reflecting: masked).contains(value))
    let shown = try judge(showSecrets: true).findings
    #expect(shown.contains { $0.secret == value })
    #expect(masked.map(\.fingerprint) == shown.map(\.fingerprint))
  }

  @Test func `one secret in several environments is pointed out once`() throws {
    try folder.write(".gitignore", ".env*\n")
    try folder.commitAll()
    try folder.write(".env.development", "PORT=80\n" + secret)
    try folder.write(".env.production", secret + "DEBUG=true\n")
    try folder.write(".env.staging", "API_KEY=\(madeUp(32, seed: 9))\nSHARED_SETTING=https://example.com\n")
    let findings = try judge().findings
    #expect(findings.map(\.rule.id) == ["dotenv-shared-secret"])
    let finding = try #require(findings.first)
    #expect(finding.severity == .medium)
    #expect(finding.occurrences.map { "\($0.path):\($0.line)" } == [".env.development:2", ".env.production:1"])
    #expect(finding.details == [Detail(name: "environments", value: "development, production")])
  }

  @Test func `the same environment may repeat a secret`() throws {
    try folder.write(".gitignore", ".env*\n")
    try folder.commitAll()
    for name in [".env", ".env.local", "app/.env", ".envrc"] { try folder.write(name, secret) }
    for name in [".env.development", ".env.production"] { try folder.write(name, "API_KEY=YOUR_API_KEY\nPORT=8080\n") }
    #expect(try verdicts() == [])
  }

  @Test func `a file in UTF-16 or with a mark is read like any other`() throws {
    try folder.write(".env.a", [0xEF, 0xBB, 0xBF] + Array(secret.utf8))
    let text = "PORT=1\r\n" + secret
    try folder.write(".env.b", [0xFF, 0xFE] + Array(try #require(text.data(using: .utf16LittleEndian))))
    let findings = try judge().findings.filter { $0.rule.id == "dotenv-unprotected" }
    #expect(findings.map { $0.occurrences[0].line } == [1, 2])
    #expect(findings.map { $0.occurrences[0].column } == [9, 9])
  }

  @Test func `paths that are not UTF-8 reach git by their bytes`() throws {
    try folder.write(".gitignore", "*.env\n")
    try folder.commitAll()
    try folder.shell("d=$(printf 'caf\\351'); mkdir $d; echo A=b > $d/x.env; echo A=b > $d/.env.open")
    #expect(try verdicts() == ["caf\\xE9/.env.open unprotected info"])
  }
}
