/// Completions for fish: a function that finds the command being typed, and one line for each word it may offer.
func fishCompletions(for program: Command) -> String {
  let commands = program.walk()
  let known = commands.dropFirst().map { shellQuoted($0.path.joined(separator: " ")) }.joined(separator: " ")
  let lines = commands.flatMap { fishLines($0.command, $0.path, program.name) }
  return """
    # fish completions of \(program.name), for: \(program.name) completions fish | source
    function __\(program.name)_at
        set -l path \(program.name)
        for word in (commandline -opc)[2..-1]
            contains -- "$path $word" \(known); and set path "$path $word"
        end
        test "$path" = "$argv[1]"
    end
    function __\(program.name)_rules
        \(ruleTitlesCommand(separator: "\\t"))
    end
    complete -c \(program.name) -f
    \(lines.joined(separator: "\n"))

    """
}

private func fishLines(_ command: Command, _ path: [String], _ program: String) -> [String] {
  let condition = "complete -c \(program) -n " + shellQuoted("__\(program)_at \"\(path.joined(separator: " "))\"")
  let subcommands = command.subcommands.map { "\(condition) -a \($0.name) -d \(shellQuoted($0.summary))" }
  let flags = command.flags.map { flag in
    let short = flag.short.map { " -s \($0)" } ?? ""
    let value = flag.valueName == nil ? "" : (flag.needsValue ? " -r" : "") + fishWords(flag.value)
    return "\(condition)\(short) -l \(flag.name)\(value) -d \(shellQuoted(flag.help))"
  }
  let operands = command.operands.count.upperBound > 0 ? ["\(condition)\(fishWords(command.operands.value))"] : []
  return subcommands + flags + operands
}

private func fishWords(_ value: Flag.Value) -> String {
  switch value {
  case .word(let words): " -f -a \(shellQuoted(words.joined(separator: " ")))"
  case .file: " -F"
  case .folder: " -f -a '(__fish_complete_directories)'"
  case .ruleID: " -f -a '(__leaksift_rules)'"
  case .revision: " -f -a \(shellQuoted("(\(revisionsCommand))"))"
  case .text, .number, .size: " -f"
  }
}
