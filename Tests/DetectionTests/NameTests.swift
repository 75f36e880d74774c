import BuiltInRules
import Findings
import Rules
import Testing

@testable import Detection

/// What a value's name says of it.
@Suite struct NameTests {
  @Test(arguments: [
    ("DB_KEY", 2), ("apiKey", 2), ("client-secret", 2), ("passwords", 2), ("apikey", 1), ("Askey", 1), ("Keystone", 1),
    ("lpassx", 0), ("colour", 0),
  ])
  func `a credential word may be part of a name`(name: String, edges: Int) {
    #expect(CredentialStem.bestEdges(in: Array(name.utf8).span) == edges)
  }

  @Test(arguments: [
    ("target_key_id", "UUID"), ("privateKeyId", "DIGEST"), ("PASSWORD_GUID", "UUID"), ("root_password_sha2", "DIGEST"),
    ("token", "14050471"), ("Sec-WebSocket-Key", "TOKEN"), ("authenticity_token", "TOKEN"),
    ("keyFingerprint", "DIGEST"), ("Co-authored-by", "TOKEN"), ("password_expiry_utc", "1684189401"),
  ])
  func `a name may open its value`(name: String, value: String) throws {
    #expect(try !isMeasured(name, value))
  }

  @Test(arguments: [
    ("client_secret", "UUID"), ("access_key_id", "TOKEN"), ("password", "DIGEST"), ("token", "DIGEST"),
    ("hash_key", "DIGEST"),
  ])
  func `other names do not`(name: String, value: String) throws {
    #expect(try isMeasured(name, value))
  }

  /// Whether the scorer measures a value at all; shapes are filled with characters that follow from the name.
  private func isMeasured(_ name: String, _ value: String) throws -> Bool {
    let shapes = [
      "UUID": "[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-9[a-f0-9]{3}-[a-f0-9]{12}", "DIGEST": "[a-f0-9]{64}",
      "TOKEN": "[A-Za-z0-9]{40}",
    ]
    var generator = SeededGenerator(seed: name)
    let secret = try Shape(parsing: shapes[value] ?? value).generate(using: &generator)
    let lead = Array("\(name) = \"".utf8)
    let text = lead + secret + Array("\"\n".utf8)
    return ContextualScorer.features(text: text.span, secret: lead.count..<lead.count + secret.count) != nil
  }

  @Test func `a key under a passphrase is told, and less sure`() throws {
    let detector = try Detector(RuleIndex(BuiltInRules.ruleSet))
    for (label, confidence) in [("PRIVATE KEY", Confidence.high), ("ENCRYPTED PRIVATE KEY", .medium)] {
      var generator = SeededGenerator(seed: label)
      let outline = "-----BEGIN \(label)-----\n[A-Za-z0-9+/]{64}\n-----END \(label)-----"
      let sample = try Shape(parsing: outline).generate(using: &generator)
      let text = Checksum.pem.completed(sample, using: &generator)
      let candidates = detector.candidates(in: text.span).located(in: text.span)
      let found = detector.settled(candidates, at: TextPlace(path: Array("server.key".utf8)))
      #expect(found.map(\.confidence) == [confidence], "\(label)")
    }
  }
}
