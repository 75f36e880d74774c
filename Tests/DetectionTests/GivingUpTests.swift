import Detection
import Rules
import Testing

/// Rules that cannot be tried to the end are told of, and do not stop a scan.
@Suite struct GivingUpTests {
  let token = Samples.token()

  @Test(arguments: ["tkn_(?:a+)+[!?]", "tkn_(?:[a-z]{1,40}){1,40}[!?]", "(?:a+a+)+[!?]"])
  func `a regex that backtracks forever is a failure not a hang`(regex: String) throws {
    let engine = try Engine([Rule(id: "slow", regex: regex, keywords: ["tkn_"]), Samples.tokenRule("good")])
    let run = String(repeating: "a", count: 60)
    let text = String(repeating: "\(run)tkn_\(run)\n", count: 300) + token
    let elapsed = ContinuousClock().measure { #expect(engine.secrets(text) == [token]) }
    let failures = engine.detector.takeFailures()
    #expect(failures.map(\.rule) == ["slow"])
    #expect(failures.first?.reason.contains("gave up") == true)
    #expect(elapsed < .seconds(10))
    #expect(engine.detector.takeFailures().isEmpty)
  }

  @Test func `a rule that gave up is tried again on the next text`() throws {
    let engine = try Engine([Rule(id: "slow", regex: "tkn_(?:a+)+[!Z]", keywords: ["tkn_"])])
    _ = engine.secrets("tkn_" + String(repeating: "a", count: 60))
    #expect(engine.secrets("tkn_aaaaZ") == ["tkn_aaaaZ"])
  }

  @Test func `a regex that does not compile is a failure of its rule`() throws {
    let engine = try Engine([Rule(id: "bad", regex: "tkn_(", keywords: ["tkn_"]), Samples.tokenRule("good")])
    #expect(engine.secrets(token) == [token])
    #expect(engine.detector.takeFailures().map(\.rule) == ["bad"])
  }

  /// A path on which `(a+)+$` backtracks forever.
  static let path = "src/" + String(repeating: "a", count: 60) + "!"

  @Test func `a path regex that gives up is a failure of its rule`() throws {
    var rule = Samples.tokenRule("slow")
    rule.path = "^src/(?:a+)+$"
    let engine = try Engine([rule])
    #expect(engine.secrets(token, path: "src/aaa") == [token])
    #expect(engine.detector.takeFailures().isEmpty)
    #expect(engine.secrets(token, path: Self.path).isEmpty)
    #expect(engine.detector.takeFailures().first?.reason.hasPrefix("gave up matching the path: ") == true)
    let alone = try Engine([Rule(id: "alone", path: "^src/(?:a+)+$")])
    #expect(alone.detector.pathRules(matching: TextPlace(path: Array(Self.path.utf8))).isEmpty)
    #expect(alone.detector.takeFailures().map(\.rule) == ["alone"])
  }

  @Test func `an allowlist that gives up on a path hides nothing and is a failure`() throws {
    let list = Allowlist(description: "slow", paths: ["^src/(?:a+)+$"])
    let engine = try Engine([Samples.tokenRule("good")], allowlists: [list])
    #expect(engine.secrets(token, path: Self.path) == [token])
    let failure = try #require(engine.detector.takeFailures().first)
    #expect(failure.rule == "good")
    #expect(failure.reason.hasPrefix("gave up matching the allowlist \"slow\": "))
  }
}
