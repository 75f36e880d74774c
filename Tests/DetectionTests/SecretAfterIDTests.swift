import BuiltInRules
import Detection
import RandomTestSupport
import Rules
import Testing

/// An id says whose the secret right after it is.
struct SecretAfterIDTests {
  private let detector: Detector

  init() throws { detector = try Detector(RuleIndex(BuiltInRules.ruleSet)) }

  /// A text in which `ID` and `SECRET` stand for random values.
  private func text(
    _ text: String, id: String = "AKIA[A-Z2-7]{16}", secret: String = "[A-Za-z0-9]{20}/[A-Za-z0-9]{19}"
  ) throws -> [UInt8] {
    var generator = SeededGenerator(seed: 7)
    var result = text
    for (word, shape) in [("ID", id), ("SECRET", secret)] {
      let value = try Shape(parsing: shape).generate(using: &generator)
      result.replace(word, with: String(decoding: value, as: UTF8.self))
    }
    return Array(result.utf8)
  }

  private func found(_ text: [UInt8], isBinary: Bool = false) -> [String] {
    let candidates = detector.candidates(in: text.span, isBinary: isBinary).located(in: text.span)
    return detector.settled(candidates, at: TextPlace(path: Array("notes.txt".utf8)))
      .map { BuiltInRules.ruleSet.id(at: $0.rule) }
  }

  @Test(arguments: [
    "f(\"ID\", \"SECRET\")", "f('ID','SECRET')", "carol,ID,SECRET", "ID:SECRET", "ID SECRET", "ID\tSECRET",
    "ID\nSECRET", "\"ID\",\n    \"SECRET\",", "| ID | SECRET |", "ID\r\nSECRET",
  ])
  func `is found, whatever separates it from the id`(shape: String) throws {
    #expect(try found(text(shape + "\n")) == ["aws-access-key-id", "aws-secret-access-key"])
  }

  @Test(arguments: [
    "ID\n\nSECRET", "ID and SECRET", "ID-SECRET", "ID, x, SECRET", "ID/SECRET", "ID SECRETxy", "ID accedee",
    "ID                                SECRET",
  ])
  func `is none when other text or another shape is after the id`(shape: String) throws {
    #expect(try found(text(shape + "\n")) == ["aws-access-key-id"])
  }

  @Test(arguments: [
    ("SK[a-f0-9]{32}", "[A-Z][a-z]5[A-Za-z0-9]{29}", "twilio-api-key-secret"),
    ("AC[a-f0-9]{32}", "[a-f0-9]{32}", "twilio-auth-token"),
    ("LTAI[A-Za-z0-9]{16}", "[A-Za-z0-9]{30}", "alibaba-access-key-secret"),
    ("AKID[A-Za-z0-9]{32}", "[A-Za-z0-9]{32}", "tencent-secret-key"),
    ("rzp_live_[A-Za-z0-9]{14}", "[A-Za-z0-9]{24}", "razorpay-key-secret"),
    ("DO00[A-Z0-9]{16}", "[A-Za-z0-9+]{20}/[A-Za-z0-9]{22}", "digitalocean-spaces-secret"),
  ])
  func `is found of each vendor whose ids have a format`(id: String, secret: String, rule: String) throws {
    #expect(try found(text("f(\"ID\", \"SECRET\")", id: id, secret: secret)).contains(rule))
  }

  @Test func `is none in a binary file`() throws {
    #expect(try found(text("ID SECRET"), isBinary: true) == ["aws-access-key-id"])
  }

  @Test func `has no effect when the rule that it names is left out`() throws {
    let rules = try BuiltInRules.ruleSet.selecting(only: [], excluding: ["aws-secret-access-key"])
    let bytes = try text("ID SECRET")
    let detector = try Detector(RuleIndex(rules))
    #expect(detector.candidates(in: bytes.span).map { rules.id(at: $0.rule) } == ["aws-access-key-id"])
  }

  /// What changed is the secret alone, far from the id's own match.
  @Test func `is looked for again when only it has changed`() throws {
    let bytes = try text("key ID,\n        \"SECRET\"\n")
    let secretStart = try #require(bytes.lastIndex(of: UInt8(ascii: "/"))) - 20
    let near = detector.candidates(in: bytes.span, near: [secretStart..<secretStart + 1])
    #expect(near.map { BuiltInRules.ruleSet.id(at: $0.rule) }.contains("aws-secret-access-key"))
  }
}
