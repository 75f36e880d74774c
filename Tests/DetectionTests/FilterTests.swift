import Detection
import Findings
import Rules
import Testing

@Suite struct FilterTests {
  let token = Samples.token()
  let commit = String(repeating: "a1", count: 20)

  /// Whether an expression hides the token, once as the rule's own and once as one for all rules.
  private func isHidden(
    _ expression: String, in text: String? = nil, path: String = "src/a.conf", commit: String? = nil
  ) throws -> Bool {
    let shape = "regex = 'k=(tkn_[A-Za-z0-9]{32})'\nkeywords = ['tkn_']"
    let filter = "filter = '''\(expression)'''"
    let own = try secrets("[[rules]]\nid = 'r'\n\(shape)\n\(filter)", text, path, commit).isEmpty
    let global = try secrets("\(filter)\n[[rules]]\nid = 'r'\n\(shape)", text, path, commit).isEmpty
    #expect(own == global)
    return own
  }

  private func secrets(_ config: String, _ text: String?, _ path: String, _ commit: String?) throws -> [String] {
    let file = ConfigurationFile(name: ".betterleaks.toml", text: Array(config.utf8))
    let loaded = try RuleSetLoader.load(file, builtIn: RuleSet(), read: { _ throws(RuleFileError) in nil })
    return try Engine(loaded.rules).secrets(text ?? "before k=\(token) behind\nnext", path: path, commit: commit)
  }

  @Test func `what stands beside the secret is known`() throws {
    #expect(try isHidden("finding[\"secret\"] == \"\(token)\""))
    #expect(try isHidden("finding[\"match\"] startsWith \"k=\""))
    #expect(try isHidden("finding[\"line\"] endsWith \"behind\""))
    #expect(try isHidden("finding[\"rule_id\"] == \"r\""))
    #expect(try !isHidden("finding[\"line\"] contains \"next\""))
    #expect(try !isHidden("finding[\"secret\"] contains \"before\""))
  }

  @Test func `path and commit are known when they are known`() throws {
    #expect(try isHidden("attributes[\"path\"] matches \"^src/\""))
    #expect(try !isHidden("attributes[\"path\"] matches \"^lib/\""))
    #expect(try isHidden("attributes[\"git.sha\"] in [\"\(commit)\", \"x\"]", commit: commit))
    #expect(try !isHidden("attributes[\"git.sha\"] in [\"\(commit)\", \"x\"]"))
    #expect(try isHidden("attributes[\"git.sha\"] == nil"))
    #expect(try isHidden("(attributes[\"git.sha\"] ?? \"none\") == \"none\""))
    #expect(try isHidden("not (\"git.sha\" in attributes)"))
    #expect(try isHidden("attributes[\"path\"] endsWith \".conf\" and finding[\"secret\"] startsWith \"tkn_\""))
    #expect(try !isHidden("attributes[\"path\"] endsWith \".md\" and finding[\"secret\"] startsWith \"tkn_\""))
  }

  @Test(arguments: [
    ("filter.entropy(finding[\"secret\"]) > 3", true), ("entropy(finding[\"secret\"]) <= 3", false),
    ("finding[\"entropy\"] > 3", true), ("len(finding[\"secret\"]) == 36", true), ("size('\u{e9}') == 1", true),
    ("lower(finding[\"match\"]) contains \"K=\"", false), ("upper(finding[\"match\"]) contains \"K=\"", true),
    ("trim(\" a \") == \"a\"", true), ("matchesAny(finding[\"secret\"], [\"^x\", \"^tkn_\"])", true),
    ("filter.matchesAny(finding[\"secret\"], [\"^x\", \"tkn$\"])", false),
    ("containsAny(finding[\"secret\"], [\"xyzxyz\", \"kn_\"])", true),
    ("containsAny(finding[\"secret\"], [\"KN_\"])", false), ("finding[\"secret\"] not contains \"kn_\"", false),
    ("\"r\" not in [\"a\", \"b\"]", true), ("!(1 + 2 * 3 == 7)", false), ("-1 < 0 && 7 / 2 == 3.5", true),
    ("true ? false : true", false), ("\"a\" + \"b\" == \"ab\"", true), ("\"a\" < \"b\"", true), ("1 / 0 > 1", true),
  ])
  func `functions and operators do what they are named for`(expression: String, hides: Bool) throws {
    #expect(try isHidden(expression) == hides)
  }

  @Test(arguments: [
    ("unknown() || true", true), ("unknown() && true", false), ("unknown() || false", false),
    ("not unknown()", false), ("unknown() ? true : true", true), ("unknown() ? true : false", false),
    ("not (unknown() && false)", true), ("unknown() == 1", false),
    ("unknown() || attributes[\"path\"] == \"src/a.conf\"", true),
  ])
  func `what is not understood never decides`(expression: String, hides: Bool) throws {
    #expect(try isHidden(expression) == hides)
  }

  @Test func `a prefilter hides files`() throws {
    let rule = "[[rules]]\nid = 'r'\nregex = 'tkn_[A-Za-z0-9]{32}'\nkeywords = ['tkn_']\n"
    let prefilter = "prefilter = '''matchesAny(attributes[?\"path\"].orValue(\"\"), [r\"^vendor/\"])'''\n"
    #expect(try secrets(prefilter + rule, nil, "vendor/a", nil).isEmpty)
    #expect(try secrets(rule + prefilter, nil, "vendor/a", nil).isEmpty)
    #expect(try !secrets(prefilter + rule, nil, "src/a", nil).isEmpty)
  }

  @Test func `rules for paths alone heed filters and allowlists for paths`() throws {
    var rule = Rule(id: "p", path: #"\.p12$"#)
    rule.allowlists = [Allowlist(paths: ["^test/"])]
    let file = try RuleFile.parse(
      Array("prefilter = '''attributes[\"path\"] startsWith \"vendor/\"'''".utf8), name: ".betterleaks.toml")
    let rules = RuleSet(
      [rule], globalAllowlists: [Allowlist(condition: .and, paths: ["^doc/"], stopwords: ["x"])],
      globalFilters: file.filters)
    let detector = try Detector(RuleIndex(rules))
    func reports(_ path: String) -> Bool {
      detector.pathRules(matching: TextPlace(path: Array(path.utf8))).contains { $0.exclusion == nil }
    }
    #expect(reports("src/a.p12"))
    #expect(reports("doc/a.p12"))
    #expect(!reports("test/a.p12"))
    #expect(!reports("vendor/a.p12"))
    let hidden = detector.pathRules(matching: TextPlace(path: Array("vendor/a.p12".utf8))).map { $0.exclusion?.place }
    #expect(hidden == [".betterleaks.toml:1"])
  }
}
