import BuiltInRules
import Detection
import Findings
import Rules
import Testing

@Suite("Values that miss the shape of their vendor's keys")
struct VendorShapeTests {
  /// Rule and confidence of what is found in a line.
  private func found(in line: String) throws -> [String] {
    let engine = try Engine(BuiltInRules.ruleSet)
    let place = TextPlace(path: Array("app.py".utf8))
    return engine.detector.settled(engine.located(Array(line.utf8)), at: place).map {
      "\(engine.rules.id(at: $0.rule)) \($0.confidence.name)"
    }
  }

  private func value(_ shape: String, _ seed: UInt64) throws -> String {
    var generator = SeededGenerator(seed: seed)
    return String(decoding: try Shape(parsing: shape).generate(using: &generator), as: UTF8.self)
  }

  @Test(arguments: [29, 31, 33, 35, 24, 44])
  func `beside the vendor's name are less sure when they are a few characters shorter`(length: Int) throws {
    let value = try value("[a-zA-Z0-9]{\(length)}", UInt64(length))
    let isShorter = (29...31).contains(length)
    #expect(try found(in: "signable_api_key = \"\(value)\"\n") == ["generic-api-key \(isShorter ? "medium" : "high")"])
    #expect(try found(in: "internal_api_key = \"\(value)\"\n") == ["generic-api-key high"])
  }

  @Test
  func `are found when they have it, by the vendor's rule`() throws {
    let line = try "signable_api_key = \"\(value("[a-zA-Z0-9]{32}", 1))\"\n"
    #expect(try found(in: line).allSatisfy { $0.hasPrefix("signable-api-key ") })
  }

  @Test
  func `are less sure when a character or two cannot stand in a key`() throws {
    let value = try value("[a-zA-Z0-9]{15}%[a-zA-Z0-9]{16}", 2)
    #expect(try found(in: "signable_api_key = \"\(value)\"\n") == ["generic-api-key medium"])
    #expect(try found(in: "internal_api_key = \"\(value)\"\n") == ["generic-api-key high"])
  }

  @Test
  func `are as sure as ever when their name says that they are a password`() throws {
    let value = try value("[a-zA-Z0-9]{30}", 3)
    #expect(try found(in: "signable_password = \"\(value)\"\n") == ["generic-password high"])
  }

  @Test(arguments: ["token = \"@\"\n", "use @ for it\n", "url?a=@&b=1\n"])
  func `with the vendor's prefix are found by its rule`(line: String) throws {
    func found(_ shape: String) throws -> [String] {
      try self.found(
        in: line.split(separator: "@", omittingEmptySubsequences: false).joined(separator: value(shape, 3)))
    }
    #expect(try found("glptt-[a-f0-9]{40}").allSatisfy { $0 == "gitlab-pipeline-trigger-token high" })
    for longer in [41, 44, 48] {
      #expect(try found("glptt-[a-f0-9]{\(longer)}").allSatisfy { $0.hasPrefix("gitlab-pipeline-trigger-token ") })
      #expect(try found("glptt-[a-f0-9]{\(longer)}").count == 1)
    }
    #expect(try found("glptt-[a-f0-9]{39}").count == 1)
  }

  @Test
  func `in plain text are one step less sure when they are longer, and unlikely when they are shorter`() throws {
    #expect(try found(in: "use \(value("glptt-[a-f0-9]{42}", 4))\n") == ["gitlab-pipeline-trigger-token medium"])
    #expect(try found(in: "use \(value("glptt-[a-f0-9]{38}", 4))\n") == ["gitlab-pipeline-trigger-token low"])
    #expect(try found(in: "use \(value("glptt-[a-f0-9]{36}", 4))\n") == [])
    #expect(try found(in: "use \(value("glptt-[a-f0-9]{49}", 4))\n") == [])
  }

  @Test
  func `are dropped when they begin as a vendor's keys do and much of them was cut off`() throws {
    let value = try value("glptt-[a-f0-9]{20}", 3)
    #expect(try found(in: "token = \"\(value)\"\n") == [])
    #expect(try found(in: "token = \"x\(value)\"\n").count == 1)
  }

  @Test
  func `are no matches of rules that a file brings`() throws {
    let key = Rule(id: "acme-key", regex: #"\b(acme_[a-f0-9]{32})\b"#, keywords: ["acme_"])
    let text = try "use \(value("acme_[a-f0-9]{33}", 5))\n"
    #expect(try Engine([key]).seen(text).isEmpty)
  }
}
