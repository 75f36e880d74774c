import Detection
import Rules
import Testing

@Suite struct AllowlistTests {
  let token = Samples.token()
  let commit = String(repeating: "a1", count: 20)

  /// Whether the list hides the token, once as the rule's own and once as one for all rules.
  func isHidden(
    _ list: Allowlist, in text: String? = nil, path: String = "src/a.conf", commit: String? = nil
  ) throws -> Bool {
    var rule = Samples.tokenRule()
    rule.allowlists = [list]
    let own = try Engine([rule]).secrets(text ?? token, path: path, commit: commit).isEmpty
    let global = try Engine([Samples.tokenRule()], allowlists: [list])
      .secrets(text ?? token, path: path, commit: commit).isEmpty
    #expect(own == global)
    return own
  }

  @Test func `paths are matched anywhere`() throws {
    let list = Allowlist(paths: [#"^tests/"#, #"\.lock$"#])
    #expect(try isHidden(list, path: "tests/a"))
    #expect(try isHidden(list, path: "x.lock"))
    #expect(try !isHidden(list, path: "src/tests/a"))
  }

  @Test func `commits are compared whole`() throws {
    let list = Allowlist(commits: [commit])
    #expect(try isHidden(list, commit: commit))
    #expect(try !isHidden(list, commit: String(commit.dropLast())))
    #expect(try !isHidden(list))
  }

  @Test func `stopwords are in the secret, whatever their case`() throws {
    let word = String(token.dropFirst(10).prefix(6))
    #expect(try isHidden(Allowlist(stopwords: [word.uppercased()])))
    #expect(try isHidden(Allowlist(stopwords: ["notthere", word.lowercased()])))
    #expect(try !isHidden(Allowlist(stopwords: ["notthere"]), in: "notthere \(token)"))
  }

  @Test func `regexes look at their target`() throws {
    let text = "before \(token) behind\nnext"
    func list(_ regex: String, _ target: Allowlist.Target) -> Allowlist { Allowlist(regexes: [regex], target: target) }
    #expect(try isHidden(list("^tkn_", .secret), in: text))
    #expect(try !isHidden(list("before", .secret), in: text))
    #expect(try !isHidden(list("before", .match), in: text))
    #expect(try isHidden(list("^before.*behind$", .line), in: text))
    #expect(try !isHidden(list("next", .line), in: text))
  }

  @Test func `the match is more than the secret`() throws {
    var rule = Rule(id: "r", regex: "name=tkn_([A-Za-z0-9]{32})", keywords: ["tkn_"])
    rule.allowlists = [Allowlist(regexes: ["^name="], target: .match)]
    #expect(try Engine([rule]).secrets("name=\(token)").isEmpty)
    rule.allowlists = [Allowlist(regexes: ["^name="], target: .secret)]
    #expect(try !Engine([rule]).secrets("name=\(token)").isEmpty)
  }

  @Test func `with 'or' any criterion suffices`() throws {
    let list = Allowlist(
      condition: .or, commits: [commit], paths: ["^tests/"], regexes: ["nothing"], stopwords: ["notthere"])
    #expect(try !isHidden(list))
    #expect(try isHidden(list, path: "tests/a"))
    #expect(try isHidden(list, commit: commit))
  }

  @Test func `with 'and' all criteria must match`() throws {
    let list = Allowlist(condition: .and, commits: [commit], paths: ["^tests/"], regexes: ["^tkn_"])
    #expect(try isHidden(list, path: "tests/a", commit: commit))
    #expect(try !isHidden(list, path: "tests/a"))
    #expect(try !isHidden(list, commit: commit))
    let failing = Allowlist(condition: .and, paths: ["^tests/"], regexes: ["nothing"])
    #expect(try !isHidden(failing, path: "tests/a"))
    #expect(try isHidden(Allowlist(condition: .and, regexes: ["^tkn_"])))
    #expect(try !isHidden(Allowlist(condition: .and, regexes: ["^tkn_"], stopwords: ["notthere"])))
  }

  @Test func `a list for all rules can name some`() throws {
    let other = Rule(id: "other", regex: "oth_[A-Za-z0-9]{32}", keywords: ["oth_"])
    let list = Allowlist(regexes: ["."], targetRules: ["other"])
    let text = "\(token) oth_\(Samples.random())"
    #expect(try Engine([Samples.tokenRule(), other], allowlists: [list]).secrets(text) == [token])
    let byPath = Allowlist(paths: ["."], targetRules: ["other"])
    #expect(try Engine([Samples.tokenRule(), other], allowlists: [byPath]).secrets(text) == [token])
  }

  @Test func `a list for all rules that does not compile is an error`() {
    #expect(throws: RuleFailure.self) {
      try Engine([Samples.tokenRule()], allowlists: [Allowlist(regexes: ["("])])
    }
  }
}
