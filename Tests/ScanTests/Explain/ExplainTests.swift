import FileTestSupport
import Findings
import Scan
import Testing

/// Why a line is, or is not, a finding.
struct ExplainTests {
  let project: Project

  init() throws {
    project = try Project(
      rules: Project.rules + """
        [[rules]]
        id = "measured"
        regex = '''\\bmeas_([A-Za-z0-9]{24})\\b'''
        keywords = ["meas_"]
        entropy = 3.5
        [[rules.allowlists]]
        description = "samples"
        stopwords = ["sample"]
        [[allowlists]]
        paths = ['''(^|/)vendor/''']
        [[rules]]
        id = "whole-file"
        path = '''\\.p12$'''

        """)
    try project.folder.commitAll()
  }

  private func explain(_ text: String, line: Int = 2, file: String = "src/a.txt") throws -> Explanation {
    try project.folder.write(file, text)
    return try Scan.explain(ExplainRequest(path: project.folder.at(file), line: line))
  }

  @Test func `a finding is told with what was measured, masked`() throws {
    let secret = Project.random()
    let explanation = try explain("one\nkey = meas_\(secret) and other_\(Project.random())\n")
    #expect(explanation.place == "src/a.txt:2")
    #expect(explanation.text == "key = ******** and other_********")
    #expect(explanation.matches.map(\.rule.id) == ["measured", "other-token"])
    #expect(explanation.matches.map(\.isFinding) == [true, true])
    let match = explanation.matches[0]
    #expect(match.column == 12)
    #expect(match.steps.contains { $0.name == "entropy" && $0.text.hasSuffix("must exceed 3.5") })
    #expect(match.verdict.hasPrefix("a finding: severity high"))
    #expect(!"\(explanation)".contains(secret))
  }

  @Test(arguments: ["password: @", "unnamed @", "legacy_@ in a log", "https://bob:@/x"])
  func `a line on which no rule matched is masked too`(line: String) throws {
    let secret = Project.random()
    let explanation = try explain("one\n" + line.replacing("@", with: secret) + "\n")
    #expect(explanation.matches.isEmpty)
    #expect(!"\(explanation)".contains(secret.dropFirst(6).prefix(8)))
    #expect(explanation.text.hasPrefix(line.prefix(4)))
  }

  @Test func `other copies of a secret on the line are masked`() throws {
    let secret = Project.random()
    let encoded = secret.utf8.map { "%" + String($0, radix: 16) }.joined()
    let explanation = try explain("one\nmeas_\(secret) # was \(secret), x\(secret)y, \(encoded)\n")
    #expect(!explanation.matches.isEmpty)
    #expect(!"\(explanation)".contains(secret))
    #expect(!"\(explanation)".contains(encoded.prefix(12)))
  }

  @Test(arguments: [
    ("meas_aaaabbbbaaaabbbbaaaabbbb", "no finding: "),
    ("demo_LEAK # gitleaks:allow", "hidden by an inline comment, src/a.txt:2 (gitleaks:allow)"),
    ("meas_sampleSECRET", "no finding: the allowlist \"samples\" (FOLDER/.leaksift.toml:"),
  ])
  func `what hid a match is named with its place`(line: String, verdict: String) throws {
    let text =
      "one\n"
      + line.replacing("LEAK", with: Project.random())
      .replacing("SECRET", with: String(Project.random().prefix(18)))
    let match = try #require(try explain(text + "\n").matches.first)
    #expect(match.verdict.replacing(project.folder.path, with: "FOLDER").hasPrefix(verdict), "\(match.verdict)")
    #expect(!match.isFinding)
  }

  @Test func `an allowlist for paths, an ignore file and a baseline are named`() throws {
    let vendored = try explain("\n\(Project.leak())", file: "vendor/x.txt")
    #expect(vendored.matches.first?.verdict.contains("an allowlist (") == true)
    try project.folder.write(".leaksiftignore", "# x\nsrc/ reason=\"old\"\n")
    let ignored = try explain("\n\(Project.leak())")
    #expect(ignored.matches.first?.verdict.hasSuffix("/.leaksiftignore:2 (old)") == true)
    try project.folder.write(".leaksiftignore", "")
    var request = ExplainRequest(path: project.folder.at("src/a.txt"), line: 2)
    var baseline = Baseline(mode: "files")
    for finding in try project.scan().findings { baseline.add(baseline.entry(for: finding)) }
    try project.folder.write("base", baseline.text)
    request.baseline = project.folder.at("base")
    #expect(try Scan.explain(request).matches.first?.verdict.hasPrefix("hidden by the baseline, ") == true)
  }

  @Test func `a line that no rule tried names the nearest keyword`() throws {
    let explanation = try explain("demo_ here\nnothing\n\n")
    #expect(explanation.matches.isEmpty)
    #expect(
      explanation.remarks == [
        "no rule was tried: no keyword of any rule is on the line",
        "a finding needs a name with a credential word (password, secret, token, key) on the left of = or :, "
          + "a URL with a password, or a key with its vendor's prefix",
        "the nearest keyword is `demo_` on line 1, of demo-token",
      ])
  }

  @Test func `a keyword without a match is told`() throws {
    let explanation = try explain("\nDEMO_short\n")
    #expect(
      explanation.remarks == [
        "keyword `demo_` is on the line, but no regex of demo-token matches",
        "rule demo-token wants `\\bdemo_([A-Za-z0-9]{24})\\b`; what begins with `demo_` here has 10 characters",
      ])
  }

  /// Lines of a file that the built-in rules are tried on, with `@` for random characters.
  private static let missing = [
    ("password = \"changeme\"", "a value that is not made of words that stand for one"),
    ("t = ghp_@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@", "a checksum that agrees: no character cut, added or mistyped"),
    ("const PASSWORD_FIELD = \"password_field\"", "a value instead of a slot for one"),
  ]

  @Test(arguments: missing)
  func `what a dropped match lacked is told`(line: String, missing: String) throws {
    let match = try #require(try explainBuiltIn(line).matches.first)
    #expect(!match.isFinding)
    #expect(match.missing?.contains(missing) == true, "\(match)")
  }

  private static let unmatched = [
    ("", "the line is empty"),
    ("id: 3f2b8c1e-9d47-4a6b-8e21-7c5d9f0a1b3c", "a UUID can be anything: it counts beside a name"),
    ("foo = \"0q9q8q7q6q5q4q3q2q1q0q9q\"", "a value of 24 characters without a vendor's prefix can be anything"),
    ("nothing here at all", "a finding needs a name with a credential word"),
    ("x = sk_live_@@@@@@@@@@@@@@@@@@@@", "what begins with `sk_live_` here has 28 characters"),
    ("datadog = \"abc\"", "on the right of a name with `datadog`; the longest word here has 7 characters"),
    ("the compass.", "wants `pass`, what assigns, such as = or :, and a value in quotes or alone"),
  ]

  @Test(arguments: unmatched)
  func `what a line without a match lacks is told`(line: String, remark: String) throws {
    let explanation = try explainBuiltIn(line)
    #expect(explanation.matches.isEmpty)
    #expect(explanation.remarks.contains { $0.contains(remark) }, "\(explanation.remarks)")
  }

  private func explainBuiltIn(_ line: String) throws -> Explanation {
    let builtIn = try Project(rules: "")
    let random = Array(Project.random() + Project.random())
    var next = 0
    let text = line.map { character in
      guard character == "@" else { return character }
      next += 1
      return random[next]
    }
    try builtIn.folder.write("src/a.py", String(text) + "\n")
    return try Scan.explain(ExplainRequest(path: builtIn.folder.at("src/a.py"), line: 1))
  }

  @Test func `a rule for the path alone is told`() throws {
    #expect(
      try explain("\nx\n", file: "key.p12").remarks.contains("rule whole-file reports the file for its path alone"))
  }

  @Test func `environment files are told about, protected or not`() throws {
    let text = "# none\nDATABASE_PASSWORD=\(Project.random())\n"
    #expect(
      try explain(text, file: ".env").remarks.last
        == "`.env` hygiene reports dotenv-unprotected, high: this line is named")
    #expect(
      try explain(text, line: 1, file: ".env").remarks.last
        == "`.env` hygiene reports dotenv-unprotected, high: the file as a whole or other lines, not this one")
    try project.folder.write(".gitignore", ".env\n")
    try project.folder.commitAll()
    #expect(
      try explain(text, file: ".env").remarks.last
        == "`.env` hygiene finds nothing: git ignores the file (.gitignore:1)")
    #expect(try explain(text, file: "env.txt").remarks.allSatisfy { !$0.contains("hygiene") })
  }

  @Test(arguments: [("", "info"), ("[dotenv]\nstrict = true\n", "low")])
  func `an environment file outside of repositories is told about with the severity of a scan`(
    settings: String, severity: String
  ) throws {
    let outside = try Project(rules: Project.rules + settings)
    try outside.folder.write(".env", "DATABASE_PASSWORD=\(Project.random())\n")
    let explanation = try Scan.explain(ExplainRequest(path: outside.folder.at(".env"), line: 1))
    #expect(
      explanation.remarks.last == "`.env` hygiene reports dotenv-unprotected, \(severity): this line is named")
  }

  @Test(arguments: [0, 3, 99])
  func `a line that is not there is an error`(line: Int) throws {
    let error = try #require(throws: ScanError.self) { _ = try explain("a\nb\n", line: line) }
    #expect(error.description.hasSuffix("src/a.txt has no line \(line); its last one is 2"))
  }
}

/// Lines of files in archives, as a report names them.
struct ExplainMemberTests {
  private let project: Project
  private let secret = Project.random()

  init() throws {
    project = try Project()
    try project.folder.write("src/a.txt", "one\ndemo_\(secret)\n")
    try project.folder.shell(
      """
      python3 -m zipfile -c in.zip src; tar czf out.tgz in.zip; rm -r src in.zip
      mkdir sub; mv out.tgz sub; git init -q
      """)
  }

  @Test(arguments: ["out.tgz!in.zip!src/a.txt", "sub/out.tgz!in.zip!src/a.txt"])
  func `a member's line is explained`(path: String) throws {
    let start = path.hasPrefix("sub") ? "" : "sub/"
    let explanation = try Scan.explain(ExplainRequest(path: project.folder.at(start + path), line: 2))
    #expect(explanation.place == "sub/out.tgz!in.zip!src/a.txt:2")
    #expect(explanation.matches.map(\.isFinding) == [true])
    #expect(!"\(explanation)".contains(secret))
  }

  @Test(arguments: [
    ("sub/out.tgz!in.zip!src/b.txt", "no archive with such a member"), ("sub/out.tgz", "name a file in it"),
    ("sub/none.tgz!a", "does not exist"),
  ])
  func `what cannot be explained is an error that says why`(path: String, words: String) throws {
    #expect { try Scan.explain(ExplainRequest(path: project.folder.at(path), line: 1)) } throws: { error in
      "\(error)".contains(words)
    }
  }

  @Test func `a file whose own name has the sign comes first`() throws {
    try project.folder.write("sub/out.tgz!a.txt", "demo_\(secret)\n")
    let explanation = try Scan.explain(ExplainRequest(path: project.folder.at("sub/out.tgz!a.txt"), line: 1))
    #expect(explanation.matches.map(\.isFinding) == [true])
  }
}
