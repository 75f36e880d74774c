import Testing

@testable import Detection

/// Code that names or fetches a value is none.
@Suite struct DismissalTests {
  @Test(arguments: [
    "GenerateKeyAlgorithm::«ChaCha20Poly1305» => {", "KeyKind::«Ed25519»", "let key = Kind::«Rsa2048(»",
    "const password = Deno.env.get(\"«WPT_FYI_PW9»\");", "password: ENV['«DB_PASSWORD2»']",
    "token = os.environ[\"«API_TOKEN_7»\"]", "secret = getenv(\"«APP_SECRET_1»\")", "let k = env::var(\"«KEY_3»\")",
    "urlCredentials = «forgivingBase64Encode(»", "token = «read_token2»(path)",
  ])
  func codeIsNoSecret(line: String) {
    #expect(isDismissed(line))
  }

  @Test(arguments: [
    "password = get(\"«WPT_FYI_PW9»\")", "password: '«DB_PASSWORD2»'", "key: «Ed25519»", "env(\"«aB3dEf9hJk»\")",
    "token :: \"«Ab3dEf9hJkL»\"",
  ])
  func valuesAreLookedAt(line: String) {
    #expect(!isDismissed(line))
  }

  /// - Parameter line: Code with the value between « and ».
  private func isDismissed(_ line: String) -> Bool {
    let parts = line.split(omittingEmptySubsequences: false) { "«»".contains($0) }
    let (before, value) = (Array(parts[0].utf8), Array(parts[1].utf8))
    let text = before + value + Array(parts[2].utf8) + Array("\n".utf8)
    return Dismissal.applies(to: before.count..<before.count + value.count, in: text.span)
  }
}
