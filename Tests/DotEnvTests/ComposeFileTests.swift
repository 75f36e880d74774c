import FileTestSupport
import Content
import Findings
import Testing

@testable import DotEnv

/// The settings of Compose files.
struct ComposeFileTests {
  @Test(arguments: [
    ("docker-compose.yml", true), ("docker-compose.prod.yaml", true), ("compose.yaml", true), ("Compose.YML", true),
    ("compose-staging.yml", true), ("docker-compose_dev.yml", true), ("composer.yml", false), ("compose.json", false),
    ("docker-composer.yml", false), ("mycompose.yml", false), ("docker.yml", false), ("c", false), ("", false),
  ])
  func `a Compose file is known by its name`(name: String, isOne: Bool) {
    #expect(ComposeFile.isNamed(Array(name.utf8)) == isOne)
  }

  static let texts: [(String, [String])] = [
    ("environment:\n  A: b\n  C: 'd e'\n  \"F\": \"g\"\n", ["A=b", "C=d e", "F=g"]),
    ("environment:\n  - A=b\n  - \"C=d\"\n  - 'E=f=g'\n  - HOST\n", ["A=b", "C=d", "E=f=g"]),
    ("services:\n  x:\n    environment:\n    - A=b # c\n    image: d\n    E: f\n", ["A=b"]),
    ("environment: &all\r\n  A: b#c  # d\r\n\r\n  # e\r\n  F: g\r\n", ["A=b#c", "F=g"]),
    ("environment:\n  A: ${B}\n  C: $D\n  E: *f\n  G: |\n    H: i\n  J: k\n  L:\n", ["J=k"]),
    ("environment:\n  A: {b: c}\n  D: [e]\n  F: \"un\n  G: h", ["G=h"]),
    ("environment: {A: b}\nC: d\n", []), ("labels:\n  A: b\n", []), ("environment:", []), ("", []), ("-\n'\n\"\n:", []),
    ("environment:\n  A: b\nvolumes:\n  C: d\n", ["A=b"]), ("environment:\n  <<: *x\n  A: b\n    C: d\n", ["A=b"]),
    ("a:\n  environment:\n    A: b\nc:\n  environment:\n    A: d\n", ["A=b", "A=d"]),
  ]

  @Test(arguments: texts)
  func `literal values of maps and lists are read`(text: String, expected: [String]) {
    let entries = ComposeFile(Array(text.utf8)).entries
    #expect(entries.map { "\($0.name)=\($0.text)" } == expected)
    for entry in entries {
      let line = Array(text.utf8).split(separator: 10, omittingEmptySubsequences: false)[entry.line - 1]
      #expect(line.dropFirst(entry.column - 1).prefix(entry.endColumn - entry.column).elementsEqual(entry.value))
    }
  }

  private static func service(_ list: Bool, _ value: String) -> String {
    "services:\n  api:\n    environment:\n" + (list ? "      - API_KEY=\(value)\n" : "      API_KEY: \"\(value)\"\n")
  }

  @Test(
    arguments: [
      ("docker-compose.prod.yml", "docker-compose.staging.yml", true),
      ("deploy/production/compose.yaml", "deploy/staging/compose.yaml", true),
      ("docker-compose.prod.yml", "api/compose.production.yaml", false),
      ("api/docker-compose.yml", "web/docker-compose.yml", false),
    ], [false, true])
  func `a key of several environments is told across Compose files`(
    files: (one: String, other: String, isShared: Bool), isList: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let secret = madeUp(32)
    try folder.write(files.one, Self.service(isList, secret))
    try folder.write(files.other, Self.service(false, secret))
    let report = DotEnvAudit.judge(try WorkingTree.list(folder.path), options: .usual())
    #expect(report.findings.map(\.rule.id) == (files.isShared ? ["dotenv-shared-secret"] : []))
    #expect(report.findings.allSatisfy { Set($0.occurrences.map(\.path)) == [files.one, files.other] })
    #expect(report.files.isEmpty && report.secrets == [Array(secret.utf8)])
  }

  @Test func `a Compose file and an environment file are compared too`() throws {
    let folder = try TemporaryFolder()
    let secret = madeUp(32)
    try folder.write(".env.staging", "TOKEN=\(secret)\n")
    try folder.write("docker-compose.prod.yml", Self.service(true, secret))
    let report = DotEnvAudit.judge(try WorkingTree.list(folder.path), options: .usual())
    let shared = try #require(report.findings.first { $0.rule.id == "dotenv-shared-secret" })
    #expect(
      shared.occurrences.map { "\($0.path):\($0.line):\($0.column)" } == [
        ".env.staging:1:7", "docker-compose.prod.yml:4:17",
      ])
    #expect(!shared.secret.contains(secret.suffix(20)))
    #expect(shared.details.map(\.value) == ["production, staging"])
  }
}
