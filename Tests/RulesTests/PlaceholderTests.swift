import Findings
import Testing

@testable import Rules

@Suite struct PlaceholderTests {
  /// What documentation, templates and code write in the place of a value.
  static let contextual: [(String, PlaceholderReason)] = [
    ("key_[A-Za-z0-9]{32}", .slot), ("your_unique_api_key_here", .slot), ("YOUR_API_KEY", .slot),
    ("YOUR_UNIQUE_API_KEY", .slot),
    ("your_api_key_here", .slot),
    ("<YOUR_API_KEY>", .slot), ("\"YOUR_API_KEY\"", .slot), ("<token>", .slot), ("<your-api-key>", .slot),
    ("sk-<your-key>", .slot),
    ("[YOUR_KEY]", .reference), ("API_KEY_HERE", .slot), ("MY_SECRET", .slot), ("my-secret-token", .slot),
    ("accessToken", .slot),
    ("insert-your-key-here", .slot), ("REPLACE_ME", .slot), ("replaceme", .word), ("REDACTED", .word), ("TODO", .word),
    ("mysecretpassword", .slot), ("N/A", .word), ("changeme", .word), ("change_this", .slot), ("password", .word),
    ("example", .word), ("test", .word), ("test1234", .word), ("dummy-token-1", .slot), ("your-pusher-key", .slot),
    ("fake-parameters-nonce", .slot), ("00001111-2222-3333-4444-555566667777", .sequence), ("p@ssw0rd", .word),
    ("hunter2", .word),
    ("비밀번호", .word), ("secret", .word), ("admin", .defaultLogin), ("postgres", .defaultLogin),
    ("minioadmin", .defaultLogin),
    ("$NAME", .reference), ("${NAME}", .reference), ("${NAME:-x}", .reference), ("$(cat key)", .reference),
    ("$1", .reference),
    ("%NAME%", .reference), ("%s", .reference), ("@NAME@", .reference), ("#{token}", .reference),
    ("{{ token }}", .reference),
    ("{{.Values.token}}", .reference), ("${{ secrets.TOKEN }}", .reference), ("<%= token %>", .reference),
    ("{0}", .reference),
    ("{token}", .reference), ("ENC(abcdef)", .reference), ("ENC[AES256_GCM,data:x]", .reference),
    ("!Ref Token", .reference),
    ("vault:secret/data/app#token", .reference), ("op://vault/item/field", .reference), ("__TOKEN__", .reference),
    ("prefix-${TOKEN}", .reference), ("$token", .reference), ("$config['token']", .reference),
    ("$this->token", .reference),
    ("arn:aws:secretsmanager:eu-west-1:1:secret:x", .reference),
    ("process.env.API_KEY", .code), ("os.environ['API_KEY']", .code), ("os.getenv(\"API_KEY\")", .code),
    ("ENV['API_KEY']", .code),
    ("System.getenv(\"API_KEY\")", .code), ("import.meta.env.VITE_KEY", .code), ("Deno.env.get(\"KEY\")", .code),
    ("config.get('key')", .code), ("getpass()", .code), ("response.json", .code), ("user->password", .code),
    ("Secrets::Token", .code), ("tokens[index]", .code), ("openssl rand -hex 32", .code), ("true", .word),
    ("null", .word), ("string", .word),
    ("xxxx", .repetition), ("XXXX-XXXX", .repetition), ("0000000000", .repetition), ("********", .slot),
    ("----", .repetition),
    ("....", .slot), ("abababab", .repetition), ("x", .word), ("sk-xxxxxxxxxxxxxxxx", .repetition),
    ("1234567890", .sequence), ("123456", .sequence), ("abcdefghijklmnop", .sequence), ("0123456789abcdef", .sequence),
    ("0123456789abcdef0123456789abcdef", .repetition), ("qwertyuiop", .sequence), ("a1b2c3d4e5f6", .sequence),
    ("a1b2c3d4-e5f6-7890-abcd-ef1234567890", .sequence), ("12345678-1234-1234-1234-123456789012", .sequence),
    ("00000000-0000-0000-0000-000000000000", .repetition), ("deadbeefdeadbeef", .repetition), ("deadbeef", .sequence),
    ("3141592653589793", .sequence), ("/usr/local/bin/tool", .otherThing), ("../config/secret.yml", .otherThing),
    ("https://example.com/login", .otherThing), ("someone@company.com", .otherThing), ("192.168.10.20", .otherThing),
    ("00:1b:44:11:3a:b7", .otherThing), ("10.4.27", .otherThing), ("2024-05-17", .otherThing), ("#f3e9d2", .otherThing),
    ("%016llx", .reference), ("0x%.8lx:0x%lx", .reference), ("$_[1]", .reference), ("$SCHEME://me@$HOST", .reference),
    ("+ newPassword + ", .code), ("+request.token)", .code), (") + 1;", .code), (">&2;}", .code),
    ("Ada Lovelace <ada@acme.io>", .otherThing), ("2.16.840.1.113730.3.4.4", .otherThing),
    ("^5.0.0 || ^6.0.2", .otherThing),
    ("sha256-Zm9v", .otherThing), ("", .word), ("''", .word), ("abc...", .slot), ("AbCd…", .slot),
    ("AbCd...Xy9=", .slot), ("(?:[\\x21-\\x27", .slot), ("/[^a-z]/i", .slot), ("/^[\\x21-", .slot),
    ("doesn.*t match", .slot), ("$JS.ACK.orders.1.70", .reference), ("/dev/snd/hwC1D7", .otherThing),
    ("sms://login:@host.test?from=1", .otherThing), ("{\"auths\": {}", .otherThing), ("236:{a:3:{i:0", .otherThing),
    ("<saml2:Assertion xmlns=\"urn:x\"", .otherThing), ("red,green,blue,white,black,brown,pink,grey", .otherThing),
    ("acme_pnp=0", .otherThing), ("UA-20481632-1", .otherThing), ("GTM-QX7P2RW", .otherThing), ("csrfid", .slot),
    ("anonymous@", .word), ("doesnotexist", .word),
    ("[a-z0-9]+}", .slot), (":argon2", .otherThing), ("bold #038B8B", .otherThing),
    ("GHSA-9f2x-7c31-qm48", .otherThing),
    ("1:4.13+dfsg1-1+deb12u1", .otherThing), ("%c3%89t\u{e9}", .otherThing),
    ("A:1,B:2,X:3,Y:4,Z:5,W:6,V:7,U:8", .otherThing),
    ("5b39a3ee5etest0d3255bfef", .slot), ("bg:#222222 #888888 bold", .otherThing), ("pyu2f>=0.1.5", .otherThing),
    ("cyclone,hatch,quorum", .otherThing), ("AQoEXAMPLEH4kq2", .documentedExample),
  ]

  /// Placeholders and counting bytes in another spelling.
  @Test(arguments: [
    ("606162636465666768696a6b6c6d6e6f", PlaceholderReason.sequence), ("2F2E2D2C2B2A29282726252423222120", .sequence),
    ("AQIDBAUGBwgJCgsMDQ4PEA", .sequence), ("1, 2, 3, 4, 5, 6, 7, 8", .sequence),
    ("0x2d, 0x2d, 0x52, 0x45, 0x44, 0x41, 0x43, 0x54, 0x45, 0x44, 0x2d, 0x2d", .word), ("Y2hhbmdlbWU=", .word),
    ("eW91ci1hcGkta2V5", .slot),
  ])
  func `placeholders are recognised in any spelling`(value: String, reason: PlaceholderReason) {
    #expect(PlaceholderFilter.reason(for: Array(value.utf8), contextual: true) == reason)
  }

  @Test(arguments: [
    "note.acme.io+[0-9a-f]{8}+A[A-Za-z0-9+/]{43}", "acme-spec-of-[a-z]{5}-[0-9a-f]{64}",
  ])
  func `random names and public keys are other things`(outline: String) throws {
    var generator = SeededGenerator(seed: outline)
    let value = try Shape(parsing: outline).generate(using: &generator)
    #expect(PlaceholderFilter.reason(for: value, contextual: true) == .otherThing, "\(value.text)")
  }

  @Test(arguments: [
    "PRIVATE+KEY+note.acme.io+[0-9a-f]{8}+A[A-Za-z0-9+/]{43}", "[a-z]{5}-[0-9a-f]{64}", "[0-9a-f]{32}",
    "0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x[0-9a-f]{2}, 0x1f",
  ])
  func `values that look alike are not`(outline: String) throws {
    var generator = SeededGenerator(seed: outline)
    let value = try Shape(parsing: outline).generate(using: &generator)
    #expect(PlaceholderFilter.reason(for: value, contextual: true) == nil, "\(value.text)")
  }

  @Test(arguments: contextual)
  func `placeholders are recognised`(value: String, reason: PlaceholderReason) {
    let told = PlaceholderFilter.reason(for: Array(value.utf8), contextual: true)
    #expect(told == reason, "\(value)")
  }

  @Test(arguments: [
    "AKIA" + "IOSFODNN7EXAMPLE", "sk-test-example", "sk_test_YOUR_KEY_1234567890abcd", "xoxb-your-token-here",
    "ghp_" + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "ghp_" + "abcdefghijklmnopqrstuvwxyz1234567890",
    "ghp_" + "0123456789abcdefghijABCDEFGHIJ123456",
    "sk_live_" + "XXXXXXXXXXXXXXXXXXXXXXXX", "SG.fake-key", "AIzaSy" + "EXAMPLEa8sd7f6a8s7df6a8s7df6a8s7d",
    "sk-${OPENAI_KEY}", "ghp_<your token>",
    "glpat-" + "aaaaaaaaaaaaaaaaaaaa",
  ])
  func `prefixed placeholders are recognised`(value: String) {
    #expect(PlaceholderFilter.reason(for: Array(value.utf8), contextual: false) != nil)
  }

  @Test func `published example values are recognised`() {
    let symfony = "ThisTokenIsNotSo" + "SecretChangeIt"
    let stripe = ["sk", "test", "4eC39HqLyjWD" + "arjtT1zdp7dc"].joined(separator: "_")
    let samples = [
      symfony, stripe, "JBSWY3DP" + "EHPK3PXP", "mF_9.B5f-4" + ".1JqM", "QWxhZGRpbjpv" + "cGVuIHNlc2FtZQ==",
      "Basic QWxhZGRpbjpv" + "cGVuIHNlc2FtZQ==",
    ]
    for sample in samples {
      #expect(PlaceholderFilter.reason(for: Array(sample.utf8), contextual: false) == .documentedExample)
      #expect(PlaceholderFilter.reason(for: Array((sample + "1").utf8), contextual: false) != .documentedExample)
    }
    let signature = "SflKxwRJSMeKKF2QT4fw" + "pMeJf36POk6yJV_adQssw5c"
    #expect(
      PlaceholderFilter.reason(for: Array("eyJ9.eyJ9.\(signature)".utf8), contextual: false) == .documentedExample)
  }

  @Test(arguments: [
    "kT9testQv2LmXw83ZpRbYc4NsDfGhJk5Aa7Ee1Uu6Ii0Oo", "Tr0ub4dor&3", "myS3cretP4ss!9x", "s3cr3t-x81kq", "Winter2019!",
    "admin123", "letmein42x",
    "correct-staple-9182", "Pa55word!x", "x9$Kq{z}2", "a8f5f167f44f4964e6c998dee827110c", "$2y$10$abcKx81qkJ92ms",
    "zK/8q+1x/Lm2p9RtVw",
    "hQ3.kP9x.Zz81mQ",
  ])
  func `passwords are not placeholders`(value: String) {
    #expect(PlaceholderFilter.reason(for: Array(value.utf8), contextual: true) == nil)
  }

  static let alphabets = [
    "[0-9]", "[a-f0-9]", "[A-Z2-7]", "[a-z]", "[a-z0-9]", "[A-Z0-9]", "[A-Za-z]", "[A-Za-z0-9]", "[A-Za-z0-9+/]",
    "[A-Za-z0-9_-]",
    "[A-Za-z0-9._-]", "[!-~]",
  ]

  @Test(arguments: alphabets, [true, false])
  func `random values are not placeholders`(alphabet: String, contextual: Bool) throws {
    var generator = SeededGenerator(seed: alphabet)
    let shape = try Shape(parsing: alphabet + "{8,64}")
    let told = (0..<1000).compactMap { _ in
      let value = shape.generate(using: &generator)
      return PlaceholderFilter.reason(for: value, contextual: contextual).map { ($0, value.text) }
    }
    #expect(told.count <= 2, "\(told)")
  }

  @Test(arguments: [
    "ghp_[A-Za-z0-9]{36}", "sk_test_[A-Za-z0-9]{24}", "xoxb-[0-9]{12}-[0-9]{12}-[A-Za-z0-9]{24}", "AKIA[A-Z2-7]{16}",
    "AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{80}",
  ])
  func `random keys with a prefix are not placeholders`(outline: String) throws {
    var generator = SeededGenerator(seed: outline)
    let shape = try Shape(parsing: outline)
    let told = (0..<2000).compactMap { _ in
      PlaceholderFilter.reason(for: shape.generate(using: &generator), contextual: false)
    }
    #expect(told.count <= 1, "\(told)")
  }

  @Test func `any bytes are safe`() {
    var generator = SeededGenerator(seed: 5)
    let marks = Array("${}<>%@#[]().-_:/\\*'\"x1A".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...24, using: &generator)
      let noise = (0..<count).map { _ in
        Bool.random(using: &generator)
          ? marks.randomElement(using: &generator) ?? 0 : .random(in: 0...255, using: &generator)
      }
      _ = PlaceholderFilter.reason(for: noise, contextual: Bool.random(using: &generator))
    }
    #expect(PlaceholderFilter.reason(for: [UInt8](repeating: 0x41, count: 1_000_000), contextual: true) == nil)
  }

  private static func isRedacted(_ value: Range<Int>, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    return PlaceholderFilter.isRedacted(value, in: bytes.span)
  }

  private static let hash = Fingerprint(value: 0x1F3A_5C7E_9B0D_2F48)

  @Test(arguments: [
    "api-key", "aws.secret_key", "my rule \"1\" ]:é", "", String(repeating: "secret-token-", count: 30),
  ])
  func `what leaksift puts in place of secrets is recognised, and stays valid JSON`(rule: String) {
    let placeholder = SecretPlaceholder(rule: rule, hash: Self.hash).description
    #expect(placeholder.allSatisfy { $0.isASCII && !"\"\\ <>&".contains($0) })
    #expect(PlaceholderFilter.reason(for: Array(placeholder.utf8), contextual: false) == .slot)
    let text = "x = [\(placeholder)]; y"
    let place = 5..<5 + placeholder.utf8.count
    for cut in [place, place.lowerBound + 10..<place.upperBound - 1, place.upperBound - 17..<place.upperBound, 0..<8] {
      #expect(Self.isRedacted(cut, in: text), "\(cut)")
    }
  }

  @Test(arguments: ["%5Bleaksift%3Atoken%3A1f3a5c7e9b0d2f48%5D", "\\u005bleaksift:token:1f3a5c7e9b0d2f48\\u005d"])
  func `an encoded placeholder is recognised`(text: String) { #expect(Self.isRedacted(0..<12, in: text)) }

  @Test func `a secret beside a placeholder is none`() {
    let placeholder = SecretPlaceholder(rule: "token", hash: Self.hash).description
    let text = "\(placeholder)kT9x4Qv2 = \(placeholder)"
    let end = text.utf8.count
    let length = placeholder.utf8.count
    #expect(!Self.isRedacted(length..<length + 8, in: text))
    #expect(Self.isRedacted(length - 5..<length + 8, in: text))
    #expect(Self.isRedacted(length + 4..<end, in: text))
    for other in [
      "[leaksift:token:1f3a5c7e9b0d2f4]", "[leaksift:token:1f3a5c7e9b0d2f48a]", "[leaksift::1f3a5c7e9b0d2f48]",
    ] {
      #expect(!Self.isRedacted(0..<other.utf8.count, in: other), "\(other)")
    }
  }
}
