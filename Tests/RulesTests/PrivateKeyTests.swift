import Findings
import Testing

@testable import Rules

/// Keys as they are in source code, configuration and documentation.
@Suite struct PrivateKeyTests {
  static let label = "RSA PRIVATE" + " KEY"

  static func key(_ label: String = label, seed: UInt64 = 1) -> [String] {
    var generator = SeededGenerator(seed: seed)
    let sample = Array("-----BEGIN \(label)-----\nAAAA\n-----END \(label)-----".utf8)
    return Checksum.pem.completed(sample, using: &generator).text.split(separator: "\n").map(String.init)
  }

  /// How a key's lines are written in other languages.
  static let spellings: [(String, @Sendable ([String]) -> String)] = [
    ("JSON", { $0.joined(separator: #"\n"#) }), ("JSON in JSON", { $0.joined(separator: #"\\n"#) }),
    ("CRLF", { $0.joined(separator: "\r\n") }), ("escaped CRLF", { $0.joined(separator: #"\r\n"#) }),
    ("YAML", { $0.joined(separator: "\n    ") }), ("blanks", { $0.joined(separator: " ") }),
    ("Java", { $0.joined(separator: "\\n\" +\n      \"") }), ("JavaScript", { $0.joined(separator: "\\n'\n  + '") }),
    ("Python", { $0.joined(separator: "\\n'\n  b'") }), ("PHP", { $0.joined(separator: "\\n' .\n  '") }),
    ("diff", { $0.joined(separator: "\n+") }), ("comment", { $0.joined(separator: "\n# ") }),
    ("slashes", { $0.joined(separator: "\n// ") }), ("continued", { $0.joined(separator: "\\n\\\n") }),
    (".NET JSON", { $0.joined(separator: #"\n"#).replacing("+", with: #"\u002B"#) }),
    (
      "shell",
      { "\($0[0])\" >> key.pem\n" + $0.dropFirst().map { "echo \"\($0)\" >> key.pem" }.joined(separator: "\n") }
    ),
    ("Basic", { $0.joined(separator: "\" & vbCrLf & _\n  \"") }),
    ("appended", { $0.joined(separator: "\\n\";\nkey += \"") }),
    ("HTML", { $0.joined(separator: "<br>") }), ("HTML lines", { $0.joined(separator: "<br />\n") }),
    ("removed", { $0.joined(separator: "\n-") }),
    ("numbered", { $0.enumerated().map { "\($0 == 0 ? "" : "  \($0 + 1)  ")\($1)" }.joined(separator: "\n") }),
    ("listed", { $0.enumerated().map { "\($0 == 0 ? "" : "\($0 + 1): ")\($1)" }.joined(separator: "\n") }),
    ("escaped slashes", { $0.joined(separator: #"\n"#).replacing("/", with: #"\/"#) }),
  ]

  @Test(arguments: spellings.indices)
  func `keys agree however they are written`(index: Int) {
    let (name, spelling) = Self.spellings[index]
    for seed in 0..<10 as Range<UInt64> {
      let verdict = Checksum.pem.judge(Array(spelling(Self.key(seed: seed)).utf8))
      #expect(verdict == .valid(facts("PKCS#1", "no", "RSA")), "\(name)")
    }
  }

  @Test(
    arguments: [
      ("PRIVATE" + " KEY", "PKCS#8", "no", "RSA"), ("EC PRIVATE" + " KEY", "SEC 1", "no", "EC"),
      ("DSA PRIVATE" + " KEY", "OpenSSL", "no", "DSA"), ("ENCRYPTED PRIVATE" + " KEY", "PKCS#8", "yes", nil),
      ("OPENSSH PRIVATE" + " KEY", "OpenSSH", "no", "ssh-ed25519"),
      ("PGP PRIVATE" + " KEY BLOCK", "OpenPGP", "no", nil),
    ] as [(String, String, String, String?)])
  func `format and protection are reported`(label: String, format: String, encrypted: String, algorithm: String?) {
    let text = Self.key(label).joined(separator: "\n")
    #expect(Checksum.pem.judge(Array(text.utf8)) == .valid(facts(format, encrypted, algorithm)))
  }

  @Test func `the only line of a short key agrees in a diff`() {
    let lines = Self.key("EC PRIVATE" + " KEY")
    let short = [lines[0], lines[1..<lines.count - 1].joined(), lines[lines.count - 1]]
    for separator in ["\n+", "\n-", "\n# "] {
      let verdict = Checksum.pem.judge(Array(short.joined(separator: separator).utf8))
      #expect(verdict == .valid(facts("SEC 1", "no", "EC")), "\(separator)")
    }
  }

  @Test func `a body that was cut or made up disagrees`() {
    let lines = Self.key()
    let (first, last) = (lines[0], lines[lines.count - 1])
    let bodies = [
      [], ["..."], Array(lines[1..<5]), Array(lines[1..<5]) + ["..."],
      Array(repeating: String(repeating: "x", count: 64), count: 20),
      ["YOUR KEY HERE"], [String(repeating: "anything", count: 20)], ["[REDACTED]"],
    ]
    for body in bodies {
      #expect(Checksum.pem.judge(Array(([first] + body + [last]).joined(separator: "\n").utf8)) == .invalid)
    }
    #expect(
      Checksum.pem.judge(Array(lines.joined(separator: "\n").replacing("PRIVATE", with: "PUBLIC").utf8)) == .invalid)
  }

  @Test func `check numbers of an unprotected OpenSSH key must be equal`() {
    var generator = SeededGenerator(seed: 4)
    let bytes = OpenSSHKey.made(using: &generator)
    // Magic, two names "none", no options, one key, the public key of 51 bytes, the length of the private part.
    let check = 15 + 8 + 8 + 4 + 4 + 4 + 51 + 4
    var changed = bytes
    changed[check] ^= 1
    #expect(OpenSSHKey.structure(of: bytes)?.algorithm == "ssh-ed25519")
    #expect(OpenSSHKey.structure(of: changed) == nil)
  }

  @Test func `a PGP armor sum must agree`() {
    let lines = Self.key("PGP PRIVATE" + " KEY BLOCK")
    let text = lines.map { $0.hasPrefix("=") ? "=AAAA" : $0 }.joined(separator: "\n")
    #expect(Checksum.pem.judge(Array(text.utf8)) == .invalid)
    let withoutSum = lines.filter { !$0.hasPrefix("=") }.joined(separator: "\n")
    #expect(Checksum.pem.judge(Array(withoutSum.utf8)) == .valid(facts("OpenPGP", "no", nil)))
  }

  @Test func `PuTTY files say how they are protected`() {
    var generator = SeededGenerator(seed: 9)
    let file = PuTTYKey.made(like: Array("PuTTY-User-Key-File-2".utf8), using: &generator).text
    #expect(Checksum.pem.judge(Array(file.utf8)) == .valid(facts("PuTTY", "no", "ssh-ed25519")))
    let encrypted = file.replacing("Encryption: none", with: "Encryption: aes256-cbc")
    #expect(Checksum.pem.judge(Array(encrypted.utf8)) == .valid(facts("PuTTY", "yes", "ssh-ed25519")))
    #expect(Checksum.pem.judge(Array(file.prefix(40).utf8)) == .unknown)
  }

  private func facts(_ format: String, _ encrypted: String, _ algorithm: String?) -> [Detail] {
    let facts = [Detail(name: "format", value: format), Detail(name: "encrypted", value: encrypted)]
    return facts + (algorithm.map { [Detail(name: "algorithm", value: $0)] } ?? [])
  }
}
