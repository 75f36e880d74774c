import Content
import FileTestSupport
import Findings
import Testing

@testable import DotEnv

/// What images, packages and uploads take along, as each tool's own ignore files say.
struct ShippingTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q . && printf '.env\\n.env.*\\n*.env\\n' >.gitignore && git add .gitignore")
  }

  private func report() throws -> DotEnvReport {
    DotEnvAudit.judge(try WorkingTree.list(folder.at("")), options: .usual())
  }

  /// Writes some files and an environment file with a secret in it, and looks at what takes that along.
  private func shipments(of file: String = ".env", with files: [String: String]) throws -> [Shipment] {
    try folder.write(file, "API_KEY=\(madeUp(32))\n")
    for (name, content) in files { try folder.write(name, content) }
    return try report().files.first { $0.file.displayPath == file }?.shipments ?? []
  }

  static let dockerfiles: [(dockerfile: String, ignored: String?, ships: Bool)] = [
    ("FROM a\nCOPY . .\n", nil, true),
    ("FROM a\nADD ./ /app/\n", "node_modules\n", true),
    ("FROM a\nCOPY --chown=node:node [\".\", \"/app\"]\n", "", true),
    ("FROM a\nCOPY \\\n  # all of it\n  . \\\n  /app\n", nil, true),
    ("from a\r\ncopy * /app/\r\n", nil, true),
    ("FROM a AS base\nCOPY . .\nFROM base\nRUN x\n", nil, true),
    ("FROM a\nCOPY . .\n", ".env\n", false),
    ("FROM a\nCOPY . .\n", "**/.env*\n", false),
    ("FROM a\nCOPY . .\n", "# .env\n/.env\r\n", false),
    ("FROM a\nCOPY . .\n", "*\n!src\n", false),
    ("FROM a\nCOPY . .\n", ".env\n!.env\n", true),
    ("FROM a\nCOPY . .\n", "!.env\n.env\n", false),
    ("FROM a\nCOPY . .\n", "env\n.envx\n", true),
    ("FROM a\nCOPY package.json src ./\n", nil, false),
    ("FROM a AS build\nCOPY . .\nFROM b\nCOPY --from=build /app/dist /dist\n", nil, false),
    ("FROM a\nCOPY --exclude=.env . .\n", nil, false),
    ("FROM a\nCOPY ${SOURCE} .\n", nil, false),
    ("FROM a\nCOPY <<END /app/x\n.\nEND\n", nil, false),
    ("FROM a\n# COPY . .\nRUN echo COPY . .\n", nil, false),
    ("COPY . .\n", nil, false),
    ("FROM a\nADD https://example.com/x /x\n", nil, false),
  ]

  @Test(arguments: dockerfiles)
  func `an image takes along what its last stage copies and no list leaves out`(
    dockerfile: String, ignored: String?, ships: Bool
  ) throws {
    var files = ["Dockerfile": dockerfile]
    files[".dockerignore"] = ignored
    #expect(try shipments(with: files).map(\.carrier) == (ships ? [.image] : []))
  }

  @Test func `the Dockerfile, its line and its own list are the ones that count`() throws {
    let all = "FROM a\n\nCOPY . .\n"
    let found = try shipments(
      of: "web/.env",
      with: ["web/web.Dockerfile": all, "web/Dockerfile.dev": all, "web/Dockerfile.dev.dockerignore": "**/.env\n"])
    #expect(found.map(\.reason) == ["web/web.Dockerfile:3 copies it into the image"])
    #expect(found.map(\.remedy) == [.line(Array("**/.env".utf8), in: Array(folder.at("web/.dockerignore").utf8))])
  }

  @Test func `a list of a folder above counts, since the context may be there`() throws {
    let files = ["services/a/Dockerfile": "FROM a\nCOPY . .\n", ".dockerignore": "**/*.pem\n"]
    let found = try shipments(of: "services/a/.env", with: files)
    #expect(found.map(\.remedy) == [.line(Array("**/.env".utf8), in: Array(folder.at(".dockerignore").utf8))])
    #expect(try shipments(of: "services/a/.env", with: [".dockerignore": "services/*/.env\n"]).isEmpty)
  }

  @Test func `only folders on the way to the file are copied with it`() throws {
    let dockerfile = "FROM a\nCOPY src/ ./docs /app/\n"
    #expect(try shipments(of: "src/deep/.env", with: ["Dockerfile": dockerfile]).count == 1)
    #expect(try shipments(of: "srcs/.env", with: [:]).isEmpty)
    #expect(try shipments(of: ".env", with: [:]).isEmpty)
  }

  @Test func `a file that is copied by name is told apart, since a list would break the build`() throws {
    let found = try shipments(with: ["Dockerfile": "FROM a\nCOPY .env /app/.env\n"])
    guard case .advice(let advice)? = found.first?.remedy else { Issue.record("no advice"); return }
    #expect(advice.contains("Dockerfile:2"))
  }

  static let packages: [(files: [String: String], ships: Bool)] = [
    (["package.json": package(), ".npmignore": "test/\n"], true),
    (["package.json": package(), ".npmignore": ".env*\n"], false),
    (["package.json": package(), ".npmignore": "*\n!dist\n"], false),
    (["package.json": package()], false),
    (["package.json": package("\"private\": true"), ".npmignore": "test/\n"], false),
    (["package.json": "{\"name\": \"x\"}", ".npmignore": "test/\n"], false),
    (["package.json": "{\"name\": ", ".npmignore": "test/\n"], false),
    (["package.json": package("\"files\": [\"dist\", \"README.md\"]"), ".npmignore": "test/\n"], false),
    (["package.json": package("\"files\": [\".\"]"), ".npmignore": ".env\n"], true),
    (["package.json": package("\"files\": [\"**/*\"]")], true),
    (["package.json": package("\"files\": [\"*\", \"!.env\"]")], false),
    (["package.json": package("\"files\": [\"*\", \"!**/.env\"]")], false),
    (["package.json": package("\"files\": [\"./.env\"]")], true),
  ]

  private static func package(_ more: String? = nil) -> String {
    "{\"name\": \"x\", \"version\": \"1.0.0\"\(more.map { ", " + $0 } ?? "")}"
  }

  @Test(arguments: packages)
  func `npm publishes what files has, or else what npmignore does not name`(
    files: [String: String], ships: Bool
  ) throws {
    #expect(try shipments(with: files).map(\.carrier) == (ships ? [.npm] : []))
  }

  @Test func `a list in a folder of the package counts, and so does the nearest package`() throws {
    let files = ["package.json": Self.package("\"files\": [\"src\"]")]
    #expect(try shipments(of: "src/a/.env", with: files).count == 1)
    #expect(try shipments(of: "src/a/.env", with: ["src/.npmignore": "a\n"]).isEmpty)
    #expect(try shipments(of: "src/b/.env", with: ["src/b/package.json": "{\"private\": true}"]).isEmpty)
    #expect(try shipments(of: "src/node_modules/x/.env", with: [:]).isEmpty)
  }

  static let manifests: [(manifest: String, ships: Bool)] = [
    ("include README.md .env\n", true), ("global-include *\n", true), ("graft .\n", true), ("include *\n", true),
    ("global-include *\nglobal-exclude .env\n", false), ("include .env\nexclude *.env\n", false),
    ("exclude .env\ninclude .env\n", true), ("recursive-include src *\n", false), ("# include .env\n", false),
    ("", false),
  ]

  @Test(arguments: manifests)
  func `a source distribution has what the last command of the manifest says`(manifest: String, ships: Bool) throws {
    #expect(try shipments(with: ["MANIFEST.in": manifest]).isEmpty)
    let found = try shipments(with: ["pyproject.toml": "[project]\n"])
    #expect(found.map(\.carrier) == (ships ? [.python] : []))
  }

  @Test(arguments: [
    ("graft src\n", true), ("recursive-include src *.env .env\n", true), ("graft src\nprune src/conf\n", false),
    ("graft src\nrecursive-exclude src .env\n", false), ("graft docs\n", false),
  ])
  func `commands about folders reach what is below them`(manifest: String, ships: Bool) throws {
    let found = try shipments(of: "src/conf/.env", with: ["MANIFEST.in": manifest, "setup.py": ""])
    #expect(found.map(\.carrier) == (ships ? [.python] : []))
  }

  @Test(arguments: [
    (".gcloudignore", ".git\n", ".env", true), (".gcloudignore", ".git\n#!include:.gitignore\n", ".env", false),
    (".gcloudignore", "#!include:.missing\n", ".env", true), (".gcloudignore", "*.env*\n", ".env", false),
    (".vercelignore", "docs\n", ".env", true), (".vercelignore", ".env\n", ".env", false),
    (".vercelignore", "docs\n", ".env.local", false), (".vercelignore", "docs", ".env.test.local", false),
    (".vercelignore", "/*\n!api\n", ".env", false),
  ])
  func `an upload takes along what its list does not name`(list: String, content: String, file: String, ships: Bool)
    throws
  {
    #expect(try shipments(of: file, with: [list: content]).isEmpty == !ships)
  }

  @Test func `a file without secrets is not reported, and one with some has where they are`() throws {
    try folder.write("Dockerfile", "FROM a\nCOPY . .\n")
    try folder.write(".env", "PORT=80\nAPI_KEY=changeme\n")
    #expect(try report().findings.isEmpty)
    try folder.write(".env", "PORT=80\nAPI_KEY=\(madeUp(32))\n")
    let finding = try #require(try report().findings.first)
    #expect(finding.rule.id == "dotenv-shipped" && finding.severity == .high)
    #expect(finding.occurrences.map(\.line) == [2])
    #expect(finding.details.map(\.value) == ["Dockerfile:2 copies it into the image"])
  }

  @Test func `a list that cannot be read is a gap`() throws {
    let files = ["Dockerfile": "FROM a\nCOPY . .\n", ".dockerignore": String(repeating: "#", count: 2 << 20)]
    _ = try shipments(with: files)
    let gaps = try report().gaps
    #expect(gaps.map(\.path) == [".dockerignore"])
    #expect(gaps.first?.reason.contains("larger than 1 MiB") == true)
  }

  @Test func `hostile files of tools end in nothing`() throws {
    let stars = String(repeating: "*a", count: 500) + "b"
    try folder.shell("mkfifo Dockerfile && mkdir .dockerignore && ln -s /dev/zero package.json && ln -s . MANIFEST.in")
    let files = [
      "web.Dockerfile": "FROM a AS a\nFROM a AS a\nCOPY ../.. \(stars) [\u{0} \\",
      ".gcloudignore": "\(stars)\n[\n!\n/\n\\",
      ".vercelignore": ".env\n", "setup.py": "",
    ]
    #expect(try shipments(with: files).map(\.carrier) == [.gcloud])
  }
}
