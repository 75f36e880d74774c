import Rules
import Testing

@testable import Detection

struct EncodingSignsTests {
  private static let parts = [
    "%", "%4", "%C", "\\", "\\u", "\\U", "\\n", "\\1", "\\7", "&", "&#", "&q", "&l", "=", "=3", "=\n", "=4", " ", "\n",
    "é",
    ".",
    "a", "Z9", "+/-_", String(repeating: "k", count: 19), String(repeating: "0", count: 20),
    String(repeating: "/", count: 64), String(repeating: "~", count: 63),
  ].map { Array($0.utf8) }

  private static let seconds: [Character: String] = ["%": "0123456789", "\\": "uUxnrt01", "&": "#qa", "=": "3\n\r"]

  private static func expected(in range: Range<Int>, of text: [UInt8]) -> [EncodingSigns.Sign] {
    var (signs, start): ([EncodingSigns.Sign], Int) = ([], range.lowerBound)
    for place in range.lowerBound...range.upperBound {
      if place < range.upperBound, EncodedRun.isCharacter(text[place]) { continue }
      if place - start >= EncodingSigns.shortestRun { signs.append(.run(start..<place)) }
      start = place + 1
      guard place < range.upperBound, place + 1 < text.count else { continue }
      let followers = seconds[Character(UnicodeScalar(text[place]))] ?? ""
      if followers.utf8.contains(text[place + 1]) { signs.append(.escape(place)) }
    }
    return signs
  }

  /// Every processor's instructions are tried on this one, and all that it has beside them.
  static let instructions = EncodingSigns.Instructions.allCases.filter(\.areSupported)

  /// Two bytes of a text and its end may be in one block of 64 bytes or in two.
  @Test(arguments: 0..<200 as Range<UInt64>, instructions)
  func `signs are those that a naive search finds`(seed: UInt64, instructions: EncodingSigns.Instructions) {
    var generator = SeededGenerator(seed: seed)
    let text = (0..<Int.random(in: 0...60, using: &generator)).flatMap { _ in
      Self.parts[Int.random(in: 0..<Self.parts.count, using: &generator)]
    }
    let start = Int.random(in: 0...text.count, using: &generator)
    let range = start..<Int.random(in: start...text.count, using: &generator)
    var signs: [EncodingSigns.Sign] = []
    EncodingSigns.forEach(in: range, of: text.span, with: instructions) { signs.append($0) }
    #expect(signs == Self.expected(in: range, of: text))
  }

  @Test func `more signs than fit are all found`() {
    let text = [UInt8](String(repeating: "%4", count: 10_000).utf8)
    var signs: [EncodingSigns.Sign] = []
    EncodingSigns.forEach(in: text.indices, of: text.span) { signs.append($0) }
    #expect(signs == stride(from: 0, to: text.count, by: 2).map(EncodingSigns.Sign.escape))
  }
}
