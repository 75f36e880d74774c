import Testing

@testable import Detection

/// Code that names or fetches a value is none.
@Suite struct DismissalTests {
  @Test(arguments: [
    "GenerateKeyAlgorithm::«ChaCha20Poly1305» => {", "KeyKind::«Ed25519»", "let key = Kind::«Rsa2048(»",
    "const password = Deno.env.get(\"«WPT_FYI_PW9»\");", "password: ENV['«DB_PASSWORD2»']",
    "token = os.environ[\"«API_TOKEN_7»\"]", "secret = getenv(\"«APP_SECRET_1»\")", "let k = env::var(\"«KEY_3»\")",
    "PASSWORD=$(«kubectl» get secret x)", "pattern = \"«^.{8,32}$»\"",
    "(\"X-Amz-Credential\", \"«KVG7x/20260727/us-east-1/s3/aws4_request»\")",
    "urlCredentials = «forgivingBase64Encode(»", "credentials = «base64.b64encode(»", "token = «read_token2»(path)",
  ])
  func codeIsNoSecret(line: String) {
    #expect(isDismissed(line))
  }

  /// What is beside a value tells that it is an option, a verdict, a user, or the rest of a call.
  @Test(arguments: [
    "openssl passwd «-aixsha» -salt", "echo \"PASS: «ip9tunl»\"", "if (strncmp(arg, \"pass:\"«, 5) == 0)»",
    "new InMemoryUser('«yvonne7»', $password)", "Digest username=\"«c07de5a91b3f2684e2ab»\"", "auth.username: '«c2lk»'",
    "'auth_user': '«qvxkd7»'",
    "Authorization: NTLM «TlRMTVNTUAADAAAA»", "sig = «eyJhbGciOiJub25lIn0..c2ln»",
    "\"Password:\"«,IDC_STATIC,7»", "match 'PASSWD:'« next=@spec skip »'x'", "Basic «ophthalmology»",
    "acme/auth.py,«sha256=Zm9vYmFyMTIz»", "NEO4J_AUTH=\"«neo4j/$»{NEO4J_WORD}\"", "token = parse(\"«neo4j/»\" + word)",
    "token = \"«/login?user=carol&token=»\" + word",
  ])
  func `what is beside a value decides`(line: String) {
    #expect(isDismissed(line))
  }

  @Test(arguments: [
    "token = \"«q7xk2v9/»\"", "token = \"«q7xk/2v9»\" + salt", "token = \"«q7xk$»\"", "token = «q7xk2$»{",
  ])
  func `a whole value is none that is put before another`(line: String) {
    #expect(!isDismissed(line))
  }

  /// Basic headers of a user alone, or with a slot in the place of the password.
  @Test(arguments: [
    ("Basic ", "carol:", true), ("basic ", "carol", true), ("\"", "Basic carol:", true),
    ("Basic ", "api:ACCESS_KEY", true),
    ("Basic ", "carol:x9Kq2", false), ("Basic ", "k3yAb91xQ7z:", false), ("Basic ", ":x9Kq2", false),
    ("", "carol:", false),
  ])
  func `a header without a password is no secret`(lead: String, login: String, isDismissed: Bool) {
    let parts = login.split(separator: " ").map(String.init)
    let scheme = parts.count > 1 ? parts[0] + " " : ""
    #expect(self.isDismissed("\(lead)«\(scheme)\(base64(parts[parts.count - 1]))»") == isDismissed)
  }

  @Test(arguments: ["k3yAb91xQ", "k3yAb91xQ7"], ["\" + end", "\".bytes"])
  func `the padding of a header is no joint`(word: String, after: String) {
    #expect(!isDismissed("header(\"Basic «\(base64("u:" + word))»\(after)"))
  }

  private func base64(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bits = text.utf8.flatMap { byte in (0..<8).reversed().map { byte >> $0 & 1 } }
    let groups = stride(from: 0, to: bits.count, by: 6).map { start in
      (0..<6).reduce(0) { $0 << 1 | Int(start + $1 < bits.count ? bits[start + $1] : 0) }
    }
    return String(groups.map { digits[$0] }) + String(repeating: "=", count: (4 - groups.count % 4) % 4)
  }

  /// The line, its name and the line below tell.
  @Test(arguments: [
    "WAIT_LmPWD | «WAIT_LmPWC» | \\", "{\"key\": \"«a7x2--91q-k4m»\",\n \"operator\": \"In\"}",
    "- key: «w8k-3q1»\n  effect: NoSchedule", "PrivateKey=«Carol_c9pnb77»\n-----BEGIN PRIVATE KEY-----",
    "#define X_KEY_FN \"«7C21E04B-93AD-4F16-B8C5-0D92EA6B71F3»\"", "@keyframes «flow-fzwq97pRhI» {",
    "certificate-authority-data: «Z3Vlc3M1»", "aeskeygen_3 = \"«rmio:71E0B2cD»\"", "TOKEN_REGEX = '«[a-f]x7q9»'",
    "auth_command = '«echo qu4rtz»'",
    "password-policy: «strict»", "<input type=\"password\" title=\"«harvest»\">",
    "acme = { module = \"com.passwordkit:«passwordkit»\" }", "tokenType = \"«opaque-reference»\"",
    "PASSWORD_ERROR = '«5e81c0d7-2b94-4a6f-9c13-e7048fb2d65a»'",
    "\"audience.auth.acme.io\": \"«5e81c0d7-2b94-4a6f-9c13-e7048fb2d65a»\"", "XQPSWV: \"«xqpswv»\"",
    "'application/x-keepass2' => ['«kdb9x»']", "\"v1/secrets\": \"«Qk7v2xWz»\"", "'-pkeyopt', '«hexseed:b7410ac9»'",
    "tokens: []token{«0x33, 0x2e, 0x31, 0x34, 0x31, 0x35, 0x39, 0x32»}", "KEY=«9C02E7A1D85B4F36»",
    "gpg: using RSA key «5B90C2E7A1D4F3680C7E92B5A8D1F40369E7B2C5»", "a TokenCard «9310TX/9310TXWS»",
    "?formkey=«cX7mWk2zQp9TfB4h»", "Uploaded file to key: «k82m1x7vq0w5zt94»", "GITHUB_GPG_KEY=\"«9C02E7A1D85B4F36»\"",
    "Release GPG key: \"«5B90C2E7A1D4F3680C7E92B5A8D1F40369E7B2C5»\"", "key_algorithm = \"«xs20poly1305»\"",
    "customer_key_md5: \"«c07de5a91b3f2684e2ab45f1c8d09e37»\"", "sonar.projectKey=«acme_AYUOvCi7»",
    "\"NextToken\": \"«x8Kq2vLm7Tz0Wp4R»\"", "--page-token=«x8kq2vlm7tz0»", "Idempotency-Key: «x8Kq2vLm7Tz0»",
    "\"AWS::KMS::Key\": \"«c07de5a91b3f2684»\"", "\"S3Key\": \"«8671-Entities-ab98»\"", "CredentialId: \"«ACQ7X2M9»\"",
    "key.etag, '«c07de5a91b3f2684e2ab45f1c8d09e37»'", "Authorization: «AWS4-HMAC-SHA256»",
    "token, «Signature=41e226f9»",
    "ARCHIVE_KEY_FINGER=\"«5B90C2E7A1D4F3680C7E92B5A8D1F40369E7B2C5»\"", "edit?resourcekey=«0-m7Wn_TXfm»",
    "\"https://acme.io/x/auth.ts\": \"«c07de5a91b3f2684e2ab45f1c8d09e37»\"", "Vim.SendKeys \"«ma7GV4jya»\"",
    "\"acme.io%2Fkeys.json\":\"«ewogICAgImtleXMi»\"",
    "const cacheKey = '«c07de5a91b3f2684e2ab45f1c8d09e37»'", "\"rowKey\": \"«5e81c0d7-2b94-4a6f-9c13-e7048fb2d65a»\"",
    "\"ClientToken\": \"«5e81c0d7-2b94-4a6f-9c13-e7048fb2d65a»\"", "tokens:[«1,9,17,33,40,58,77,90,101»]",
    "password:[«12,900,3,4,5,6,7,8,9»]", "TOKEN_ADDRESS = '«0xc07de5a91b3f2684e2ab45f1c8d09e37a1b2c3d4»'",
    "token_hash = \"«c07de5a91b3f2684e2ab45f1c8d09e37»\"",
    "<trusted-key id=\"«5B90C2E7A1D4F3680C7E92B5A8D1F40369E7B2C5»\"/>",
    "validpgpkeys=('«5B90C2E7A1D4F3680C7E92B5A8D1F40369E7B2C5»')", "KeychainAccess: «c07de5a91b3f2684e2ab»",
    "passwordEncoder = \"«pbkdf2Sha256»\"", "USDC_TOKEN_MINT = '«EPjFx8Kq2vLm7Tz0Wp4Rx8Kq2vLm7Tz0Wp4RKq2v»'",
    "\"X-Internal-Sealed-Key\": \"«x8Kq2vLm7Tz0Wp4R»\"", "{\"encrypted\": {\n  \"token\": \"«x8Kq2vLm7Tz0Wp4R»\"",
    "{\"key\": \"«c07de5a91b3f2684e2ab45f1»\"}", "https://img.shields.io/codecov/x?token=«x8Kq2vLm7T»",
    "https://acme.io/x/badge.svg?token=«x8Kq2vLm7T»", "CustomerKeyMD5: \"«bY4wkxQejw9mUJfo72k53A==»\"",
    "services.mysql.credentials.host: «x8.acme-7.internal»", "result_key: «ByoipCidrs»",
    "docsearch({\n  apiKey: '«c07de5a91b3f2684e2ab45f1c8d09e37»',\n  indexName: 'x'",
    "<div data-sitekey=\"«x8Kq2vLm7Tz0Wp4R»\">",
    "<meta name=\"csrf-token\" content=\"«x8Kq2vLm7Tz0Wp4R»\">",
  ])
  func `the line decides`(text: String) {
    #expect(!isMeasured(text))
  }

  @Test(arguments: [
    "| db_password | «db_pw82jx» |", "{\"key\": \"«a7x2k91qk4m0»\",\n \"region\": \"x\"}",
    "PrivateKey=«b7c9pnb77v1»\nnext",
    "API_KEY \"«7C21E04B-93AD-4F16-B8C5-0D92EA6B71F3»\"", "'-pkeyopt', '«hexkey:b7410ac9»'",
    "key = {«0x33, 0x2e, 0x31, 0x34, 0x31, 0x35, 0x39, 0x32»}", "KEY=\"«9C02E7A1D85B4F36»\"", "-passin «pass:fx82q»",
    "net use Z: \\\\srv\\share «fx82q7» /user:bob",
    "\"v1/secret\": \"«Qk7v2xWz»\"", "token = \"« eyJhbGci8x7»\"", "API_KEY=«9C02E7A1D85B4F36»",
    "Config::API_KEY = \"«c07de5a91b3f2684»\"",
    "write(\"config/secrets.yml.key\", \"«c07de5a91b3f2684e2ab45f1c8d09e37»\")",
    "\"primaryKey\": \"«x8Kq2vLm7Tz0Wp4Rx8Kq2vLm7Tz0Wp4R»\"",
    "{\"api_key\": \"«c07de5a91b3f2684e2ab45f1»\"}", "https://acme.io/x?token=«x8Kq2vLm7T»",
    "{\"settings\": {\n  \"token\": \"«x8Kq2vLm7Tz0Wp4R»\"", "credentials.host.token: «x8Kq2vLm7Tz0Wp4R»",
    "private_key = '«0xc07de5a91b3f2684e2ab45f1c8d09e37a1b2c3d4»'",
    "client_token: «x8Kq2vLm7Tz0Wp4R»", "CSRF_SECRET=«x8Kq2vLm7Tz0Wp4R»", "key = {«200, 3, 17, 90, 4, 33, 250, 8»}",
  ])
  func `other lines do not`(text: String) {
    #expect(isMeasured(text))
  }

  @Test(arguments: [
    "password = get(\"«WPT_FYI_PW9»\")", "password: '«DB_PASSWORD2»'", "key: «Ed25519»", "env(\"«aB3dEf9hJk»\")",
    "token :: \"«Ab3dEf9hJkL»\"", "postgres://db_user:«x7kq2m»@host/x", "curl -u username:«x7kq2m» https://h",
    "login username «x7kq2m»",
  ])
  func `values are looked at`(line: String) {
    #expect(!isDismissed(line))
  }

  private func isDismissed(_ line: String) -> Bool {
    let (text, secret) = marked(line)
    return Dismissal.applies(to: secret, in: text.span)
  }

  private func isMeasured(_ line: String) -> Bool {
    let (text, secret) = marked(line)
    return ContextualScorer.features(text: text.span, secret: secret) != nil
  }

  /// - Parameter line: Code with the value between « and ».
  private func marked(_ line: String) -> (text: [UInt8], secret: Range<Int>) {
    let parts = line.split(omittingEmptySubsequences: false) { "«»".contains($0) }
    let (before, value) = (Array(parts[0].utf8), Array(parts[1].utf8))
    let text = before + value + Array(parts[2].utf8) + Array("\n".utf8)
    return (text, before.count..<before.count + value.count)
  }
}
