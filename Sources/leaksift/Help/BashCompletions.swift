/// Completions for bash 3.2 and later. Where nothing is offered, readline completes file names.
func bashCompletions(for program: Command) -> String {
  let commands = program.walk()
  let groups = commands.dropFirst().map { "\"\($0.path.joined(separator: " "))\"" }.joined(separator: " | ")
  let values = commands.flatMap { entry in entry.command.flags.compactMap { bashValueCase($0, entry.path) } }
  let words = commands.map { bashWordsCase($0.command, $0.path) }
  return """
    # bash completions of \(program.name), for: eval "$(\(program.name) completions bash)"
    _\(program.name)() {
      local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=\(program.name) words="" i
      if [[ $cur == "=" ]]; then
        cur=""
      elif [[ $prev == "=" ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
      fi
      for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path ${COMP_WORDS[i]}" in
          \(groups)) path="$path ${COMP_WORDS[i]}" ;;
        esac
      done
      COMPREPLY=()
      case "$path $prev" in
    \(values.joined(separator: "\n"))
        *)
          case "$path" in
    \(words.joined(separator: "\n"))
          esac
          ;;
      esac
      COMPREPLY=($(compgen -W "$words" -- "$cur"))
    }
    complete -o default -F _\(program.name) \(program.name)

    """
}

private func bashValueCase(_ flag: Flag, _ path: [String]) -> String? {
  guard flag.valueName != nil else { return nil }
  let patterns = flag.spellings.map { "\"\((path + [$0]).joined(separator: " "))\"" }.joined(separator: " | ")
  return "    \(patterns)) \(bashAction(flag.value)) ;;"
}

private func bashWordsCase(_ command: Command, _ path: [String]) -> String {
  let flags = command.flags.flatMap(\.spellings).joined(separator: " ")
  let others = command.subcommands.map(\.name).joined(separator: " ")
  let action = others.isEmpty ? bashAction(command.operands.value) : "words=\"\(others)\""
  return
    "        \"\(path.joined(separator: " "))\") if [[ $cur == -* ]]; then words=\"\(flags)\"; else \(action); fi ;;"
}

/// Sets `words` to what a value may be, or returns to let readline offer file names.
private func bashAction(_ value: Flag.Value) -> String {
  switch value {
  case .word(let words): "words=\"\(words.joined(separator: " "))\""
  case .ruleID: "words=$(\(ruleIDsCommand))"
  case .revision: "words=$(\(revisionsCommand))"
  case .file, .folder, .text, .number, .size: "return"
  }
}
