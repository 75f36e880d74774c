extension Command {
  /// The program: every command that works, each one entry.
  static let program: Command = Command(
    name: "leaksift",
    summary: "Find secrets that leaked into files and git history",
    details: [
      "Exit codes: 0 nothing found, 1 findings, 2 wrong usage or configuration, 3 nothing found but incomplete."
    ],
    subcommands: [
      .initialize, .scan, .env, .explain, .ignore, .verify, .revoke, .redact, .rules, .config, .baseline, .report,
      .gitleaks,
      .hook, .lsp, .mcp, .completions,
      .version, .helpCommand,
    ])

  static let completions = Command(
    name: "completions", summary: "Print a completion script for a shell",
    operands: Operands(usage: Shell.names.joined(separator: "|"), value: .word(Shell.names), count: 1...1),
    examples: [
      Example(line: "eval \"$(leaksift completions bash)\"", meaning: "in ~/.bashrc"),
      Example(line: "leaksift completions zsh >~/.zfunc/_leaksift", meaning: "with ~/.zfunc in $fpath"),
      Example(line: "leaksift completions fish | source", meaning: "in config.fish"),
    ],
    action: { (arguments, console) throws(CommandFailure) in
      for shell in arguments.operands.compactMap(Shell.init) {
        try console.write(shell.completions(for: .program))
      }
      return .clean
    })
}

/// The command line as the parser takes it: gitleaks' own has more spellings.
private func spelled(_ words: [String]) -> [String] {
  guard words.first == Command.gitleaks.name else { return words }
  return [Command.gitleaks.name] + GitleaksSpelling.rewritten(Array(words.dropFirst()))
}

/// The command line of the program under the name it was called by: `gitleaks` means that command.
func wordsOfProcess(_ arguments: [String]) -> [String] {
  let words = Array(arguments.dropFirst())
  let name = arguments.first?.split(separator: "/").last.map { String($0) }
  return name == Command.gitleaks.name ? [Command.gitleaks.name] + words : words
}

/// Runs a command line.
///
/// - Parameter words: The command line without the program's name.
/// - Returns: The exit code.
func run(_ words: [String], console: Console) -> ExitCode {
  do throws(CommandFailure) {
    guard !words.isEmpty else {
      console.writeError(Command.program.helpText(path: [Command.program.name]))
      return .failure
    }
    switch try Command.program.parse(spelled(words)) {
    case .help(let command, let path):
      try console.write(command.helpText(path: path))
      return .clean
    case .run(let command, let arguments):
      return try command.action?(arguments, console.coloured(arguments.colourWish)) ?? .failure
    }
  } catch {
    console.report(error.message)
    return .failure
  }
}
