import FileTestSupport
import Findings
import Reports
import Scan
import Testing

/// What a report shows of the secrets it is about: nothing that could be used.
@Suite struct RedactionTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Secrets in places where masking could miss them.
  func fill() throws -> [String] {
    let tokens = (1...12).map { Samples.token(UInt64($0)) }
    let far = String(repeating: "x", count: 110)
    try folder.write("pair", "a = \(tokens[0]), b = \(tokens[1])\n")
    try folder.write("touching", "\(tokens[2])\(tokens[3])\(tokens[4])\n")
    try folder.write("cut", "\(tokens[5]) \(far) \(tokens[6]) \(far) \(tokens[7])\n")
    try folder.write("twice", "\(tokens[8]) \(tokens[8])\n")
    try folder.write("allowed", "\(tokens[9]) # leaksift:allow\n\(tokens[9])\n")
    try folder.write("hidden", "\(tokens[10]) \(tokens[11]) # leaksift:allow\n")
    try folder.write(".env", "PASSWORD=\(Samples.random(20, seed: 77))\n")
    return tokens + [Samples.random(20, seed: 77)]
  }

  @Test(arguments: ReportFormat.allCases)
  func `no format shows a secret or a useful part of one`(format: ReportFormat) throws {
    let secrets = try fill()
    let report = try folder.scan()
    #expect(report.findings.count >= 9)
    let text = format.write(report)
    for secret in secrets {
      // Four leading characters are a public prefix; a run from the middle or the end is not.
      for part in [secret.prefix(16), secret.dropFirst(8).prefix(12), secret.suffix(12)] {
        #expect(!text.contains(part), "\(format)")
      }
    }
  }

  @Test func `secrets are shown on request`() throws {
    let secrets = try fill()
    let report = try folder.scan { $0.showSecrets = true }
    #expect(Set(report.findings.map(\.secret)).isSuperset(of: secrets.prefix(9)))
    let excerpts = report.findings.flatMap(\.occurrences).filter { $0.path == "pair" }.compactMap(\.excerpt)
    #expect(
      excerpts.map { $0.before + $0.secret + $0.after }
        == Array(
          repeating: "a = \(secrets[0]), b = \(secrets[1])", count: 2))
  }

  @Test func `neighbours on the line are masked`() throws {
    let tokens = (1...3).map { Samples.token(UInt64($0)) }
    try folder.write("f", "first \(tokens[0]) second \(tokens[1]) third \(tokens[2]) end\n")
    let shown = try folder.scan().findings.flatMap(\.occurrences).compactMap(\.excerpt)
      .map { $0.before + "|" + $0.secret + "|" + $0.after }
    #expect(
      Set(shown) == [
        "first |tkn_********| second ******** third ******** end",
        "first ******** second |tkn_********| third ******** end",
        "first ******** second ******** third |tkn_********| end",
      ])
  }

  @Test func `the same secret where no rule sees it is masked too`() throws {
    let rules = """
      [[rules]]
      id = "r"
      regex = '''name=([A-Za-z0-9]{32})'''
      keywords = ["name="]
      """
    let value = Samples.random()
    try folder.write("f", "x\(value)y name=\(value) z\(value)\n")
    let excerpt = try #require(try folder.scan(rules: rules).findings.first?.occurrences.first?.excerpt)
    #expect(!(excerpt.before + excerpt.after).contains(value))
    #expect(excerpt.before.hasSuffix(" name="))
  }

  /// Lines of a finding, marked `!`, beside which stands another secret, marked `@`.
  static let neighbours = [
    ("keys.csv", "Access key ID,Secret access key\n!,@\n"), ("a.py", "client(\"s3\", \"!\", \"@\")\n"),
    ("b.py", "tokens = [\"!\", \"@\", \"@\"]\n"), ("c.yml", "tokens: [!, @]\n"), ("d.log", "login ! of bob @ ok\n"),
    ("e.sh", "deploy --token ! --password @ # !\n"), ("f.json", "{\"a\": \"!\", \"password\": \"@\"}\n"),
    ("g.txt", "!;@\n"), ("h.txt", "x=!&y=@\n"), ("i.txt", "https://bob:@@host/ !\n"),
  ]

  @Test(arguments: neighbours) func `what could be a secret beside a finding is masked`(_ path: String, _ line: String)
    throws
  {
    for seed in UInt64(100)...110 {
      let (token, other) = (Samples.token(seed), Samples.random(20 + Int(seed % 3) * 10, seed: seed + 50))
      try folder.write(
        path, line.replacing("!", with: token).replacing("@@", with: other + "@").replacing(#/@(?!host)/#, with: other))
      let report = try folder.scan()
      #expect(report.findings.count == 1)
      for format in ReportFormat.allCases {
        let text = format.write(report)
        for start in 0..<other.count - 7 {
          #expect(!text.contains(other.dropFirst(start).prefix(8)), "\(format): \(line)")
        }
      }
    }
  }

  @Test func `a short secret shows nothing`() throws {
    let rules = """
      [[rules]]
      id = "r"
      regex = '''pin=([0-9]{6})'''
      keywords = ["pin="]
      """
    try folder.write("f", "pin=804513\n")
    #expect(try folder.scan(rules: rules).findings.map(\.secret) == ["********"])
  }

  @Test func `a secret of many lines shows only its first`() throws {
    let rules = """
      [[rules]]
      id = "r"
      regex = '''(?s)OPEN_(.{40,400}?)_CLOSE'''
      keywords = ["open_"]
      """
    let lines = (1...4).map { Samples.random(40, seed: UInt64($0)) }
    try folder.write("f", "a OPEN_\(lines.joined(separator: "\n"))_CLOSE b \(lines[2])\n")
    let excerpt = try #require(try folder.scan(rules: rules).findings.first?.occurrences.first?.excerpt)
    #expect(excerpt.before == "a OPEN_")
    #expect(lines.allSatisfy { !(excerpt.secret + excerpt.after).contains($0) })
  }
}
