import Findings
import Rules
import Testing

@Suite struct RuleFileTests {
  @Test func `every key of the documentation is read`() throws {
    let text = #"""
      [[rules]]
      id = "one"
      title = "One key"
      description = "Opens one door."
      severity = "Critical"
      confidence = "low"
      regex = '''one_([a-z]{8})(x?)'''
      path = '''\.env$'''
      secretGroup = 2
      keywords = ["ONE_", "one_"]
      context = ["Door"]
      entropy = 3
      tags = ["a", "b"]
      specificity = 7
      checksum = "luhn"
      scored = false
      skipReport = true
      placeholders = ["one_examples"]
      docs_url = "https://docs"
      revoke_url = "Settings > Keys"
      steps = ["Revoke it."]
      formerly = ["uno"]
      samples = ["one_[a-z]{8}"]
      examples = ["k = «one_[a-z]{8}»"]
      non_samples = ["one"]
      [[rules.allowlists]]
      description = "tests"
      condition = "&&"
      commits = ["ABC"]
      paths = ["^t/"]
      regexes = ["x$"]
      regexTarget = "line"
      stopwords = ["Test"]
      [[rules.required]]
      id = "one"
      withinLines = 3
      withinColumns = 80
      """#
    let rule = try #require(try parse(text, isStrict: true).rules.first?.rule)
    var expected = Rule(
      id: "one", regex: "one_([a-z]{8})(x?)", path: #"\.env$"#, keywords: ["one_"], context: ["door"])
    (expected.title, expected.summary) = ("One key", "Opens one door.")
    (expected.severity, expected.confidence) = (.critical, .low)
    (expected.secretGroup, expected.entropy, expected.checksum, expected.scored) = (2, 3, .luhn, false)
    expected.placeholders = ["one_examples"]
    expected.allowlists = [
      Allowlist(
        description: "tests", condition: .and, commits: ["abc"], paths: ["^t/"], regexes: ["x$"], target: .line,
        stopwords: ["test"])
    ]
    expected.required = [RequiredRule(id: "one", withinLines: 3, withinColumns: 80)]
    (expected.specificity, expected.skipReport, expected.tags) = (7, true, ["a", "b"])
    (expected.docsURL, expected.revokeURL) = ("https://docs", "Settings > Keys")
    (expected.steps, expected.formerly) = (["Revoke it."], ["uno"])
    (expected.samples, expected.examples) = (["one_[a-z]{8}"], ["k = «one_[a-z]{8}»"])
    expected.nonSamples = ["one"]
    #expect(rule == expected)
  }

  @Test func `what a rule leaves open has its default`() throws {
    let rule = try #require(
      try parse("[[rules]]\nid = 'a'\nregex = 'b'\ndescription = 'c'").rules.first?.rule)
    var expected = Rule(id: "a", regex: "b")
    (expected.title, expected.summary) = ("c", "c")
    #expect(rule == expected)
    let contextual = try #require(
      try parse("[[rules]]\nid = 'a'\nregex = 'b'\ncontext = ['w']").rules.first?.rule)
    var expectedOfContextual = Rule(id: "a", regex: "b", context: ["w"])
    expectedOfContextual.specificity = 50
    #expect(contextual == expectedOfContextual)
  }

  @Test func `letter case of keys does not matter`() throws {
    let file = try parse(
      "TITLE = 't'\n[[Rules]]\nID = 'a'\nRegex = 'b(c)'\nsecretgroup = 1\nKeyWords = ['b']")
    #expect(file.title == "t")
    #expect(file.warnings.isEmpty)
    var expected = Rule(id: "a", regex: "b(c)", keywords: ["b"])
    expected.secretGroup = 1
    #expect(file.rules.first?.rule == expected)
  }

  @Test func `allowlists default to any criterion and to the secret`() throws {
    let file = try parse(
      "[allowlist]\nregexes = ['a']\n[[rules]]\nid='r'\nregex='x'\n[rules.allowlist]\npaths=['p']")
    #expect(file.allowlists == [Allowlist(regexes: ["a"])])
    #expect(file.rules.first?.rule.allowlists == [Allowlist(paths: ["p"])])
    let targeted = try parse(
      "[[allowlists]]\ntargetRules = ['r']\nstopwords = ['s']\nregexTarget = 'match'")
    #expect(
      targeted.allowlists == [Allowlist(target: .match, stopwords: ["s"], targetRules: ["r"])])
  }

  @Test(arguments: [
    ("OR", Allowlist.Condition.or), ("||", .or), ("or", .or), ("AND", .and), ("&&", .and),
    ("and", .and),
  ])
  func `each spelling of a condition is known`(word: String, condition: Allowlist.Condition) throws {
    #expect(
      try parse("[allowlist]\ncondition = '\(word)'\npaths = ['p']").allowlists.first?.condition
        == condition)
  }

  @Test func `extend and the version are read`() throws {
    let file = try parse(
      "minVersion = 'v8.25.0'\n\n[extend]\nuseDefault = true\ndisabledRules = ['a', 'b']")
    #expect(file.warnings.isEmpty)
    #expect(file.extending.useDefault == true)
    #expect(file.extending.path == nil)
    #expect(file.extending.disabledRules == ["a", "b"])
    #expect(file.extending.line == 3)
  }

  @Test func `one string with commas is a list in a peer's file`() throws {
    let file = try parse("[[rules]]\nid='a'\nregex='b'\nkeywords='x,y'")
    #expect(file.rules.first?.rule.keywords == ["x", "y"])
    #expect(
      file.warnings.map(\.description) == [
        #"r.toml:4: rule "a": "keywords" should be a list of strings: write ["..."]"#
      ])
  }

  @Test func `unknown keys are told once each, with the nearest known one`() throws {
    let text = """
      betterleaksMinVersion = '1'
      [[rules]]
      id = 'a'
      regex = 'b'
      keyword = ['b']
      tokenEfficiency = true
      [[rules]]
      id = 'c'
      regex = 'd'
      tokenEfficiency = true
      [extend]
      url = 'https://rules'
      """
    #expect(
      try parse(text).warnings.map(\.description) == [
        #"r.toml:5: rule "a": unknown key "keyword": did you mean "keywords"?"#,
        #"r.toml:6: rule "a": key "tokenEfficiency" of Betterleaks is not understood and has no effect (and in 1 more place)"#,
        #"r.toml:12: [extend]: "url" has no effect: nothing is fetched from the network; use "path""#,
      ])
  }

  @Test func `an unknown key is an error in a built-in file`() {
    #expect(
      message(of: "[[rules]]\nid='a'\nregex='b'\nkeyword=['b']", isStrict: true)
        == #"r.toml:4: rule "a": unknown key "keyword": did you mean "keywords"?"#)
  }

  @Test func `of two rules of one id the last counts in a peer's file, with a remark`() throws {
    let text = Array("[[rules]]\nid='a'\nregex='b'\n[[rules]]\nid='c'\nregex='d'\n[[rules]]\nid='a'\npath='e'".utf8)
    let file = try RuleFile.parse(text, name: ".gitleaks.toml")
    #expect(file.rules.map(\.rule) == [Rule(id: "a", path: "e"), Rule(id: "c", regex: "d")])
    #expect(
      file.warnings.map(\.description) == [
        ".gitleaks.toml:7: rule \"a\" is defined twice: this one counts, the one on line 1 has no effect"
      ])
    for (name, isStrict) in [(".leaksift.toml", false), (".gitleaks.toml", true)] {
      let error = #expect(throws: RuleFileError.self) {
        _ = try RuleFile.parse(text, name: name, isStrict: isStrict)
      }
      #expect(error?.description == "\(name):7: rule \"a\" is defined twice: it is also on line 1")
    }
  }

  @Test func `one table in place of a list is a list of one, and an empty one is none`() throws {
    let file = try parse("[rules]\n[allowlists]\npaths=['a']\n")
    #expect(file.rules.isEmpty)
    #expect(file.allowlists == [Allowlist(paths: ["a"])])
    #expect(
      file.warnings.map(\.description) == [
        "r.toml:1: [rules] is a table where a list [[rules]] is expected: it is empty and has no effect",
        "r.toml:2: [allowlists] is a table where a list [[allowlists]] is expected: it counts as a list of one",
      ])
    #expect(message(of: "[rules]", isStrict: true).contains("must be an array of tables [[rules]], not a table"))
  }

  @Test func `unknown keys are named beside mistakes, of which they may be the cause`() {
    #expect(
      message(of: "[[rules]]\nid='a'\nregex='b('\nregexp='b'").split(separator: "\n").last
        == #"r.toml:4: rule "a": unknown key "regexp": did you mean "regex"?"#)
  }
}
