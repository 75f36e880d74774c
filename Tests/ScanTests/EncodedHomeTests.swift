import FileTestSupport
import Findings
import Reports
import Scan
import Testing

/// A secret is found wherever tools encode it: at its place, as the same finding as in plain text, and shown nowhere.
@Suite struct EncodedHomeTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// A key with a format of its own that no checksum guards.
  private static let rule = "stripe-secret-key-live"
  private static func key(_ seed: Int) -> String { "sk_" + "live_" + Samples.random(24, seed: UInt64(seed)) }

  @Test(arguments: EncodedHome.all) func `the secret is found in a file`(home: EncodedHome) throws {
    try check(home, secret: Self.key(1), rule: Self.rule)
  }

  @Test func `the key of a kubeconfig is found`() throws {
    guard (try? folder.shell("command -v openssl")) != nil else { return }
    let key = try folder.shell("openssl genpkey -algorithm ED25519")
    try check(
      EncodedHome("kubeconfig", "config", line: 5, "base64") {
        "kind: Config\nusers:\n- name: a\n  user:\n    client-key-data: \(Written.base64($0))\n"
      }, secret: key, rule: "private-key-pkcs8")
  }

  private func check(_ home: EncodedHome, secret: String, rule: String) throws {
    let text = try home.text(secret)
    try folder.write("plain", secret + "\n")
    try folder.write(home.file, text)
    let report = try folder.scan(rules: nil)
    #expect(report.coverage.complete)
    // One finding, so that both places have the same fingerprint.
    #expect(Set(report.findings.map(\.rule.id)) == home.others.union([rule]))
    let finding = try #require(report.findings.first { $0.rule.id == rule })
    #expect(report.findings.count == home.others.count + 1)
    #expect(Set(finding.occurrences.map(\.path)) == ["plain", home.file])
    let place = try #require(finding.occurrences.first { $0.path == home.file })
    #expect(place.decodedFrom == home.layers)
    // Of a run that is wrapped the place is the lines with the secret.
    #expect((home.line..<home.line + 6).contains(place.line))
    let hidden = [secret] + Self.written(place, in: text)
    for format in ReportFormat.allCases {
      let shown = format.write(report)
      #expect(hidden.allSatisfy { !shown.contains($0) }, "\(format)")
    }
  }

  /// The lines that an occurrence is written as.
  private static func written(_ place: Occurrence, in text: String) -> [String] {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    lines = Array(lines[place.line - 1..<place.endLine])
    lines[lines.count - 1] = Array(lines[lines.count - 1].prefix(place.endColumn - 1))
    lines[0] = Array(lines[0].dropFirst(place.column - 1))
    return lines.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Each home in a folder of its own, with a secret of its own.
  @Test func `the secrets are found in a staged change and in a history`() throws {
    var expected: Set<String> = []
    try folder.shell("git init -q -b main . && git commit -q --allow-empty -m empty")
    for (number, home) in EncodedHome.all.enumerated() {
      try folder.write("\(number)/\(home.file)", try home.text(Self.key(number)))
      expected.insert("\(number)/\(home.file) \(home.layers ?? "plain")")
    }
    try folder.shell("git add .")
    #expect(try places { $0.mode = .staged } == expected)
    try folder.shell("git commit -q -m one && for f in */* */.[a-z]*; do [ -f $f ] && { echo; echo; } >>$f; done; true")
    try folder.shell("git add . && git commit -q -m two && git rm -q -r . && git commit -q -m three && git gc -q")
    #expect(try places { $0.mode = .since("HEAD~3") } == expected)
    #expect(try places { $0.mode = .history(branch: nil) } == expected)
  }

  private func places(_ change: (inout ScanRequest) -> Void) throws -> Set<String> {
    let report = try folder.scan(rules: nil, workers: 2, change: change)
    #expect(report.coverage.complete)
    let found = report.findings.filter { $0.rule.id == Self.rule }.flatMap(\.occurrences)
    return Set(found.map { "\($0.path) \($0.decodedFrom ?? "plain")" })
  }
}
