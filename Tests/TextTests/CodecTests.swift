import Testing
import Text

/// Base 32, 58 and 64, by the examples of their documents and by round trips.
struct CodecTests {
  // RFC 4648, section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `base64 of the standard`(plain: String, encoded: String) {
    #expect(Base64.encode(plain.utf8) == Array(encoded.utf8))
    #expect(Base64.decode(encoded.utf8) == Array(plain.utf8))
    let bare = Array(encoded.utf8).filter { $0 != UInt8(ascii: "=") }
    #expect(Base64.encode(plain.utf8, padded: false) == bare)
    #expect(Base64.decode(bare) == Array(plain.utf8))
  }

  @Test(arguments: ["A", "Zg=", "Zm9v=", "Z=g=", "Zm9-", "Zm 9"])
  func `what is no base64 is refused`(text: String) {
    #expect(Base64.decode(text.utf8) == nil)
  }

  @Test func `the alphabets differ in two characters`() {
    let bytes: [UInt8] = [0xFB, 0xFF]
    #expect(Base64.encode(bytes) == Array("+/8=".utf8))
    #expect(Base64.encode(bytes, .url, padded: false) == Array("-_8".utf8))
    #expect(Base64.decode("-_8".utf8, .url) == bytes && Base64.decode("-_8".utf8) == nil)
    #expect(Base64.decode("+_8".utf8, .either) == bytes)
  }

  @Test(arguments: [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")])
  func `base32 of the standard, without padding`(plain: String, encoded: String) {
    #expect(Base32.encode(Array(plain.utf8)) == Array(encoded.utf8))
    #expect(Base32.decode(encoded.utf8) == Array(plain.utf8))
    #expect(Base32.decode(encoded.lowercased().utf8) == Array(plain.utf8))
    #expect(Base32.encode(Array(plain.utf8), upperCase: false) == Array(encoded.lowercased().utf8))
  }

  // https://datatracker.ietf.org/doc/html/draft-msporny-base58-03, section 5.
  @Test func `base58 of the draft`() {
    let plain = Array("Hello World!".utf8)
    #expect(Base58.encode(plain) == Array("2NEpo7TZRRrLZSi2U".utf8))
    #expect(Base58.decode("2NEpo7TZRRrLZSi2U".utf8) == plain)
    #expect(Base58.encode([0, 0, 0x28, 0x7F, 0xB4, 0xCD]) == Array("11233QC4".utf8))
    #expect(Base58.decode("0OIl".utf8) == nil)
    #expect(Base58.decode(String(repeating: "1", count: Base58.longest + 1).utf8) == nil)
  }

  @Test func `digits have a fixed width`() {
    #expect(Digits.base62(61, width: 3) == Array("00z".utf8))
    #expect(Digits.base36(35, width: 2) == Array("0z".utf8))
    #expect(Digits.hex(0xAB) == Array("000000ab".utf8) && Digits.upperHex(0xAB) == Array("000000AB".utf8))
    #expect(Digits.decimal(42, width: 4) == Array("0042".utf8))
  }
}
