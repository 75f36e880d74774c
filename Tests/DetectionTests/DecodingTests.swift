import Detection
import EncodingTestSupport
import Rules
import Testing
import Text

/// What is found in what a text encodes, and where.
struct DecodingTests {
  /// A generic rule and one with a format of its own.
  private static let rules = RuleSet([
    Samples.tokenRule(),
    Rule(id: "password", regex: "password: ?([A-Za-z0-9+/=]{8,})", keywords: ["password"]),
  ])

  private func candidates(_ text: [UInt8], depth: Int = 8) throws -> [Candidate] {
    let detector = try Detector(RuleIndex(Self.rules), decodeDepth: depth)
    let found = detector.candidates(in: text.span).located(in: text.span)
    #expect(detector.takeFailures().isEmpty)
    return detector.settled(found, at: TextPlace(path: Array("a.txt".utf8)))
  }

  private func candidates(_ text: String, depth: Int = 8) throws -> [Candidate] {
    try candidates(Array(text.utf8), depth: depth)
  }

  // MARK: - Encodings

  /// Of the innermost encoding each is paired with each of the others; all triples would take minutes.
  @Test(arguments: Encoding.allCases, Encoding.allCases)
  func `every encoding is read in every other one, three deep`(outer: Encoding, inner: Encoding) throws {
    let all = Encoding.allCases
    let number = (all.firstIndex(of: outer) ?? 0) + (all.firstIndex(of: inner) ?? 0)
    for innermost in stride(from: number, to: number + all.count, by: 7).map({ all[$0 % all.count] }) {
      let secret = Samples.token()
      let text = outer.apply(inner.apply(innermost.apply(PlantedText(secret)))).framed
      let found = try candidates(text.bytes)
      let nesting: Comment = "\(innermost)"
      #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [secret], nesting)
      #expect(found.map(\.secret) == [text.secret], nesting)
      var layers = [outer, inner, innermost].map(\.layers)
      // Lines that mail broke between other escapes may be joined together with the innermost layer.
      let isJoined = outer == .mail && innermost.layers == outer.layers
      if isJoined, found.first?.decoded?.layers.count == 2 { layers.removeFirst() }
      #expect(found.first?.decoded?.name == layers.joined(separator: "+"), nesting)
    }
  }

  @Test(arguments: [0, 1, 2, 3])
  func `no more layers are decoded than is wanted`(depth: Int) throws {
    let run = Encoding.base64.apply(Encoding.gzip.apply(Array("x \(Samples.token()) y".utf8)))
    #expect(try candidates(run, depth: depth).count == (depth == 3 ? 1 : 0))
  }

  /// How encoders break lines, and what the texts around them make of the line ends.
  @Test(arguments: [("\n", ""), ("\r\n", ""), ("\n", "    "), ("\\n", ""), ("\\r\\n", ""), ("\\\n", "\t")], [64, 76])
  func `a wrapped run is read, and the lines with the secret are its place`(end: (String, String), width: Int) throws {
    let secret = Samples.token()
    let filler = String(repeating: "some words, ", count: 20)
    let run = Base64.encode("\(filler)\(secret)\(filler)".utf8)
    let lines = stride(from: 0, to: run.count, by: width).map {
      String(decoding: run[$0..<min($0 + width, run.count)], as: UTF8.self)
    }
    let text = "data:\(end.0)\(end.1)" + lines.joined(separator: end.0 + end.1) + "\"\n"
    let found = try candidates(text)
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [secret])
    let place = try #require(found.first?.secret)
    let shown = String(decoding: Array(text.utf8)[place], as: UTF8.self)
    #expect(lines.contains { shown.hasPrefix($0) } && lines.contains { shown.hasSuffix($0) })
    #expect(place.count < 3 * (width + 8))
  }

  /// RFC 2849, RFC 6350: the next line begins with a blank.
  @Test(arguments: 70...79) func `a run that is folded anywhere is read`(width: Int) throws {
    let secret = Samples.token()
    let filler = String(repeating: "some words, ", count: 20)
    let text = Array("description:: ".utf8) + Base64.encode("\(filler)\(secret)\(filler)".utf8)
    let lines = stride(from: 0, to: text.count, by: width).map {
      String(decoding: text[$0..<min($0 + width, text.count)], as: UTF8.self)
    }
    let found = try candidates(lines.joined(separator: "\n ") + "\ncn: a\n")
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [secret])
  }

  @Test func `slashes that JSON escapes belong to the run`() throws {
    let secret = Samples.token()
    let run = String(decoding: Base64.encode("???>>>\(secret)???>>>???".utf8), as: UTF8.self)
    #expect(run.contains("/"))
    let found = try candidates(#"{"k":"\#(run.replacing("/", with: #"\/"#))"}"#)
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [secret])
  }

  /// With umlauts it is text, too.
  @Test(arguments: [[], [0xFF, 0xFE]] as [[UInt8]])
  func `UTF-16 is read, as an encoded command has it`(mark: [UInt8]) throws {
    let secret = Samples.token()
    let run = Base64.encode(mark + "$t = '\(secret)' # für".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    let found = try candidates(Array("powershell -e ".utf8) + run)
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [secret])
    #expect(found.first?.decoded?.name == "base64+utf-16")
  }

  @Test(arguments: ["https://host/a/b/", "0x", #"'\x"#, "key-", "sha512-"])
  func `a run may have something else before it`(prefix: String) throws {
    let secret = Samples.token()
    let bytes = Array("<<<???\(secret)???>>>".utf8)
    let run = prefix.hasSuffix("x") ? Encoding.hex.apply(bytes) : Encoding.base64url.apply(bytes)
    #expect(try candidates(Array(prefix.utf8) + run).map(\.value.bytes) == [Array(secret.utf8)])
  }

  @Test func `all secrets of a run are found, each once`() throws {
    let secrets = [Samples.token(1), Samples.token(2), Samples.token(3)]
    let run = Base64.encode(secrets.joined(separator: "\n").utf8)
    let found = try candidates(run)
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == secrets)
    #expect(Set(found.map(\.secret)) == [0..<run.count])
  }

  /// A rule for context says nothing of bytes that are no text.
  @Test func `of bytes that are no text only formats are found`() throws {
    let noise = [UInt8](0..<32)
    let secret = Samples.token()
    let contextual = Rule(id: "near", regex: "[a-z0-9]{12}", context: ["passphrase"])
    let rules = RuleSet([Samples.tokenRule(), contextual])
    let detector = try Detector(RuleIndex(rules), decodeDepth: 5)
    for (front, ids) in [([], ["near", "token"]), (noise, ["token"])] {
      let run = Base64.encode(front + Array("passphrase = 'k3v9x2m7q4zt' \(secret) ".utf8))
      #expect(Set(detector.candidates(in: run.span).map { rules.id(at: $0.rule) }) == Set(ids))
    }
  }

  // MARK: - What is found twice

  @Test func `a format in what is encoded wins over a rule for the encoded form`() throws {
    let run = String(decoding: Base64.encode("abc \(Samples.token()) xyz".utf8), as: UTF8.self)
    let found = try candidates("password: \(run)\n")
    #expect(found.map { Self.rules.id(at: $0.rule) } == ["token"])
    #expect(found.first?.decoded?.name == "base64")
  }

  /// The credentials of a registry, with the password plainly beside it.
  @Test func `a secret that is plain and encoded in the same run is one finding`() throws {
    let secret = Samples.token()
    let inner = String(decoding: Base64.encode("password: \(secret)".utf8), as: UTF8.self)
    let found = try candidates(Base64.encode("{password: \(inner), also: \(secret)}".utf8))
    #expect(found.map { Self.rules.id(at: $0.rule) } == ["token"])
  }

  @Test func `a rule that finds the encoded form keeps it`() throws {
    let run = String(decoding: Base64.encode("password: Kx7mQ2vTz9Lw4Rb8".utf8), as: UTF8.self)
    let found = try candidates("password: \(run)\n")
    #expect(found.map { String(decoding: $0.value.bytes, as: UTF8.self) } == [run])
    #expect(found.first?.decoded == nil)
  }

  // MARK: - What is nothing

  @Test func `runs of random bytes encode nothing`() throws {
    var generator = SeededGenerator(seed: 7)
    let detector = try Detector(RuleIndex(Self.rules), decodeDepth: 5)
    for number in 0..<4000 {
      let bytes = (0..<(20 + number % 80)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let encoding = Encoding.allCases[number % 5]
      let text = Array("integrity = ".utf8) + encoding.apply(bytes)
      #expect(detector.candidates(in: text.span).isEmpty)
    }
    #expect(detector.takeFailures().isEmpty)
  }

  @Test func `compressed data that is cut, or is too much, is a failure`() throws {
    let detector = try Detector(RuleIndex(Self.rules), decodeDepth: 5)
    let whole = Encoding.gzip.apply(Array("some words \(Samples.token()) and more".utf8))
    let bomb = Encoding.gzip.apply([UInt8](repeating: 0x20, count: 65 << 20))
    for (run, reason) in [(Array(whole.dropLast(24)), "damaged or cut off"), (bomb, "more than 64 MB")] {
      #expect(detector.candidates(in: run.span).isEmpty)
      #expect(detector.takeFailures().contains { $0.reason.contains(reason) })
    }
  }

  // MARK: - Parts of a text

  /// A text that is read in chunks has its runs cut anywhere.
  @Test func `a run that begins before the text is read`() throws {
    let secret = Samples.token()
    let run = Base64.encode("\(String(repeating: "words ", count: 9))\(secret) the end".utf8)
    for cut in 0..<8 {
      #expect(try candidates(Array(run.dropFirst(cut))).map(\.value.bytes) == [Array(secret.utf8)], "\(cut)")
    }
  }
}
