import Testing

@testable import leaksift

/// The program's own table: complete, consistent, and the same in every text that is made from it.
struct ProgramTests {
  static let commands = Command.program.walk()

  @Test(arguments: commands.map(\.path))
  func `each command is well formed`(_ path: [String]) throws {
    let command = try #require(Self.commands.first { $0.path == path }).command
    #expect((command.action == nil) == !command.subcommands.isEmpty)
    #expect(Set(command.flags.map(\.name)).count == command.flags.count)
    #expect(Set(command.flags.compactMap(\.short)).count == command.flags.compactMap(\.short).count)
    for text in [command.summary] + command.flags.map(\.help) {
      #expect(!text.isEmpty && text.last != ".")
    }
    for flag in command.exclusive.joined() { #expect(command.flags.contains { $0.name == flag.name }) }
  }

  @Test(arguments: commands.map(\.path))
  func `help names each option and subcommand and fits 80 columns`(_ path: [String]) throws {
    let command = try #require(Self.commands.first { $0.path == path }).command
    let help = command.helpText(path: path)
    for flag in command.flags { #expect(help.contains(flag.longUsage)) }
    for other in command.subcommands { #expect(help.contains("  \(other.name) ")) }
    for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: commands.map(\.path))
  func `a manual page names each option and no line of text is taken for a request`(_ path: [String]) throws {
    let command = try #require(Self.commands.first { $0.path == path }).command
    let page = command.manPage(path: path)
    let requests: Set<Substring> = [".TH", ".SH", ".PP", ".TP"]
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(line.prefix { $0 != " " }), "\(line)")
    }
    for flag in command.flags { #expect(page.contains("\\-\\-" + flag.name.replacing("-", with: "\\-"))) }
    #expect(page.hasPrefix(".TH \"\(path.joined(separator: "\\-").uppercased())\" 1 "))
  }

  @Test func `the notices name what the program is linked with`() throws {
    let notices = String(decoding: linkedNotices(), as: UTF8.self)
    for name in ["Swift", "PCRE2", "libarchive", "libdeflate", "libsodium", "Nettle", "toml++", "GNU C Library"] {
      #expect(notices.contains("\n  \(name)") && notices.contains("\n\(name)"), "\(name)")
    }
    #expect(notices.contains("GNU LESSER GENERAL PUBLIC LICENSE"))
  }

  @Test(arguments: commands.flatMap { $0.command.examples.map(\.line) })
  func `each example is a valid command line`(_ line: String) throws {
    let start = try #require(line.firstRange(of: "leaksift "))
    let words = line[start.upperBound...].split { " )|>".contains($0) }.map { $0.filter { $0 != "\"" } }.filter {
      !$0.isEmpty
    }
    let command = words.prefix { !$0.hasPrefix("~") && $0 != "source" }
    #expect(throws: Never.self) { try Command.program.parse(Array(command)) }
  }

  @Test(arguments: Shell.allCases)
  func `completions know each command and option`(_ shell: Shell) {
    let script = shell.completions(for: .program)
    for (_, command) in Self.commands {
      #expect(script.contains(command.name))
      for flag in command.flags { #expect(script.contains(flag.name)) }
    }
  }

  @Test func `the manual in docs is up to date`() throws {
    let root = try #require("\(#filePath)".firstRange(of: "/Tests/")).lowerBound
    let content = try #require(try readFile("\(#filePath)"[..<root] + "/docs/CLI.md"))
    #expect(String(decoding: content, as: UTF8.self) == Command.program.manual(), "run `make docs`")
  }

  @Test func `the manual says options once that the commands of a group share`() {
    let manual = Command.program.manual()
    for option in ["--report-path FILE", "--enable-rule IDS", "--diagnostics-dir DIR"] {
      #expect(manual.split(separator: "\n").count { $0.contains("`\(option)`") } == 1)
    }
    #expect(manual.split(separator: "\n").count { $0.contains("`--log-opts OPTIONS`") } == 3)
  }
}
