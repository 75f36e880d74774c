import RandomTestSupport
import ByteSearch
import Testing

@Suite struct ByteHashTests {
  private let hash = ByteHash()

  @Test(arguments: 16...80)
  func `every byte of the range counts and no other`(count: Int) {
    var random = TestRandom()
    let text = (0..<count + 4).map { _ in UInt8.random(in: 0...255, using: &random) }
    let range = 2..<count + 2
    let known = hash.hash(text.span, in: range, seed: 1)
    for place in text.indices {
      var other = text
      other[place] ^= 0x10
      #expect((hash.hash(other.span, in: range, seed: 1) == known) == !range.contains(place), "byte \(place)")
    }
    #expect(hash.hash(text.span, in: range, seed: 2) != known)
    #expect(hash.hash(Array(text[range]).span, in: 0..<count, seed: 1) == known)
  }

  @Test func `zeros of different lengths differ`() {
    let zeros = [UInt8](repeating: 0, count: 200)
    #expect(Set((16...200).map { hash.hash(zeros.span, in: 0..<$0, seed: 0) }).count == 185)
  }

  @Test func `keys are drawn anew`() {
    let text = [UInt8](repeating: 7, count: 32)
    #expect(ByteHash().hash(text.span, in: 0..<32, seed: 0) != hash.hash(text.span, in: 0..<32, seed: 0))
  }
}
