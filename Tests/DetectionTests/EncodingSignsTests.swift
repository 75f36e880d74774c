import Rules
import Testing

@testable import Detection

struct EncodingSignsTests {
  private static let parts = [
    "%", "%4", "%C", "%u0", "%ud", "\\", "\\u", "\\U", "\\n", "\\1", "\\7", "\\60", "\\48", "&", "&#", "&q", "&l", "=",
    "=3", "=\n", "=4",
    "=67", "=0A", "=0d", "U", "U+", "U+0041", " ", "\n", "é", ".", "a", "Z9", "+/-_", String(repeating: "k", count: 19),
    String(repeating: "0", count: 20),
    String(repeating: "/", count: 64), String(repeating: "~", count: 63),
  ].map { Array($0.utf8) }

  /// Whether what may be an escape begins with some bytes.
  private static func isStart(_ bytes: [UInt8]) -> Bool {
    let text = bytes.map { Character(UnicodeScalar($0)) } + Array(repeating: "\0", count: 4)
    return switch text[0] {
    case "%": text[1].isASCII && text[1].isNumber || text[1] == "u" && text[2] == "0"
    case "\\":
      "xnrt01".contains(text[1]) || "uU".contains(text[1]) && text[2] != "+"
        || "4567".contains(text[1]) && "01234567".contains(text[2])
    case "&": "#qa".contains(text[1])
    case "=":
      "3\n\r".contains(text[1]) || "4567".contains(text[1]) && text[3] == "="
        || text[1] == "0" && "AaDd".contains(text[2])
    case "U": text[1] == "+"
    default: false
    }
  }

  private static func expected(in range: Range<Int>, of text: [UInt8]) -> [EncodingSigns.Sign] {
    var (signs, start): ([EncodingSigns.Sign], Int) = ([], range.lowerBound)
    for place in range.lowerBound...range.upperBound {
      if place == range.upperBound || !EncodedRun.isCharacter(text[place]) {
        if place - start >= EncodingSigns.shortestRun { signs.append(.run(start..<place)) }
        start = place + 1
      }
      if place < range.upperBound, isStart(Array(text[place...].prefix(4))) { signs.append(.escape(place)) }
    }
    return signs
  }

  /// Every processor's instructions are tried on this one, and all that it has beside them.
  static let instructions = EncodingSigns.Instructions.allCases.filter(\.areSupported)

  /// The bytes of an escape and its end may be in one block of 64 bytes or in two.
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
    let expected = Self.expected(in: range, of: text)
    // Those of each kind are in order.
    #expect(signs.filter(\.isRun) == expected.filter(\.isRun))
    #expect(signs.filter { !$0.isRun } == expected.filter { !$0.isRun })
  }

  @Test func `more signs than fit are all found`() {
    let text = [UInt8](String(repeating: "%4", count: 10_000).utf8)
    var signs: [EncodingSigns.Sign] = []
    EncodingSigns.forEach(in: text.indices, of: text.span) { signs.append($0) }
    #expect(signs == stride(from: 0, to: text.count, by: 2).map(EncodingSigns.Sign.escape))
  }
}

extension EncodingSigns.Sign {
  fileprivate var isRun: Bool { if case .run = self { true } else { false } }
}
