import BuiltInRules
import Rules
import Testing

@Suite struct RuleSetTests {
  static let base: RuleSet = {
    var alpha = Rule(id: "alpha-key", regex: "al_([a-z]{4})", keywords: ["al_"])
    alpha.tags = ["x"]
    var beta = Rule(id: "beta-key", regex: "be_[a-z]{4}", keywords: ["be_", "al_"])
    beta.entropy = 2
    let gamma = Rule(id: "gamma-key", regex: "[a-z]{9}", context: ["gamma"])
    let delta = Rule(id: "delta-file", path: "delta$")
    var epsilon = Rule(id: "epsilon-pair", regex: "ep_[a-z]{4}", keywords: ["ep_"])
    epsilon.required = [RequiredRule(id: "beta-key")]
    return RuleSet([alpha, beta, gamma, delta, epsilon], globalAllowlists: [Allowlist(paths: ["^vendor/"])])
  }()

  // MARK: - Reading

  @Test func `keywords lead to their rules, context words instead where there are some`() {
    #expect(keywords(of: Self.base) == ["al_": [0, 1], "be_": [1], "gamma": [2], "ep_": [4]])
    #expect(Self.base.rulesWithoutKeyword == [3])
  }

  @Test func `rules are found by id`() {
    #expect(Self.base.index(of: "gamma-key") == 2)
    #expect(Self.base.index(of: "gamma") == nil)
    #expect(Self.base.rule(at: 3) == Rule(id: "delta-file", path: "delta$"))
  }

  // MARK: - Selection

  @Test func `only the rules that were asked for stay`() throws {
    let chosen = try Self.base.selecting(only: ["gamma-key", "alpha-key"], excluding: [])
    #expect(chosen.ids == ["alpha-key", "gamma-key"])
    #expect(keywords(of: chosen) == ["al_": [0], "gamma": [1]])
    #expect(chosen.rulesWithoutKeyword.isEmpty)
    #expect(chosen.globalAllowlists == Self.base.globalAllowlists)
    #expect(try Self.base.selecting(only: ["alpha-key", "beta-key"], excluding: ["beta-key"]).ids == ["alpha-key"])
  }

  @Test func `a rule that a kept one needs stays, without being reported`() throws {
    for set in [
      try Self.base.selecting(only: ["epsilon-pair"], excluding: []),
      try Self.base.selecting(only: [], excluding: ["alpha-key", "beta-key", "gamma-key", "delta-file"]),
    ] {
      #expect(set.ids == ["beta-key", "epsilon-pair"])
      #expect(set.rule(at: 0).skipReport)
      #expect(!set.rule(at: 1).skipReport)
      #expect(keywords(of: set) == ["al_": [0], "be_": [0], "ep_": [1]])
    }
  }

  @Test(
    arguments: [
      (["alfa-key"], [], #"unknown rule "alfa-key": did you mean "alpha-key"?"#),
      ([], ["nonsense"], #"unknown rule "nonsense""#),
      (["alpha-key"], ["alpha-key"], "the selection leaves no rule: nothing would be found"),
    ] as [([String], [String], String)])
  func `a choice that cannot be met is an error`(only: [String], excluded: [String], message: String) {
    #expect(throws: RuleSelectionError.self) { try Self.base.selecting(only: only, excluding: excluded) }
    do throws(RuleSelectionError) {
      _ = try Self.base.selecting(only: only, excluding: excluded)
    } catch {
      #expect(error.description == message)
    }
  }

  // MARK: - Extending

  @Test func `without extend a file replaces the built-in rules`() throws {
    let loaded = try load("[[rules]]\nid = 'own'\nregex = 'o'")
    #expect(loaded.rules.ids == ["own"])
    #expect(loaded.rules.globalAllowlists.isEmpty)
  }

  @Test func `a leaksift file extends the built-in rules unless it says otherwise`() throws {
    let text = "[[rules]]\nid = 'own'\nregex = 'o'"
    #expect(try load(text, name: "a/.leaksift.toml").rules.ids == Self.base.ids + ["own"])
    #expect(try load("[extend]\nuseDefault = false\n" + text, name: ".leaksift.toml").rules.ids == ["own"])
  }

  @Test func `a child rule replaces single values and appends to lists`() throws {
    let text = """
      [extend]
      useDefault = true
      [[rules]]
      id = "beta-key"
      description = "Changed."
      entropy = 3.5
      keywords = ["BETA", "be_"]
      tags = ["y"]
      [[rules.allowlists]]
      stopwords = ["demo"]
      """
    let rule = try load(text).rules.rule(at: 1)
    var expected = Self.base.rule(at: 1)
    expected.summary = "Changed."
    expected.entropy = 3.5
    expected.keywords = ["be_", "al_", "beta"]
    expected.tags = ["y"]
    expected.allowlists = [Allowlist(stopwords: ["demo"])]
    #expect(rule == expected)
  }

  @Test func `a changed regex and group are those of the child`() throws {
    let text = "[extend]\nuseDefault = true\n[[rules]]\nid = 'alpha-key'\nregex = '(a)(b)'\nsecretGroup = 2\npath = 'p'"
    let rule = try load(text).rules.rule(at: 0)
    #expect((rule.regex, rule.secretGroup, rule.path) == ("(a)(b)", 2, "p"))
    #expect(rule.tags == ["x"])
  }

  @Test func `disabled rules are left out, and unknown ones told`() throws {
    let loaded = try load("[extend]\nuseDefault = true\ndisabledRules = ['beta-key', 'alpha-kex']\n")
    #expect(loaded.rules.ids == ["alpha-key", "gamma-key", "delta-file", "epsilon-pair"])
    #expect(
      loaded.warnings.map(\.description) == [
        #"c.toml:1: [extend]: "disabledRules" names "alpha-kex", which is no rule: did you mean "alpha-key"?"#
      ])
  }

  @Test func `global allowlists are appended, targeted ones go to their rules`() throws {
    let text = """
      [extend]
      useDefault = true
      [[allowlists]]
      paths = ["^test/"]
      [[allowlists]]
      targetRules = ["delta-file", "other"]
      stopwords = ["s"]
      """
    let loaded = try load(text)
    #expect(loaded.rules.globalAllowlists == [Allowlist(paths: ["^vendor/"]), Allowlist(paths: ["^test/"])])
    #expect(loaded.rules.rule(at: 3).allowlists.map(\.stopwords) == [["s"]])
    #expect(
      loaded.warnings.map(\.description) == [#"c.toml: allowlist: "targetRules" names "other", which is no rule"#])
  }

  @Test func `files extend each other two deep`() throws {
    let files = [
      "one.toml": "[extend]\npath = 'two.toml'\n[[rules]]\nid = 'one'\nregex = '1'",
      "two.toml": "[extend]\npath = 'three.toml'\n[[rules]]\nid = 'two'\nregex = '2'",
      "three.toml": "[extend]\nuseDefault = true\n[[rules]]\nid = 'three'\nregex = '3'",
    ]
    let loaded = try load("[extend]\npath = 'two.toml'\n[[rules]]\nid = 'own'\nregex = 'o'", files: files)
    #expect(loaded.rules.ids == ["three", "two", "own"])
    #expect(
      loaded.warnings.map(\.description) == [
        "three.toml:1: [extend] has no effect: files extend each other at most 2 deep"
      ])
  }

  @Test func `a file that extends itself ends`() throws {
    let text = "[extend]\npath = 'c.toml'\n[[rules]]\nid = 'own'\nregex = 'o'"
    #expect(try load(text, files: ["c.toml": text]).rules.ids == ["own"])
  }

  @Test func `a path is looked for in the working directory, then beside the file`() throws {
    let text = "[extend]\npath = 'base.toml'"
    let base = "[[rules]]\nid = 'base'\nregex = 'b'"
    #expect(try load(text, name: "a/c.toml", files: ["a/base.toml": base]).rules.ids == ["base"])
    let other = "[[rules]]\nid = 'near'\nregex = 'b'"
    #expect(try load(text, name: "a/c.toml", files: ["a/base.toml": base, "base.toml": other]).rules.ids == ["near"])
  }

  @Test(arguments: [
    ("", "c.toml: no rules: nothing would be found; add [[rules]], or [extend] with useDefault = true"),
    (
      "[extend]\npath = 'none.toml'",
      #"c.toml:1: [extend]: "path" names "none.toml", which does not exist: "#
        + "give a path relative to the working directory or to this file"
    ),
    ("[[rules]]\nid = 'a'", #"c.toml:1: rule "a": give it a "regex" or a "path""#),
    (
      "[[rules]]\nid = 'a'\nregex = '(b)'\nsecretGroup = 2",
      #"c.toml:1: rule "a": "secretGroup" is 2 but the regex has 1 group"#
    ),
    ("[[rules]]\nid = 'a'\npath = 'b'\nsecretGroup = 1", #"c.toml:1: rule "a": "secretGroup" needs a "regex""#),
    (
      "[extend]\nuseDefault = true\n[[rules]]\nid = 'alpha-key'\nsecretGroup = 3",
      #"c.toml:3: rule "alpha-key": "secretGroup" is 3 but the regex has 1 group"#
    ),
    (
      "[[rules]]\nid = 'key-a'\nregex = 'b'\n[[rules.required]]\nid = 'key-b'",
      #"c.toml:1: rule "key-a": "required" names "key-b", which is no rule: did you mean "key-a"?"#
    ),
  ])
  func `a set that cannot work is an error`(text: String, message: String) {
    do throws(RuleFileError) {
      _ = try load(text)
      Issue.record("no error: \(message)")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test func `a file without rules names the unknown keys that may be the cause`() {
    let error = #expect(throws: RuleFileError.self) { _ = try load("[whitelist]\npaths = ['x']\n[ignore]\nids = []") }
    #expect(
      error?.description.split(separator: "\n").dropFirst().map(String.init) == [
        "c.toml:1: unknown key \"whitelist\"", "c.toml:3: unknown key \"ignore\"",
      ])
  }

  @Test func `a change to a rule that only a peer has is a warning`() throws {
    let loaded = try load("[extend]\nuseDefault = true\n[[rules]]\nid = 'other'\n[[rules.allowlists]]\npaths = ['x']")
    #expect(loaded.rules.ids == Self.base.ids)
    #expect(
      loaded.warnings.map(\.description) == [
        #"c.toml:3: rule "other" has no effect: it has neither "regex" nor "path", and no rule of that id is extended"#
      ])
  }

  @Test func `no file means the built-in rules`() throws {
    let loaded = try RuleSetLoader.load(nil, builtIn: Self.base) { _ in nil }
    #expect(loaded.rules.ids == Self.base.ids)
  }

  // MARK: - Helpers

  private func load(
    _ text: String, name: String = "c.toml", files: [String: String] = [:]
  ) throws(RuleFileError) -> LoadedRules {
    let file = ConfigurationFile(name: name, text: Array(text.utf8))
    return try RuleSetLoader.load(file, builtIn: Self.base) { files[$0].map { Array($0.utf8) } }
  }

  private func keywords(of set: RuleSet) -> [String: [Int32]] {
    var found: [String: [Int32]] = [:]
    set.forEachKeyword { word, rules in found[String(decoding: word, as: UTF8.self), default: []] += rules }
    return found
  }
}
