import Findings
import Rules
import Synchronization
import Testing

@testable import Verify

struct VerifierTests {
  /// A secret that no rule of a vendor has.
  private static let secret = "acme_0123456789abcdefABCDEF"

  private static func rules(_ keys: String) throws -> RuleSet {
    let text = """
      [[rules]]
      id = "acme"
      regex = '''acme_[A-Za-z0-9]{22}'''
      keywords = ["acme_"]
      \(keys)
      """
    // As strictly as a built-in file, whose literal hosts need nobody's word.
    let file = try RuleFile.parse(Array(text.utf8), name: "acme.toml", isStrict: true)
    return RuleSet(file.rules.map(\.rule))
  }

  private static let usual = """
    [[rules.verify]]
    source = "https://docs.acme.example"
    url = "https://api.acme.example/me?key={{secret}}"
    headers = ["Authorization: Bearer {{secret}}"]
    active = ["200 and json ok = true"]
    inactive = ["401"]
    user = ["json name"]
    scopes = ["header x-scopes"]
    """

  private static func found(_ value: String = secret, parts: [String: [String]] = [:]) -> FoundSecret {
    FoundSecret(
      fingerprint: Fingerprint(rule: "acme", secret: Array(value.utf8), key: []), rule: "acme",
      value: Array(value.utf8),
      parts: parts)
  }

  private static func options(_ change: (inout VerificationOptions) -> Void = { _ in }) -> VerificationOptions {
    var options = VerificationOptions()
    options.rate = 10_000
    change(&options)
    return options
  }

  private static func verdict(
    _ sender: FakeSender, _ secret: FoundSecret = found(), _ keys: String = usual,
    options: VerificationOptions = options()
  ) throws -> Verification {
    let outcome = Verifier(try rules(keys), options: options, sender: sender).verify([secret])
    return try #require(outcome.verdicts[secret.fingerprint])
  }

  /// Knows one secret.
  private static let vendor = FakeSender { request in
    request.url.hasSuffix(secret)
      ? .answer(200, #"{"ok": true, "name": "octo\u001bcat"}"#, headers: ["X-Scopes: read"]) : .answer(401)
  }

  @Test func `an active secret is told with its identity, after a made-up one was refused`() throws {
    let verdict = try Self.verdict(Self.vendor)
    #expect(verdict.status == .active && verdict.reason == nil && verdict.host == "api.acme.example")
    #expect(verdict.identity?.scopes == "read" && verdict.identity?.user == #"octo\u{1b}cat"#)
    let sent = Self.vendor.sent
    #expect(sent.contains { $0.contains(Self.secret) } && sent.contains { !$0.contains(Self.secret) })
  }

  @Test func `a refused secret is inactive`() throws {
    #expect(try Self.verdict(FakeSender { _ in .answer(401) }).status == .inactive)
  }

  @Test func `an endpoint that accepts anything proves nothing, and neither do its refusals`() throws {
    let sender = FakeSender { request in
      request.url.contains("zzz") ? .answer(401) : .answer(200, #"{"ok": true}"#)
    }
    let secrets = [Self.found(), Self.found("acme_zzz3456789abcdefABCDEF")]
    let outcome = Verifier(try Self.rules(Self.usual), options: Self.options(), sender: sender).verify(secrets)
    for verdict in outcome.verdicts.values {
      #expect(verdict.status == .unknown && verdict.reason == "the endpoint accepts anything")
    }
  }

  @Test(arguments: [
    (500, "{}", "500"), (429, "{}", "429"), (302, "{}", "redirect"), (200, "{}", "unexpected answer"),
    (403, "{}", "unexpected answer"), (401, "<!DOCTYPE html><p>Sign in", "HTML"),
  ]) func `what says nothing is unknown`(_ status: Int, _ body: String, _ reason: String) throws {
    let verdict = try Self.verdict(FakeSender { _ in .answer(status, body) })
    #expect(verdict.status == .unknown && verdict.reason?.contains(reason) == true)
  }

  @Test func `what was not answered is unknown`() throws {
    let verdict = try Self.verdict(FakeSender { _ in .failure(SendingFailure("time-out")) })
    #expect(verdict == Verification(.unknown, reason: "time-out", host: verdict.host, checkedAt: verdict.checkedAt))
  }

  @Test func `a control that cannot be answered leaves the secret unknown`() throws {
    let sender = FakeSender { request in
      request.url.hasSuffix(Self.secret) ? .answer(200, #"{"ok": true}"#) : .answer(503)
    }
    let verdict = try Self.verdict(sender)
    #expect(verdict.status == .unknown && verdict.reason?.contains("control request") == true)
  }

  @Test func `a pause that the host asks for is kept, and the request sent again`() throws {
    let sender = FakeSender { _ in .answer(429, headers: ["Retry-After: 0"]) }
    #expect(try Self.verdict(sender).status == .unknown)
    #expect(sender.sent.count == 2)
    let slow = FakeSender { _ in .answer(429, headers: ["Retry-After: 3600"]) }
    #expect(try Self.verdict(slow).status == .unknown && slow.sent.count == 1)
  }

  @Test func `nothing is sent for a secret with control characters, or with a canary's key id`() throws {
    let sender = FakeSender { _ in .answer(200) }
    let verdict = try Self.verdict(sender, Self.found("acme_\noutput=x"))
    #expect(verdict.status == .skipped && sender.sent.isEmpty)
    let keys = Self.usual.replacing("\nactive =", with: "\nparts = [\"id = regex AKIA[A-Z2-7]+\"]\nactive =")
    let trap = try Self.verdict(sender, Self.found(parts: ["id": [Self.keyID(ofAccount: 171_436_882_533)]]), keys)
    #expect(trap.status == .skipped && trap.reason?.contains("canary") == true && sender.sent.isEmpty)
    _ = try Self.verdict(sender, Self.found(parts: ["id": [Self.keyID(ofAccount: 171_436_882_534)]]), keys)
    #expect(!sender.sent.isEmpty)
  }

  /// The id of an AWS key, which has the account's number in its first bits.
  private static func keyID(ofAccount account: UInt64) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    // The first bit says that there is one.
    let bits = 1 << 79 | UInt128(account) << 39 | UInt128(UInt32.random(in: 0...UInt32.max))
    return "AKIA" + (0..<16).reversed().map { String(alphabet[Int(bits >> (5 * UInt128($0)) & 31)]) }.joined()
  }

  @Test func `a missing part, and one that is not clear, are skipped with the reason`() throws {
    let keys = Self.usual.replacing(
      "\nactive =", with: "\nparts = [\"org = regex org=([a-z]+)\"]\nbasic = \"{{org}}:{{secret}}\"\nactive =")
    let sender = FakeSender { _ in .answer(401) }
    #expect(try Self.verdict(sender, Self.found(), keys).reason == "no org is near")
    let several = try Self.verdict(sender, Self.found(parts: ["org": ["a", "b"]]), keys)
    #expect(several.status == .skipped && several.reason == "several candidates for org are near")
    #expect(sender.sent.isEmpty)
    #expect(try Self.verdict(sender, Self.found(parts: ["org": ["a"]]), keys).status == .inactive)
    #expect(sender.sent.allSatisfy { $0.contains("a:\(Self.secret)") })
  }

  private static let hosted = """
    [[rules.verify]]
    source = "https://docs.acme.example"
    url = "https://{{host}}/me"
    headers = ["Authorization: {{secret}}"]
    parts = ["host = regex //([a-z.0-9:]+)/ else acme.example"]
    active = ["200"]
    inactive = ["401"]
    """

  @Test func `a host of the text is asked only when the user allows it, and is pinned to a public address`() throws {
    let sender = FakeSender(addresses: ["git.corp.example": "93.184.215.14", "db.corp.example": "10.1.2.3"]) { _ in
      .answer(401)
    }
    func verdict(_ host: String, _ patterns: [String]) throws -> Verification {
      try Self.verdict(
        sender, Self.found(parts: ["host": [host]]), Self.hosted, options: Self.options { $0.hosts = patterns })
    }
    #expect(try verdict("git.corp.example", []).reason?.contains("--verify-host") == true)
    #expect(try verdict("evil.example", ["*.corp.example"]).status == .skipped)
    #expect(sender.sent.isEmpty)
    #expect(try verdict("git.corp.example", ["*.corp.example"]).status == .inactive)
    #expect(sender.requests.withLock { $0.map(\.pinnedAddress) } == ["93.184.215.14"])
    let local = try verdict("db.corp.example", ["*.corp.example"])
    #expect(local.status == .skipped && local.host == nil && local.reason?.contains("private or local") == true)
    #expect(try verdict("db.corp.example", ["db.corp.example"]).status == .inactive)
    #expect(try verdict("127.0.0.1", ["127.0.0.*"]).status == .skipped)
    #expect(try verdict("127.0.0.1", ["127.0.0.1"]).status == .inactive)
  }

  @Test func `the definition's own host needs nobody's word, and its refusal proves nothing`() throws {
    let verdict = try Self.verdict(FakeSender { _ in .answer(401) }, Self.found(), Self.hosted)
    #expect(verdict.status == .unknown && verdict.host == "acme.example")
    #expect(verdict.reason?.contains("may belong elsewhere") == true)
  }

  /// A login of which the answer has what the second request needs.
  private static func twoSteps(taking value: String, url: String, bearer: String) -> String {
    """
    [[rules.verify]]
    source = "https://docs.acme.example"
    url = "https://login.acme.example/token"
    form = ["key={{secret}}"]
    take = ["\(value)"]
    active = ["200"]
    inactive = ["400"]
    [[rules.verify]]
    source = "https://docs.acme.example"
    url = "\(url)"
    headers = ["Authorization: Bearer \(bearer)"]
    active = ["200"]
    inactive = ["401"]
    control = "none"
    """
  }

  @Test func `steps take values from answers`() throws {
    let keys = Self.twoSteps(taking: "token = json access", url: "https://api.acme.example/me", bearer: "{{token}}")
    let sender = FakeSender { request in
      request.host == "login.acme.example" ? .answer(200, #"{"access": "t-1"}"#) : .answer(200)
    }
    let verdict = try Self.verdict(sender, Self.found(), keys)
    #expect(verdict.status == .active && verdict.reason == "not controlled")
    #expect(sender.sent.last?.contains("Bearer t-1") == true && sender.sent.first?.hasPrefix("POST") == true)
  }

  @Test func `a host that an answer names is one of the text`() throws {
    let keys = Self.twoSteps(taking: "host = json host", url: "https://{{host}}/me", bearer: "{{secret}}")
    let sender = FakeSender(addresses: ["evil.example": "93.184.215.14"]) { _ in
      .answer(200, #"{"host": "evil.example"}"#)
    }
    let verdict = try Self.verdict(sender, Self.found(), keys)
    #expect(verdict.status == .skipped && verdict.reason?.contains("evil.example") == true && sender.sent.count == 1)
    let allowed = try Self.verdict(sender, Self.found(), keys, options: Self.options { $0.hosts = ["evil.example"] })
    #expect(allowed.status == .active && sender.sent.count == 3)
  }

  @Test func `an answer that repeats the secret does not get it into the report`() throws {
    let sender = FakeSender { request in
      request.url.hasSuffix(Self.secret) ? .answer(200, #"{"ok": true, "name": "\#(Self.secret)"}"#) : .answer(401)
    }
    let verdict = try Self.verdict(sender)
    #expect(verdict.status == .active && verdict.identity == nil)
  }

  @Test func `a plan counts requests and sends none`() throws {
    let sender = FakeSender { _ in .answer(200) }
    let verifier = Verifier(try Self.rules(Self.usual), options: Self.options(), sender: sender)
    let plan = verifier.plan([Self.found(), Self.found("acme_9876543210abcdefABCDEF"), Self.found("acme_\u{7}")])
    #expect(plan.counts == ["api.acme.example": 3] && plan.skipped.count == 1 && sender.sent.isEmpty)
  }

  @Test func `many secrets of many rules are asked about once each`() throws {
    let sender = FakeSender { _ in .answer(401) }
    let secrets = (0..<500).map { Self.found("acme_\(String($0 + 100_000))abcdefABCDEF0123") }
    let outcome = Verifier(try Self.rules(Self.usual), options: Self.options(), sender: sender).verify(secrets)
    #expect(outcome.verdicts.count == 500 && outcome.requests.count == 500 && sender.sent.count == 500)
  }

  @Test(arguments: [
    Result<HTTPAnswer, SendingFailure>.answer(429, headers: ["Retry-After: 3600"]), .answer(500),
    .failure(SendingFailure("time-out")), .answer(429, headers: ["Retry-After: 0"]),
  ]) func `a host that does not answer is given up`(_ answer: Result<HTTPAnswer, SendingFailure>) throws {
    let sender = FakeSender { _ in answer }
    let secrets = (0..<200).map { Self.found("acme_\(String($0 + 100_000))abcdefABCDEF0123") }
    let outcome = Verifier(try Self.rules(Self.usual), options: Self.options(), sender: sender).verify(secrets)
    #expect(outcome.verdicts.values.allSatisfy { $0.status == .unknown } && outcome.verdicts.count == 200)
    #expect(outcome.verdicts.values.contains { $0.reason?.hasPrefix("the host is given up") == true })
    // Those that were under way, each perhaps a second time.
    #expect((10...20).contains(sender.sent.count), "\(sender.sent.count)")
  }

  @Test func `a host that answers now and then is asked on`() throws {
    let sender = FakeSender { $0.url.hasSuffix("0") ? .answer(401) : .answer(503) }
    let secrets = (0..<200).map { Self.found("acme_abcdefABCDEF0123\(String($0 + 100_000))") }
    let outcome = Verifier(try Self.rules(Self.usual), options: Self.options { $0.concurrent = 1 }, sender: sender)
      .verify(secrets)
    #expect(sender.sent.count == 200 && outcome.verdicts.values.count { $0.status == .inactive } == 20)
  }

  @Test func `a secret without a request is skipped`() throws {
    let verdict = try Self.verdict(FakeSender { _ in .answer(200) }, Self.found(), "")
    #expect(verdict == Verification(.skipped, reason: "no request is known that would tell"))
  }

  @Test func `a secret that is an address is asked about at the rule's own host`() throws {
    let hook = """
      [[rules.verify]]
      source = "https://docs.acme.example"
      url = "https://acme.example/hooks/{{id}}/{{token}}"
      parts = ["id = secret acme[.]example/h/([0-9]+)/", "token = secret /([a-z]{12})$"]
      active = ["200"]
      inactive = ["404"]
      """
    let address = "https://acme.example/h/123456789012/abcdefghijkl"
    let vendor = FakeSender {
      $0.url == "https://acme.example/hooks/123456789012/abcdefghijkl" ? .answer(200) : .answer(404)
    }
    #expect(try Self.verdict(vendor, Self.found(address), hook).status == .active)
    let made = try #require(vendor.sent.last)
    #expect(made.hasPrefix("GET https://acme.example/hooks/") && !made.contains("abcdefghijkl"))
    let anything = FakeSender { _ in .answer(200) }
    #expect(try Self.verdict(anything, Self.found(address), hook).status == .unknown)
    let elsewhere = try Self.verdict(vendor, Self.found("https://evil.example/h/123456789012/abcdefghijkl"), hook)
    #expect(elsewhere.status == .skipped && elsewhere.reason == "the secret has no id where it should be")
    #expect(!vendor.sent.contains { $0.contains("evil") })
  }

  @Test func `values are written for the place that they are put into`() throws {
    let keys = """
      [[rules.verify]]
      source = "https://docs.acme.example"
      method = "POST"
      url = "https://api.acme.example/{{secret}}"
      body = '{"key": "{{secret}}"}'
      active = ["200"]
      inactive = ["401"]
      """
    let vendor = FakeSender { _ in .answer(401) }
    #expect(try Self.verdict(vendor, Self.found(#"a/b ü?&"\x"#), keys).status == .inactive)
    #expect(vendor.sent[0].hasPrefix("POST https://api.acme.example/a%2Fb%20%C3%BC%3F%26%22%5Cx "))
    #expect(vendor.sent[0].hasSuffix(#"{"key": "a/b ü?&\"\\x"}"#))
  }
}
