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
  ]

  @Test(arguments: tied) func aValueIsTiedToTheWord(text: String) throws {
    #expect(try secrets(text) == [Self.value])
  }

  @Test(arguments: untied) func aValueIsNotTiedToTheWord(text: String) throws {
    #expect(try secrets(text).isEmpty)
  }

  private func secrets(_ text: String) throws -> [String] {
    let rule = Rule(
      id: "r", confidence: .medium, regex: #"(?:^|[^A-Za-z0-9])([A-Za-z0-9]{32})(?:[^A-Za-z0-9]|$)"#,
      context: ["acmecorp"])
    let engine = try Engine([rule])
    let bytes = Array(text.utf8)
    return engine.detector.settled(engine.placed(bytes), at: TextPlace(path: Array("src/a.conf".utf8)))
      .filter { $0.candidate.confidence >= .medium }
      .map { String(decoding: bytes[$0.candidate.secret], as: UTF8.self) }
  }
}
