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
    let expected = Rule(
      id: "one", title: "One key", summary: "Opens one door.", severity: .critical,
      confidence: .low,
      regex: "one_([a-z]{8})(x?)", path: #"\.env$"#, keywords: ["one_"], context: ["door"],
      secretGroup: 2, entropy: 3,
      checksum: .luhn, scored: false, placeholders: ["one_examples"],
      allowlists: [
        Allowlist(
          description: "tests", condition: .and, commits: ["abc"], paths: ["^t/"], regexes: ["x$"],
          target: .line,
          stopwords: ["test"])
      ], required: [RequiredRule(id: "one", withinLines: 3, withinColumns: 80)], specificity: 7,
      skipReport: true,
      tags: ["a", "b"], docsURL: "https://docs", revokeURL: "Settings > Keys",
      steps: ["Revoke it."], formerly: ["uno"],
      samples: ["one_[a-z]{8}"], examples: ["k = «one_[a-z]{8}»"], nonSamples: ["one"])
    #expect(rule == expected)
  }

  @Test func `what a rule leaves open has its default`() throws {
    let rule = try #require(
      try parse("[[rules]]\nid = 'a'\nregex = 'b'\ndescription = 'c'").rules.first?.rule)
    #expect(rule == Rule(id: "a", title: "c", summary: "c", regex: "b"))
    let contextual = try #require(
      try parse("[[rules]]\nid = 'a'\nregex = 'b'\ncontext = ['w']").rules.first?.rule)
    #expect(
      contextual
        == Rule(id: "a", title: "a", regex: "b", context: ["w"], specificity: 50))
  }

  @Test func `letter case of keys does not matter`() throws {
    let file = try parse(
      "TITLE = 't'\n[[Rules]]\nID = 'a'\nRegex = 'b(c)'\nsecretgroup = 1\nKeyWords = ['b']")
    #expect(file.title == "t")
    #expect(file.warnings.isEmpty)
    #expect(
      file.rules.first?.rule
        == Rule(id: "a", title: "a", regex: "b(c)", keywords: ["b"], secretGroup: 1))
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
      validate = 'x'
      [[rules]]
      id = 'c'
      regex = 'd'
      validate = 'y'
      [extend]
      url = 'https://rules'
      """
    #expect(
      try parse(text).warnings.map(\.description) == [
        #"r.toml:5: rule "a": unknown key "keyword": did you mean "keywords"?"#,
        #"r.toml:6: rule "a": key "validate" of Betterleaks is not understood and has no effect (and in 1 more place)"#,
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
    #expect(file.rules.map(\.rule) == [Rule(id: "a", title: "a", path: "e"), Rule(id: "c", title: "c", regex: "d")])
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

  static let mistakes: [(text: String, message: String)] = [
    ("[[rules]]\nregex = 'a'", #"r.toml:1: rule without an id: give it an "id""#),
    ("[[rules]]\nid = ''\nregex = 'a'", #"r.toml:1: rule without an id: give it an "id""#),
    ("[[rules]]\nid = 1", #"r.toml:2: rule: "id" must be a string, not an integer"#),
    (
      "[[rules]]\nid='a'\nregex='b('",
      #"r.toml:3: rule "a": "regex" does not compile at offset 2: missing closing parenthesis"#
    ),
    (
      "[[rules]]\nid='a'\npath='['",
      #"r.toml:3: rule "a": "path" does not compile at offset 1: missing terminating ] for character class"#
    ),
    (
      "[[rules]]\nid='a'\nseverity='urgent'",
      #"r.toml:3: rule "a": "severity" is "urgent" but must be one of critical, high, medium, low, info"#
    ),
    (
      "[[rules]]\nid='a'\nconfidence='sure'",
      #"r.toml:3: rule "a": "confidence" is "sure" but must be one of high, medium, low"#
    ),
    (
      "[[rules]]\nid='a'\nchecksum='lun'",
      #"r.toml:3: rule "a": unknown checksum "lun": did you mean "luhn"?"#
    ),
    (
      "[[rules]]\nid='a'\nentropy=9", #"r.toml:3: rule "a": "entropy" must lie between 0.0 and 8.0"#
    ),
    (
      "[[rules]]\nid='a'\nentropy='x'",
      #"r.toml:3: rule "a": "entropy" must be a number, not a string"#
    ),
    (
      "[[rules]]\nid='a'\nentropy=nan",
      #"r.toml:3: rule "a": "entropy" must lie between 0.0 and 8.0"#
    ),
    (
      "[[rules]]\nid='a'\nsecretGroup=-1",
      #"r.toml:3: rule "a": "secretGroup" must lie between 0 and 32767"#
    ),
    (
      "[[rules]]\nid='a'\nsecretGroup=1.5",
      #"r.toml:3: rule "a": "secretGroup" must be an integer, not a number"#
    ),
    (
      "[[rules]]\nid='a'\nskipReport='no'",
      #"r.toml:3: rule "a": "skipReport" must be true or false, not a string"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=['']",
      #"r.toml:3: rule "a": "keywords" holds an empty string, which is in every text: remove it"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=[1]",
      #"r.toml:3: rule "a": "keywords" must be a list of strings, not an integer"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=2020-01-01",
      #"r.toml:3: rule "a": "keywords" must be a list of strings, not a date"#
    ),
    (
      "[[rules]]\nid='a'\nregex=true",
      #"r.toml:3: rule "a": "regex" must be a string, not a boolean"#
    ),
    (
      "[[rules]]\nid='a'\nID='b'\nregex='c'",
      #"r.toml:3: rule: key "ID" is given twice: letter case does not tell keys apart"#
    ),
    (
      "[[rules]]\nid='a'\n[[rules.required]]\nwithinLines=1",
      #"r.toml:3: rule "a": [[rules.required]]: give the "id" of the other rule"#
    ),
    ("rules = 1", #"r.toml:1: "rules" must be an array of tables [[rules]], not an integer"#),
    ("rules = [1]", #"r.toml:1: "rules" must be an array of tables [[rules]], not an integer"#),
    ("extend = []", #"r.toml:1: "extend" must be a table [extend], not an array"#),
    (
      "[extend]\nuseDefault=true\npath='x'",
      #"r.toml:1: [extend]: give either "useDefault" or "path", not both"#
    ),
    (
      "[allowlist]\ndescription='x'",
      "r.toml:1: allowlist: it is empty: give commits, paths, regexes or stopwords"
    ),
    (
      "[allowlist]\nstopwords=['']",
      #"r.toml:1: allowlist: "stopwords" holds an empty string, which is in every secret: remove it"#
    ),
    (
      "[allowlist]\npaths=['(']",
      #"r.toml:2: allowlist: "paths" does not compile at offset 1: missing closing parenthesis"#
    ),
    (
      "[allowlist]\npaths=['a']\ncondition='XOR'",
      #"r.toml:3: allowlist: "condition" is "XOR" but must be one of OR, AND"#
    ),
    (
      "[allowlist]\npaths=['a']\nregexTarget='file'",
      #"r.toml:3: allowlist: "regexTarget" is "file" but must be one of secret, match, line"#
    ),
    (
      "[allowlist]\npaths=['a']\n[[allowlists]]\npaths=['b']",
      #"r.toml:1: give either "allowlists" or the older "allowlist", not both"#
    ),
    (
      "a = ",
      "r.toml:1: not valid TOML: Error while parsing key-value pair: encountered end-of-file"
    ),
    (
      String(repeating: "a.", count: 40) + "b = 1",
      "r.toml:1: not valid TOML: a key has more than 32 dotted parts"
    ),
  ]

  @Test(arguments: mistakes) func `a mistake is told with file, line, key and mend`(
    text: String, expected: String
  ) {
    #expect(message(of: text) == expected)
  }

  @Test func `all mistakes of a file are told at once, in order`() {
    let lines = message(of: "[[rules]]\nid='a'\nentropy=9\nseverity='x'\n[[rules]]\nregex='b'")
      .split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.map { $0.prefix(9) } == ["r.toml:3:", "r.toml:4:", "r.toml:5:"])
  }

  // MARK: - Encoding

  @Test func `a byte order mark is a warning`() throws {
    let file = try RuleFile.parse([0xEF, 0xBB, 0xBF] + Array("title = 'é'".utf8), name: "r.toml")
    #expect(file.title == "é")
    #expect(
      file.warnings.map(\.description) == [
        "r.toml:1: the file begins with a byte order mark: save it as UTF-8 without one"
      ])
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF]]) func `UTF-16 is an error that says so`(
    mark: [UInt8]
  ) {
    #expect(message(of: mark + [0x61, 0]) == "r.toml:1: the file is UTF-16: save it as UTF-8")
  }

  @Test func `bytes that are not UTF-8 are told with their line`() {
    let text = Array("# ok\n# ok\n# ".utf8) + [0xE9, 0x0A]
    #expect(message(of: text) == "r.toml:3: the line is not valid UTF-8: save the file as UTF-8")
  }

  // MARK: - Hostile files

  @Test func `long keys and deep values neither crash nor hide behind strings`() {
    let deep = String(repeating: "x.", count: 5000) + "y"
    for text in [
      "[\(deep)]", "[[\(deep)]]", "a = {\(deep) = 1}", "s = '''a'b''', \(deep) = 1",
      "s = {t='''a'b''', \(deep) = 1}",
      "s = \"\"\"a\\\"\"\"\"\"\n\(deep) = 1", "\"a\\\"\".\(deep) = 1", "'#'.\(deep) = 1",
      "a = " + String(repeating: "[", count: 100_000),
      "a = " + String(repeating: "{a=", count: 100_000),
      String(repeating: "\"\".", count: 5000) + "a = 1",
    ] {
      #expect(message(of: text) != "")
    }
    #expect(message(of: "title = 'a.b.\(deep)'\n# \(deep)") == "")
  }

  @Test(arguments: 1...20) func `mutated files never crash the reader`(seed: Int) {
    var generator = SeededGenerator(seed: "\(seed)")
    let whole = Array(
      """
      title = "x" # remark
      [extend]
      useDefault = true
      [[rules]]
      id = "a"
      regex = '''(?i)a{2,3}[b-d]\\b'''
      keywords = ["a", 'b', 1.5e3, 2020-01-01T00:00:00Z]
      entropy = 3.5
      filter = '''(filter.entropy(finding["match"]) <= 2) or attributes["path"] in ["x", `y`]'''
      [[rules.allowlists]]
      condition = "AND"
      paths = [\"""^x\""", "y"]
      [allowlist]
      stopwords = ["é"]
      [severity]
      minimum = "low"
      [[paths]]
      patterns = ["docs/", "!*.md"]
      min_confidence = "high"
      disabled_rules = ["a"]
      [dotenv]
      enabled = true
      ignore = ["x/"]
      strict = true
      [report]
      format = "json"
      """.utf8)
    for _ in 0..<150 {
      var text = whole
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: text.remove(at: place)
        case 2: text.insert(contentsOf: text[place..<min(text.count, place + 9)], at: place)
        default:
          text.insert(Array("[]{}.='\"\n#,".utf8).randomElement(using: &generator) ?? 0, at: place)
        }
      }
      if let file = try? RuleFile.parse(text, name: "r.toml") { #expect(file.rules.count < 20) }
    }
  }

  private func parse(_ text: String, isStrict: Bool = false) throws -> RuleFile {
    try RuleFile.parse(Array(text.utf8), name: "r.toml", isStrict: isStrict)
  }

  private func message(of text: String, isStrict: Bool = false) -> String {
    message(of: Array(text.utf8), isStrict: isStrict)
  }

  /// The error's text; empty when there is none.
  private func message(of text: [UInt8], isStrict: Bool = false) -> String {
    do throws(RuleFileError) {
      _ = try RuleFile.parse(text, name: "r.toml", isStrict: isStrict)
      return ""
    } catch {
      return error.description
    }
  }
}
