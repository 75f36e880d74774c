import BuiltInRules
import Detection
import Findings
import Rules
import Testing

/// Values that are encrypted in order to be committed are no findings, and what only looks like them is one.
struct EncryptedValueTests {
  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  private let detector: Detector

  init() throws { detector = try Detector(RuleIndex(BuiltInRules.ruleSet)) }

  private func random(_ length: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    return String((0..<length).map { _ in Self.base64[Int.random(in: 0..<64, using: &generator)] })
  }

  private func isFound(_ text: String, path: String) -> Bool {
    let bytes = Array(text.utf8)
    let candidates = detector.candidates(in: bytes.span).located(in: bytes.span)
    return detector.settled(candidates, at: TextPlace(path: Array(path.utf8))).contains { $0.confidence >= .medium }
  }

  @Test(arguments: 1..<6 as Range<UInt64>)
  func `sealed secrets and passwords of Maven are no findings`(seed: UInt64) {
    #expect(!isFound("spec:\n  encryptedData:\n    password: AgB\(random(717, seed: seed))\n", path: "sealed.yaml"))
    #expect(!isFound("<password>{\(random(43, seed: seed))=}</password>\n", path: "settings.xml"))
  }

  @Test(arguments: 1..<6 as Range<UInt64>)
  func `what is shorter, or without the braces, is one`(seed: UInt64) {
    #expect(isFound("password: AgB\(random(37, seed: seed))\n", path: "values.yaml"))
    #expect(isFound("<password>\(random(32, seed: seed))</password>\n", path: "settings.xml"))
  }
}
