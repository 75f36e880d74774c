import Text

/// A parsed command line.
enum Invocation: Sendable {
  case run(Command, Arguments)
  case help(Command, path: [String])
}

extension Command {
  /// Reads a command line against this command's table.
  ///
  /// Long options are `--flag value` or `--flag=value`, never abbreviated, and only the latter when the value may be
  /// left out; short ones may be joined (`-qv`, `-j4`);
  /// `--` ends the options; `-` is an operand, and so is `-:7`, a line of standard input.
  /// - Parameter words: The command line without the program's name.
  func parse(_ words: [String]) throws(CommandFailure) -> Invocation {
    var command = self
    var path = [name]
    var rest = words[...]
    while command.action == nil {
      guard let word = rest.popFirst() else {
        throw CommandFailure("`\(path.joined(separator: " "))` needs a command\(command.seeHelp(path))")
      }
      if Flag.help.spellings.contains(word) { return .help(command, path: path) }
      guard let next = command.subcommand(word) else { throw command.unknownSubcommand(word, path) }
      command = next
      path.append(next.name)
    }
    var parser = CommandParser(command: command, arguments: Arguments(commandPath: path), words: rest)
    return try parser.parse() ? .help(command, path: path) : .run(command, parser.arguments)
  }

  private func unknownSubcommand(_ word: String, _ path: [String]) -> CommandFailure {
    let kind = word.hasPrefix("-") ? "option" : "command"
    let known = kind == "option" ? flags.flatMap(\.spellings) : subcommands.map(\.name)
    let deeper = subcommands.filter { $0.subcommand(word) != nil }.map { path + [$0.name, word] }
    let hint =
      deeper.isEmpty
      ? suggestion(for: word, among: known)
      : "; did you mean \(deeper.map { "`\($0.joined(separator: " "))`" }.joined(separator: " or "))?"
    return CommandFailure("unknown \(kind) `\(word)`\(hint)\(seeHelp(path))")
  }

  fileprivate func seeHelp(_ path: [String]) -> String { "\nSee `\(path.joined(separator: " ")) --help`." }
}

/// Reads the options and operands of one command.
private struct CommandParser {
  let command: Command
  var arguments: Arguments
  var words: ArraySlice<String>

  /// - Returns: Whether help was requested; nothing is checked then.
  mutating func parse() throws(CommandFailure) -> Bool {
    while let word = words.popFirst() {
      if word == "--" {
        arguments.operands += words
        break
      } else if word.hasPrefix("--") {
        try parseLong(word)
      } else if word.hasPrefix("-"), word != "-", !word.hasPrefix("-:") {
        try parseShort(word)
      } else {
        arguments.operands.append(word)
      }
      if arguments.contains(.help) { return true }
    }
    try checkOperands()
    try checkExclusive()
    return false
  }

  private mutating func parseLong(_ word: String) throws(CommandFailure) {
    let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let flag = command.flags.first(where: { $0.name == name }) else {
      let known = command.flags.map(\.name)
      throw failure("unknown option `--\(name)`\(suggestion(for: name, among: known, prefix: "--"))")
    }
    if parts.count == 2 {
      guard flag.valueName != nil else { throw failure("`\(flag.long)` takes no value") }
      try add(flag, String(parts[1]))
    } else {
      try add(flag, flag.needsValue ? nextWord(for: flag) : nil)
    }
  }

  private mutating func parseShort(_ word: String) throws(CommandFailure) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      guard let flag = command.flags.first(where: { $0.short == letter }) else {
        let known = command.flags.map(\.name)
        let typed = String(word.dropFirst())
        throw failure("unknown option `-\(letter)`\(suggestion(for: typed, among: known, prefix: "--"))")
      }
      if !flag.needsValue {
        try add(flag, nil)
      } else {
        try add(flag, letters.isEmpty ? nextWord(for: flag) : String(letters))
        letters = ""
      }
    }
  }

  private mutating func nextWord(for flag: Flag) throws(CommandFailure) -> String {
    guard let word = words.first, !word.hasPrefix("--") else {
      throw failure("`\(flag.long)` needs a value: \(flag.valueName ?? "")")
    }
    words.removeFirst()
    return word
  }

  /// - Parameter value: `nil` when there is none and there need not be.
  private mutating func add(_ flag: Flag, _ value: String?) throws(CommandFailure) {
    if !flag.isRepeatable, arguments.contains(flag) {
      throw failure("`\(flag.long)` is given twice; keep one")
    }
    if let value { try check(value, of: flag) }
    arguments.options.append(.init(name: flag.name, value: value ?? ""))
  }

  private func check(_ value: String, of flag: Flag) throws(CommandFailure) {
    switch flag.value {
    case .word(let words):
      guard words.contains(value) else {
        let hint = suggestion(for: value, among: words)
        throw failure("`\(flag.long)` cannot be `\(value)`\(hint.isEmpty ? ";" : hint) it is one of \(words.listed)")
      }
    case .number(let range):
      guard let number = Int(value), range.contains(number) else {
        throw failure("`\(flag.long)` cannot be `\(value)`; it is a number, \(range.spelled)")
      }
    case .size:
      guard byteCount(value) != nil else {
        throw failure("`\(flag.long)` cannot be `\(value)`; it is a number of bytes, such as 300M or 2G")
      }
    case .text, .file, .folder, .ruleID, .revision:
      guard !value.isEmpty else { throw failure("`\(flag.long)` has an empty value") }
    }
  }

  private func checkOperands() throws(CommandFailure) {
    let count = command.operands.count
    if arguments.operands.count < count.lowerBound {
      throw failure("`\(arguments.commandPath.joined(separator: " "))` needs \(command.operands.usage)")
    }
    if arguments.operands.count > count.upperBound {
      throw failure("unexpected argument `\(arguments.operands[count.upperBound])`")
    }
    if case .word(let words) = command.operands.value,
      let unknown = arguments.operands.first(where: { !words.contains($0) })
    {
      let hint = suggestion(for: unknown, among: words)
      throw failure("unknown argument `\(unknown)`\(hint.isEmpty ? ";" : hint) it is one of \(words.listed)")
    }
  }

  private func checkExclusive() throws(CommandFailure) {
    for flags in command.exclusive {
      let given = flags.filter(arguments.contains)
      if given.count > 1 {
        throw failure("`\(given[0].long)` and `\(given[1].long)` exclude each other; keep one")
      }
    }
  }

  private func failure(_ message: String) -> CommandFailure {
    CommandFailure(message + command.seeHelp(arguments.commandPath))
  }
}

extension [String] {
  /// The words for a sentence: `a, b, c`.
  fileprivate var listed: String { joined(separator: ", ") }
}

extension ClosedRange<Int> {
  fileprivate var spelled: String {
    upperBound == .max ? "at least \(lowerBound)" : "from \(lowerBound) to \(upperBound)"
  }
}
