/// Completions for zsh: one function for each command.
func zshCompletions(for program: Command) -> String {
  let functions = program.walk().map { path, command in
    command.subcommands.isEmpty ? zshLeaf(command, path) : zshGroup(command, path)
  }
  return """
    #compdef \(program.name)
    # zsh completions of \(program.name), for a file named _\(program.name) in a folder of $fpath
    __\(program.name)_rules() {
      local -a rules
      rules=(${(f)"$(\(ruleTitlesCommand(separator: ":")))"})
      _describe -t rules rule rules
    }
    __\(program.name)_revisions() {
      local -a revisions expl
      revisions=(${(f)"$(\(revisionsCommand))"})
      _wanted revisions expl revision compadd -a revisions
    }
    \(functions.joined(separator: "\n"))
    if [ "$funcstack[1]" = "_\(program.name)" ]; then
      _\(program.name) "$@"
    else
      compdef _\(program.name) \(program.name)
    fi

    """
}

private func zshFunction(_ path: [String]) -> String { "_" + path.joined(separator: "_") }

private func zshGroup(_ command: Command, _ path: [String]) -> String {
  let entries = command.subcommands.map { "      " + shellQuoted("\($0.name):\($0.summary)") }
  let cases = command.subcommands.map { "      \($0.name)) \(zshFunction(path + [$0.name])) ;;" }
  return """
    \(zshFunction(path))() {
      local line state
      local -a commands
      commands=(
    \(entries.joined(separator: "\n"))
      )
      _arguments -C '(-h --help)'{-h,--help}'[Print this help]' '1:command:->command' '*::argument:->argument'
      case $state in
      command) _describe command commands ;;
      argument)
        case $line[1] in
    \(cases.joined(separator: "\n"))
        esac
        ;;
      esac
    }
    """
}

private func zshLeaf(_ command: Command, _ path: [String]) -> String {
  var specifications = command.flags.flatMap { flag in zshOption(flag, excluding: command.exclusive) }
  if command.operands.count.upperBound > 0 {
    specifications.append("*:argument:" + zshAction(command.operands.value))
  }
  let lines = specifications.map { " \\\n    " + shellQuoted($0) }.joined()
  return """
    \(zshFunction(path))() {
      _arguments -s -S\(lines)
    }
    """
}

private func zshOption(_ flag: Flag, excluding groups: [[Flag]]) -> [String] {
  let rivals = groups.filter { $0.contains { $0.name == flag.name } }.flatMap { $0 }
  let excluded = (rivals + (flag.isRepeatable && flag.valueName != nil ? [] : [flag])).flatMap(\.spellings)
  let start = flag.isRepeatable && flag.valueName != nil ? "*" : "(\(excluded.joined(separator: " ")))"
  let help = flag.help.map { "[]:\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  let value = flag.valueName.map { "\(flag.isValueOptional ? "::" : ":")\($0):" + zshAction(flag.value) } ?? ""
  let mark = flag.isValueOptional ? "=-" : ""
  return flag.spellings.map { "\(start)\($0)\(mark)[\(help)]\(value)" }
}

/// An action of `_arguments`: without a colon, which would end it.
private func zshAction(_ value: Flag.Value) -> String {
  switch value {
  case .word(let words): "(\(words.joined(separator: " ")))"
  case .file: "_files"
  case .folder: "_files -/"
  case .ruleID: "__leaksift_rules"
  case .revision: "__leaksift_revisions"
  case .text, .number, .size: " "
  }
}
