import Testing
import Text

@testable import Rules

@Suite struct ShapeTests {
  @Test(arguments: [
    ("abc", "abc"), ("x{5}", "xxxxx"), (#"a\{3\}"#, "a{3}"), (#"\[a\]"#, "[a]"), (#"a\\b"#, #"a\b"#),
    (#"a\nb\tc"#, "a\nb\tc"),
    ("${NAME}", "${NAME}"), (#"{"a": 1}"#, #"{"a": 1}"#), ("x{y}", "x{y}"), ("-{3}", "-{3}"), ("[a]{2}b{0}c", "aac"),
    ("비밀", "비밀"), ("a]b", "a]b"), ("", ""),
  ])
  func `literal text means itself`(shape: String, text: String) throws {
    var generator = SeededGenerator(seed: 1)
    #expect(try Shape(parsing: shape).generate(using: &generator).text == text)
  }

  @Test func `classes give their characters in their count`() throws {
    let shape = try Shape(parsing: #"[a-cX\]\-]{20,30}"#)
    var generator = SeededGenerator(seed: 2)
    var seen: Set<UInt8> = []
    var lengths: Set<Int> = []
    for _ in 0..<200 {
      let text = shape.generate(using: &generator)
      #expect((20...30).contains(text.count))
      lengths.insert(text.count)
      seen.formUnion(text)
    }
    #expect(seen == Set("abcX]-".utf8))
    #expect(lengths == Set(20...30))
  }

  @Test func `a dash at an edge of a class means itself`() throws {
    #expect(try Shape(parsing: "[a-]").pieces[0].characters == Array("-a".utf8))
    #expect(try Shape(parsing: "[-a]").pieces[0].characters == Array("-a".utf8))
  }

  @Test func `guillemets mark the secret`() throws {
    let shape = try Shape(parsing: "key = «[a-z]{4,9}» # note")
    var generator = SeededGenerator(seed: 3)
    let (text, secret) = shape.generateExample(using: &generator)
    let range = try #require(secret)
    #expect(range.lowerBound == 6)
    #expect(text[..<6].text == "key = ")
    #expect(text[range].allSatisfy { $0.isLowercase })
    #expect(text[range.upperBound...].text == " # note")
  }

  @Test(arguments: [
    ("ab[cd", ShapeError.Problem.unclosedClass, 5), (#"[a\]"#, .unclosedClass, 4), ("x[]", .emptyClass, 3),
    ("[z-a]", .backwardRange, 4), ("[é]", .notASCII, 2),
    (#"ab\"#, .trailingBackslash, 3), ("[a]{3,2}", .badCount, 4), ("[a]{3,}", .badCount, 4),
    ("[a]{9999999}", .badCount, 4),
    ("a{1,2,3}", .badCount, 2), ("«a", .unpairedGuillemet, 2), ("a»", .unpairedGuillemet, 2),
  ])
  func `mistakes name their place`(shape: String, problem: ShapeError.Problem, position: Int) {
    #expect(throws: ShapeError(problem: problem, position: position)) { try Shape(parsing: shape) }
  }

  @Test func `the generator follows its published sequence`() {
    var generator = SeededGenerator(seed: 1_234_567)
    // First output of the reference implementation for this seed.
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
  }
}
