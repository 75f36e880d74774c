import FileTestSupport
import Scan
import Serve
import Testing
import Text

struct RedactorTests {
  private static let rules = """
    [[rules]]
    id = "token"
    regex = '''tkn_[A-Za-z0-9]{16}'''
    keywords = ["tkn_"]
    [[rules]]
    id = "pin"
    regex = '''"pin": ?([0-9]{12})'''
    keywords = ["pin"]
    [[rules]]
    id = "private-key"
    regex = '''-----BEGIN[ A-Z]{0,40}PRIVATE KEY-----[\\s\\S]{10,4000}?-----END[ A-Z]{0,40}PRIVATE KEY-----'''
    keywords = ["-----begin"]
    """

  private let folder: TemporaryFolder
  init() throws {
    folder = try TemporaryFolder()
    try folder.write("rules.toml", Self.rules)
  }

  private func redactor(_ key: String = "key", keepsSecrets: Bool = false) throws -> Redactor {
    let finder = try SecretFinder(configuration: folder.at("rules.toml"), folder: folder.path)
    return Redactor(finder, path: "-", key: Array(key.utf8), keepsSecrets: keepsSecrets)
  }

  private func redacted(_ text: String, pieces: Int = .max, isPaused: Bool = false, key: String = "key") throws
    -> String
  {
    let redactor = try redactor(key)
    var output: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      output += try redactor.take(Array(rest.prefix(pieces)), isPaused: isPaused)
      rest = rest.dropFirst(pieces)
    }
    return String(decoding: output + (try redactor.finish()), as: UTF8.self)
  }

  /// A token of the test's rule.
  private static func token(_ number: Int) -> String {
    "tkn_" + String(repeating: "aB3xK9pQ", count: 1) + String(12_345_678 + number)
  }

  private static let pem =
    "-----BEGIN EC PRIVATE KEY-----\n" + (0..<4).map { "Zm9vYmFyYmF6\($0)cXV4Zm9v" }.joined(separator: "\n")
    + "\n-----END EC PRIVATE KEY-----"

  @Test func `the same secret has the same placeholder, another one another, and another key other ones`() throws {
    let text = "a \(Self.token(1)) b \(Self.token(2)) c \(Self.token(1))\n"
    let words = try redacted(text).split(separator: " ")
    #expect(words[1].hasPrefix("[leaksift:token:") && words[1] == words[5].dropLast() && words[1] != words[3])
    #expect(try redacted(text) == redacted(text) && redacted(text) != redacted(text, key: "other"))
  }

  @Test(arguments: [1, 7, 100, 5_000]) func `what comes in pieces is the same as at once`(_ pieces: Int) throws {
    let lines = (0..<40).map { $0 % 5 == 0 ? "line \($0) \(Self.token($0))" : "line \($0) nothing" }
    let text = lines.joined(separator: "\n") + "\n" + Self.pem + "\nafter \(Self.token(5))"
    let whole = try redacted(text)
    #expect(!whole.contains("tkn_") && !whole.contains("Zm9v") && whole.contains("line 39 nothing"))
    #expect(try redacted(text, pieces: pieces) == whole)
    #expect(try redacted(text, pieces: pieces, isPaused: true) == whole)
  }

  @Test func `a line is let through when its end has come and nothing more is there`() throws {
    let redactor = try redactor()
    #expect(try redactor.take(Array("one\ntw".utf8), isPaused: true) == Array("one\n".utf8))
    #expect(
      try redactor.take(Array("o \(Self.token(1))\n".utf8), isPaused: true).starts(with: Array("two [leaksift:".utf8)))
    #expect(try redactor.take(Array("tkn_half".utf8), isPaused: true).isEmpty)
    #expect(try redactor.finish() == Array("tkn_half".utf8))
  }

  @Test func `of a private key nothing is let through from its first line on`() throws {
    let redactor = try redactor()
    var seen = ""
    for line in ("before\n" + Self.pem + "\nafter\n").split(separator: "\n") {
      seen += String(decoding: try redactor.take(Array("\(line)\n".utf8), isPaused: true), as: UTF8.self)
      #expect(!seen.contains("BEGIN") && !seen.contains("Zm9v"))
    }
    #expect(seen.hasPrefix("before\n[leaksift:private-key:") && seen.hasSuffix("]\nafter\n"))
    let open = try self.redactor()
    #expect(try open.take(Array("-----BEGIN PRIVATE KEY-----\nZm9v".utf8), isPaused: true).isEmpty)
    #expect(String(decoding: try open.finish(), as: UTF8.self).hasPrefix("[leaksift:private-key:"))
  }

  @Test func `a secret that was found is masked where only its value is`() throws {
    try folder.write(
      "rules.toml",
      Self.rules + "\n[[rules]]\nid = \"word\"\nregex = '''password=([a-z]{10})'''\nkeywords = [\"password\"]\n")
    let text = try redacted("password=qwkzhvbnmx\nsent qwkzhvbnmx to you\n")
    #expect(!text.contains("qwkzhvbnmx"))
  }

  @Test func `JSON stays JSON`() throws {
    let text = #"{"a": "\#(Self.token(1))\n", "pin": 830471956628, "list": ["\#(Self.token(2))"]}"#
    let redacted = try redacted(text)
    let value = try #require(JSONValue(parsing: Array(redacted.utf8)))
    #expect(value["pin"]?.string?.hasPrefix("[leaksift:pin:") == true && value["a"]?.string?.hasSuffix("\n") == true)
  }

  @Test func `binary contents and those without secrets stay as they are`() throws {
    let bytes = [0, 1, 2, 255] + Array(Self.token(1).utf8) + [0, 0, 10]
    let redactor = try redactor()
    #expect(try redactor.take(bytes, isPaused: true) + redactor.finish() == bytes)
    for text in ["", "\n", "no end", "a\r\nb\r\n", String(repeating: "x", count: 700_000)] {
      #expect(try redacted(text, pieces: 65_536) == text)
    }
  }

  @Test func `a long stream without line ends is masked in bounded memory`() throws {
    let filler = String(repeating: "lorem ipsum ", count: 20_000)
    let text = (0..<12).map { filler + Self.token($0) + " " }.joined()
    let output = try redacted(text, pieces: 60_000)
    #expect(!output.contains("tkn_") && output.split(separator: "[leaksift:token:").count == 13)
  }

  @Test func `the map leads from placeholders to secrets`() throws {
    let redactor = try redactor(keepsSecrets: true)
    let output = try redactor.take(Array("\(Self.token(1))\n".utf8), isPaused: true)
    let line = try #require(JSONValue(parsing: Array(redactor.map.utf8)))
    #expect(
      line["placeholder"]?.string.map { Array(($0 + "\n").utf8) } == output && line["secret"]?.string == Self.token(1))
    #expect(redactor.count == 1)
  }

  @Test func `a binary stream passes as it is, and says so`() throws {
    let bytes = [UInt8](0...255) + Array(Self.token(1).utf8)
    let redactor = try redactor()
    #expect(!redactor.isBinary)
    #expect(try redactor.take(bytes, isPaused: true) + redactor.finish() == bytes)
    #expect(redactor.isBinary && redactor.count == 0)
  }

  @Test func `a secret is masked at every place where its value is again`() throws {
    let token = Self.token(1)
    for gap in 0..<9 {
      let text = "\(token)\n" + String(repeating: "-", count: gap) + "x" + token.dropFirst(4) + token + "\n" + token
      let redacted = try redacted(text)
      #expect(!redacted.contains(token) && redacted.split(separator: "[leaksift:").count == 3, "\(gap)")
    }
  }

  @Test(arguments: ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32BE"], [1, 3, 64, 100_000])
  func `a text in another encoding is masked in it`(encoding: String, size: Int) throws {
    let text = "naïve 😀 line\n\(Self.token(1)) é\n" + String(repeating: "plain text\n", count: 20) + "end"
    try folder.write("text", text)
    try folder.shell("iconv -f UTF-8 -t \(encoding) text >wide")
    let redactor = try redactor()
    var rest = try #require(try folder.bytes("wide"))[...]
    var output: [UInt8] = []
    while !rest.isEmpty {
      output += try redactor.take(Array(rest.prefix(size)), isPaused: true)
      rest = rest.dropFirst(size)
    }
    try folder.write("out", output + (try redactor.finish()))
    let back = try folder.shell("iconv -f \(encoding) -t UTF-8 out")
    #expect(back == (try redacted(text)) && !back.contains(Self.token(1)))
  }
}
