import FileTestSupport
import Content
import Testing

@testable import DotEnv

/// What `--fix` writes to `.gitignore`, and what it leaves alone.
struct DotEnvFixTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("README")
    try folder.commitAll()
  }

  @discardableResult
  private func fix(_ name: String = "") throws -> DotEnvFixReport {
    let listing = try WorkingTree.list(folder.at(name))
    let report = DotEnvAudit.judge(listing, options: .usual())
    return DotEnvFix.protect(report.files, root: listing.root)
  }

  @Test func `missing lines are appended once and git agrees`() throws {
    for name in [".env", "app/.env", "app/.env.local", "sub/prod.env"] { try folder.write(name, "A=b\n") }
    let report = try fix("app")
    #expect(report.done.count == 1)
    #expect(try folder.read(".gitignore") == ".env\n.env.local\n")
    try fix()
    #expect(try folder.read(".gitignore") == ".env\n.env.local\nprod.env\n")
    #expect(try folder.shell("git status --porcelain") == "?? .gitignore\n")
    let before = try folder.shell("stat -c '%i %Y' .gitignore")
    #expect(try fix().done.isEmpty)
    #expect(try folder.shell("stat -c '%i %Y' .gitignore") == before)
    #expect(try folder.shell("ls -A | grep -c '^.gitignore'") == "1\n")
  }

  static let contents: [(String, String)] = [
    ("a\nb", "a\nb\n.env\n"), ("a\r\nb\r\n", "a\r\nb\r\n.env\r\n"), ("a\r\nb", "a\r\nb\r\n.env\r\n"), ("", ".env\n"),
    ("# .env\n\n", "# .env\n\n.env\n"), ("!.env\n", "!.env\n.env\n"),
  ]

  @Test(arguments: contents)
  func `other lines, endings and mode are kept`(before: String, after: String) throws {
    try folder.write(".gitignore", before)
    try folder.shell("chmod 640 .gitignore; git add .gitignore; git commit -qm x")
    try folder.write(".env", "A=b\n")
    let report = try fix()
    #expect(try folder.read(".gitignore") == after)
    #expect(try folder.shell("stat -c %a .gitignore") == "640\n")
    #expect(report.open.isEmpty)
  }

  @Test func `a committed file is reported with what helps`() throws {
    try folder.write(".env", "A=b\n")
    try folder.shell("git add .env")
    let report = try fix()
    #expect(report.done.isEmpty)
    #expect(report.open.count == 1)
    #expect(report.open.first?.contains("git rm --cached") == true)
    #expect(throws: (any Error).self) { try folder.read(".gitignore") }
  }

  @Test func `a negation that defeats the line is reported`() throws {
    try folder.write("sub/.gitignore", "!.env\n")
    try folder.write("sub/.env", "A=b\n")
    #expect(try fix().open.contains { $0.contains("sub/.gitignore:1") })
    try folder.shell("rm -r sub; printf '.env\\n!.env\\n' > .gitignore")
    try folder.write(".env", "A=b\n")
    let report = try fix()
    #expect(try folder.read(".gitignore") == ".env\n!.env\n")
    #expect(report.open.contains { $0.contains(".gitignore:2") })
  }

  @Test func `a local rule is joined by one for everyone`() throws {
    try folder.shell("echo .env >> .git/info/exclude")
    try folder.write(".env", "A=b\n")
    try fix()
    #expect(try folder.read(".gitignore") == ".env\n")
  }

  @Test(arguments: ["ln -s other .gitignore; echo x > other", "mkdir .gitignore", "printf 'a\\000b\\000' > .gitignore"])
  func `an ignore file that git would not read is left alone`(script: String) throws {
    try folder.shell(script)
    try folder.write(".env", "A=b\n")
    let before = try folder.shell("ls -lA; cat other 2>/dev/null || true")
    let report = try fix()
    #expect(report.done.isEmpty)
    #expect(report.open.contains { $0.contains("left as it is") })
    #expect(try folder.shell("ls -lA; cat other 2>/dev/null || true") == before)
  }

  @Test func `names with pattern characters are escaped`() throws {
    try folder.write(".env.[x]", "A=b\n")
    try folder.write("#*.env", "A=b\n")
    #expect(try fix().open.filter { $0.contains("still") }.isEmpty)
    #expect(try folder.read(".gitignore") == ".env.\\[x]\n\\#\\*.env\n")
    #expect(DotEnvFix.line(for: Array("a\n.env".utf8)[...]) == nil)
  }

  @Test func `outside a repository nothing is written`() throws {
    let plain = try TemporaryFolder()
    try plain.write(".env", "A=b\n")
    let listing = try WorkingTree.list(plain.path)
    let files = DotEnvAudit.judge(listing, options: .usual()).files
    let report = DotEnvFix.protect(files, root: listing.root)
    #expect(report.done.isEmpty && report.open.count == 1)
    #expect(try plain.shell("ls -A") == ".env\n")
  }
}
