import Findings
import Rules
import Testing

/// Rule files that were made, or damaged, to harm the reader.
@Suite struct HostileRuleFileTests {
  @Test func `long keys and deep values neither crash nor hide behind strings`() {
    let deep = String(repeating: "x.", count: 5000) + "y"
    for text in [
      "[\(deep)]", "[[\(deep)]]", "a = {\(deep) = 1}", "s = '''a'b''', \(deep) = 1",
      "s = {t='''a'b''', \(deep) = 1}",
      "s = \"\"\"a\\\"\"\"\"\"\n\(deep) = 1", "\"a\\\"\".\(deep) = 1", "'#'.\(deep) = 1",
      "a = " + String(repeating: "[", count: 100_000),
      "a = " + String(repeating: "{a=", count: 100_000),
      String(repeating: "\"\".", count: 5000) + "a = 1",
    ] {
      #expect(message(of: text) != "")
    }
    #expect(message(of: "title = 'a.b.\(deep)'\n# \(deep)") == "")
  }

  @Test(arguments: 1...20) func `mutated files never crash the reader`(seed: Int) {
    var generator = SeededGenerator(seed: "\(seed)")
    let whole = Array(
      """
      title = "x" # remark
      [extend]
      useDefault = true
      [[rules]]
      id = "a"
      regex = '''(?i)a{2,3}[b-d]\\b'''
      keywords = ["a", 'b', 1.5e3, 2020-01-01T00:00:00Z]
      entropy = 3.5
      filter = '''(filter.entropy(finding["match"]) <= 2) or attributes["path"] in ["x", `y`]'''
      [[rules.allowlists]]
      condition = "AND"
      paths = [\"""^x\""", "y"]
      [allowlist]
      stopwords = ["é"]
      [severity]
      minimum = "low"
      [[paths]]
      patterns = ["docs/", "!*.md"]
      min_confidence = "high"
      disabled_rules = ["a"]
      [dotenv]
      enabled = true
      ignore = ["x/"]
      strict = true
      [report]
      format = "json"
      """.utf8)
    for _ in 0..<150 {
      var text = whole
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<text.count, using: &generator)
        switch Int.random(in: 0...3, using: &generator) {
        case 0: text[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: text.remove(at: place)
        case 2: text.insert(contentsOf: text[place..<min(text.count, place + 9)], at: place)
        default:
          text.insert(Array("[]{}.='\"\n#,".utf8).randomElement(using: &generator) ?? 0, at: place)
        }
      }
      if let file = try? RuleFile.parse(text, name: "r.toml") { #expect(file.rules.count < 20) }
    }
  }
}
