import Findings
import Testing
import Text

@testable import Rules

/// Synthetic vectors; those that look like keys are put together at run time.
@Suite struct ChecksumVectorTests {
  static let digits = "0123456789"
  static let lower = "abcdefghijklmnopqrstuvwxyz"

  @Test func `CRCs give their published check values`() {
    #expect(CRC.crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(CRC.xmodem("123456789".utf8) == 0x31C3)
    #expect(CRC.openPGP("123456789".utf8) == 0x21_CF02)
    #expect(CRC.crc32([]) == 0)
  }

  @Test func `SHA-256 agrees with its published vector`() {
    #expect(sha256(Array("abc".utf8)).prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
  }

  @Test(arguments: [("", 0xCFD9_B134), ("abc", 0x1A4C_888E), ("12345678", 0x73FC_C9E5)] as [(String, UInt32)])
  func `Marvin agrees with its vectors`(text: String, sum: UInt32) {
    #expect(marvin32(text.utf8, seed: 0x4465_6661_756C_7430) == sum)
  }

  @Test func `GitHub tokens end in their CRC`() {
    let payload = Self.digits + "abcdefghij" + "ABCDEFGHIJ"
    for prefix in ["ghp", "gho", "npm"] {
      #expect(judge(.crc32Base62, prefix + "_" + payload + "3mpbCX") == .valid([]))
      #expect(judge(.crc32Base62, prefix + "_" + payload + "3mpbCY") == .invalid)
    }
    #expect(judge(.crc32Base62, "github_" + "pat_" + payload + "3mpbCY") == .unknown)
    #expect(judge(.crc32Base62, "nbp" + "_" + payload + "3mpbCY") == .unknown)
  }

  @Test func `hex tails agree with their vectors`() {
    #expect(judge(.crc32Atlassian, "ATBB" + Self.lower.prefix(24) + "09B5908D") == .valid([]))
    let longBody = String(repeating: "a", count: 20)
    #expect(judge(.crc32Atlassian, "ATATT3" + "xFfGF0" + longBody + "=E4D64E2F") == .valid([]))
    #expect(judge(.crc32Atlassian, "ATATT3" + "xFfGF0" + longBody + "%3DE4D64E2F") == .valid([]))
    #expect(judge(.crc32Atlassian, "ATATT3" + "xFfGF0" + longBody + "\\=E4D64E2F") == .valid([]))
    #expect(judge(.crc32Atlassian, "ATATT3" + "xFfGF0" + longBody + "=E4D64E20") == .invalid)
    #expect(judge(.crc32Cloudflare, "cfut_" + Self.digits + Self.lower + "ABCD" + "76061c51") == .valid([]))
    #expect(judge(.crc32Zuplo, "zpka_" + Self.digits + Self.lower.prefix(22) + "_782bbe53") == .valid([]))
    #expect(judge(.crc32Grafana, "glsa_" + Self.digits + Self.lower.prefix(22) + "_950d9026") == .valid([]))
    #expect(judge(.crc32Grafana, "glsa_" + Self.digits + Self.lower.prefix(22) + "_26900d95") == .invalid)
  }

  @Test func `Azure storage keys end in Marvin`() {
    let key = Base64.encode(Array(0..<57)).text + "+ASt" + "Y5ep4A" + "=="
    #expect(judge(.azureIdentifiable, key) == .valid([]))
    #expect(judge(.azureIdentifiable, key.replacing("Y5ep4A", with: "Y5ep4Q")) == .invalid)
    #expect(judge(.azureIdentifiable, key.replacing("+ASt", with: "AZEG")) == .unknown)
  }

  @Test func `Azure DevOps tokens agree with their vector`() {
    let token = "aaatwayeaudnhgajbifq" + "ydiob4ibceqtcqkucfyydenbwha5dypq"
    #expect(judge(.azureDevOps, token) == .valid([]))
    #expect(judge(.azureDevOps, "b" + token.dropFirst()) == .invalid)
  }

  @Test func `AWS key ids contain their account`() {
    let id = "ASIA" + "Y34FZKBOKMUTVV7A"
    #expect(judge(.awsKeyID, id) == .valid([Detail(name: "AWS account", value: "609629065308")]))
    #expect(judge(.awsKeyID, "AKIA" + "Y34FZKBOKMUTVV71") == .invalid)
    #expect(judge(.awsKeyID, "AKIA" + "IOSFODNN7ABCDEFG") == .unknown)
  }

  @Test func `NKey seeds agree with their vector`() {
    let body = String(repeating: "A", count: 54)
    #expect(judge(.nkey, "SU" + body + "EQ") == .valid([Detail(name: "kind", value: "user seed")]))
    #expect(judge(.nkey, "SU" + body + "EA") == .invalid)
    #expect(judge(.nkey, "SB" + body + "EQ") == .invalid)
  }

  /// BIP-173, section "Test vectors".
  @Test(arguments: [
    "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
  ])
  func `Bech32 agrees with its vectors`(text: String) {
    #expect(judge(.bech32, text) == .valid([]))
    #expect(judge(.bech32, text.uppercased()) == .valid([]))
    #expect(judge(.bech32, text.dropLast() + "q") == .invalid)
    #expect(judge(.bech32, "A" + text.dropFirst()) == .invalid)
  }

  @Test func `mnemonics agree with their vectors`() {
    let words = Array(repeating: "abandon", count: 11)
    #expect(judge(.bip39, (words + ["about"]).joined(separator: " ")) == .valid([]))
    #expect(judge(.bip39, (words + ["abandon"]).joined(separator: " ")) == .invalid)
    #expect(judge(.bip39, (words + ["leaksift"]).joined(separator: " ")) == .invalid)
    #expect(Bip39Words.all.count == 2048)
  }

  @Test func `Luhn digits agree`() {
    #expect(judge(.luhn, "7992739871" + "3") == .valid([]))
    #expect(judge(.luhn, "7992739871" + "4") == .invalid)
    #expect(judge(.luhn, "") == .invalid)
  }

  @Test func `only random UUIDs agree`() {
    #expect(judge(.uuid, "9f0c2d1e-7a6b-4c3d-8e2f-1a0b9c8d7e6f") == .valid([]))
    #expect(judge(.uuid, "9f0c2d1e-7a6b-1c3d-8e2f-1a0b9c8d7e6f") == .invalid)
    #expect(judge(.uuid, "00000000-0000-0000-0000-000000000000") == .invalid)
  }

  @Test func `basic credentials contain their user`() {
    let header = "Basic " + Base64.encode(Array("deploy:Xk29sLqP".utf8)).text
    #expect(judge(.basicAuth, header) == .valid([Detail(name: "user", value: "deploy")]))
    let tokenAsUser = Base64.encode(Array("Xk29sLqP:x-oauth-basic".utf8)).text
    #expect(judge(.basicAuth, tokenAsUser) == .valid([]))
    #expect(judge(.basicAuth, Base64.encode([0xFF, 0x3A, 0x01]).text) == .invalid)
  }

  @Test func `web tokens contain algorithm, issuer and expiry`() {
    let header = encoded(#"{"alg":"HS256"}"#)
    let payload = encoded(#"{"iss":"https://id.example.org","role":"anon","exp":1798761600}"#)
    let signature = Base64.encode([UInt8](1...32), .url, padded: false).text
    let facts = [
      Detail(name: "algorithm", value: "HS256"), Detail(name: "issuer", value: "https://id.example.org"),
      Detail(name: "role", value: "anon"), Detail(name: "expires", value: "2027-01-01"),
    ]
    #expect(judge(.jwt, "\(header).\(payload).\(signature)") == .valid(facts))
    #expect(judge(.jwt, "\(header).\(payload).\(signature.dropLast(3))") == .invalid)
    #expect(judge(.jwt, "\(header).\(payload)") == .invalid)
    #expect(judge(.jwt, "\(header).eyJub3QganNvbg.\(signature)") == .invalid)
    #expect(judge(.jwt, "\(encoded(#"{"typ":"JWT"}"#)).\(payload).\(signature)") == .invalid)
  }

  @Test(arguments: [
    (0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_709_251_199, "2024-02-29"), (1_798_761_600, "2027-01-01"),
    (253_402_300_799, "9999-12-31"),
  ])
  func `dates agree with the calendar`(seconds: Int64, date: String) {
    #expect(calendarDate(unixTime: seconds) == date)
  }

  @Test func `dates outside the calendar are not shown`() {
    #expect(calendarDate(unixTime: -1) == nil)
    #expect(calendarDate(unixTime: .max) == nil)
  }

  private func judge(_ checksum: Checksum, _ text: String) -> ChecksumVerdict { checksum.judge(Array(text.utf8)) }

  private func encoded(_ json: String) -> String { Base64.encode(Array(json.utf8), .url, padded: false).text }
}
