import Testing

@testable import Rules

/// Requests of verification and revocation in rule files.
struct RequestTests {
  private static let rule = #"""
    [[rules]]
    id = "acme"
    regex = '''acme_[a-z]{8}'''
    keywords = ["acme_"]
    [[rules]]
    id = "acme-account"
    regex = '''acct_[a-z]{8}'''
    keywords = ["acct_"]

    """#

  private static func withRequest(_ keys: String) -> String {
    rule.replacing("[[rules]]\nid = \"acme-account\"", with: "\(keys)\n[[rules]]\nid = \"acme-account\"")
  }

  private static func loaded(_ text: String, trusted: Bool = true) throws -> LoadedRules {
    let file = ConfigurationFile(name: "rules.toml", text: Array(text.utf8))
    return try RuleSetLoader.load(file, builtIn: RuleSet(), trustsRequests: trusted) { _ in nil }
  }

  @Test func `every key of a request is read, and comes back from the compiled form`() throws {
    let text = Self.withRequest(
      #"""
      [[rules.verify]]
      url = "https://api.acme.example/{{account}}/me"
      source = "https://docs.acme.example"
      method = "PUT"
      headers = ["Authorization: Bearer {{secret}}"]
      basic = "{{account}}:{{secret}}"
      form = ["a={{secret}}"]
      aws = "us-east-1/sts"
      parts = ["account = rule acme-account", "host = regex //([a-z]+) else acme.example"]
      take = ["token = json data.token"]
      active = ["200 and json ok = true", "403"]
      inactive = ["401|404 and text bad key"]
      account = ["json account.id"]
      user = ["json user[0].name"]
      scopes = ["header x-scopes"]
      expires = ["json expires"]
      reach = "everything"
      control = "none"
      [[rules.revoke]]
      url = "https://api.acme.example/revoke"
      body = '{"token":"{{secret}}"}'
      done = ["204"]
      """#)
    let rule = try Self.loaded(text).rules.rule(at: 0)
    let step = try #require(rule.verification.first)
    #expect(step.url == "https://api.acme.example/{{account}}/me" && step.effectiveMethod == "PUT")
    #expect(step.active == ["200 and json ok = true", "403"] && step.inactive == ["401|404 and text bad key"])
    #expect(step.control == .none && step.isFromFile && step.reach == "everything")
    #expect(rule.revocation.map(\.active) == [["204"]] && rule.revocation.first?.effectiveMethod == "POST")
    var decoded = RuleDecoder.rule(RuleEncoder.record(of: rule)[...])
    for index in decoded.verify.indices { decoded.verify[index].step.isFromFile = true }
    for index in decoded.revoke.indices { decoded.revoke[index].step.isFromFile = true }
    #expect(decoded.verify == rule.verify && decoded.revoke == rule.revoke)
  }

  @Test(arguments: [
    (#"active = ["200"]"#, "give the \"url\""),
    (#"url = "http://a.example" \#nactive = ["200"]"#, "must begin with https://"),
    (#"url = "https://{{secret}}.example/" \#nactive = ["200"]"#, "must have a host"),
    (#"url = "https://user@a.example/" \#nactive = ["200"]"#, "must have a host"),
    (#"url = "https://a.example/{{who}}" \#nactive = ["200"]"#, "{{who}} is neither a part"),
    (#"url = "https://a.example/{{secret" \#nactive = ["200"]"#, "{{ has no }}"),
    (#"url = "https://a.example/" \#nactive = ["2000"]"#, "must begin with a status"),
    (#"url = "https://a.example/" \#nactive = ["200 and yes"]"#, "is no test"),
    (#"url = "https://a.example/" \#nactive = ["200 and json a..b"]"#, "is no path"),
    (#"url = "https://a.example/""#, "give \"active\""),
    (#"url = "https://a.example/" \#nactive = ["2xx"] \#ninactive = ["204"]"#, "status 204 would fit"),
    (#"url = "https://a.example/" \#nmethod = "BREW" \#nactive = ["200"]"#, "\"method\" must be one of"),
    (#"url = "https://a.example/" \#nbody = "a" \#nform = ["a=b"] \#nactive = ["200"]"#, "not both"),
    (#"url = "https://a.example/" \#nparts = ["a = rule nobody"] \#nactive = ["200"]"#, "which is no rule"),
    (#"url = "https://a.example/" \#nparts = ["a = regex ("] \#nactive = ["200"]"#, "does not compile"),
    (#"url = "https://a.example/" \#nuser = ["name"] \#nactive = ["200"]"#, "is no place in an answer"),
    (#"url = "https://a.example/" \#nheaders = ["Bearer"] \#nactive = ["200"]"#, "must be Name: value"),
    (#"url = "https://a.example/" \#ncontrol = "never" \#nactive = ["200"]"#, "must be one of made-up, none"),
  ]) func `a mistake in a request is named`(_ keys: String, _ message: String) throws {
    let error = #expect(throws: RuleFileError.self) { try Self.loaded(Self.withRequest("[[rules.verify]]\n\(keys)")) }
    #expect(try #require(error).description.contains(message))
  }

  @Test func `a request of a file that is not trusted has no effect, and that is said`() throws {
    let keys = #"""
      [[rules.verify]]
      url = "https://a.example/"
      active = ["200"]
      """#
    let loaded = try Self.loaded(Self.withRequest(keys), trusted: false)
    #expect(loaded.rules.rule(at: 0).verification.isEmpty)
    #expect(
      loaded.warnings.map(\.message) == [
        "requests of rule \"acme\" have no effect in a file of the scanned folder: name the file with -c"
      ])
    #expect(try Self.loaded(Self.withRequest(keys)).warnings.isEmpty)
  }

  @Test func `a rule that changes another replaces its requests`() throws {
    func file(_ url: String) -> String { "[[rules.verify]]\nurl = \"\(url)\"\nactive = [\"200\"]" }
    let base = try Self.loaded(Self.withRequest(file("https://a.example/"))).rules
    let change = ConfigurationFile(
      name: "leaksift.toml", text: Array("[[rules]]\nid = \"acme\"\n\(file("https://b.example/"))".utf8))
    let joined = try RuleSetLoader.load(change, builtIn: base) { _ in nil }.rules
    #expect(joined.rule(at: 0).verification.map(\.url) == ["https://b.example/"])
  }

  @Test func `an answer is a status and tests`() throws {
    let pattern = try AnswerPattern("2xx|404 and json a.b[1] contains x = y and header X-Kind and text no such key")
    #expect(pattern.statuses == [200...299, 404...404] && pattern.takesHTML)
    #expect(
      pattern.tests == [
        .contains(try AnswerPath("a.b[1]"), "x = y"), .header("x-kind", nil), .text("no such key"),
      ])
    #expect(try AnswerPath("a.b[1]").steps == [.member("a"), .member("b"), .element(1)])
  }
}
