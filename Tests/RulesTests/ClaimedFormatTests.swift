import Testing
import Text

@testable import Rules

/// Values that claim a format are refuted when its check fails, and only then.
@Suite struct ClaimedFormatTests {
  static let outlines: [(Checksum, String)] = [
    (.crc32Base62, "ghp_[A-Za-z0-9]{36}"), (.crc32Base62, "npm_[A-Za-z0-9]{36}"),
    (.crc32Cloudflare, "cfut_[A-Za-z0-9]{40}[a-f0-9]{8}"), (.crc32Cloudflare, "cfk_[A-Za-z0-9]{40}[a-f0-9]{8}"),
    (.crc32Atlassian, "ATBB[A-Za-z0-9]{24}[A-F0-9]{8}"), (.crc32Grafana, "glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}"),
    (.crc32Zuplo, "zpka_[a-z0-9]{32}_[a-f0-9]{8}"), (.macaroon, "pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{150}"),
    (.azureIdentifiable, "[A-Za-z0-9+/]{76}+ASt[A-Za-z0-9+/]{6}=="),
  ]

  @Test(arguments: outlines) func `a wrong checksum refutes a value that claims one`(
    checksum: Checksum, outline: String
  ) throws {
    var generator = SeededGenerator(seed: 7)
    let random = try Shape(parsing: outline).generate(using: &generator)
    #expect(!isRefuted(checksum.completed(random, using: &generator)))
    #expect(isRefuted(random))
  }

  @Test func `a token of another length is refuted`() throws {
    #expect(try isRefuted("ghp_[A-Za-z0-9]{30}"))
    #expect(try isRefuted("glsa_[A-Za-z0-9]{20}"))
    #expect(try isRefuted("glpat-[A-Za-z0-9]{19}"))
    #expect(try !isRefuted("glpat-[A-Za-z0-9]{20}"))
  }

  @Test func `values that claim nothing are left alone`() throws {
    #expect(try !isRefuted("[A-Za-z0-9]{40}"))
    #expect(try !isRefuted("npm_[a-z]{8}"))
    #expect(try !isRefuted("github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"))
    #expect(try !isRefuted("ghs_[0-9]{7}_eyJ[A-Za-z0-9]{40}.eyJ[A-Za-z0-9]{40}.[A-Za-z0-9]{43}"))
  }

  static let header = #"{"alg":"HS256","typ":"JWT"}"#

  @Test(arguments: [
    (header, #"{"sub":"1"}"#, 32, false), (#"{"typ":"JWT"}"#, #"{"sub":"1"}"#, 32, true),
    (header, "[1,2]", 32, true), (header, #"{"sub":"#, 32, true), (header, #"{"sub":"1"}"#, 3, true),
    (#"{"alg":"none"}"#, #"{"sub":"1"}"#, 0, true), (#"{"user":1}"#, #"{"sub":"1"}"#, 20, false),
  ])
  func `malformed web tokens are refuted`(header: String, payload: String, signature: Int, isRefuted: Bool) {
    var generator = SeededGenerator(seed: 8)
    let parts = [Array(header.utf8), Array(payload.utf8), generator.bytes(signature)]
    let token = parts.map { Base64.encode($0, .url, padded: false) }.joined(separator: ".".utf8)
    #expect(self.isRefuted(Array(token)) == isRefuted)
  }

  @Test func `a web token without a signature is refuted`() {
    let token = [Self.header, #"{"sub":"1"}"#].map { Base64.encode(Array($0.utf8), .url, padded: false) }
    #expect(isRefuted(Array(token.joined(separator: ".".utf8))))
  }

  private func isRefuted(_ outline: String) throws -> Bool {
    var generator = SeededGenerator(seed: 9)
    return isRefuted(try Shape(parsing: outline).generate(using: &generator))
  }

  private func isRefuted(_ value: [UInt8]) -> Bool { ClaimedFormat.isRefuted(value.span) }
}
