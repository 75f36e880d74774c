import Testing
import Text

struct JSONValueTests {
  @Test(arguments: [
    #"{"a":[1,-2.5e3,true,false,null,"x"],"b":{}}"#, #"[]"#, #""\"\\\n""#, "0", #"{"z":1,"a":2}"#,
  ])
  func `what was read is written as it was`(text: String) throws {
    #expect(try JSONValue.parse(Array(text.utf8)).compact == text)
  }

  @Test func `members and elements are found`() throws {
    let value = try JSONValue.parse(Array(#" { "a" : 1 , "b" : [ "x" , 2e2 ] , "a" : 3 } "#.utf8))
    #expect(value["a"]?.integer == 3)
    #expect(value["b"]?.elements?.first?.string == "x")
    #expect(value["b"]?.elements?.last?.integer == 200)
    #expect(value.members?.count == 2)
    #expect(value["c"] == nil && value.string == nil)
  }

  @Test(arguments: [
    #""\u00e9""#: "é", #""\ud83d\ude00""#: "😀", #""\ud83d""#: "\u{FFFD}", #""\ud83dA""#: "\u{FFFD}A",
    #""\b\f\/""#: "\u{8}\u{C}/",
  ])
  func `escapes are resolved`(text: String, expected: String) throws {
    #expect(try JSONValue.parse(Array(text.utf8)).string == expected)
  }

  @Test(arguments: ["", "{", "[1,]", "{\"a\"}", "tru", "\"\u{1}\"", "1 2", "'a'", #""\x""#, "--1"])
  func `what is no JSON is refused`(text: String) {
    #expect(JSONValue(parsing: Array(text.utf8)) == nil)
  }

  @Test func `depth is bounded`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(JSONValue(parsing: Array(deep.utf8)) == nil)
    let nested = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
    #expect(JSONValue(parsing: Array(nested.utf8)) != nil)
  }

  @Test func `nothing that is written steers a terminal`() {
    #expect(JSONValue.string("a\u{1B}[31m\u{202E}##vso[x]").compact == #""a\u001b[31m\u202e\u0023\u0023vso[x]""#)
    #expect(JSONValue.number(.infinity).compact == "0" && JSONValue.integer(-5).compact == "-5")
  }
}
