import Testing

@testable import Rules

@Suite struct EntropyTests {
  @Test(arguments: [
    ("", 0), ("aaaa", 0), ("ab", 1), ("abcd", 2), ("aabb", 1), ("0123456789abcdef", 4), ("aaab", 0.811278),
  ])
  func `entropy is Shannon's`(text: String, bits: Double) {
    #expect(abs(Entropy.bitsPerByte(Array(text.utf8).span) - bits) < 1e-6)
  }

  @Test func `all bytes together give eight bits`() {
    #expect(abs(Entropy.bitsPerByte([UInt8](0...255).span) - 8) < 1e-9)
  }
}
