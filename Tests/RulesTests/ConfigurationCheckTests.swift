import Rules
import Testing

/// Settings of a rule file that have no effect, and how it is written anew.
struct ConfigurationCheckTests {
  private func remarks(_ text: String, base: RuleSet = RuleSet()) throws -> [String] {
    let file = try RuleFile.parse(Array(text.utf8), name: "f.toml")
    return ConfigurationCheck.remarks(on: file, base: base).map(\.description)
  }

  private static let rule = "[[rules]]\nid = \"a\"\nkeywords = [\"tok_\"]\nregex = '''tok_[a-z]{8}'''\n"

  static let cases: [(String, String?)] = [
    (rule, nil),
    (
      "[[rules]]\nid = \"a\"\nkeywords = [\"TOK_\", \"key\"]\nregex = '''tok_[0-9]{8}'''\n",
      "f.toml:1: rule \"a\": keyword \"key\" can be in no match"
    ),
    ("[[rules]]\nid = \"a\"\nkeywords = [\"api\"]\nregex = '''(?i)(?:API|key).{0,20}[a-f]{8}'''\n", nil),
    ("[[rules]]\nid = \"a\"\nkeywords = [\"aab\"]\nregex = '''(?:a|b)+c'''\n", nil),
    ("[[rules]]\nid = \"a\"\nkeywords = [\"aca\"]\nregex = '''(?:a|b)+c'''\n", "can be in no match"),
    ("[[rules]]\nid = \"a\"\nregex = '''tok_[a-z]{8}'''\n", "rule \"a\" has no keywords"),
    (
      rule + "[[rules]]\nid = \"b\"\nkeywords = [\"tok_\"]\nregex = '''tok_[a-z]{8}'''\n",
      "f.toml:5: rule \"b\" is unreachable: rule \"a\" on line 1"
    ),
    (rule + "entropy = 3.6\n", "rule \"a\" is unreachable: no text of at most 12 bytes has an entropy above 3.6"),
    (rule + "entropy = 3.5\n", nil), (rule + "skipReport = true\n", "rule \"a\" is never reported"),
    ("[extend]\nuseDefault = true\ndisabledRules = [\"a\"]\n" + rule, "is named by \"disabledRules\" and defined too"),
    (
      rule + "[[rules.allowlists]]\nstopwords = [\"tok_abcdefghi\"]\n",
      "stopword \"tok_abcdefghi\" has no effect: no match is that long"
    ),
    (rule + "[[rules.allowlists]]\nstopwords = [\"7\"]\n", "stopword \"7\" has no effect: it can be in no match"),
    (rule + "[[rules.allowlists]]\nstopwords = [\"abc\"]\n", nil),
    (rule + "[[rules.allowlists]]\nregexes = ['''x{13}''']\n", "regex \"x{13}\" has no effect"),
    (rule + "[[rules.allowlists]]\nregexTarget = \"line\"\nregexes = ['''x{13}''']\n", nil),
    (rule + "[[allowlists]]\ncommits = [\"abc123\"]\n", "f.toml:5: allowlist: commit \"abc123\" has no effect"),
    (
      rule + "[[allowlists]]\npaths = ['''a''']\n[[allowlists]]\npaths = ['''a''']\n",
      "f.toml:7: allowlist: it has no effect: it says the same as the one at f.toml:5"
    ),
  ]

  @Test(arguments: cases) func `what has no effect is told`(text: String, remark: String?) throws {
    let found = try remarks(text)
    if let remark {
      #expect(found.count == 1)
      #expect(found.first?.contains(remark) == true, "\(found)")
    } else {
      #expect(found.isEmpty, "\(found)")
    }
  }

  // MARK: - RE2

  @Test(arguments: [#"a\vb"#, #"[\v]"#, "a{,3}"])
  func `what RE2 and PCRE2 read differently is an error with a mend`(regex: String) throws {
    let error = try #require(throws: RuleFileError.self) {
      _ = try RuleFile.parse(Array("[[rules]]\nid = \"a\"\nregex = '''\(regex)'''\n".utf8), name: "f.toml")
    }
    #expect(error.description.contains("f.toml:3: rule \"a\": \"regex\" has `"))
    #expect(error.description.contains("read differently: write "))
  }

  @Test(arguments: ["a++", "(?=a)b", "(?<!a)b", #"(a)\1"#, #"a\Kb"#, "(?>a)", "(?x)a", #"\Aa\Z"#, #"\ha"#])
  func `what only PCRE2 has is a warning in a peer's file`(regex: String) throws {
    let text = Array("[[rules]]\nid = \"a\"\nregex = '''\(regex)'''\n".utf8)
    #expect(
      try RuleFile.parse(text, name: "f.toml").warnings.first?.message.contains("which RE2 does not have") == true)
    #expect(try RuleFile.parse(text, name: ".leaksift.toml").warnings.isEmpty)
  }

  @Test(arguments: [
    #"\Qa++\E"#, "(?P<name>a)", "(?<name>a)", "(?i:a)b", "(?U)a+", "(?s-i)a", "[+]+", "a+?", #"\pN\p{Greek}"#,
    #"\x{41}"#,
    #"\123"#, #"\\v"#, "[[:alpha:]+]", #"a\z$"#, "a{2,}", "[]+]+", #"\+\+"#,
  ])
  func `what both have is taken as it is`(regex: String) throws {
    let text = Array("[[rules]]\nid = \"a\"\nregex = '''\(regex)'''\n".utf8)
    #expect(try RuleFile.parse(text, name: "f.toml").warnings.isEmpty)
  }

  // MARK: - Writing

  @Test func `a migrated file means what the peer's means`() throws {
    let text = #"""
      title = "t"
      [extend]
      disabledRules = ["x", "y"]
      [[rules]]
      id = "a"
      description = "A \"quoted\" one."
      regex = '''tok_(["'\\a-z]{8})'''
      path = '''\.p12$'''
      secretGroup = 1
      entropy = 3.25
      keywords = ["tok_", "é\u0007"]
      tags = ["k"]
      [[rules.allowlists]]
      condition = "AND"
      regexTarget = "line"
      regexes = ['''one''', "it's '''three'''"]
      stopwords = ["w"]
      [[rules.required]]
      id = "b"
      withinLines = 3
      [[rules]]
      id = "b"
      regex = "b"
      skipReport = true
      [[allowlists]]
      description = "d"
      targetRules = ["a"]
      commits = ["abc"]
      paths = ['''p''']
      """#
    let file = try RuleFile.parse(Array(text.utf8), name: ".gitleaks.toml")
    let written = ConfigurationWriter.text(of: file, from: .gitleaks)
    let again = try RuleFile.parse(Array(written.utf8), name: ".leaksift.toml")
    #expect(again.rules.map(\.rule) == file.rules.map(\.rule))
    #expect(again.allowlists == file.allowlists)
    #expect(again.extending.useDefault == false)
    #expect(again.extending.disabledRules == ["x", "y"])
    #expect(again.title == "t")
    #expect(again.warnings.isEmpty)
  }

  @Test func `a rule whose id holds generic yields, as with gitleaks`() throws {
    let text = "[[rules]]\nid = \"Generic-key\"\nregex = 'a'\n[[rules]]\nid = \"b\"\nregex = 'a'\n"
    let rules = try RuleFile.parse(Array(text.utf8), name: "f.toml").rules.map(\.rule)
    #expect(rules[0].specificity < rules[1].specificity)
  }
}
