import BuiltInRules
import Findings
import RandomTestSupport
import Testing

@testable import Detection
@testable import Rules

/// Private keys without the lines that say so.
struct BareKeyTests {
  private let engine: Engine

  init() throws { engine = try Engine(BuiltInRules.ruleSet) }

  private func body(_ label: String, _ seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let sample = Array("-----BEGIN \(label)-----\nAAAA\n-----END \(label)-----".utf8)
    let block = Checksum.pem.completed(sample, using: &generator)
    return String(decoding: block, as: UTF8.self).split(separator: "\n").dropFirst().dropLast().map(String.init)
  }

  private func secrets(in text: String) -> [String] {
    let place = TextPlace(path: Array("notes.txt".utf8))
    let bytes = Array(text.utf8)
    return engine.detector.settled(engine.located(bytes), at: place)
      .filter { engine.rules.id(at: $0.rule) == "private-key-der-base64" }
      .map { String(decoding: bytes[$0.secret], as: UTF8.self) }
  }

  @Test(
    arguments: ["PRIVATE" + " KEY", "RSA PRIVATE" + " KEY", "EC PRIVATE" + " KEY"], ["\n", "\r\n", "\n    ", "\\n"])
  func `are found in lines, without what is beside them`(label: String, separator: String) {
    for seed in 0..<10 as Range<UInt64> {
      let key = body(label, seed).joined(separator: separator)
      for (before, after) in [
        ("", "\n"), ("----BEGIN----\n", "\n----END----\n"), ("key = \"", "\"\n"), ("", "\nname: x\n"), ("", ""),
      ] {
        let found = secrets(in: before + key + after)
        #expect(found.count == 1, "\(before)…\(after)")
        // Padding may be left out.
        #expect(found.allSatisfy { key.hasPrefix($0) && key.count - $0.count <= 2 }, "\(before)…\(after)")
      }
    }
  }

  @Test func `end where their line does when words follow`() {
    for seed in 0..<10 as Range<UInt64> {
      let key = body("EC PRIVATE" + " KEY", seed).joined()
      for after in ["\nnext\n", "\nconfigurationServerName: x\n", " word\n", "\n\nparagraph\n"] {
        #expect(secrets(in: key + after).allSatisfy { key.hasPrefix($0) && key.count - $0.count <= 2 })
        #expect(secrets(in: key + after).count == 1)
      }
    }
  }
}
