import Testing

@testable import leaksift

/// Reading command lines against a small table of its own.
struct CommandParserTests {
  static let output = Flag("output", short: "o", "FILE", .file, isRepeatable: true, help: "Where")
  static let level = Flag("level", "LEVEL", .word(["low", "high"]), help: "How much")
  static let jobs = Flag("jobs", short: "j", "N", .number(1...8), help: "Threads")
  static let store = Flag("store", optional: "DIR", .folder, help: "Keep")
  static let room = Flag("room", "SIZE", .size, help: "Most")
  static let quiet = Flag("quiet", short: "q", help: "Say less")
  static let verbose = Flag("verbose", short: "v", help: "Say more")
  static let tool = Command(
    name: "tool", summary: "A tool",
    subcommands: [
      Command(
        name: "run", aliases: ["--run"], summary: "Run",
        operands: .init(usage: "[PATH]...", value: .file, count: 0...2),
        flagGroups: [FlagGroup(title: "Options", flags: [output, level, jobs, store, room, quiet, verbose])],
        exclusive: [[quiet, verbose]],
        action: { (_, _) throws(CommandFailure) in .clean }),
      Command(
        name: "pick", summary: "Pick", operands: .init(usage: "COLOUR", value: .word(["red", "green"]), count: 1...1),
        action: { (_, _) throws(CommandFailure) in .clean }),
    ])

  private func arguments(_ words: String...) throws -> Arguments {
    guard case .run(_, let arguments) = try Self.tool.parse(words) else { throw CommandFailure("help") }
    return arguments
  }

  private func message(_ words: [String]) -> String? {
    do throws(CommandFailure) {
      _ = try Self.tool.parse(words)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func `values follow as words, after an equals sign, or joined to the letter`() throws {
    let parsed = try arguments("run", "--output", "a", "--output=b=c", "-o", "d", "-oe", "-j4")
    #expect(parsed.values(Self.output) == ["a", "b=c", "d", "e"])
    #expect(parsed.number(Self.jobs) == 4)
  }

  @Test func `short switches join, and the last may take a value`() throws {
    let parsed = try arguments("run", "-qj4")
    #expect(parsed.contains(Self.quiet))
    #expect(parsed.number(Self.jobs) == 4)
  }

  @Test(arguments: [("7", 7), ("7k", 7 << 10), ("512M", 512 << 20), ("2G", 2 << 30)])
  func `a size counts bytes`(_ text: String, _ bytes: Int) throws {
    #expect(try arguments("run", "--room", text).byteCount(Self.room) == bytes)
  }

  @Test func `a value that may be left out follows an equals sign alone`() throws {
    let without = try arguments("run", "--store", "a")
    #expect(without.contains(Self.store) && without.value(Self.store) == "" && without.operands == ["a"])
    #expect(try arguments("run", "--store=b", "a").value(Self.store) == "b")
    #expect(Self.store.longUsage == "--store[=DIR]")
  }

  @Test func `two dashes end the options, and one dash is an operand`() throws {
    let parsed = try arguments("run", "-", "--", "--quiet")
    #expect(parsed.operands == ["-", "--quiet"])
    #expect(!parsed.contains(Self.quiet))
  }

  @Test func `options and operands may be mixed`() throws {
    let parsed = try arguments("run", "a", "-q", "b")
    #expect(parsed.operands == ["a", "b"])
    #expect(parsed.contains(Self.quiet))
  }

  @Test func `an alias leads to the command under its own name`() throws {
    #expect(try arguments("--run").commandPath == ["tool", "run"])
  }

  @Test(arguments: [["-h"], ["--help"], ["run", "--help"], ["run", "x", "-h", "--nonsense"]])
  func `help is given at each level, whatever else is wrong`(_ words: [String]) throws {
    guard case .help(let command, _) = try Self.tool.parse(words) else {
      Issue.record("no help")
      return
    }
    #expect(command.name == (words.count == 1 ? "tool" : "run"))
  }

  static let wrong: [([String], String)] = [
    ([], "`tool` needs a command"),
    (["rum"], "unknown command `rum`; did you mean `run`?"),
    (["--hlep"], "unknown option `--hlep`; did you mean `--help`?"),
    (["run", "--outptu", "a"], "unknown option `--outptu`; did you mean `--output`?"),
    (["run", "--out", "a"], "unknown option `--out`; did you mean `--output`?"),
    (["run", "--zzzzzz"], "unknown option `--zzzzzz`\n"),
    (["run", "-qx"], "unknown option `-x`"),
    (["run", "-quiet"], "unknown option `-u`; did you mean `--quiet`?"),
    (["run", "--output"], "`--output` needs a value: FILE"),
    (["run", "--output", "--quiet"], "`--output` needs a value: FILE"),
    (["run", "--output="], "`--output` has an empty value"),
    (["run", "--room", "0"], "`--room` cannot be `0`; it is a number of bytes, such as 300M or 2G"),
    (["run", "--room=9000000000G"], "`--room` cannot be `9000000000G`"),
    (["run", "--room=M"], "`--room` cannot be `M`"), (["run", "--room=1T"], "`--room` cannot be `1T`"),
    (["run", "--store="], "`--store` has an empty value"),
    (["run", "--store", "--store=a"], "`--store` is given twice"),
    (["run", "--quiet=yes"], "`--quiet` takes no value"),
    (["run", "--level", "hihg"], "`--level` cannot be `hihg`; did you mean `high`?"),
    (["run", "--level=low", "--level=high"], "`--level` is given twice"),
    (["run", "-j0"], "`--jobs` cannot be `0`; it is a number, from 1 to 8"),
    (["run", "-j", "99999999999999999999"], "`--jobs` cannot be `99999999999999999999`"),
    (["run", "a", "b", "c"], "unexpected argument `c`"),
    (["run", "-q", "-v"], "`--quiet` and `--verbose` exclude each other"),
    (["pick"], "`tool pick` needs COLOUR"),
    (["pick", "gren"], "unknown argument `gren`; did you mean `green`?"),
  ]

  @Test(arguments: wrong)
  func `a wrong command line is named, with its mend`(_ words: [String], _ expected: String) throws {
    let found = message(words)
    let message = try #require(found)
    #expect(message.hasPrefix(expected), "\(message)")
    #expect(message.contains("--help`."))
  }
}
