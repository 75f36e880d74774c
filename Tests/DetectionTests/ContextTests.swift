import Detection
import Findings
import Rules
import Testing

/// Where a value belongs to the vendor's word near it, and where it does not.
@Suite struct ContextTests {
  static let value = Samples.random()

  private static func settings(_ count: Int) -> String { String(repeating: "timeout: 30\n", count: count) }

  static let tied = [
    "vendor: acmecorp\n" + settings(5) + "api_key: \(value)\n",
    "api_key: \(value)\n" + "vendor: acmecorp\n",
    "acmecorp ||= \"\(value)\"", "acmecorp(\"\(value)\")",
    "git clone https://\(value)@acmecorp.com/app.git", "curl https://\(value):x@api.acmecorp.com/v1",
    "\(value)  # acmecorp API key\n", "  \(value) // token for acmecorp\n",
  ]
  static let untied = [
    "vendor: acmecorp\n" + settings(9) + "api_key: \(value)\n",
    "app://\(value)@acmecorp.com/app.git", "https://\(value):8080/acmecorp/x",
    "acmecorp@1:\n  resolved https://host.net/passkey-1.0.tgz#\(value)\n", "\(value)  acmecorp-keys.zip\n",
    "\(value)  # acmecorp, third of March\n", "\(value) acmecorp key",
    "acmecorp_token = task-\(value)-group\n",
  ]

  @Test(arguments: tied) func `a value is tied to the word`(text: String) throws {
    #expect(try secrets(text) == [Self.value])
  }

  @Test(arguments: untied) func `a value is not tied to the word`(text: String) throws {
    #expect(try secrets(text).isEmpty)
  }

  /// What one word's search has ruled out is left out of the next one's: nothing may get lost where they meet.
  @Test(arguments: 0..<4, [#"\b([a-f0-9]{20})\b"#, #"(?:^|[^a-f0-9])([a-f0-9]{20,24})(?:[^a-f0-9]|$)"#])
  func `words close to each other find what each finds alone`(seed: Int, regex: String) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let engine = try Engine([Rule(id: "r", regex: regex, context: ["acmecorp"])])
    let pieces = [
      "acmecorp ", "acmecorp.com/", "\n", "\n\n", " key = \"", "\"", " ", "-", "name: some words", "e", "x",
    ]
    let lengths = [12, 19, 20, 20, 20, 21, 24, 25, 40]
    var found = 0
    for _ in 0..<60 {
      var text: [UInt8] = []
      while text.count < 3000 {
        if Int.random(in: 0..<6, using: &generator) == 0 {
          let length = lengths[Int.random(in: lengths.indices, using: &generator)]
          text += (0..<length).map { _ in Array("abcdef0123456789".utf8)[Int.random(in: 0..<16, using: &generator)] }
        } else {
          text += Array(pieces[Int.random(in: pieces.indices, using: &generator)].utf8)
        }
      }
      let together = Set(engine.detector.candidates(in: text.span).map(\.secret))
      let alone = text.indices.flatMap { place in
        text[place...].starts(with: "acmecorp".utf8)
          ? engine.detector.candidates(in: text.span, range: place..<place + 1).map(\.secret) : []
      }
      #expect(together == Set(alone))
      found += together.count
    }
    #expect(found > 100, "there is something to lose")
  }

  private func secrets(_ text: String) throws -> [String] {
    let rule = Rule(
      id: "r", regex: #"(?:^|[^A-Za-z0-9])([A-Za-z0-9]{32})(?:[^A-Za-z0-9]|$)"#,
      context: ["acmecorp"])
    let engine = try Engine([rule])
    let bytes = Array(text.utf8)
    return engine.detector.settled(engine.located(bytes), at: TextPlace(path: Array("src/a.conf".utf8)))
      .filter { $0.confidence >= .medium }
      .map { String(decoding: bytes[$0.secret], as: UTF8.self) }
  }
}
