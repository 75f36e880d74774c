import Testing

/// Help, mistakes and streams, as a shell sees them.
struct UsageTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  @Test(arguments: ["--help", "scan --help", "env -h", "hook --help", "hook install --help", "help scan"])
  func `help goes to standard output`(_ words: String) throws {
    let outcome = try sandbox.run("leaksift \(words)")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("Usage: leaksift"))
    #expect(outcome.errors == "")
  }

  @Test func `without a command help goes to standard error`() throws {
    let outcome = try sandbox.run("leaksift")
    #expect(outcome.code == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("Usage: leaksift COMMAND"))
  }

  static let mistakes = [
    ("scna", "did you mean `scan`?"), ("scan --stagd", "did you mean `--staged`?"),
    ("hook instal", "did you mean `install`?"),
    ("detect", "did you mean `leaksift gitleaks detect`?"),
    ("check", "did you mean `leaksift rules check` or `leaksift config check`?"),
    ("scan --min-severity hihg", "did you mean `high`?"),
    ("scan --staged --history", "`--staged` and `--history` exclude each other"),
    ("scan -f json -f csv", "cannot both go to standard output"),
    ("scan -o nowhere/report.json", "cannot write `nowhere/report.json`: no such file or directory"),
    ("scan -o .", "cannot recognise the format"), ("scan -f json -o .", "it is a folder"),
    ("help nonsense", "unknown command `nonsense`"),
  ]

  @Test(arguments: mistakes)
  func `a mistake ends with code 2 and says how to mend it`(_ words: String, _ expected: String) throws {
    let outcome = try sandbox.run("leaksift \(words)")
    #expect(outcome.code == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
  }

  @Test func `each line of a message names the program`() throws {
    let outcome = try sandbox.run(
      "printf '[[rules]]\nid = 1\n[[rules]]\nid = 2\n' >r.toml; leaksift config check r.toml")
    #expect(outcome.code == 2)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count > 1 && lines.allSatisfy { $0.hasPrefix("leaksift: r.toml:") }, "\(outcome.errors)")
  }

  @Test func `values are decoded to the depth that gitleaks' option gives, by default to five`() throws {
    let outcome = try sandbox.run(
      """
      random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
      echo "K=sk_""live_$random" | base64 | base64 >a.txt
      leaksift gitleaks dir --max-decode-depth=1 . && leaksift gitleaks dir .
      """)
    #expect(outcome.code == 1, "\(outcome.errors)")
  }

  @Test func `archives are opened to the depth that gitleaks' option gives, by default not at all`() throws {
    let outcome = try sandbox.run(
      """
      random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
      echo "K=sk_""live_$random" | gzip -c >a.gz
      leaksift gitleaks dir . && leaksift gitleaks dir --max-archive-depth=1 .
      """)
    #expect(outcome.code == 1)
    #expect(outcome.output.contains("a.gz!a"))
  }

  @Test func `a single format may stand behind a file whose ending names none`() throws {
    let outcome = try sandbox.run(
      "leaksift scan -o /dev/null -f json; leaksift scan -o report -f json; head -c 1 report")
    #expect(outcome.code == 0)
    #expect(outcome.output == "{")
  }

  @Test func `control characters of arguments do not reach the terminal`() throws {
    let outcome = try sandbox.run(#"leaksift "$(printf '\033[31mx')""#)
    #expect(outcome.errors.contains("\\u{1b}[31mx"))
    #expect(!outcome.errors.contains("\u{1B}"))
  }

  @Test func `the version has three numbers`() throws {
    let outcome = try sandbox.run("leaksift version && leaksift --version")
    #expect(outcome.code == 0)
    #expect(outcome.output.firstMatch(of: /^(leaksift \d+\.\d+\.\d+\n)\1$/) != nil)
  }

  @Test func `a reader that went away is no failure`() throws {
    let outcome = try sandbox.run("{ sleep 0.3; leaksift help --markdown; echo $? >code; } | true; cat code")
    #expect(outcome.output == "0\n")
    #expect(outcome.errors == "")
  }

  @Test func `a closed standard output is a failure`() throws {
    let outcome = try sandbox.run("leaksift version >&-")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("cannot write to standard output"))
  }
}
