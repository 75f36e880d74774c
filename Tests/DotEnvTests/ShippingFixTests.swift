import Content
import FileTestSupport
import Testing

@testable import DotEnv

/// What `--fix` writes to the ignore files of other tools than git.
struct ShippingFixTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q . && echo '*.env*' >.gitignore && git add .gitignore")
    for name in [".env", "a/prod.env"] { try folder.write(name, "API_KEY=\(madeUp(32))\n") }
  }

  private func fix() throws -> DotEnvFixReport {
    let listing = try WorkingTree.list(folder.at(""))
    return ShippingFix.keepOut(DotEnvAudit.judge(listing, options: .usual()).files, root: listing.root)
  }

  private func shipmentCount() throws -> Int {
    DotEnvAudit.judge(try WorkingTree.list(folder.at("")), options: .usual()).files.flatMap(\.shipments).count
  }

  @Test func `each tool's own file gets the missing lines once`() throws {
    try folder.write("Dockerfile", "FROM a\nCOPY . .\n")
    try folder.write("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\"}")
    try folder.write(".npmignore", "test")
    try folder.write(".gcloudignore", ".git\r\n")
    try folder.write(".vercelignore", "docs\n")
    try folder.write("setup.py", "")
    try folder.write("MANIFEST.in", "global-include *\n")
    #expect(try shipmentCount() == 10)
    let report = try fix()
    #expect(report.done.count == 5 && report.open.isEmpty)
    #expect(try folder.read(".dockerignore") == "**/.env\n**/prod.env\n")
    #expect(try folder.read(".npmignore") == "test\n.env\nprod.env\n")
    #expect(try folder.read(".gcloudignore") == ".git\r\n.env\r\nprod.env\r\n")
    #expect(try folder.read(".vercelignore") == "docs\n.env\nprod.env\n")
    #expect(try folder.read("MANIFEST.in") == "global-include *\nexclude .env\nexclude a/prod.env\n")
    #expect(try shipmentCount() == 0)
    #expect(try fix() == DotEnvFixReport())
  }

  @Test func `no npmignore is created, which would have npm publish what gitignore leaves out`() throws {
    try folder.write("package.json", "{\"name\": \"x\", \"version\": \"1.0.0\", \"files\": [\"*\"]}")
    let report = try fix()
    #expect(report.done.isEmpty)
    #expect(report.open.count == 2 && report.open[0].contains("add \"!**/.env\" to `files`"))
    #expect(try folder.shell("ls -A") == ".env\n.git\n.gitignore\na\npackage.json\n")
  }

  @Test func `what a line does not help against is said`() throws {
    try folder.write("Dockerfile", "FROM a\nCOPY .env a/prod.env /app/\n")
    let report = try fix()
    #expect(report.done.isEmpty && report.open.count == 2)
    #expect(report.open.allSatisfy { $0.contains("take it out of the COPY at Dockerfile:2") })
    try folder.write("Dockerfile", "FROM a\nCOPY . .\n")
    try folder.shell("ln -s elsewhere .dockerignore")
    let linked = try fix()
    #expect(linked.done.isEmpty && linked.open.first?.contains("symbolic link") == true)
  }
}
