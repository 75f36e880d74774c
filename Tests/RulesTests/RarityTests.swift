import RandomTestSupport
import Rules
import Testing

@Suite struct RarityTests {
  static let words = [
    "password", "getUserName", "application_settings", "src/main/java", "responseHandler", "correcthorse",
  ]

  @Test(arguments: words)
  func `words and identifiers look like words`(_ text: String) {
    let wordlike = Rarity.looksLikeWords(Array(text.utf8).span)
    #expect(wordlike)
  }

  @Test(arguments: ["abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "0123456789abcdef"])
  func `random strings hardly ever look like words`(_ alphabet: String) {
    let letters = Array(alphabet.utf8)
    var random = TestRandom()
    var mistaken = 0
    for _ in 0..<1_000 {
      let value = (0..<16).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
      if Rarity.looksLikeWords(value.span) { mistaken += 1 }
    }
    #expect(mistaken < 20)
  }

  @Test func `empty text has no surprise`() {
    let surprise = Rarity.surprise([UInt8]().span)
    #expect(surprise == 0)
  }
}
