import BuiltInRules
import Detection
import Findings
import Rules
import Testing

@Suite("Vome, Vook, Voltmasters, Cometly and Altum AI")
struct VomeVookVoltmastersTests {
  struct Vendor: CustomTestStringConvertible {
    var rule: String
    /// As its documentation writes the header in front of the key, without quotes.
    var header: String
    var url: String
    /// Name of the vendor in variables, lower case.
    var name: String

    var testDescription: String { name }
    var headerName: String { String(header.prefix { $0 != ":" }) }
    var headerStart: String { String(header.drop { $0 != ":" }.dropFirst(2)) }
  }

  static let vendors: [Vendor] = [
    Vendor(
      rule: "vome-api-key", header: "API-KEY: ", url: "https://api.vomevolunteer.com/data", name: "vome"),
    Vendor(
      rule: "vook-api-key", header: "Authorization: Bearer ", url: "https://api.vook.ai/v1/", name: "vook"),
    // Its documentation names neither header nor address: these are made up.
    Vendor(
      rule: "voltmasters-project-key", header: "X-API-Key: ", url: "https://voltmasters.io/api/v1/projects",
      name: "voltmasters"),
    Vendor(
      rule: "cometly-api-key", header: "Authorization: Bearer ", url: "https://app.cometly.com/public-api/v1/events",
      name: "cometly"),
    Vendor(
      rule: "altum-ai-api-key", header: "x-api-key: ", url: "https://api.altum.ai/v2/sustainability", name: "altum"),
  ]

  static let keyShapes: [String] = [
    "[a-f0-9]{32}", "[A-Za-z0-9]{40}", "[a-f0-9]{64}", "[A-Za-z0-9]{20}", "[A-Za-z0-9_-]{22}[A-Za-z0-9]{2}",
    "[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}", "proj_[A-Za-z0-9]{32}",
    "[a-z]{2}_live_[A-Za-z0-9]{24}", "[A-Za-z0-9+/]{43}=", "[0-9]{3}|[A-Za-z0-9]{40}",
  ]

  @Test(
    arguments: VomeVookVoltmastersTests.vendors,
    VomeVookVoltmastersTests.keyShapes)
  func `a realistic key is found at its line, wherever it is`(of vendor: Vendor, shape: String) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    var generator = SeededGenerator(seed: vendor.name + shape)
    for snippet in Self.snippets {
      let key = try Shape(parsing: shape).generate(using: &generator)
      let (text, range) = snippet.text(for: vendor, key: key)
      let found = detector.settled(
        detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array("a.txt".utf8)))
      let hit = found.first { $0.secret.overlaps(range) && $0.confidence >= .medium }
      let line = 1 + text[..<range.lowerBound].count { $0 == UInt8(ascii: "\n") }
      #expect(hit?.start.line == line, "\(shape) in \(snippet.name)")
      #expect(hit.map { BuiltInRules.ruleSet.id(at: $0.rule) } == vendor.rule, "\(shape) in \(snippet.name)")
    }
  }

  @Test(arguments: vendors)
  func `a documented snippet is found with a key in it, and not as it is`(of vendor: Vendor) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    var generator = SeededGenerator(seed: vendor.name)
    let snippets = try #require(Self.documented[vendor.rule])
    #expect(snippets.count >= 5)
    for snippet in snippets {
      let key = try Shape(parsing: "[A-Za-z0-9]{40}").generate(using: &generator)
      for (value, expected) in [(key, [vendor.rule]), (Array("YOUR_API_KEY".utf8), [])] {
        let (text, _) = Snippet.text(snippet.template, key: value)
        let found = detector.settled(
          detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array("a.txt".utf8)))
        #expect(found.map { BuiltInRules.ruleSet.id(at: $0.rule) } == expected, "in \(snippet.name)")
      }
    }
  }

  @Test(arguments: vendors)
  func `its rule says where the key is replaced and links to the page about it`(of vendor: Vendor) throws {
    let rules = BuiltInRules.ruleSet
    let rule = try #require((0..<rules.count).map { rules.rule(at: $0) }.first { $0.id == vendor.rule })
    let steps = rule.steps.joined(separator: " ")
    #expect(steps.contains(try #require(Self.places[vendor.name])))
    #expect(try #require(rule.docsURL).hasPrefix("https://docs."))
    #expect(rule.summary.lowercased().contains(vendor.name))
  }

  /// Where keys are replaced.
  private static let places = [
    "vome": "API & webhooks", "vook": "app.vook.ai, Settings > API Keys", "altum": "mopsus.altum.ai",
    "cometly": "app.cometly.com/integrations", "voltmasters": "Settings > Project Settings > API Keys",
  ]

  static let dummies: [String] = [
    "your_unique_api_key_here", "YOUR_API_KEY", "YOUR_UNIQUE_API_KEY", "your_api_key_here", "<your-api-key>",
    "${API_KEY}", "$API_KEY", "{{api_key}}", "process.env.API_KEY", "os.environ[\"API_KEY\"]",
    "xxxxxxxxxxxxxxxxxxxxxxxx",
    "response.json()", "config.get('api_key')", "INSERT_YOUR_API_KEY_HERE", "undefined", "********************",
  ]

  @Test(
    arguments: VomeVookVoltmastersTests.vendors, VomeVookVoltmastersTests.dummies)
  func `placeholders of documentation are not found`(of vendor: Vendor, dummy: String) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    for snippet in Self.snippets {
      let (text, _) = snippet.text(for: vendor, key: Array(dummy.utf8))
      let found = detector.settled(
        detector.candidates(in: text.span).located(in: text.span), at: TextPlace(path: Array("a.txt".utf8)))
      let texts = found.map { String(decoding: text[$0.secret], as: UTF8.self) }
      #expect(texts == [], "in \(snippet.name)")
    }
  }

  @Test(arguments: vendors)
  func `Code around a call to the vendor is not found`(of vendor: Vendor) throws {
    let detector = try Detector(BuiltInRulesTests.index)
    let name = vendor.name
    for text in [
      "const response = await fetch('\(vendor.url)');\nconst data = await response.json();\n",
      "import { \(name)Client, createAuthenticatedRequest } from './\(name)/authenticated-client';\n",
      "r = requests.get(\"\(vendor.url)\", headers=self.\(name)_authorization_headers())\nreturn r.json()[\"accessToken\"]\n",
      "$key = getenv('\(name.uppercased())_API_KEY');\n$client->setAuthorizationHeader($key);\n",
      "# \(name) key rotation\n\nSee the [authentication guide](docs/\(name)/api-key-authentication.md) for keys.\n",
      "\(name): {\n  apiKeyHeader: 'X-Authenticated-Project-Key',\n  'Content-Type': 'application/json'\n}\n",
      "def \(name)_token_expired_error_message(token): raise \(name.capitalized)AuthenticationError(token)\n",
    ] {
      let bytes = Array(text.utf8)
      let found = detector.settled(
        detector.candidates(in: bytes.span).located(in: bytes.span), at: TextPlace(path: Array("a.txt".utf8)))
      #expect(found.map { String(decoding: bytes[$0.secret], as: UTF8.self) } == [], "in \(text)")
    }
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
