import Testing
import Text

@testable import Rules

@Suite struct Base64TextTests {
  private func verdict(onEncoded text: String) -> ChecksumVerdict {
    Checksum.base64Text.judge(Base64.encode(Array(text.utf8)))
  }

  @Test func `base64 of readable text agrees`() {
    var generator = SeededGenerator(seed: "readable")
    let password = generator.characters(12, of: Alphabet.alphanumeric)
    #expect(Checksum.base64Text.judge(Base64.encode(password)) == .valid([]))
    #expect(Checksum.base64Text.judge(Base64.encode(Array("app:".utf8) + password + [0x0A])) == .valid([]))
  }

  @Test(arguments: ["<password>", "${DB_PASSWORD}", "{{ .Values.password }}", "xxxxxxxxxxxx"])
  func `slots and references fail in either form`(text: String) {
    #expect(verdict(onEncoded: text) == .invalid)
    #expect(Checksum.base64Text.judge(Array(text.utf8)) == .invalid)
  }

  @Test(arguments: ["password", "postgres", "changeme"])
  func `words are left undecided`(text: String) {
    #expect(verdict(onEncoded: text) == .unknown)
    #expect(Checksum.base64Text.judge(Array(text.utf8)) == .unknown)
  }

  @Test func `bytes that are no text are left undecided`() {
    var generator = SeededGenerator(seed: "bytes")
    #expect(Checksum.base64Text.judge(Base64.encode([0] + generator.bytes(23))) == .unknown)
  }
}
