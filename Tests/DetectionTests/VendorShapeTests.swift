import BuiltInRules
import Detection
import Rules
import Testing

@Suite("Values that miss the shape of their vendor's keys")
struct VendorShapeTests {
  private func rules(in line: String) throws -> [String] {
    try Engine(BuiltInRules.ruleSet).seen(line, path: "app.py").map(\.rule)
  }

  private func value(_ shape: String, _ seed: UInt64) throws -> String {
    var generator = SeededGenerator(seed: seed)
    return String(decoding: try Shape(parsing: shape).generate(using: &generator), as: UTF8.self)
  }

  @Test(
    "are dropped when they miss it by a few characters, and kept as another secret when it is not that vendor's",
    arguments: [29, 31, 33, 35, 24, 44])
  func lengths(length: Int) throws {
    let value = try value("[a-zA-Z0-9]{\(length)}", UInt64(length))
    #expect(try rules(in: "signable_api_key = \"\(value)\"\n").isEmpty == (29...35).contains(length))
    #expect(try rules(in: "internal_api_key = \"\(value)\"\n").count == 1)
  }

  @Test
  func `are found when they have it, by the vendor's rule`() throws {
    #expect(try rules(in: "signable_api_key = \"\(value("[a-zA-Z0-9]{32}", 1))\"\n") == ["signable-api-key"])
  }

  @Test
  func `are dropped when a character or two cannot stand in a key`() throws {
    let value = try value("[a-zA-Z0-9]{15}%[a-zA-Z0-9]{16}", 2)
    #expect(try rules(in: "signable_api_key = \"\(value)\"\n").isEmpty)
    #expect(try rules(in: "internal_api_key = \"\(value)\"\n").count == 1)
  }

  @Test(
    "are dropped when they begin as a vendor's keys do, and are cut, too long or mistyped",
    arguments: ["glptt-[a-f0-9]{39}", "glptt-[a-f0-9]{41}", "glptt-[a-f0-9]{20}", "glptt-[a-f0-9]{20}%[a-f0-9]{19}"])
  func prefixes(shape: String) throws {
    let value = try value(shape, 3)
    #expect(try rules(in: "token = \"\(value)\"\n") == [])
    #expect(try rules(in: "token = \"x\(value)\"\n").count == 1)
  }
}
