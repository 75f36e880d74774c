import Findings
import Platform
import Rules
import Synchronization
import Testing

@testable import Verify

struct HostPolicyTests {
  @Test(arguments: [
    ("a.example", "a.example", true), ("b.a.example", "*.a.example", true), ("c.b.a.example", "*.a.example", true),
    ("a.example", "*.a.example", false), ("xa.example", "*a.example", true), ("b.xa.example", "*a.example", false),
    ("a.example.evil.example", "a.example", false), ("eviLa.example", "a.example", false),
    ("git-1.acme.example", "git-*.acme.example", true), ("git.acme.example:8443", "git.acme.example", false),
  ]) func `a pattern fits names label by label`(_ host: String, _ pattern: String, _ fits: Bool) {
    #expect(HostPolicy.matches(host.lowercased(), pattern) == fits)
  }

  @Test(arguments: [
    "10.0.0.1", "127.0.0.1", "169.254.169.254", "172.20.1.1", "192.168.1.1", "100.64.0.1", "0.0.0.0", "255.255.255.255",
    "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "192.0.2.1",
  ]) func `private, local and documentation addresses are told`(_ address: String) {
    #expect(HostPolicy.isPrivateAddress(address) == true)
  }

  @Test(arguments: ["8.8.8.8", "93.184.215.14", "2606:4700::1111"]) func `public ones are not`(_ address: String) {
    #expect(HostPolicy.isPrivateAddress(address) == false)
  }

  @Test(arguments: ["localhost", "metadata.google.internal", "printer.local", "0x7f.1", "2130706433", "intranet"])
  func `local names are told`(_ name: String) {
    #expect(HostPolicy.isLocalName(name))
  }
}

struct ProxySettingsTests {
  @Test(arguments: [
    (["HTTPS_PROXY": "p"], "a.corp.example", true), ([:], "a.corp.example", false),
    (["https_proxy": "p", "NO_PROXY": ".corp.example"], "a.corp.example", false),
    (["https_proxy": "p", "no_proxy": "x, Corp.Example"], "a.corp.example", false),
    (["https_proxy": "p", "no_proxy": "corp.example"], "corp.example", false),
    (["https_proxy": "p", "no_proxy": "corp.example"], "acorp.example", true),
    (["https_proxy": "p", "no_proxy": "x", "NO_PROXY": "corp.example"], "a.corp.example", true),
    (["ALL_PROXY": "p", "NO_PROXY": "*"], "a.corp.example", false), (["http_proxy": "p"], "a.corp.example", false),
  ]) func `a host is the proxy's to look up unless NO_PROXY excepts it`(
    _ variables: [String: String], _ host: String, _ isUsed: Bool
  ) {
    #expect(ProxySettings { variables[$0] }.isUsed(for: host) == isUsed)
  }
}

struct CurlConfigurationTests {
  @Test func `quotes, backslashes and line feeds of a body cannot begin another option`() throws {
    var request = HTTPRequest(method: "POST", url: "https://a.example/", host: "a.example")
    request.body = "{\"a\\\"}\noutput = \"/tmp/x\""
    let text = try #require(CurlConfiguration(request, seconds: 1, longestAnswer: 10)).text
    #expect(text.contains(#"data-raw = "{\"a\\\"}\noutput = \"/tmp/x\"""#))
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("output") })
  }

  @Test(arguments: ["a\nb", "a\rb", "a\u{0}b", "a\u{1B}b"]) func `control characters are refused`(_ text: String) {
    var request = HTTPRequest(method: "GET", url: "https://a.example/", host: "a.example")
    request.headers = ["Authorization: \(text)"]
    #expect(CurlConfiguration(request, seconds: 1, longestAnswer: 10) == nil)
    request.headers = []
    request.credentials = text
    #expect(CurlConfiguration(request, seconds: 1, longestAnswer: 10) == nil)
    let method = HTTPRequest(method: text, url: "https://a.example/", host: "a.example")
    #expect(CurlConfiguration(method, seconds: 1, longestAnswer: 10) == nil)
  }
}

struct MadeUpSecretTests {
  @Test func `a made-up secret keeps beginning, length and alphabet`() throws {
    for secret in ["acme_0123456789abcdef", "AKIA234567ABCDEFGHIJ", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"] {
      let made = try #require(MadeUpSecret.like(secret, checksum: nil))
      #expect(made != secret && made.utf8.count == secret.utf8.count)
      #expect(made.prefix(secret.count / 2) == secret.prefix(secret.count / 2))
      #expect(made.allSatisfy(secret.contains))
    }
    #expect(MadeUpSecret.like("ab", checksum: nil) == nil && MadeUpSecret.like("--------", checksum: nil) == nil)
  }
}

struct HTTPAnswerTests {
  @Test func `interim answers are passed over, and what is no answer is refused`() throws {
    let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/2 200 \r\nX-A:  b \r\n\r\nbody"
    let answer = try #require(HTTPAnswer(Array(text.utf8)))
    #expect(answer.status == 200 && answer.header("x-a") == "b" && answer.body == Array("body".utf8))
    for bad in ["", "HTTP/1.1 200", "hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n"] {
      #expect(HTTPAnswer(Array(bad.utf8)) == nil)
    }
  }
}

struct OnceEachTests {
  @Test func `a value is found out once, and other keys do not wait for it`() {
    let values = OnceEach<String, Int>()
    #expect(values.known(for: "a") == nil)
    #expect(values.value(for: "a") { values.value(for: "b") { 1 } + 1 } == 2)
    #expect(values.value(for: "a") { 9 } == 2 && values.known(for: "b") == 1)
  }
}

struct HostGateTests {
  @Test func `pauses are kept up to a minute in all`() {
    let gate = HostGate(rate: 1_000, concurrent: 1)
    #expect(gate.pause(seconds: 30) && gate.pause(seconds: 30) && !gate.pause(seconds: 1))
  }

  @Test func `no more requests begin than the rate allows, nor wait at once`() {
    let gate = HostGate(rate: 50, concurrent: 2)
    let counts = Mutex((waiting: 0, most: 0))
    let start = ContinuousClock.now
    Workers.run(8) { _ in
      gate.pass {
        counts.withLock { counts in
          counts.waiting += 1
          counts.most = max(counts.most, counts.waiting)
        }
        ThisProcess.pause(milliseconds: 5)
        counts.withLock { $0.waiting -= 1 }
      }
    }
    #expect(counts.withLock { $0.most } <= 2)
    #expect(ContinuousClock.now - start >= .milliseconds(7 * 20))
  }
}

struct VerdictCacheTests {
  private static func claim(_ secret: String) throws -> Claim {
    var rule = Rule(id: "acme")
    rule = try #require(
      try RuleFile.parse(
        Array(
          """
          [[rules]]
          id = "acme"
          regex = '''x'''
          [[rules.verify]]
          source = "https://docs.acme.example"
          url = "https://api.acme.example/"
          active = ["200"]
          """.utf8), name: "a.toml", isStrict: true
      ).rules.first?.rule)
    let found = FoundSecret(
      fingerprint: Fingerprint(rule: "acme", secret: Array(secret.utf8), key: []), rule: "acme",
      value: Array(secret.utf8))
    return try Claim(found, rule: rule, way: .steps(rule.verification), policy: HostPolicy(patterns: []))
  }

  @Test func `verdicts are kept for their age, without the secret`() throws {
    let folder = try FileSystem.makeTemporaryFolder(prefix: "verdicts")
    defer { FileSystem.removeTree(Array(folder.utf8)) }
    let written = Mutex<[String: [UInt8]]>([:])
    @Sendable func save(_ path: String, _ bytes: [UInt8]) -> String? {
      written.withLock { $0[path] = bytes }
      do throws(SystemError) {
        try AtomicReplacement.write(bytes, to: Array(path.utf8), permissions: 0o600) { _ in }
        return nil
      } catch { return "\(error)" }
    }
    let secret = "a-secret-of-the-test"
    let verdict = Verification(.active, host: "api.acme.example", checkedAt: ThisProcess.epochSeconds - 100)
    let unclear = Verification(.unknown, host: "api.acme.example", checkedAt: ThisProcess.epochSeconds)
    VerdictCache(folder: folder, age: 1_000, save: save).keep([
      (try Self.claim(secret), verdict), (try Self.claim("another"), unclear),
    ])
    #expect(VerdictCache(folder: folder, age: 1_000, save: save).verdict(for: try Self.claim(secret)) == verdict)
    #expect(VerdictCache(folder: folder, age: 1_000, save: save).verdict(for: try Self.claim("another")) == nil)
    #expect(VerdictCache(folder: folder, age: 50, save: save).verdict(for: try Self.claim(secret)) == nil)
    let texts = written.withLock { $0.values.map { String(decoding: $0, as: UTF8.self) } }
    #expect(!texts.isEmpty && !texts.contains { $0.contains(secret) })
  }
}
