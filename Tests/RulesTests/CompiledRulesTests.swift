import BuiltInRules
import Findings
import Testing

@testable import Rules

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct CompiledRulesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "rules")

  /// The rules of `rules/`, parsed anew.
  static func parsedRules() throws -> [Rule] {
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".toml") }
    return try files.sorted().flatMap { file in
      let text = try Data(contentsOf: folder.appending(path: file))
      return try RuleFile.parse(Array(text), name: file, isStrict: true).rules.map(\.rule)
    }
  }

  @Test func `the built-in rules are those of the rule files`() throws {
    let parsed = try Self.parsedRules()
    let builtIn = BuiltInRules.ruleSet
    #expect(builtIn.count == parsed.count)
    for (index, rule) in parsed.enumerated() {
      #expect(builtIn.ruleWithSamples(at: index) == rule)
      var bare = rule
      (bare.samples, bare.examples, bare.nonSamples) = ([], [], [])
      #expect(builtIn.rule(at: index) == bare)
      #expect(builtIn.id(at: index) == rule.id)
      #expect(builtIn.index(of: rule.id) == index)
    }
  }

  @Test func `the built-in keywords are those of the rules`() throws {
    let parsed = RuleSet(try Self.parsedRules())
    #expect(Self.keywords(of: BuiltInRules.ruleSet) == Self.keywords(of: parsed))
    #expect(BuiltInRules.ruleSet.rulesWithoutKeyword == parsed.rulesWithoutKeyword)
  }

  @Test func `built-in rules can be left out, changed and joined with others`() throws {
    let all = BuiltInRules.ruleSet
    let first = all.id(at: 0)
    let text = """
      [extend]
      disabledRules = ["\(all.id(at: 1))"]
      [[rules]]
      id = "\(first)"
      keywords = ["further"]
      [[rules]]
      id = "own"
      regex = "o"
      keywords = ["own"]
      """
    let file = ConfigurationFile(name: ".leaksift.toml", text: Array(text.utf8))
    let rules = try RuleSetLoader.load(file, builtIn: all) { _ in nil }.rules
    #expect(rules.ids == [first] + all.ids.dropFirst(2) + ["own"])
    let keywords = Self.keywords(of: rules)
    #expect(keywords["further"] == [0])
    #expect(keywords["own"] == [Int32(rules.count - 1)])
    for index in 0..<rules.count {
      for word in KeywordTable.words(of: rules.rule(at: index)) {
        #expect(keywords[word]?.contains(Int32(index)) == true)
      }
    }
  }

  @Test func `each field survives encoding`() {
    var rule = Rule(id: "r", regex: #"a\b(c)"#, path: "p", keywords: ["k1", "k2"], context: ["c1"])
    rule.title = "T\n\"quoted\" \\ é"
    rule.summary = "S"
    (rule.severity, rule.confidence) = (.low, .high)
    (rule.secretGroup, rule.entropy, rule.checksum, rule.scored) = (1, 3.1, .bech32, true)
    (rule.layout, rule.pair) = (.manifest, "z")
    rule.placeholders = ["", "p"]
    rule.allowlists = [
      Allowlist(),
      Allowlist(
        description: "d", condition: .and, commits: ["c"], paths: ["p"], regexes: ["r"], target: .match,
        stopwords: ["s"], targetRules: ["t"]), Allowlist(regexes: ["x"], target: .line),
    ]
    rule.required = [RequiredRule(id: "x"), RequiredRule(id: "y", withinLines: 1, withinColumns: 2)]
    (rule.specificity, rule.skipReport, rule.tags, rule.defaultWords) = (5, true, ["t"], true)
    (rule.docsURL, rule.revokeURL, rule.steps, rule.formerly) = ("d", "r", ["1", "2"], ["f", "g"])
    (rule.samples, rule.examples, rule.nonSamples) = (["s"], ["e"], ["n"])
    var step = RequestStep()
    (step.url, step.headers, step.active, step.control) = ("https://a.example", ["a: b", "c: d"], ["200"], .none)
    rule.validate = "v"
    rule.verify = [RequestTable(step: step), RequestTable(step: step)]
    step.control = .madeUp
    rule.revoke = [RequestTable(step: step)]
    for field in Rule.fields where !field.tags.isEmpty && field.key != "id" {
      #expect(field.differs(rule, rule.defaults), "\(field.key): give it a value here")
    }
    let record = RuleEncoder.record(of: rule)
    #expect(RuleDecoder.rule(record[...], samples: RuleEncoder.sampleRecord(of: rule)[...]) == rule)
    #expect(RuleDecoder.allowlists(RuleEncoder.record(of: rule.allowlists)[...]) == rule.allowlists)
    #expect(RuleDecoder.rule(RuleEncoder.record(of: Rule(id: "a"))[...]) == Rule(id: "a"))
    #expect(RuleDecoder.reach(record[...]) == MatchReach(of: rule))
  }

  @Test func `no two fields have the same mark in a record`() {
    let tags = Rule.fields.flatMap(\.tags) + [RuleRecord.reach]
    #expect(Set(tags).count == tags.count)
    let keys = Rule.fields.map { $0.key.lowercased() }
    #expect(Set(keys).count == keys.count)
  }

  // MARK: - Compiling

  @Test func `the compiler tells what is wrong with any file, and where`() {
    var compiler = RuleCompiler()
    compiler.add(Array("[[rules]]\nid='a'\nregex='b'\n\n[[rules]]\nid='b'".utf8), name: "one.toml")
    compiler.add(Array("[[rules]]\nid='a'\nregex='b'\nentropi=1".utf8), name: "two.toml")
    compiler.add(
      Array(
        "[extend]\nuseDefault=true\n[[allowlists]]\ntargetRules=['a']\npaths=['p']\n[[rules]]\nid='a'\nregex='b'"
          .utf8),
      name: "three.toml")
    compiler.add(Array("[[rules]]\nid='c'\nregex=\"a\\u001Fb\"\n[[rules.required]]\nid='aa'".utf8), name: "four.toml")
    #expect(
      message(of: &compiler).split(separator: "\n") == [
        #"one.toml:5: rule "b": give it a "regex" or a "path""#,
        #"two.toml:4: rule "a": unknown key "entropi": did you mean "entropy"?"#,
        "three.toml:1: [extend] has no meaning in a built-in file",
        #"three.toml: "targetRules" has no meaning in a built-in file: use [[rules.allowlists]]"#,
        #"three.toml:6: rule "a" is defined twice: it is also in one.toml:1"#,
        #"four.toml:1: rule "c": "required" names "aa", which is no rule: did you mean "a"?"#,
        #"four.toml:1: rule "c": remove the control characters from its values"#,
      ])
  }

  @Test func `no rule at all is an error`() {
    var compiler = RuleCompiler()
    #expect(message(of: &compiler) == "rules: there is no rule")
  }

  @Test func `rules that work slowly are warned about`() throws {
    var compiler = RuleCompiler()
    compiler.add(
      Array("[[rules]]\nid='a'\nregex='ab+'\nkeywords=['b','x']\n[[rules]]\nid='b'\nregex='a|b'\nkeywords=['b']".utf8),
      name: "r.toml")
    _ = try compiler.finish()
    #expect(
      compiler.warnings.map(\.description) == [
        #"r.toml:1: rule "a": give each quantifier of "regex" an upper bound"#,
        #"r.toml:5: rule "b": a match need not contain one of its "keywords""#,
      ])
  }

  private func message(of compiler: inout RuleCompiler) -> String {
    do throws(RuleFileError) {
      _ = try compiler.finish()
      return ""
    } catch {
      return error.description
    }
  }

  private static func keywords(of set: RuleSet) -> [String: [Int32]] {
    var found: [String: [Int32]] = [:]
    set.forEachKeyword { word, rules in found[String(decoding: word, as: UTF8.self), default: []] += rules }
    return found
  }
}
