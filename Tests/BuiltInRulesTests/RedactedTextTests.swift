import BuiltInRules
import Detection
import Findings
import Rules
import Testing
import Text

/// What leaksift puts in place of secrets is no secret, whatever the rule is called and wherever it stands.
struct RedactedTextTests {
  private static let shares = 8

  /// Lines with a placeholder in the places where secrets are found.
  private static func lines(_ placeholder: String, keyword: String) -> [String] {
    let encoded = placeholder.replacing("[", with: "%5B").replacing(":", with: "%3A").replacing("]", with: "%5D")
    return [
      placeholder, "password = \(placeholder)", "{\"api_token\": \"\(placeholder)\"}", "SECRET_KEY='\(placeholder)'",
      "Authorization: Bearer \(placeholder)", "https://user:\(placeholder)@db.acme.io/x", "?token=\(encoded)&a=1",
      "\(keyword) = \"\(placeholder)\"", "\(keyword)=\(placeholder)", "\(keyword) \(placeholder)",
      "secret = '\(placeholder)\(placeholder)'", "curl -u admin:\(placeholder) https://acme.io",
      "DB_PASSWORD=ab\(placeholder)",
    ]
  }

  @Test(arguments: 0..<shares) func `a placeholder is no finding of any rule`(share: Int) throws {
    let rules = BuiltInRules.ruleSet
    let text = stride(from: share, to: rules.count, by: Self.shares).map { number in
      let rule = rules.rule(at: number)
      let hash = Fingerprint(rule: rule.id, secret: [UInt8](rule.title.utf8), key: [1])
      let keyword = rule.keywords.first { !$0.contains("=") } ?? "token"
      return Self.lines(SecretPlaceholder(rule: rule.id, hash: hash).description, keyword: keyword)
    }.joined().joined(separator: "\n")
    let bytes = Array(text.utf8)
    let detector = try Detector(BuiltInRulesTests.index)
    let found = detector.settled(detector.candidates(in: bytes.span), at: TextPlace(path: Array("a.txt".utf8)))
    #expect(found.map { "\(rules.id(at: $0.rule)): \(String(decoding: bytes[$0.match], as: UTF8.self))" } == [])
  }
}
