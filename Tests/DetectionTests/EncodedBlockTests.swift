import BuiltInRules
import Detection
import Findings
import RandomTestSupport
import Rules
import Testing

/// What looks like a key in a line of a picture, a certificate or a uuencoded file is there by chance.
struct EncodedBlockTests {
  private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  private let detector: Detector

  init() throws { detector = try Detector(RuleIndex(BuiltInRules.ruleSet)) }

  private func found(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let candidates = detector.candidates(in: bytes.span).located(in: bytes.span)
    return detector.settled(candidates, at: TextPlace(path: Array("notes.txt".utf8)))
      .filter { $0.confidence >= .medium }.map { BuiltInRules.ruleSet.id(at: $0.rule) }
  }

  private func random(_ length: Int, of letters: [Character] = base64, _ generator: inout SeededGenerator) -> String {
    String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
  }

  /// Lines of base64, the third of which has a value at a place.
  private func block(
    _ value: String, at place: Int, length: Int, separator: String, _ generator: inout SeededGenerator
  ) -> String {
    let letters = random(length - place - value.count - 1, of: Self.base64.filter { $0.isLetter }, &generator)
    var lines = (0..<5).map { _ in random(length - 1, &generator) + "/" }
    lines[2] = random(max(0, place - 1), &generator) + (place > 0 ? "/" : "") + value + "/" + letters
    return lines.joined(separator: separator)
  }

  @Test(arguments: 1..<9 as Range<UInt64>)
  func `a key's shape within lines of base64 is none, whatever ends the lines`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let value = "YCM" + random(37, of: Self.base64.filter { $0.isLetter }, &generator)
    for (length, separator) in [(76, "\\n"), (64, "\n"), (64, "\r\n"), (76, "\n    "), (76, "\\r\\n")] {
      for place in [0, 5, 20] {
        let text = block(value, at: place, length: length, separator: separator, &generator)
        #expect(found("data:\n    \(text)\n") == [], "\(text)")
      }
    }
    #expect(found("key \(value)\n") == ["yandex-cloud-static-key"])
  }

  @Test(arguments: 1..<9 as Range<UInt64>)
  func `keys below each other are found, though each is a line of its own`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let keys = (0..<3).map { _ in "EAAA" + random(60, of: Self.base64.filter { $0.isLetter }, &generator) }
    #expect(found(keys.joined(separator: "\n") + "\n").count == 3)
    #expect(found("\(random(63, &generator))/ and\n\(keys[0])\n").count == 1)
  }

  @Test(arguments: 1..<9 as Range<UInt64>)
  func `a name and a value in a line of uuencode are none`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let letters = (0x21...0x60).map { Character(Unicode.Scalar(UInt8($0))) }.filter { !"'\"`;,=".contains($0) }
    let secret = random(12, of: Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"), &generator)
    let setting = "&MDP=\(secret);"
    func line() -> String { "M" + random(60, of: letters, &generator) }
    let text = "\(line())\nM\(setting)\(random(60 - setting.count, of: letters, &generator))\n\(line())\n"
    #expect(found("begin 644 a.zip\n\(text)") == [])
    #expect(found("\(setting)\n") == ["password-in-other-language"])
  }

  @Test(arguments: 1..<4 as Range<UInt64>)
  func `a short word of another language is none within others`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let secret = random(12, of: Array("abcdefghjkmnpqrstuvwxyzABCDEFGH23456789"), &generator)
    #expect(found("qlmdp='\(secret)'\n") == [])
    for name in ["mdp", "DB_MDP", "userMdp", "startkennwort"] {
      #expect(found("\(name)='\(secret)'\n").count == 1, "\(name)")
    }
  }
}
