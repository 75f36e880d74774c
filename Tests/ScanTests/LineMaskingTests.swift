import RandomTestSupport
import Testing

@testable import Scan

/// What of a line could be a secret although no rule found it.
@Suite struct LineMaskingTests {
  private func shown(_ line: String) -> String { Masking.line(Array(line.utf8), secrets: []) }

  /// Lines in which `@` is where a secret is.
  static let places = [
    "tokens = [\"abcdef\", \"@\", \"@\"]", "AKIDEXAMPLE,@", "name,role,@,@", "client(\"s3\", \"x\", \"@\")",
    "password: @", "export DB_PASSWORD=@", "  api_key => '@',", "{\"secret\": \"@\"}", "Authorization: Basic @",
    "Authorization: Bearer @", "https://user:@@host/path", "https://@@host/path", "--password @ --user bob",
    "<password>@</password>", "<add key=\"Password\" value=\"@\"/>", "# old: @", "{\\\"token\\\": \\\"@\\\"}",
    "password = os.environ.get(\"X\", \"@\")", "let pin: String = \"@\" // @",
    "tokens = { prod = \"@\", test = \"@\" }",
    "machine h login bob password @", "?api_key=@&x=1", "cache/@/index.js",
  ]

  @Test(arguments: places, [12, 16, 24, 40]) func `whatever could be a secret is masked`(_ place: String, _ length: Int)
  {
    for seed in UInt64(1)...20 {
      let secret = Samples.random(length, seed: seed)
      let line = place.replacing("@@", with: "\(secret)@").replacing(#/@(?!host)/#, with: secret)
      let shown = shown(line)
      #expect(!shown.contains(secret), "\(place)")
      for start in stride(from: 0, to: length - 5, by: 1) {
        #expect(!shown.contains(secret.dropFirst(start).prefix(6)), "\(place): \(shown)")
      }
    }
  }

  /// Passwords that people choose look like words: their names give them away.
  @Test(arguments: [
    "password: @", "passwords = [\"@\", \"@\"]", "DB_PASSWORD=@", "\"password\": \"@\",", "set_password('bob', '@')",
    "<password>@</password>", "--password @ x", "postgres://app:@@host/db", "password = @ ; @",
  ]) func `chosen passwords are masked beside their name`(_ place: String) {
    var random = TestRandom()
    for secret in [
      "Sunflower\(Int.random(in: 10...99, using: &random))!", "blue\(Int.random(in: 100...999, using: &random))horse",
    ] {
      let line = place.replacing("@@", with: "\(secret)@").replacing(#/@(?!host)/#, with: secret)
      if line.contains(" ; ") { continue }
      #expect(!shown(line).contains(secret.dropFirst(3)), "\(shown(line))")
    }
  }

  @Test func `base64 with its marks is masked whole`() {
    for seed in UInt64(1)...50 {
      var parts = (0..<5).map { Samples.random(3 + Int(seed) % 7 + $0, seed: seed * 10 + UInt64($0)) }
      parts.insert("+", at: 1)
      parts.insert("/", at: 3)
      let value = parts.joined() + "=="
      #expect(shown("x \(value) y") == "x ******** y")
    }
  }

  @Test(arguments: [
    "import { something } from '../node_modules/@types/react-dom/index.js'", "let password = getPassword(from: vault)",
    "if (password == null || password.length < 8) throw new IllegalArgumentException(\"password too short\");",
    "password: ${DB_PASSWORD}", "token: String,", "public static final String PASSWORD_HEADER_NAME;",
    "see https://docs.example.com/guides/getting-started/installation.html#configuration for 2026-01-31",
    "max_tokens: 4096", "charset utf8mb4 collate utf8mb4_unicode_ci sha256sum x86_64-unknown-linux-gnu",
    "func applicationDidFinishLaunchingWithOptions(_ application: UIApplication) -> Bool {",
    "auth = (username, password)", "password = os.environ[\"DB_PASSWORD\"]", "key: value",
    "version 1.24.3, 10:34:12.123",
    "192.168.100.200:8080 us-east-1 base64url-encoded log4j2.properties", "self.access_token = access_token",
  ]) func `ordinary text stays readable`(_ line: String) {
    #expect(shown(line) == line)
  }
}
