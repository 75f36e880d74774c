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
      }
    }
  }
}
