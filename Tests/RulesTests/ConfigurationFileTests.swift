import Rules
import Testing

@Suite struct ConfigurationFileTests {
  static let files = [
    "given.toml": "1", "named.toml": "2", "repo/.leaksift.toml": "3", "repo/.betterleaks.toml": "4",
    "repo/.gitleaks.toml": "5", "peer/.betterleaks.toml": "6", "peer/.gitleaks.toml": "7", "old/.gitleaks.toml": "8",
    ".gitleaks.toml": "9",
  ]

  struct Search: CustomTestStringConvertible {
    var commandLine: String?
    var environment: [String: String] = [:]
    var target: String?
    var name: String?
    var text: String?
    var testDescription: String { name ?? "none" }
  }

  static let searches = [
    Search(
      commandLine: "given.toml", environment: ["GITLEAKS_CONFIG": "named.toml"], target: "repo", name: "given.toml",
      text: "1"),
    Search(
      environment: ["GITLEAKS_CONFIG": "named.toml", "GITLEAKS_CONFIG_TOML": "x"], target: "repo", name: "named.toml",
      text: "2"),
    Search(
      environment: ["GITLEAKS_CONFIG": "", "GITLEAKS_CONFIG_TOML": "x"], target: "repo", name: "GITLEAKS_CONFIG_TOML",
      text: "x"),
    Search(target: "repo", name: "repo/.leaksift.toml", text: "3"),
    Search(target: "repo/", name: "repo/.leaksift.toml", text: "3"),
    Search(target: "peer", name: "peer/.betterleaks.toml", text: "6"),
    Search(target: "old", name: "old/.gitleaks.toml", text: "8"),
    Search(target: ".", name: ".gitleaks.toml", text: "9"),
    Search(environment: ["GITLEAKS_CONFIG_TOML": ""], target: "none"),
    Search(),
  ]

  @Test(arguments: searches) func `the first file in gitleaks' order is taken`(_ search: Search) throws {
    let found = try ConfigurationFile.find(
      commandLine: search.commandLine, target: search.target, environment: { search.environment[$0] },
      read: { Self.files[$0].map { Array($0.utf8) } })
    #expect(found?.name == search.name)
    #expect(found?.text == search.text.map { Array($0.utf8) })
  }

  @Test(
    arguments: [
      ("none.toml", nil, "none.toml: the rule file given with -c does not exist"),
      (nil, "none.toml", "none.toml: the rule file named by GITLEAKS_CONFIG does not exist"),
    ] as [(String?, String?, String)])
  func `a file that was asked for must exist`(commandLine: String?, variable: String?, message: String) {
    do throws(RuleFileError) {
      _ = try ConfigurationFile.find(
        commandLine: commandLine, target: "repo", environment: { $0 == "GITLEAKS_CONFIG" ? variable : nil },
        read: { Self.files[$0].map { Array($0.utf8) } })
      Issue.record("no error")
    } catch {
      #expect(error.description == message)
    }
  }

  @Test func `what the reader throws is passed on`() {
    let failure = RuleFileError(file: "repo/.leaksift.toml", message: "permission denied")
    #expect(throws: failure) {
      try ConfigurationFile.find(
        commandLine: nil, target: "repo", environment: { _ in nil },
        read: { _ throws(RuleFileError) in throw failure })
    }
  }

  @Test(arguments: [
    (".leaksift.toml", ConfigurationFile.Dialect.leaksift), ("a/leaksift-ci.toml", .leaksift),
    ("leaksift/.gitleaks.toml", .gitleaks), ("own.toml", .gitleaks), ("GITLEAKS_CONFIG_TOML", .gitleaks),
  ])
  func `the dialect follows from the file's name`(name: String, dialect: ConfigurationFile.Dialect) {
    #expect(ConfigurationFile(name: name, text: []).dialect == dialect)
  }
}
