import Foundation
import Testing

@testable import Rules

/// Named parts of regexes: `[fragments]` and `{{name}}`.
struct FragmentTests {
  @Test func `a name between double braces stands for its text in every regex of the file`() throws {
    let file = try parse(
      """
      [[rules]]
      id = "a"
      regex = '''k_({{uuid}})-{{ Digit }}{{digit}}'''
      path = '''{{DIGIT}}{2}\\.env'''
      [[rules.allowlists]]
      regexes = ['''{{{digit}}}''', "x"]
      paths = ["{{digit}}"]
      [fragments]
      digit = "[0-9]"
      uuid = '''[a-f]{{digit}}{4}'''
      """, isStrict: true)
    let rule = try #require(file.rules.first?.rule)
    #expect(rule.regex == "k_([a-f][0-9]{4})-{{ Digit }}[0-9]")
    #expect(rule.path == #"[0-9]{2}\.env"#)
    #expect(rule.allowlists.first?.regexes == ["{[0-9]}", "x"])
    #expect(rule.allowlists.first?.paths == ["[0-9]"])
    #expect(file.unusedFragments.isEmpty)
    #expect(file.warnings.isEmpty)
    #expect(!ConfigurationWriter.text(of: file, from: .leaksift).contains("{{digit"))
  }

  @Test func `double braces are regex text in a file without fragments`() throws {
    let file = try parse("[[rules]]\nid = 'a'\nregex = 'a{{name}}b{{'")
    #expect(file.rules.first?.rule.regex == "a{{name}}b{{")
    #expect(file.warnings.isEmpty)
  }

  @Test(arguments: [
    ("x = 3", #"r.toml:2: [fragments]: "x" must be a string, not an integer"#),
    (
      "'3' = 'a'",
      #"r.toml:2: [fragments]: "3" is no name: give it a letter, then letters, digits, "_" and "-""#
    ),
    ("x = 'a('", #"r.toml:2: [fragments]: "x" does not compile at offset 2: missing closing parenthesis"#),
    ("x = 'a'\nX = 'b'", #"r.toml:3: [fragments]: key "X" is given twice: keys are compared without letter case"#),
  ])
  func `a fragment that cannot be used is an error`(declaration: String, error: String) {
    #expect(message(of: "[fragments]\n\(declaration)") == error)
  }

  @Test(arguments: ["x = '{{x}}'", "x = '{{y}}'\ny = 'a'"])
  func `a fragment uses only those above it, so there is no cycle`(declarations: String) throws {
    let file = try parse("[fragments]\nz = 'b'\n\(declarations)\n[[rules]]\nid = 'a'\nregex = '{{x}}{{z}}'")
    #expect(file.rules.first?.rule.regex?.hasPrefix("{{") == true)
    #expect(
      file.warnings.first?.description.contains("which is regex text: no fragment of that name is declared above it")
        == true)
  }

  @Test func `an unused fragment and an unknown name are reported`() throws {
    let file = try parse(
      "[fragments]\nuuid = 'b'\ntoken = 'c'\n[[rules]]\nid = 'a'\nregex = '{{token}}{{uid}}'\nkeywords = ['c']")
    #expect(
      file.warnings.map(\.description) == [
        #"r.toml:6: rule "a": "regex" has {{uid}}, which is regex text: no fragment of that name is declared above it"#
          + #": did you mean "uuid"?"#
      ])
    #expect(
      ConfigurationCheck.remarks(on: file, base: RuleSet()).map(\.description)
        == [#"r.toml:2: [fragments]: "uuid" has no effect: no regex contains {{uuid}}"#])
  }

  // MARK: - The built-in rules

  /// Characters of the longest expression that may be in a file twice.
  private static let longest = 60

  private static var ruleFiles: [URL] {
    get throws {
      let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
      return try FileManager.default.contentsOfDirectory(
        at: root.appending(path: "rules"), includingPropertiesForKeys: nil
      ).filter { $0.pathExtension == "toml" }
    }
  }

  @Test func `no long expression is in a built-in rule file twice`() throws {
    let files = try Self.ruleFiles
    #expect(!files.isEmpty)
    for file in files {
      let table = try TOMLReader.parse(Array(try Data(contentsOf: file)))
      var seen: Set<[UInt8]> = []
      for (owner, regex) in Self.regexes(of: table) {
        let bytes = Array(regex.utf8)
        guard bytes.count >= Self.longest else { continue }
        let repeated = (0...bytes.count - Self.longest).first {
          !seen.insert(Array(bytes[$0..<$0 + Self.longest])).inserted
        }
        let text = repeated.map { String(decoding: bytes[$0..<$0 + Self.longest], as: UTF8.self) }
        #expect(text == nil, "\(file.lastPathComponent), \(owner): make a fragment of this and what is around it")
      }
    }
  }

  /// The regexes of a file as they are written, and the rules and fragments that contain them.
  private static func regexes(of root: TOMLTable) -> [(owner: String, regex: String)] {
    var regexes = table(root["fragments"])?.entries.map { ($0.key, string($0.value)) } ?? []
    for item in items(root["rules"]) {
      guard let rule = table(item) else { continue }
      var values = [rule["regex"], rule["path"]].compactMap { $0 }
      for list in items(rule["allowlists"]).compactMap({ table($0) }) {
        values += items(list["regexes"]) + items(list["paths"])
      }
      regexes += values.map { (string(rule["id"]), string($0)) }
    }
    return regexes
  }

  private static func table(_ value: TOMLValue?) -> TOMLTable? {
    if case .table(let table) = value?.content { table } else { nil }
  }

  private static func items(_ value: TOMLValue?) -> [TOMLValue] {
    if case .array(let items) = value?.content { items } else { [] }
  }

  private static func string(_ value: TOMLValue?) -> String {
    if case .string(let text) = value?.content { text } else { "" }
  }
}
