import BuiltInRules
import Detection
import Findings
import Rules
import Testing

/// Passwords that everybody knows.
@Suite struct DefaultCredentialTests {
  let detector: Detector

  init() throws {
    detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
  }

  @Test(arguments: [
    "password = \"changeme\"", "MYSQL_ROOT_PASSWORD=root\n", "'pwd' => 'my-secret-password',",
    "admin_pass: \"admin\"", "\"password\": \"P@ssw0rd\"", "PASSWORD: \"test1234\"",
  ])
  func `a default word is a finding of low confidence`(line: String) {
    let found = findings(in: line)
    #expect(found.map(\.rule) == ["default-credential"] && found.allSatisfy { $0.confidence == .low })
  }

  @Test(arguments: [
    "password: string;", "password = getpass(\"admin\")", "\"type\": \"password\"", "passwordField = password",
    "compass = \"north\"",
  ])
  func `code and labels are none`(line: String) {
    #expect(findings(in: line).isEmpty)
  }

  @Test func `a value is found once, by the rule that is surer of it`() {
    let found = findings(in: "environment:\n  MYSQL_USER: app\n  MYSQL_PASSWORD: admin4711!\n")
    #expect(found.count == 1)
    #expect(found.first.map { $0.rule == "default-credential" || $0.confidence >= .medium } == true)
  }

  private func findings(in text: String) -> [(rule: String, confidence: Confidence)] {
    let text = Array(text.utf8)
    let candidates = detector.candidates(in: text.span).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Array("compose.yml".utf8)))
      .map { (detector.index.rules.id(at: $0.rule), $0.confidence) }
  }
}
