import ByteSearch
import Testing

@Suite("Finding a byte")
struct ByteFindingTests {
  @Test("tells the first and the last place in any range, of any byte")
  func random() {
    var generator = SystemRandomNumberGenerator()
    let bytes: [UInt8] = [0, 1, 10, 0x7F, 0x80, 0x81, 0xFF]
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...120, using: &generator)
      let common = bytes.randomElement(using: &generator) ?? 0
      let text = (0..<count).map { _ in
        Int.random(in: 0..<20, using: &generator) > 0 ? common : bytes.randomElement(using: &generator) ?? 0
      }
      let start = Int.random(in: 0...count, using: &generator)
      let range = start..<Int.random(in: start...count, using: &generator)
      for byte in bytes {
        #expect(
          text.span.firstIndex(of: byte, in: range) == text[range].firstIndex(of: byte), "\(byte) \(range) \(text)")
        #expect(text.span.lastIndex(of: byte, in: range) == text[range].lastIndex(of: byte), "\(byte) \(range) \(text)")
      }
    }
  }
}
