import FileTestSupport
import Findings
import Scan
import Testing

/// gitleaks' configuration, rule by rule, down to the report.
struct PeerConfigurationTests {
  /// The shape of a peer's published default file, with rules made up.
  private static let shape = #"""
    # Written from the documentation of the format.
    title = "Gitleaks config"
    minVersion = "v8.25.0"
    betterleaksMinVersion = "v1.0.0"

    [[allowlists]]
    description = "global allow lists"
    regexes = ['''(?i)^true|false|null$''', '''^(?i:a+|b+|c+)$''', '''^\$(?:\d+|{\d+})$''']
    paths = ['''gitleaks\.toml''', '''(?i)\.(?:bmp|gif|jpe?g|png|svg|tiff?)$''', '''(?:^|/)node_modules(?:/.*)?$''']
    stopwords = ["014df517-39d1-4453-b7b3-9930c563627c"]

    [[rules]]
    id = "acme-access-token"
    description = "Detected an Acme token, posing a risk."
    regex = '''(?i)[\w.-]{0,50}?(?:acme)(?:[ \t\w.-]{0,20})[\s'"]{0,3}(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}([a-z0-9]{24})(?:[\x60'"\s;]|\\[nr]|$)'''
    entropy = 3
    keywords = ["acme"]
    filter = 'filter.entropy(finding["secret"]) <= 3 || containsAny(attributes["path"], ["fixtures/"])'
    validate = "true"

    [[rules]]
    id = "acme-key-file"
    description = "A key file."
    path = '''(?i)(?:^|\/)[^\/]+\.p(?:12|fx)$'''

    [[rules]]
    id = "generic-api-key"
    description = "A generic key."
    regex = '''(?i)(?:key|token)["' \t]{0,3}[:=]["' \t]{0,3}([\w.=-]{10,150})(?:[\x60'"\s;]|\\[nr]|$)'''
    entropy = 3.5
    keywords = ["key", "token"]
    [[rules.allowlists]]
    condition = "AND"
    paths = ['''\.bb$''']
    regexes = ['''LICENSE[^=]*=\s*"[^"]+''']
    regexTarget = "line"
    [[rules.allowlists]]
    stopwords = ["example", "template"]
    """#

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func lower() -> String { Project.random().lowercased() }

  private func found(_ config: String) throws -> [String] {
    try folder.write(".gitleaks.toml", config)
    let report = try Scan.scan(ScanRequest(targets: [.path(folder.path)], workers: 1))
    return report.findings.flatMap { finding in
      finding.occurrences.map { "\(finding.rule.id) \($0.path):\($0.line)" }
    }.sorted()
  }

  @Test func `the shape of a published default file loads and works`() throws {
    try folder.write("a.py", "acme_token = '\(lower())'\nother_key = \"\(Project.random())\"\n")
    try folder.write("logo.png", "acme_token = '\(lower())'\n")
    try folder.write("node_modules/x/a.js", "acme_token = '\(lower())'\n")
    try folder.write("keys/server.P12", "x")
    try folder.write("fixtures/a.py", "acme_door = '\(lower())'\n")
    #expect(
      try found(Self.shape) == [
        "acme-access-token a.py:1", "acme-key-file keys/server.P12:0", "generic-api-key a.py:2",
      ])
  }

  @Test func `what is not understood is named once, with its line`() throws {
    try folder.write(".gitleaks.toml", Self.shape)
    let notes = try Scan.scan(ScanRequest(targets: [.path(folder.path)], workers: 1)).coverage.notes
    #expect(!notes.contains { $0.contains("inVersion") })
    #expect(
      notes.count {
        $0.contains("requests of rule \"acme-access-token\" have no effect in a file of the scanned folder")
      } == 1
    )
  }

  // MARK: - RE2's meaning

  private static let syntax: [(regex: String, line: String, isFound: Bool)] = [
    ("tok_([a-z0-9]{12})$", "tok_SECRET", false), ("(?m)tok_([a-z0-9]{12})$", "tok_SECRET", true),
    (#"tok_([a-z0-9]{12})\z"#, "tok_SECRET", false), ("(?i)TOK_([A-Z0-9]{12})", "tok_SECRET", true),
    ("(?i:TOK)_([A-Z0-9]{12})", "tok_SECRET", false), ("(?i:TOK)_([a-z0-9]{12})", "tok_SECRET", true),
    (#"tok_((?:\pN|[a-z]){12})"#, "tok_SECRET", true), ("tok_(?P<value>[a-z0-9]{12})", "tok_SECRET", true),
    (#"\Qtok_\E([a-z0-9]{12})"#, "tok_SECRET", true), ("(?U)tok_([a-z0-9]{12,})", "tok_SECRETz", true),
    ("(?s)tok_.([a-z0-9]{12})", "tok_\nSECRET", true), ("tok_.([a-z0-9]{12})", "tok_\nSECRET", false),
    (#"^tok_([a-z0-9]{12})"#, "tok_SECRET", false), (#"(?m)^tok_([a-z0-9]{12})"#, "tok_SECRET", true),
    (#"tok_([[:alnum:]]{12})\b"#, "tok_SECRET", true), (#"tok_([^\W_]{12})"#, "tok_SECRET", true),
  ]

  @Test(arguments: syntax) func `a regex means what RE2 says`(regex: String, line: String, isFound: Bool) throws {
    let value = String(lower().prefix(12))
    try folder.write("a.txt", "first\n" + line.replacing("SECRET", with: value) + "\nlast\n")
    let config = "[[rules]]\nid = \"t\"\nregex = '''\(regex)'''\nkeywords = [\"tok_\"]\n"
    #expect(try !found(config).isEmpty == isFound)
  }

  // MARK: - Keys

  @Test func `keys have no letter case, and one keyword of several suffices`() throws {
    try folder.write("a.txt", "tok_\(lower())\n")
    #expect(
      try found("[[RULES]]\nID = \"t\"\nRegex = 'tok_[a-z0-9]{24}'\nKEYWORDS = [\"nowhere\", \"TOK_\"]\n") == [
        "t a.txt:1"
      ])
  }

  @Test func `the entropy must be greater than the threshold`() throws {
    try folder.write("a.txt", "tok_abcdefgh\n")
    let rule = "[[rules]]\nid = \"t\"\nregex = 'tok_([a-h]{8})'\nkeywords = [\"tok_\"]\nentropy = "
    #expect(try found(rule + "3.0\n").isEmpty)
  }

  @Test func `a global allowlist may name its rules, and an older one works`() throws {
    try folder.write("a.txt", "tok_\(lower())\nkey_\(lower())\n")
    let rules =
      "[[rules]]\nid = \"t\"\nregex = 'tok_[a-z0-9]{24}'\nkeywords = [\"tok_\"]\n[[rules]]\nid = \"k\"\nregex = 'key_[a-z0-9]{24}'\nkeywords = [\"key_\"]\n"
    #expect(try found(rules).count == 2)
    #expect(try found(rules + "[[allowlists]]\ntargetRules = [\"t\"]\npaths = ['a.txt']\n") == ["k a.txt:2"])
    #expect(try found(rules + "[allowlist]\nregexes = ['^key_']\n") == ["t a.txt:1"])
    #expect(try found(rules + "[[allowlists]]\nregexTarget = \"line\"\nregexes = ['^tok_.*$']\n") == ["k a.txt:2"])
    #expect(try found(rules + "[[allowlists]]\ncondition = \"&&\"\npaths = ['b.txt']\nregexes = ['_']\n").count == 2)
  }

  @Test func `a generic rule yields to another one with the same secret`() throws {
    let value = lower()
    try folder.write("a.txt", "key = acme_\(value)\n")
    let config = """
      [[rules]]
      id = "a-generic-one"
      regex = 'key = (acme_[a-z0-9]{24})'
      keywords = ["key"]
      [[rules]]
      id = "z-acme"
      regex = 'acme_[a-z0-9]{24}'
      keywords = ["acme_"]
      """
    #expect(try found(config) == ["z-acme a.txt:1"])
  }

  @Test func `a composite rule needs its other half nearby`() throws {
    let config = """
      [[rules]]
      id = "pair"
      regex = 'tok_[a-z0-9]{24}'
      keywords = ["tok_"]
      [[rules.required]]
      id = "user"
      withinLines = 1
      [[rules]]
      id = "user"
      regex = 'usr_[a-z0-9]{24}'
      keywords = ["usr_"]
      skipReport = true
      """
    try folder.write("near.txt", "usr_\(lower())\ntok_\(lower())\n")
    try folder.write("far.txt", "usr_\(lower())\n\n\ntok_\(lower())\n")
    #expect(try found(config) == ["pair near.txt:2"])
  }

  @Test(arguments: ["", "title = \"x\"\n", "[extend]\npath = \"base.toml\"\n"])
  func `a file without rules is an error`(config: String) throws {
    try folder.write(".gitleaks.toml", config)
    try folder.write("base.toml", "title = \"empty\"\n")
    let error = try #require(throws: ScanError.self) {
      _ = try Scan.scan(ScanRequest(targets: [.path(folder.path)], workers: 1))
    }
    #expect(error.description.contains(".gitleaks.toml: no rules: nothing would be found; add [[rules]]"))
  }
}
