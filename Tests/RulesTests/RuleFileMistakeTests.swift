import Findings
import Rules
import Testing

/// What a rule file that cannot be used is told about it.
@Suite struct RuleFileMistakeTests {
  static let mistakes: [(text: String, message: String)] = [
    ("[[rules]]\nregex = 'a'", #"r.toml:1: rule without an id: give it an "id""#),
    ("[[rules]]\nid = ''\nregex = 'a'", #"r.toml:1: rule without an id: give it an "id""#),
    ("[[rules]]\nid = 1", #"r.toml:2: rule: "id" must be a string, not an integer"#),
    (
      "[[rules]]\nid='a'\nregex='b('",
      #"r.toml:3: rule "a": "regex" does not compile at offset 2: missing closing parenthesis"#
    ),
    (
      "[[rules]]\nid='a'\npath='['",
      #"r.toml:3: rule "a": "path" does not compile at offset 1: missing terminating ] for character class"#
    ),
    (
      "[[rules]]\nid='a'\nseverity='urgent'",
      #"r.toml:3: rule "a": "severity" is "urgent" but must be one of critical, high, medium, low, info"#
    ),
    (
      "[[rules]]\nid='a'\nconfidence='sure'",
      #"r.toml:3: rule "a": "confidence" is "sure" but must be one of high, medium, low"#
    ),
    (
      "[[rules]]\nid='a'\nchecksum='lun'",
      #"r.toml:3: rule "a": unknown checksum "lun": did you mean "luhn"?"#
    ),
    (
      "[[rules]]\nid='a'\nentropy=9", #"r.toml:3: rule "a": "entropy" must be between 0.0 and 8.0"#
    ),
    (
      "[[rules]]\nid='a'\nentropy='x'",
      #"r.toml:3: rule "a": "entropy" must be a number, not a string"#
    ),
    (
      "[[rules]]\nid='a'\nentropy=nan",
      #"r.toml:3: rule "a": "entropy" must be between 0.0 and 8.0"#
    ),
    (
      "[[rules]]\nid='a'\nsecretGroup=-1",
      #"r.toml:3: rule "a": "secretGroup" must be between 0 and 32767"#
    ),
    (
      "[[rules]]\nid='a'\nsecretGroup=1.5",
      #"r.toml:3: rule "a": "secretGroup" must be an integer, not a number"#
    ),
    (
      "[[rules]]\nid='a'\nskipReport='no'",
      #"r.toml:3: rule "a": "skipReport" must be true or false, not a string"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=['']",
      #"r.toml:3: rule "a": "keywords" contains an empty string, which is in every text: remove it"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=[1]",
      #"r.toml:3: rule "a": "keywords" must be a list of strings, not an integer"#
    ),
    (
      "[[rules]]\nid='a'\nkeywords=2020-01-01",
      #"r.toml:3: rule "a": "keywords" must be a list of strings, not a date"#
    ),
    (
      "[[rules]]\nid='a'\nregex=true",
      #"r.toml:3: rule "a": "regex" must be a string, not a boolean"#
    ),
    (
      "[[rules]]\nid='a'\nID='b'\nregex='c'",
      #"r.toml:3: rule: key "ID" is given twice: keys are compared without letter case"#
    ),
    (
      "[[rules]]\nid='a'\n[[rules.required]]\nwithinLines=1",
      #"r.toml:3: rule "a": [[rules.required]]: give the "id" of the other rule"#
    ),
    ("rules = 1", #"r.toml:1: "rules" must be an array of tables [[rules]], not an integer"#),
    ("rules = [1]", #"r.toml:1: "rules" must be an array of tables [[rules]], not an integer"#),
    ("extend = []", #"r.toml:1: "extend" must be a table [extend], not an array"#),
    (
      "[extend]\nuseDefault=true\npath='x'",
      #"r.toml:1: [extend]: give either "useDefault" or "path", not both"#
    ),
    (
      "[allowlist]\ndescription='x'",
      "r.toml:1: allowlist: it is empty: give commits, paths, regexes or stopwords"
    ),
    (
      "[allowlist]\nstopwords=['']",
      #"r.toml:1: allowlist: "stopwords" contains an empty string, which is in every secret: remove it"#
    ),
    (
      "[allowlist]\npaths=['(']",
      #"r.toml:2: allowlist: "paths" does not compile at offset 1: missing closing parenthesis"#
    ),
    (
      "[allowlist]\npaths=['a']\ncondition='XOR'",
      #"r.toml:3: allowlist: "condition" is "XOR" but must be one of OR, AND"#
    ),
    (
      "[allowlist]\npaths=['a']\nregexTarget='file'",
      #"r.toml:3: allowlist: "regexTarget" is "file" but must be one of secret, match, line"#
    ),
    (
      "[allowlist]\npaths=['a']\n[[allowlists]]\npaths=['b']",
      #"r.toml:1: give either "allowlists" or the older "allowlist", not both"#
    ),
    (
      "a = ",
      "r.toml:1: not valid TOML: Error while parsing key-value pair: encountered end-of-file"
    ),
    (
      String(repeating: "a.", count: 40) + "b = 1",
      "r.toml:1: not valid TOML: a key has more than 32 dotted parts"
    ),
  ]

  @Test(arguments: mistakes) func `a mistake is told with file, line, key and fix`(
    text: String, expected: String
  ) {
    #expect(message(of: text) == expected)
  }

  @Test func `all mistakes of a file are told at once, in order`() {
    let lines = message(of: "[[rules]]\nid='a'\nentropy=9\nseverity='x'\n[[rules]]\nregex='b'")
      .split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.map { $0.prefix(9) } == ["r.toml:3:", "r.toml:4:", "r.toml:5:"])
  }

  // MARK: - Encoding

  @Test func `a byte order mark is a warning`() throws {
    let file = try RuleFile.parse([0xEF, 0xBB, 0xBF] + Array("title = 'é'".utf8), name: "r.toml")
    #expect(file.title == "é")
    #expect(
      file.warnings.map(\.description) == [
        "r.toml:1: the file begins with a byte order mark: save it as UTF-8 without one"
      ])
  }

  @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF]]) func `UTF-16 is an error that says so`(
    mark: [UInt8]
  ) {
    #expect(message(of: mark + [0x61, 0]) == "r.toml:1: the file is UTF-16: save it as UTF-8")
  }

  @Test func `bytes that are not UTF-8 are told with their line`() {
    let text = Array("# ok\n# ok\n# ".utf8) + [0xE9, 0x0A]
    #expect(message(of: text) == "r.toml:3: the line is not valid UTF-8: save the file as UTF-8")
  }
}
