/// One command or group of commands, defined once as data.
struct Command: Sendable {
  /// What a command expects beside its options.
  struct Operands: Sendable {
    /// As help shows them, such as `[PATH]...`.
    var usage: String
    var value: Flag.Value
    var count: ClosedRange<Int>

    static let none = Operands(usage: "", value: .text, count: 0...0)
  }

  /// A command line worth showing, and what it does.
  struct Example: Sendable {
    var line: String
    var meaning: String
  }

  typealias Action = @Sendable (Arguments, Console) throws(CommandFailure) -> ExitCode

  var name: String
  /// Other spellings that mean the same.
  var aliases: [String] = []
  /// One phrase without a full stop.
  var summary: String
  /// Paragraphs for its own help.
  var details: [String] = []
  var operands = Operands.none
  var flagGroups: [FlagGroup] = []
  /// Sets of options of which at most one may be given.
  var exclusive: [[Flag]] = []
  var examples: [Example] = []
  var subcommands: [Command] = []
  /// What it does; `nil` for a group, which needs a subcommand.
  var action: Action?

  /// Every option, `--help` included.
  var flags: [Flag] { flagGroups.flatMap(\.flags) + [.help] }

  /// Finds a direct subcommand.
  func subcommand(_ name: String) -> Command? {
    subcommands.first { $0.name == name || $0.aliases.contains(name) }
  }
}

/// A command that could not do its work: message for stderr, exit code 2.
struct CommandFailure: Error, Equatable {
  /// One or two sentences: what is wrong, where, and how to fix it.
  var message: String

  init(_ message: String) {
    self.message = message
  }
}
