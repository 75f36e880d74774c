import BuiltInRules
import Rules
import Testing

/// gitleaks' ids of rules, wherever a configuration names them.
struct PeerRuleTests {
  private static let base = BuiltInRules.ruleSet

  private func load(_ text: String, name: String = ".gitleaks.toml") throws -> LoadedRules {
    let file = ConfigurationFile(name: name, text: Array(("[extend]\nuseDefault = true\n" + text).utf8))
    return try RuleSetLoader.load(file, builtIn: Self.base) { _ in nil }
  }

  private func rule(_ id: String, of loaded: LoadedRules) throws -> Rule {
    loaded.rules.rule(at: try #require(loaded.rules.index(of: id)))
  }

  // MARK: - The table

  @Test func `every id stands for built-in rules, or says why there are none`() {
    let ids = Set(Self.base.ids)
    var covered = 0
    for id in PeerRuleIDs.all {
      switch PeerRuleIDs.meaning(of: id) {
      case .rules(let rules):
        covered += 1
        #expect(!rules.isEmpty && Set(rules).count == rules.count, "\(id)")
        for rule in rules { #expect(ids.contains(rule), "\(id) names \(rule)") }
      case .notCovered(let reason): #expect(reason.split(separator: " ").count > 2, "\(id)")
      case nil: Issue.record("\(id) has no meaning")
      }
    }
    #expect(PeerRuleIDs.all.count == 222)
    #expect(covered == 216)
  }

  @Test func `an id that both sides have stands for the rule of that id too`() {
    let shared = PeerRuleIDs.all.filter(Set(Self.base.ids).contains)
    #expect(shared.count == 69)
    for id in shared where id != "heroku-api-key" { #expect(PeerRuleIDs.rules(for: id).contains(id), "\(id)") }
  }

  // MARK: - In a configuration

  @Test func `an id in disabledRules disables what it stands for`() throws {
    let loaded = try load("disabledRules = [\"aws-access-token\", \"slack-bot-token\"]")
    let gone = Set(Self.base.ids).subtracting(loaded.rules.ids)
    #expect(gone == Set(PeerRuleIDs.rules(for: "aws-access-token")).union(["slack-bot-token"]))
    #expect(loaded.warnings.isEmpty)
  }

  @Test func `a rule of a peer's id with an allowlist extends what it stands for`() throws {
    let loaded = try load(
      "[[rules]]\nid = \"openai-api-key\"\nentropy = 3\nsecretGroup = 2\nkeywords = [\"zzz\"]\n"
        + "[[rules.allowlists]]\npaths = ['''^docs/''']\n")
    #expect(loaded.warnings.isEmpty)
    for id in PeerRuleIDs.rules(for: "openai-api-key") {
      var expected = Self.base.ruleWithSamples(at: try #require(Self.base.index(of: id)))
      expected.entropy = 3
      expected.allowlists.append(Allowlist(paths: ["^docs/"]))
      #expect(try rule(id, of: loaded) == expected)
    }
  }

  @Test func `a peer's rule that is written out stands beside ours, and what it excludes counts for both`() throws {
    let loaded = try load(
      "[[rules]]\nid = \"github-pat\"\nregex = '''ghp_[0-9]{9}'''\nkeywords = [\"ghp_\"]\n"
        + "[[rules.allowlists]]\nstopwords = [\"demo\"]\n")
    #expect(loaded.rules.count == Self.base.count + 1)
    #expect(try rule("github-pat", of: loaded).regex == "ghp_[0-9]{9}")
    let ours = try rule("github-pat-classic", of: loaded)
    #expect(ours.regex == Self.base.rule(at: try #require(Self.base.index(of: ours.id))).regex)
    #expect(ours.allowlists.last == Allowlist(stopwords: ["demo"]))
  }

  @Test func `targetRules, disabled_rules of paths and required take a peer's ids`() throws {
    let loaded = try load(
      """
      [[allowlists]]
      targetRules = ["github-pat", "github-oauth"]
      paths = ["^a/"]
      [[paths]]
      patterns = ["docs/"]
      disabled_rules = ["gcp-api-key"]
      [[rules]]
      id = "pair"
      regex = "x"
      [[rules.required]]
      id = "github-pat"
      """)
    #expect(loaded.warnings.isEmpty)
    #expect(try rule("github-pat-classic", of: loaded).allowlists.last?.paths == ["^a/"])
    #expect(try rule("github-oauth-token", of: loaded).allowlists.last?.paths == ["^a/"])
    #expect(loaded.settings.paths.map(\.disabledRules) == [["google-api-key"]])
    #expect(try rule("pair", of: loaded).required.map(\.id) == ["github-pat-classic"])
  }

  @Test func `an id of both sides is wider in a peer's file and exact in our own`() throws {
    let text = "disabledRules = [\"generic-api-key\"]"
    #expect(try load(text).rules.count == Self.base.count - 6)
    let own = try load(text, name: ".leaksift.toml")
    #expect(Set(Self.base.ids).subtracting(own.rules.ids) == ["generic-api-key"])
    let list = "[[rules]]\nid = \"generic-api-key\"\n[[rules.allowlists]]\nstopwords = [\"demo\"]\n"
    #expect(try rule("generic-password", of: load(list)).allowlists.last?.stopwords == ["demo"])
  }

  @Test func `what no rule here finds is named with the reason, and never counts for all rules`() throws {
    let loaded = try load(
      """
      disabledRules = ["asana-client-id"]
      [[allowlists]]
      targetRules = ["discord-client-id"]
      paths = ["^a/"]
      [[rules]]
      id = "linkedin-client-id"
      [[rules.allowlists]]
      paths = ["x"]
      """)
    #expect(loaded.rules.ids == Self.base.ids)
    #expect(loaded.rules.globalAllowlists == Self.base.globalAllowlists)
    let reason = "no rule here finds the same: a client id is public and no secret"
    #expect(
      loaded.warnings.map(\.description) == [
        ".gitleaks.toml:1: [extend]: \"disabledRules\" names \"asana-client-id\" of gitleaks, which has no effect: \(reason)",
        ".gitleaks.toml:7: rule \"linkedin-client-id\" of gitleaks has no effect: \(reason)",
        ".gitleaks.toml:4: allowlist: \"targetRules\" names \"discord-client-id\" of gitleaks, which has no effect: \(reason)",
      ])
  }

  @Test func `a file that stands alone has ids of its own`() throws {
    let text =
      "[[rules]]\nid = \"github-pat\"\nregex = 'a'\n[[allowlists]]\ntargetRules = [\"github-pat\"]\npaths = ['x']"
    let loaded = try RuleSetLoader.load(
      ConfigurationFile(name: ".gitleaks.toml", text: Array(text.utf8)), builtIn: Self.base
    ) { _ in nil }
    #expect(loaded.rules.ids == ["github-pat"])
    #expect(loaded.rules.rule(at: 0).allowlists.count == 1)
  }

  // MARK: - On the command line

  @Test func `a selection takes a peer's ids, and guesses nothing for those without a rule`() throws {
    let ids = try Self.base.selecting(only: ["aws-access-token"], excluding: []).ids
    #expect(Set(ids) == Set(PeerRuleIDs.rules(for: "aws-access-token")))
    #expect(try Self.base.selecting(only: ["generic-api-key"], excluding: []).ids == ["generic-api-key"])
    #expect(try Self.base.selecting(only: ["generic-api-key"], excluding: [], asPeer: true).count == 6)
    let error = try #require(throws: RuleSelectionError.self) {
      _ = try Self.base.selecting(only: ["asana-client-id"], excluding: [])
    }
    #expect(
      error.message == "unknown rule \"asana-client-id\": it is gitleaks' id, and no rule here finds the same: "
        + "a client id is public and no secret")
  }

  @Test func `several rules for one required id are named instead of a guess`() throws {
    let error = try #require(throws: RuleFileError.self) {
      _ = try load("[[rules]]\nid = \"pair\"\nregex = 'x'\n[[rules.required]]\nid = \"notion-api-token\"\n")
    }
    #expect(
      error.description.hasSuffix(
        "which is no rule: it is gitleaks' id for \"notion-token\", \"notion-token-legacy\""), "\(error)")
  }
}
