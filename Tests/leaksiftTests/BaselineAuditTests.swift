import Findings
import Testing

@testable import leaksift

/// Answers at the prompt of `baseline audit`.
struct BaselineAuditTests {
  @Test(arguments: [
    ("r", BaselineAudit.Answer.judge(.real, reason: "")), ("f not a key", .judge(.noSecret, reason: "not a key")),
    (" A  a test  key", .judge(.accepted, reason: "a test  key")), ("s", .skip), ("quit", .quit),
  ])
  func `a letter and a reason are read`(line: String, answer: BaselineAudit.Answer) {
    #expect(BaselineAudit.answer(line) == answer)
  }

  @Test(arguments: ["", "x", "1", "real?"]) func `anything else is asked again`(line: String) {
    #expect(BaselineAudit.answer(line) == nil)
  }
}
