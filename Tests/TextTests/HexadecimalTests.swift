import Testing
import Text

struct HexadecimalTests {
  @Test func `every byte is two digits, and is read back in either case`() {
    let bytes = Array(UInt8.min ... .max)
    let text = Hexadecimal.text(of: bytes)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
    #expect(Hexadecimal.bytes(of: text.utf8) == bytes)
    #expect(Hexadecimal.bytes(of: text.uppercased().utf8) == bytes)
    #expect(bytes.map { Hexadecimal.uppercased($0) }.joined() == text.uppercased())
  }

  @Test(arguments: ["a", "abc", "0g", "g0", "+1", " 1", "0x", "\u{661}1"])
  func `what is not pairs of digits is refused`(text: String) {
    #expect(Hexadecimal.bytes(of: text.utf8) == nil)
  }

  @Test func `a number has zeros in front`() {
    #expect(Hexadecimal.text(of: 0xAB, width: 4) == "00ab")
    #expect(Hexadecimal.text(of: UInt64.max, width: 4) == "ffffffffffffffff")
    #expect(Hexadecimal.text(of: 0, width: 1) == "0")
  }
}
