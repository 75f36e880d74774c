import Findings
import Testing

@testable import Rules

@Suite struct FilterExpressionTests {
  private func read(
    _ source: String, _ key: FilterExpression.Key = .filter
  ) -> (filter: FilterExpression?, issues: [FilterExpression.Issue]) {
    FilterExpression.read(source, key: key, origin: Allowlist.Origin(place: "a.toml:3"))
  }

  private func constructs(_ source: String, _ key: FilterExpression.Key = .filter) -> [String] {
    read(source, key).issues.map(\.construct)
  }

  @Test func `and binds closer than or, and both are flat`() throws {
    let root = try #require(read("true or false && true || false").filter?.root)
    func flag(_ flag: Bool) -> ExpressionNode { .constant(.flag(flag)) }
    #expect(root == .any([flag(true), .all([flag(false), flag(true)]), flag(false)]))
  }

  @Test func `comparison binds closer than and, arithmetic closer than comparison`() throws {
    let root = try #require(read("1 + 2 * 3 >= 7 and 'a' != 'b'").filter?.root)
    func number(_ number: Double) -> ExpressionNode { .constant(.number(number)) }
    let sum = ExpressionNode.arithmetic(.plus, number(1), .arithmetic(.times, number(2), number(3)))
    #expect(
      root
        == .all([
          .comparison(.greaterOrEqual, sum, number(7)),
          .comparison(.notEqual, .constant(.text(Array("a".utf8))), .constant(.text(Array("b".utf8)))),
        ]))
  }

  @Test(arguments: [
    #"finding["secret"] contains "x""#, #"finding.secret contains 'x'"#, "finding?.secret contains `x`",
    #"finding["secret"].contains("x")"#, #"containsAny(finding["secret"], ["x"])"#,
    #"filter.containsAny(finding["secret"], ["x"],)"#, #"finding[?"secret"].orValue("") contains r"""x""""#,
    "/* why */ finding[\"secret\"] contains \"\\x78\" // because",
  ])
  func `spellings of one condition mean the same`(source: String) throws {
    let needle = ExpressionNode.constant(.text(Array("x".utf8)))
    let plain = ExpressionNode.holds(.input(.secret), needle, .anywhere)
    let defaulted = ExpressionNode.holds(
      .otherwise(.input(.secret), .constant(.text([]))), needle, .anywhere)
    let (filter, issues) = read(source)
    let root = try #require(filter?.root)
    #expect(issues.isEmpty)
    #expect([plain, defaulted, .any([plain])].contains(root))
  }

  @Test(arguments: [
    ("filter.failsTokenEfficiency(finding[\"secret\"])", "`failsTokenEfficiency()` with 1 argument"),
    ("attributes[\"git.author\"] == \"x\"", "`attributes[\"git.author\"]`"),
    ("finding[\"color\"] == \"x\"", "`finding[\"color\"]`"),
    ("secret == \"x\"", "`secret`"),
    ("filter.entropy(finding[\"secret\"])", "number where true or false is needed"),
    ("finding[\"secret\"] > 3", "a comparison of text with number"),
    ("true < false", "an order of what has none"),
    ("finding[\"secret\"] matches finding[\"line\"]", "a regex that is no string"),
    ("finding[\"secret\"] in other", "`in` without a list after it"),
    ("1 % 2 == 1", "`%`"),
    ("any([1], {# > 0})", "`#` in this place"),
    ("let a = 1; a == 1", "`let`"),
    ("true and", "an end too early"),
    ("'open", "a string that is never closed"),
    ("'\\q' == 'q'", "an escape sequence that is none"),
    ("0x == 1", "a number that is none"),
    ("true /* open", "a comment that is never closed"),
    ("true \u{7}\u{7f}", "a character that begins nothing"),
    ("true false", "`false` in this place"),
  ])
  func `what is not understood is named`(source: String, construct: String) {
    #expect(constructs(source) == [construct])
  }

  @Test func `a part that is not understood leaves the rest`() throws {
    let (filter, issues) = read("secret == 'x' || finding[\"secret\"] startsWith \"x\"")
    #expect(issues == [FilterExpression.Issue(offset: 0, construct: "`secret`")])
    #expect(filter != nil)
  }

  @Test func `a prefilter knows no finding`() {
    #expect(
      constructs("finding[\"secret\"] == \"x\"", .prefilter)
        == ["`finding[\"secret\"]`, which a prefilter cannot know"])
    #expect(constructs("attributes[\"path\"] == \"x\"", .prefilter) == [])
  }

  @Test(arguments: ["(", "[", "!", "not ", "-", "true ? ", "a(", "a[", "true ?? ", "1 ** "])
  func `depth is bounded`(opening: String) {
    let deep = String(repeating: opening, count: 10_000) + "true"
    #expect(!constructs(deep).isEmpty)
  }

  @Test(arguments: [".a", "[1]", "()", " + 1", " == 1"])
  func `length of a chain is bounded`(link: String) {
    #expect(!constructs("a" + String(repeating: link, count: 10_000)).isEmpty)
  }

  @Test func `a long list of alternatives is no depth`() throws {
    let terms = (0..<5_000).map { "finding[\"secret\"] == \"v\($0)\"" }
    let (filter, issues) = read(terms.joined(separator: " or "))
    #expect(issues.isEmpty)
    guard case .any(let nodes)? = filter?.root else {
      Issue.record("not one node of alternatives")
      return
    }
    #expect(nodes.count == 5_000)
  }

  @Test func `random expressions never crash`() {
    var generator = SeededGenerator(seed: 5)
    let parts = [
      "finding", "[\"secret\"]", "attributes", ".path", "(", ")", "[", "]", "and", "or", "not", "in", "contains", "'a'",
      "1", "==", "<", "?", ":", ",", "true", "filter.entropy", "matchesAny", "&&", "!", "-", "??", "r'x'", "{", "#",
      "\\",
      "\"", "\u{e9}",
    ]
    var understood = 0
    for _ in 0..<4_000 {
      let count = Int.random(in: 1...9, using: &generator)
      let source = (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined(separator: " ")
      let (filter, issues) = read(source)
      // Whatever cannot be used at all says why.
      if filter == nil { #expect(!issues.isEmpty, "\(source)") } else { understood += 1 }
    }
    #expect(understood > 0)
  }

  // MARK: - In a rule file

  @Test func `a rule file's filters are read and its doubts name file, line, key and construct`() throws {
    let text = """
      minVersion = "v8.25.0"
      betterleaksMinVersion = "v1.6.0"
      prefilter = 'matchesAny(attributes["path"], ["^vendor/"])'
      [[rules]]
      id = "a"
      regex = "a+"
      filter = 'entropy(finding["secret"]) < 2 || failsTokenEfficiency(finding["secret"])'
      validate = "let x"
      """
    let file = try RuleFile.parse(Array(text.utf8), name: "b.toml")
    #expect(file.filters.map(\.label) == ["the prefilter (b.toml:3)"])
    #expect(file.rules.first?.rule.filters.map(\.label) == ["the filter (b.toml:7)"])
    #expect(
      file.warnings.map(\.description) == [
        "b.toml:7: rule \"a\": \"filter\" has `failsTokenEfficiency()` with 1 argument at offset 34, which is not "
          + "understood: that part hides nothing",
        "b.toml:8: rule \"a\": \"validate\" has an end too early at offset 5, which is not understood: it asks nobody",
      ])
  }

  @Test func `a filter's regex that does not compile is an error`() throws {
    let text = "[[rules]]\nid = 'a'\nregex = 'a'\nfilter = '''finding[\"secret\"] matches \"(\"'''"
    let error = #expect(throws: RuleFileError.self) { try RuleFile.parse(Array(text.utf8), name: "b.toml") }
    #expect(error?.description.hasPrefix("b.toml:4: rule \"a\": \"filter\" does not compile") ?? false)
  }

  @Test func `a rule that changes another one replaces its filter, and those for all rules add up`() throws {
    let base = "filter = 'true'\n[[rules]]\nid = 'a'\nregex = 'a'\nfilter = 'false'\nprefilter = 'false'\n"
    let child = "filter = 'false'\n[extend]\npath = 'base.toml'\n[[rules]]\nid = 'a'\nfilter = 'true'\n"
    let loaded = try RuleSetLoader.load(
      ConfigurationFile(name: ".gitleaks.toml", text: Array(child.utf8)), builtIn: RuleSet(),
      read: { _ throws(RuleFileError) in Array(base.utf8) })
    #expect(loaded.rules.globalFilters.map(\.source) == ["true", "false"])
    #expect(loaded.rules.rule(at: 0).filters.map { "\($0.key) \($0.source)" } == ["prefilter false", "filter true"])
  }

  @Test func `migrating keeps filters`() throws {
    let text = "filter = 'true'\n[[rules]]\nid = 'a'\nregex = 'a'\nprefilter = '''attributes[\"path\"] == \"x\"'''\n"
    let file = try RuleFile.parse(Array(text.utf8), name: ".betterleaks.toml")
    let written = ConfigurationWriter.text(of: file, from: .gitleaks)
    let again = try RuleFile.parse(Array(written.utf8), name: ".leaksift.toml")
    #expect(again.filters.map(\.source) == ["true"])
    #expect(again.rules.first?.rule.filters.map(\.source) == ["attributes[\"path\"] == \"x\""])
  }
}
