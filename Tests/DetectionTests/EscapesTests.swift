import Rules
import Testing
import Text

@testable import Detection

/// Secrets that escapes hide.
struct EscapesTests {
  /// Like the formats of most vendors: no letter or digit may be before it.
  private static let rules = RuleSet([
    Rule(id: "token", regex: #"\btkn_[A-Za-z0-9]{32}\b"#, keywords: ["tkn_"]),
    Rule(id: "slashed", regex: #"akey=([A-Za-z0-9/+]{40})"#, keywords: ["akey"]),
  ])

  private func found(_ text: String, depth: Int = 5) throws -> [(secret: String, layers: String?, place: String)] {
    let bytes = Array(text.utf8)
    let detector = try Detector(RuleIndex(Self.rules), decodeDepth: depth)
    let candidates = detector.candidates(in: bytes.span).located(in: bytes.span)
    #expect(detector.takeFailures().isEmpty)
    return detector.settled(candidates, at: TextPlace(path: Array("a.txt".utf8))).map {
      (
        String(decoding: $0.value.bytes, as: UTF8.self), $0.decoded?.name,
        String(decoding: bytes[$0.secret], as: UTF8.self)
      )
    }
  }

  /// Every byte in its own escape.
  @Test(arguments: [
    "%HH", "%u00HH", "&#d", "&#xhh", "\\xhh", "\\u00hh", "\\u{hh}", "\\x{00hh}", "\\U000000hh", "\\ooo", "\\minimal",
    "&#d;", "&#xhh;", "=HH", "=hh", "U+00HH",
    "U+00hh",
  ])
  func `a secret in escapes is read, and all of them are its place`(form: String) throws {
    let secret = Samples.token()
    let written = secret.utf8.map { byte in
      form.replacing("HH", with: Hexadecimal.uppercased(byte)).replacing("hh", with: Hexadecimal.text(of: [byte]))
        .replacing("ooo", with: (byte < 64 ? "0" : "") + String(byte, radix: 8))
        .replacing("minimal", with: String(byte, radix: 8)).replacing("#d", with: "#\(byte)")
    }.joined()
    let layer = [
      "%": "percent", "\\": "backslash", "&": "entities", "=": "quoted-printable", "U": "code-points",
    ][form.first ?? " "]
    let found = try found("let value = \"\(written)\"\n")
    #expect(found.map(\.secret) == [secret])
    #expect(found.map(\.layers) == [layer])
    #expect(found.map(\.place) == [written])
  }

  @Test(arguments: [
    ("next=a%3D", "percent"), ("q=%7B%22", "percent"), (#""k": "\u0022"#, "backslash"), (#""k": "\x3d"#, "backslash"),
    (#"["one\n"#, "backslash"), (#"["one\t"#, "backslash"),
  ])
  func `an escape before a secret does not hide where it begins`(front: String, layer: String) throws {
    let secret = Samples.token()
    let found = try found("\(front)\(secret)\" the end\n")
    #expect(found.map(\.secret) == [secret])
    #expect(found.map(\.layers) == [layer])
    #expect(found.map(\.place) == [secret])
  }

  @Test(arguments: [
    ("%2F", "%2B", "percent"), (#"\/"#, #"\u002b"#, "backslash"), ("&#x2F;", "&#43;", "entities"),
  ])
  func `escapes inside a value are read`(slash: String, plus: String, layer: String) throws {
    let value = "\(Samples.random(12))/\(Samples.random(13, seed: 2))+\(Samples.random(13, seed: 3))"
    let written = value.replacing("/", with: slash).replacing("+", with: plus)
    let found = try found("url?akey=\(written)&x=y\n")
    #expect(found.map(\.secret) == [value])
    #expect(found.map(\.layers) == [layer])
  }

  /// As URLs, JSON and HTML of some writers have it; a run may be much longer than what is decoded around an escape.
  @Test(
    arguments: [("%2B", "%2F", "percent"), (#"\u002B"#, "/", "backslash"), ("&#43;", "&#x2F;", "entities")], [5, 400])
  func `escapes inside base64 are read, however far from the secret`(
    forms: (plus: String, slash: String, layer: String), words: Int
  ) throws {
    let secret = Samples.token()
    let filler = String(repeating: "words ", count: words)
    for text in ["~~>??? \(filler)\(secret)", "\(secret) \(filler)~~>???", "\(filler)~~>???\(secret) \(filler)"] {
      let run = String(decoding: Base64.encode(text.utf8), as: UTF8.self)
      #expect(run.contains("+") && run.contains("/"))
      let written = run.replacing("+", with: forms.plus).replacing("/", with: forms.slash)
      let found = try found("{\"q\": \"\(written)\"}\n")
      #expect(found.map(\.secret) == [secret], "\(text.prefix(9))")
      // Before the first escape base64 is read as it is.
      #expect(Set(found.map(\.layers)).isSubset(of: ["\(forms.layer)+base64", "base64"]))
    }
  }

  /// Encoders break lines of 76 characters; other lines that end with `=` end with base64.
  @Test(arguments: [60, 72, 73, 75, 76, 77, 90])
  func `a line that mail has broken is read`(width: Int) throws {
    let secret = Samples.token()
    let start = "the key is " + String(repeating: ".", count: width - 33) + " "
    let broken = "\(secret.prefix(20))=\r\n\(secret.dropFirst(20))"
    let found = try found("Hello,\r\n\(start)\(broken) and more\n")
    #expect(found.map(\.secret) == (73...76 ~= width ? [secret] : []))
    #expect(found.allSatisfy { $0.layers == "quoted-printable" && $0.place == broken })
  }

  /// As generators of configuration write the lines of a key: no other escape is in it.
  @Test(arguments: [
    "&#10;", "&#xA;", "&#13;&#10;", "\\x0a", "\\012", "\\u000a", "\\u{a}", "%0A", "%0D%0A", "=0A", "=0D=0A",
  ])
  func `a private key whose line ends are escaped is read`(lineEnd: String) throws {
    let rule = Rule(
      id: "key", regex: "-----BEGIN KEY-----[A-Za-z0-9+/\\n\\r]+-----END KEY-----", keywords: ["begin key"])
    let detector = try Detector(RuleIndex(RuleSet([rule])), decodeDepth: 1)
    for hasSlashes in [false, true] {
      let lines = (1...3).map { Samples.random(64, seed: $0).replacing("a", with: hasSlashes ? "/" : "a") }
      let key = (["-----BEGIN KEY-----"] + lines + ["-----END KEY-----"]).joined(separator: lineEnd)
      let text = Array("<property name='key' value='\(key)'/>\n".utf8)
      let found = detector.settled(
        detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array("a.xml".utf8)))
      #expect(found.map { String(decoding: text[$0.secret], as: UTF8.self) } == [key])
    }
  }

  /// As a form sends it.
  @Test(arguments: ["%0A", "%0D%0A"]) func `a private key in a form is read, whose blanks are written as +`(
    lineEnd: String
  ) throws {
    let rule = Rule(
      id: "key", regex: "-----BEGIN OF KEY-----[A-Za-z0-9+/\\n\\r]+-----END OF KEY-----", keywords: ["begin of key"])
    let detector = try Detector(RuleIndex(RuleSet([rule])), decodeDepth: 1)
    let lines = (1...3).map { Samples.random(62, seed: $0) + "+/" }
    let sent = lines.map { $0.replacing("+", with: "%2B").replacing("/", with: "%2F") }
    let key = (["-----BEGIN+OF+KEY-----"] + sent + ["-----END+OF+KEY-----"]).joined(separator: lineEnd)
    let text = Array("a=b+c&key=\(key)&d=e+f\n".utf8)
    let found = detector.candidates(in: text.span)
    #expect(found.count == 1)
    #expect(found.first.map { String(decoding: $0.value.bytes, as: UTF8.self).contains(lines[1]) } == true)
  }

  /// Nothing but what stands beside it is written in another way.
  @Test(arguments: [
    " q=%41bc", #" "\u0041bc" "#, " &#65;&#66;", " =3Dabc", " =67=68", " U+0041 U+0042", "%20", "&#10;", #"\x0a"#,
  ])
  func `an escape beside what is encoded is no layer of it`(neighbour: String) throws {
    let secret = Samples.token()
    let text = Array("the key is \(secret), is it not?".utf8)
    for (written, layers) in [
      (secret, nil), (String(decoding: Base64.encode(text), as: UTF8.self), "base64"),
      (Hexadecimal.text(of: text), "hex"),
      (secret.utf8.map { "%\(Hexadecimal.uppercased($0))" }.joined(), "percent"),
    ] as [(String, String?)] {
      for text in ["v: \"\(written)\"\(neighbour)", "v: \(neighbour) \"\(written)\"", "\(neighbour)\n\(written)"] {
        let found = try found(text + "\n")
        #expect(found.map(\.secret) == [secret], "\(text)")
        #expect(found.map(\.layers) == [layers], "\(text)")
        #expect(found.map(\.place) == [written], "\(text)")
      }
    }
  }

  @Test func `escapes in escapes and base64 in escapes are read`() throws {
    let secret = Samples.token()
    let twice = try found("x=a%253D\(secret)\n")
    #expect(twice.map(\.secret) == [secret] && twice.map(\.layers) == ["percent+percent"])
    let run = Base64.encode("x \(secret) y".utf8)
    let within = try found("q=" + run.map { "%" + Hexadecimal.uppercased($0) }.joined() + "\n")
    #expect(within.map(\.secret) == [secret] && within.map(\.layers) == ["percent+base64"])
    #expect(try found("x=a%253D\(secret)\n", depth: 1).isEmpty)
  }

  @Test func `what is not escaped is found as it is, once`() throws {
    let secret = Samples.token()
    for text in ["%41\(secret.dropFirst(0)) ", "a=%20 \(secret) %41%42", #""\u4e2d\n \#(secret) é \x41""#] {
      let found = try found(" " + text.replacing("%41t", with: "%41 t") + "\n")
      #expect(found.map(\.secret) == [secret] && found.map(\.layers) == [nil])
    }
  }

  /// Each family of escapes may be in each other, and each may be decoded first.
  @Test func `escapes in escapes come to an end`() throws {
    let detector = try Detector(RuleIndex(Self.rules), decodeDepth: 20)
    let text = Array(String(repeating: #"%255C%2575%26#37;41\x25%5Cx26&#x5c;x3d%26%2335;41 "#, count: 4000).utf8)
    #expect(detector.candidates(in: text.span).isEmpty)
  }

  /// What follows a digit is no escape without its sign, be it hexadecimal too.
  @Test(arguments: [("=64=73", true), ("=647320", false), ("U+0064 U+0073", true), ("U+0064+0073", false)])
  func `an escape that is common elsewhere counts before another one`(text: String, counts: Bool) throws {
    let bytes = Array(text.utf8)
    let family = try #require(EscapeFamily(introducer: bytes[0]))
    #expect(EscapedRun.isMark(0, family, in: bytes.span) == counts)
  }
}
