import Findings
import Testing

@testable import Detection

/// What lowers the severity of a finding that only its surroundings show to be a secret.
struct SeverityTests {
  @Test(arguments: [
    ("test/login.rb", AdjustedSeverity.Reason.test), ("src/LoginTest.java", .test), ("pkg/login_test.go", .test),
    ("app/UITests/A.swift", .test), ("a/testdata/key.txt", .test), ("__mocks__/user.js", .test),
    ("spec/models/user_spec.rb", .test), ("x/fixtures/a.yml", .test), ("outer.zip!tests/a.py", .test),
    (".env.example", .example), ("samples/app.py", .example), ("demo/a.js", .example),
    ("docs/setup.html", .documentation), ("README", .documentation), ("src/notes.md", .documentation),
    ("tests/docs/a.md", .test),
  ])
  func `a path says that a file does not run in production`(path: String, purpose: AdjustedSeverity.Reason) {
    #expect(FileKind.purpose(of: Array(path.utf8).span) == purpose)
  }

  @Test(arguments: [
    "src/latest/config.py", "contest.go", "attestation/keys.yml", "testimonials/a.html", "src/inspector.rb",
    "templates/deployment.yaml", "src/document.js", "protest.txt", "greatest", "a/specification.yml", "",
  ])
  func `part of a word says nothing`(path: String) {
    #expect(FileKind.purpose(of: Array(path.utf8).span) == nil)
  }

  @Test(arguments: [
    ("a://u:@@localhost:5432/x", LoginHost.local), ("a://u:@@127.0.0.1/x", .local), ("a://u:@@[::1]:80/", .local),
    ("a://u:@@0.0.0.0", .local), ("a://u:@@host.docker.internal:1", .local), ("a://u:@@app.localhost", .local),
    ("u:@@tcp(localhost:3306)/x", .local), ("a://u:@@db:5432/x", .single), ("a://u:@@db.EXAMPLE.com/x", .example),
    ("a://u:@@example.org", .example), ("a://u:@@mail.test", .example), ("a://u:@@x.invalid/", .example),
    ("jdbc:a://localhost:3306/x?user=u&password=@", .local), ("Server=localhost;Uid=u;Pwd=@;", .local),
    ("Data Source = 127.0.0.1; Password=@", .local), ("host=localhost user=u password=@", .local),
    ("connect(host=\"localhost\", password=\"@\")", .local), ("{password: '@', host: 'db.example.net'}", .example),
  ])
  func `a login is for a host that nobody else can reach`(line: String, host: LoginHost) throws {
    #expect(try self.host(of: line) == host)
  }

  @Test(arguments: [
    "a://u:@@db.corp-prod.net/x", "a://u:@@10.0.0.1", "a://u:@@128.0.0.1", "a://u:@@notexample.com", "a://u:@@",
    "a://u:@@example.com.evil.net", "a://u:@@localhost.evil.net", "a://u:@@${HOST}/x", "password = \"@\"",
    "password = \"@\" # see https://example.com", "host=localhost;server=db.prod.net;password=@",
    "localhost password=@",
    "a://u:@@127.0.0.evil.net",
  ])
  func `other hosts lower nothing`(line: String) throws {
    #expect(try host(of: line) == nil)
  }

  @Test func `any part of a line may be the secret`() {
    let text = Array("\na://u:@host://[::1@tcp(:host=[\n".utf8)
    for start in text.indices {
      for end in start...text.count {
        var lookedAt = 0..<0
        _ = LoginHost(around: start..<end, in: text.span, lookedAt: &lookedAt)
      }
    }
  }

  /// - Parameter line: With `@` for the secret; a second one is what it is.
  private func host(of line: String) throws -> LoginHost? {
    let place = try #require(line.utf8.firstIndex(of: UInt8(ascii: "@")))
    let start = line.utf8.distance(from: line.utf8.startIndex, to: place)
    let text = Array("before\n".utf8) + Array(line.utf8[..<place]) + Array("k7Qw2x".utf8)
    var lookedAt = 0..<0
    return LoginHost(
      around: 7 + start..<13 + start, in: (text + Array(line.utf8[place...].dropFirst()) + Array("\n".utf8)).span,
      lookedAt: &lookedAt)
  }

  @Test func `a severity is lowered to low at the least`() {
    #expect(Severity.critical.lowered(by: 2) == .medium)
    #expect(Severity.high.lowered(by: 1) == .medium)
    #expect(Severity.medium.lowered(by: 2) == .low)
    #expect(Severity.low.lowered(by: 1) == .low)
    #expect(Severity.info.lowered(by: 2) == .info)
  }
}
