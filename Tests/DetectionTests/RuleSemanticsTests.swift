import Detection
import Findings
import Rules
import Testing

/// What each key of a rule means for what is found.
@Suite struct RuleSemanticsTests {
  static let token = Samples.token()

  @Test func `a keyword leads to its rule whatever its case`() throws {
    var rule = Samples.tokenRule()
    rule.regex = "(?i)tkn_[a-z0-9]{32}"
    let engine = try Engine([rule])
    for text in [Self.token, Self.token.uppercased(), Self.token.lowercased()] {
      #expect(engine.secrets("x = \(text);") == [text])
    }
    #expect(engine.secrets("x = tk_\(Samples.random())").isEmpty)
  }

  @Test func `a rule without keywords is tried on every text`() throws {
    let rule = Rule(id: "r", regex: "q[0-9]z([A-Za-z0-9]{32})")
    let short = Rule(id: "s", regex: "q[0-9]y([A-Za-z0-9]{32})", keywords: ["q1"])
    let value = Samples.random()
    let engine = try Engine([rule, short])
    #expect(engine.seen("a q1z\(value)\nb q1y\(value)\nq2z\(value)").map(\.rule) == ["r", "s", "r"])
  }

  @Test func `a regex without bound is tried on the whole text`() throws {
    let rule = Rule(id: "r", regex: "tkn_.*?=([A-Za-z0-9]{32,})", keywords: ["tkn_"])
    let value = Samples.random()
    let filler = String(repeating: "long ", count: 40_000)
    #expect(try Engine([rule]).secrets("tkn_ \(filler)=\(value)") == [value])
  }

  @Test func `a keyword far after a match's start is found`() throws {
    let rule = Rule(id: "r", regex: #"([A-Za-z0-9]{32})[ -~]{0,200}?@tail\.example"#, keywords: ["@tail.example"])
    let value = Samples.random()
    for gap in [0, 1, 50, 150] {
      let text = "." + value + String(repeating: ".", count: gap) + "@tail.example"
      #expect(try Engine([rule]).secrets(text) == [value])
    }
  }

  @Test func `the secret is the group the rule names`() throws {
    var rule = Rule(id: "r", regex: "tkn_([a-z]{4})-([A-Za-z0-9]{32})", keywords: ["tkn_"])
    let (name, value) = ("abqx", Samples.random())
    #expect(try Engine([rule]).secrets("tkn_\(name)-\(value)") == [name])
    rule.secretGroup = 2
    #expect(try Engine([rule]).secrets("tkn_\(name)-\(value)") == [value])
    rule.secretGroup = 0
    rule.regex = "tkn_(?:[a-z]{4})-[A-Za-z0-9]{32}"
    #expect(try Engine([rule]).secrets("tkn_\(name)-\(value)") == ["tkn_\(name)-\(value)"])
  }

  @Test func `the first group that is not empty is the secret`() throws {
    let rule = Rule(id: "r", regex: "tkn_([0-9]*)(?:x([A-Z]{0,8}))?-([A-Za-z0-9]{32})", keywords: ["tkn_"])
    let value = Samples.random()
    let engine = try Engine([rule])
    #expect(engine.secrets("tkn_-\(value)") == [value])
    #expect(engine.secrets("tkn_x-\(value)") == [value])
    #expect(engine.secrets("tkn_xQVWZ-\(value)") == ["QVWZ"])
  }

  @Test func `the entropy must be greater than the threshold`() throws {
    var rule = Rule(id: "r", regex: "tkn_([a-z]{4})", keywords: ["tkn_"])
    rule.entropy = 2
    // Four different letters have exactly two bits a byte.
    #expect(try Engine([rule]).secrets("tkn_qwzk").isEmpty)
    rule.entropy = 1.999
    #expect(try Engine([rule]).secrets("tkn_qwzk") == ["qwzk"])
  }

  @Test func `published examples are no leaks`() throws {
    var rule = Samples.tokenRule()
    rule.placeholders = [Self.token]
    let other = Samples.token(2)
    #expect(try Engine([rule]).secrets("\(Self.token) \(other)") == [other])
  }

  @Test func `several matches on a line are all found`() throws {
    let tokens = (1...5).map { Samples.token($0) }
    #expect(try Engine([Samples.tokenRule()]).secrets(tokens.joined(separator: ",")) == tokens)
    #expect(try Engine([Samples.tokenRule()]).secrets(tokens.joined()) == tokens)
  }

  @Test func `the same secret twice is found twice`() throws {
    #expect(try Engine([Samples.tokenRule()]).secrets("\(Self.token)\n\(Self.token)") == [Self.token, Self.token])
  }

  @Test func `a path rule needs both its path and its regex`() throws {
    var rule = Samples.tokenRule()
    rule.path = #"\.conf$"#
    let engine = try Engine([rule])
    #expect(engine.secrets(Self.token, path: "a.conf") == [Self.token])
    #expect(engine.secrets(Self.token, path: "a.confs").isEmpty)
  }

  @Test func `a rule of the path alone reports the file`() throws {
    let engine = try Engine([Rule(id: "p", path: #"(^|/)id_rsa$"#), Samples.tokenRule()])
    #expect(engine.detector.pathRules(matching: TextPlace(path: Array("home/id_rsa".utf8))).map(\.rule) == [0])
    #expect(engine.detector.pathRules(matching: TextPlace(path: Array("home/id_rsa.pub".utf8))).isEmpty)
    #expect(engine.secrets("nothing here").isEmpty)
  }

  @Test func `a rule that only serves others is not reported`() throws {
    var rule = Samples.tokenRule()
    rule.skipReport = true
    #expect(try Engine([rule]).secrets(Self.token).isEmpty)
  }

  @Test(
    arguments: [(nil, nil, true), (1, nil, false), (2, nil, true), (nil, 3, true), (5, 1, false)]
      as [(Int?, Int?, Bool)])
  func `a required rule must match near enough`(lines: Int?, columns: Int?, isNear: Bool) throws {
    var needing = Samples.tokenRule("needing")
    needing.required = [RequiredRule(id: "id", withinLines: lines, withinColumns: columns)]
    var helper = Rule(id: "id", regex: "ident_[a-z0-9]{8}", keywords: ["ident_"])
    helper.skipReport = true
    let engine = try Engine([needing, helper])
    // Two lines below and three columns to the right.
    #expect(engine.secrets("ident_qz81kx0w\n\n...\(Self.token)") == (isNear ? [Self.token] : []))
    #expect(engine.secrets(Self.token).isEmpty)
  }

  @Test func `a context word must be near`() throws {
    let rule = Rule(id: "r", regex: #"\b([A-Za-z0-9]{32})\b"#, context: ["acmecorp"])
    let value = Samples.random()
    let engine = try Engine([rule])
    let near = "acmecorp_api_key = \"\(value)\""
    #expect(engine.secrets(near) == [value])
    #expect(engine.detector.candidates(in: Array(near.utf8).span, isBinary: true).isEmpty)
    #expect(engine.secrets("acmecorp\n" + String(repeating: "line\n", count: 9) + "key = \"\(value)\"").isEmpty)
    #expect(engine.secrets("other_api_key = \"\(value)\"").isEmpty)
  }
}

/// Which rule keeps a secret that several find.
@Suite struct OutrankingTests {
  let token = Samples.token()

  @Test func `the more specific rule keeps the secret`() throws {
    var broad = Samples.tokenRule("broad")
    broad.specificity = 50
    let narrow = Samples.tokenRule("narrow")
    #expect(try Engine([broad, narrow]).seen(token) == [Seen(rule: "narrow", secret: token)])
    #expect(try Engine([narrow, broad]).seen(token) == [Seen(rule: "narrow", secret: token)])
  }

  @Test func `the surer rule keeps the secret and the longer one among equals`() throws {
    var sure = Samples.tokenRule("sure")
    sure.confidence = .high
    #expect(try Engine([Samples.tokenRule("unsure"), sure]).seen(token).map(\.rule) == ["sure"])
    let long = Rule(id: "long", regex: "tkn_[A-Za-z0-9]{32}-[a-z]{4}", keywords: ["tkn_"])
    #expect(try Engine([Samples.tokenRule("short"), long]).seen(token + "-qwzk").map(\.rule) == ["long"])
    #expect(try Engine([Samples.tokenRule("first"), Samples.tokenRule("second")]).seen(token).map(\.rule) == ["first"])
  }

  @Test func `two rules that agree are as sure as the surer`() throws {
    var sure = Samples.tokenRule("sure")
    sure.confidence = .high
    sure.specificity = 50
    let engine = try Engine([Samples.tokenRule("specific"), sure])
    let settled = engine.detector.settled(engine.located(Array(token.utf8)), at: TextPlace(path: []))
    #expect(settled.map(\.confidence) == [.high])
    #expect(settled.map(\.rule) == [0])
  }

  @Test func `secrets that only touch are both kept`() throws {
    let other = Rule(id: "other", regex: "oth_[A-Za-z0-9]{32}", keywords: ["oth_"])
    let second = "oth_" + Samples.random(seed: 2)
    #expect(try Engine([Samples.tokenRule(), other]).secrets(token + second) == [token, second])
  }

  @Test func `many secrets in one text are settled in time in proportion to their number`() throws {
    let tokens = (0..<5_000).map { Samples.token($0) }
    let engine = try Engine([Samples.tokenRule("a"), Samples.tokenRule("b")])
    let placed = engine.located(Array(tokens.joined(separator: "\n").utf8))
    let elapsed = ContinuousClock().measure {
      #expect(engine.detector.settled(placed, at: TextPlace(path: [])).count == tokens.count)
    }
    #expect(elapsed < .seconds(20))
  }
}
