import FileTestSupport
import Findings
import Reports
import Rules
import Scan
import Testing

/// A value without quotes ends where the syntax of its file ends it.
@Suite struct ValueEndTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// File names, and lines in which `@` is the value.
  static let syntaxes = [
    ("app.yml", "db:\n  password: @ # the one\n"), (".env", "export DB_PASSWORD=@ # the one\n"),
    ("app.properties", "db.password=@\n"),
  ]
  static let separators = [";", ",", "&", ")", "]", "}", "|", ">", "<", "'", "\"", "`"]

  /// Values that the scorer is sure of, with a separator in the middle.
  private func values(_ separator: String) -> [String] {
    (1...4).map { Samples.random(14, seed: 900 + $0) + separator + Samples.random(14, seed: 950 + $0) }
  }

  @Test(arguments: syntaxes, separators)
  func `a value is found whole and none of it is readable`(_ syntax: (name: String, text: String), _ separator: String)
    throws
  {
    for value in values(separator) {
      try folder.write(syntax.name, syntax.text.replacing("@", with: value))
      let shown = try folder.scan(rules: nil) { $0.showSecrets = true }
      let secrets = shown.findings.filter { $0.rule.id == "generic-password" }.map(\.secret)
      #expect(secrets == [value], "\(syntax.name)")
      let report = try folder.scan(rules: nil)
      for format in ReportFormat.allCases {
        let text = format.write(report)
        for start in 4..<value.count - 7 {
          #expect(!text.contains(value.dropFirst(start).prefix(8)), "\(format)")
        }
      }
    }
  }

  /// Where the value of a line ends, marked by `$`.
  static let ends = [
    ("a.yaml", "password: @ and more$"), ("a.yaml", "password: @#more$ # comment"), ("a.yaml", "- password: @,more$"),
    ("a.yaml", "{ user: a,\n  password: @$, role: b }"), ("a.yaml", "token: @$,"), (".env", "PASSWORD=@ and more$ # c"),
    (".env.production", "PASSWORD=@#more$"), ("a.properties", "password = @ # more$"),
    ("a.properties", "password: @,$"),
    ("a.sh", "export PASSWORD=@$; echo"), ("a.sh", "PASSWORD=@,more$ run"), ("a.sh", "PASSWORD=@\"more x\"$ run"),
    ("a.sh", "PASSWORD=@$ && run"), ("Dockerfile", "ENV PASSWORD=@,more$"), ("a.ini", "password = @;more$ ; comment"),
    ("a.cfg", "password = @,more$ # comment"), ("a.toml", "password = \"@;more$\""),
    ("a.json", "{\"password\": \"@;more$\"}"),
    ("a.txt", "password: @$;more"), ("a.yml", "conn: user=bob;password=@$;role=x"), ("a.yml", "password: @$\r"),
    ("a.yml", "a: b\npassword: @$\nnext: c"), ("a.conf", "password = @;more$"), ("a.conf", "password=@,more$ # c"),
    ("a.conf", "password = @&more)x$ ; c"), ("a.conf", "password = @$, user = b"), ("a.conf", "password = @$;"),
    ("a.conf", "password: @$;more"), ("a.conf", "password = @,more==$"),
  ]

  @Test(arguments: ends) func `a value ends as its syntax says`(_ name: String, _ text: String) throws {
    let value = Samples.random(16, seed: 41)
    let (first, last) = (try #require(text.firstIndex(of: "@")), try #require(text.firstIndex(of: "$")))
    let whole = String(text[first..<last]).replacing("@", with: value)
    try folder.write(name, text.replacing("@", with: value).replacing("$", with: "") + "\n")
    let report = try folder.scan(rules: nil) { $0.showSecrets = true }
    #expect(report.findings.filter { $0.rule.id.hasPrefix("generic-") }.map(\.secret) == [whole])
    let place = try #require(report.findings.first { $0.rule.id.hasPrefix("generic-") }?.occurrences.first)
    #expect(place.endColumn - place.column == whole.utf8.count)
    #expect(place.excerpt?.secret == whole)
  }

  @Test func `another secret in the value stays a finding of its own`() throws {
    let (value, token) = (Samples.random(16, seed: 43), Samples.random(16, seed: 44))
    try folder.write("a.yml", "password: \(value);api_token=\(token)\n")
    let secrets = try folder.scan(rules: nil) { $0.showSecrets = true }.findings.map(\.secret)
    #expect(Set(secrets) == [value, token])
  }

  @Test(arguments: [false, true]) func `histories carry whole values`(scansInFull: Bool) throws {
    let head = Samples.random(16, seed: 45)
    let tails = (1...6).map { Samples.random(12, seed: 60 + $0) }
    let filler = (1...300).map { "  key_\($0): value \($0 * 7919)\n" }.joined()
    try folder.shell("git init -q -b main .")
    for (index, tail) in tails.enumerated() {
      // The same bytes at a path with another syntax.
      for name in ["app.yml", "app.txt"] {
        try folder.write(name, "a:\n\(filler)  password: \(head);\(tail) # \(index)\n\(filler)end: \(index)\n")
      }
      try folder.shell("git add -A && git commit -q -m step")
    }
    try folder.shell("git repack -q -adf --depth=20 --window=20")
    let report = try folder.scan(rules: nil) {
      $0.mode = .history(branch: nil)
      $0.scansInFull = scansInFull
      $0.showSecrets = true
    }
    let found = report.findings.flatMap { finding in finding.occurrences.map { "\($0.path) \(finding.secret)" } }
    #expect(Set(found) == Set(tails.map { "app.yml \(head);\($0)" } + ["app.txt \(head)"]))
  }
}
