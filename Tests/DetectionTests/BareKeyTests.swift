import BuiltInRules
import ByteSearch
import Findings
import RandomTestSupport
import Testing
import Text

@testable import Detection
@testable import Rules

/// Private keys without the lines that say so.
struct BareKeyTests {
  private let detector: Detector
  private let rules = BuiltInRules.ruleSet

  init() throws { detector = try Detector(RuleIndex(rules), decodeDepth: 2) }

  private func body(_ label: String, _ seed: UInt64) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let sample = Array("-----BEGIN \(label)-----\nAAAA\n-----END \(label)-----".utf8)
    let block = Checksum.pem.completed(sample, using: &generator)
    return String(decoding: block, as: UTF8.self).split(separator: "\n").dropFirst().dropLast().map(String.init)
  }

  private func secrets(in text: String) -> [String] {
    let place = TextPlace(path: Array("notes.txt".utf8))
    let bytes = Array(text.utf8)
    return detector.settled(detector.candidates(in: bytes.span).located(in: bytes.span), at: place)
      .filter { rules.id(at: $0.rule) == "private-key-der-base64" }
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

  // MARK: - Files of a key

  private func file(_ label: String, _ seed: UInt64 = 1) throws -> [UInt8] {
    try #require(Base64.decode(body(label, seed).joined().utf8))
  }

  private func found(_ bytes: [UInt8]) -> [Candidate] {
    detector.settled(
      detector.candidates(in: bytes.span, isBinary: true).located(in: bytes.span),
      at: TextPlace(path: Array("server.key".utf8)))
  }

  @Test(arguments: ["PRIVATE" + " KEY", "RSA PRIVATE" + " KEY", "EC PRIVATE" + " KEY"], ["", "\n", "\0\0\0\0"])
  func `are found in files of DER, as the same secret as in base64`(label: String, end: String) throws {
    let key = try file(label)
    let secrets = found(key + Array(end.utf8))
    #expect(secrets.map { rules.id(at: $0.rule) } == ["private-key-der-base64"])
    #expect(secrets.map(\.secret) == [0..<key.count])
    #expect(secrets.first?.decoded?.name == "der")
    #expect(secrets.first?.value.bytes == Base64.encode(key))
  }

  @Test func `are none when the file was cut, begins otherwise, or is a certificate`() throws {
    let key = try file("RSA PRIVATE" + " KEY")
    let certificate = [0x30, 0x82, 0x04, 0x00, 0x30, 0x82, 0x03, 0x00] + Array(repeating: UInt8(7), count: 1100)
    for bytes in [Array(key.dropLast()), [0x20] + key, certificate, [0x30], [], Array(key.prefix(8))] {
      #expect(found(bytes).isEmpty)
    }
  }

  /// An edit of any byte, and one of the bytes behind the key.
  @Test func `are judged again when they changed`() throws {
    let key = try file("RSA PRIVATE" + " KEY")
    let nothing = VerdictMemory(isUsed: false)
    func judge(_ text: [UInt8], _ base: (JudgedText, EditScript)? = nil) -> Int {
      detector.judge(text.span, isBinary: true, base: base, memory: nothing) { _ in 0 }.decodedMarks.count
    }
    for place in [0, 2, 5, 600, key.count - 1, key.count + 3] {
      let right = key + Array("rest".utf8)
      var wrong = right
      wrong[place] ^= 0x15
      var edits = EditScript()
      edits.copy(from: 0, count: place)
      edits.insert(count: 1)
      edits.copy(from: place + 1, count: right.count - place - 1)
      let judged = detector.judge(wrong.span, isBinary: true, base: nil, memory: nothing) { _ in 0 }
      #expect(judge(right) == 1)
      #expect(judge(right, (judged, edits)) == 1, "\(place)")
      let whole = detector.judge(right.span, isBinary: true, base: nil, memory: nothing) { _ in 0 }
      #expect(judge(wrong, (whole, edits)) == judge(wrong), "\(place)")
    }
  }
}
