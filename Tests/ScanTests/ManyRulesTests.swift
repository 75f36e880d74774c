import FileTestSupport
import Findings
import Testing

/// Rule files of unusual size, and rules that match nothing or everything.
struct ManyRulesTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func `each of ten thousand rules finds what it is for`() throws {
    let count = 10_000
    let rules = (0..<count).map { number in
      "[[rules]]\nid='rule-\(number)'\nregex='''\\bkey\(number)_([A-Za-z0-9]{24})\\b'''\nkeywords=['key\(number)_']\n"
    }
    let numbers = [0, 1, 9, 4_321, 5_000, count - 1]
    try folder.write("a.txt", numbers.map { "key\($0)_\(Samples.random(24, seed: UInt64($0 + 1)))\n" }.joined())
    let report = try folder.scan(rules: rules.joined())
    #expect(report.tool.rules == count)
    #expect(Set(report.findings.map(\.rule.id)) == Set(numbers.map { "rule-\($0)" }))
    #expect(report.coverage.complete)
  }

  @Test(arguments: ["(?:)", "q*", "(q*)(z?)", "\\b", "$", "q*?", "(?:q|z|)*", "(?m)^"])
  func `a rule that matches the empty text reports no emptiness, and disturbs no other rule`(regex: String) throws {
    let line = String(repeating: "bcdefgh ijkl ", count: 6) + "\n"
    try folder.write("a.txt", String(repeating: line, count: 500) + Samples.token() + "\n")
    for keywords in ["", "keywords = ['bcd']\n"] {
      let rules = "\(Samples.tokenRule)\n[[rules]]\nid = 'empty'\nregex = '''\(regex)'''\n\(keywords)"
      let report = try folder.scan(rules: rules)
      #expect(report.findings.map(\.rule.id) == ["token"])
      #expect(report.coverage.complete)
    }
  }
}
