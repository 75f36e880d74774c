import FileTestSupport
import Findings
import Rules
import Scan
import Testing

/// Files that secret scanners write: their hashes and ids are no secrets, and what else is in them is looked at.
struct ToolRecordTests {
  private let folder: TemporaryFolder
  private var generator = SeededGenerator(seed: 5)

  init() throws {
    folder = try TemporaryFolder()
  }

  private mutating func hex(_ count: Int) -> String {
    String((0..<count).map { _ in "0123456789abcdef".randomElement(using: &generator) ?? "0" })
  }

  /// A payment key made up anew.
  private static func key(_ seed: UInt64) -> String {
    ["sk", "live", Samples.random(24, seed: seed)].joined(separator: "_")
  }

  private func count() throws -> Int {
    try folder.scan(rules: nil) { $0.honourSuppressions = false }.findings.filter { $0.severity > .info }.count
  }

  private static let paths = [
    "deploy/aws_secret.yaml", "terraform/cloudflare.tf", "datadog/agent.yaml", "x/sonar.properties",
    "circleci/config.yml",
  ]

  private mutating func fingerprints() -> String {
    (1...60).map {
      "\(hex($0 % 7 == 0 ? 64 : 40)):\(Self.paths[$0 % 5]):generic-api-key:\($0)\($0 % 3 == 0 ? "\r\n" : "\n")"
    }
    .joined()
  }

  private mutating func hashes(_ indent: String) -> String {
    (1...40).map { "{\"filename\":\(indent)\"\(Self.paths[$0 % 5])\",\(indent)\"hashed_secret\": \"\(hex(40))\"}" }
      .joined(separator: ",")
  }

  @Test(arguments: [".gitleaksignore", ".betterleaksignore", "sub/.leaksiftignore"])
  func `fingerprints of an ignore file are no findings`(name: String) throws {
    var copy = self
    let lines = copy.fingerprints()
    try folder.write("notes.txt", lines)
    #expect(try count() > 0)
    try folder.shell("rm notes.txt")
    try folder.write(name, lines)
    #expect(try count() == 0)
    try folder.write(name, lines + "PAYMENT=\(Self.key(1))\n\(copy.hex(40)):\(Self.key(2)):rule:1\n")
    #expect(try count() == 2)
  }

  @Test(arguments: ["\n  ", ""]) func `hashes of a detect-secrets baseline are no findings`(indent: String) throws {
    var copy = self
    let text = "{\"version\": \"1.5.0\", \"results\": {\"a\": [\(copy.hashes(indent))]}}"
    try folder.write("other.json", text)
    #expect(try count() > 0)
    try folder.shell("rm other.json")
    try folder.write(".secrets.baseline", text)
    #expect(try count() == 0)
    try folder.write(".secrets.baseline", text + "\nPAYMENT=\(Self.key(3))\n")
    #expect(try count() == 1)
  }

  @Test func `ids and salt of our own files are no findings, also beside words that a key stands beside`() throws {
    var copy = self
    var text = "{\"leaksift-baseline\":1,\"mode\":\"files\",\"salt\":\"\(copy.hex(32))\"}\n"
    for number in 1...60 {
      text += "{\"id\":\"\(copy.hex(16))\",\"rule\":\"generic-api-key\",\"path\":\"\(Self.paths[number % 5])\"}\n"
    }
    try folder.write(".leaksift-baseline", text)
    let ignored = (1...60).map { "\(copy.hex(16)) reason=\"the api key of \(Self.paths[$0 % 5])\"\n" }.joined()
    try folder.write(".leaksiftignore", ignored + "\(copy.hex(40)) gap=accepted reason=\"aws secret of the clone\"\n")
    #expect(try count() == 0)
  }
}
