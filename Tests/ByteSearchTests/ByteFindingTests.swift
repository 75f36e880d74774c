import RandomTestSupport
import ByteSearch
import Testing

@Suite("Finding a byte")
struct ByteFindingTests {
  @Test
  func `tells the first and the last place in any range, of any byte`() {
    var random = TestRandom()
    let bytes: [UInt8] = [0, 1, 10, 0x7F, 0x80, 0x81, 0xFF]
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...120, using: &random)
      let common = bytes.randomElement(using: &random) ?? 0
      let text = (0..<count).map { _ in
        Int.random(in: 0..<20, using: &random) > 0 ? common : bytes.randomElement(using: &random) ?? 0
      }
      let start = Int.random(in: 0...count, using: &random)
      let range = start..<Int.random(in: start...count, using: &random)
      for byte in bytes {
        #expect(
          text.span.firstIndex(of: byte, in: range) == text[range].firstIndex(of: byte), "\(byte) \(range) \(text)")
        #expect(text.span.lastIndex(of: byte, in: range) == text[range].lastIndex(of: byte), "\(byte) \(range) \(text)")
        #expect(
          text.span.count(of: byte, in: range) == text[range].count { $0 == byte }, "\(byte) \(range) \(text)")
      }
    }
  }

  @Test
  func `counts a byte that is everywhere in a long text`() {
    let text = [UInt8](repeating: 10, count: 100_001)
    for count in [0, 31, 32, 63 * 32, 63 * 32 + 1, 64 * 32, 100_001] {
      #expect(text.span.count(of: 10, in: 0..<count) == count)
      #expect(text.span.count(of: 11, in: 0..<count) == 0)
    }
  }

  @Test
  func `finds a literal wherever its rarest byte is in it`() {
    var random = TestRandom()
    let literals = ["k", "ab", "ka", "ak", "aka", "kkk", "a:k", ""].map { Array($0.utf8) }
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        Array("aabk:".utf8).randomElement(using: &random) ?? 0
      }
      for literal in literals {
        for start in [0, 1, text.count / 2, text.count, text.count + 1] {
          let known = (start..<max(start, text.count)).first { text[$0...].starts(with: literal) }
          #expect(
            text.span.firstIndex(of: literal, from: start) == (literal.isEmpty ? nil : known),
            "\(literal) \(start) \(text)")
        }
      }
    }
  }
}
