extension Command {
  static let helpCommand = Command(
    name: "help", summary: "Print help on a command",
    operands: Operands(usage: "[COMMAND]...", value: .text, count: 0...8),
    flagGroups: [FlagGroup(title: "Options", flags: [.markdown, .man])],
    exclusive: [[.markdown, .man]],
    action: { (arguments, console) throws(CommandFailure) in
      if arguments.contains(.markdown) {
        try console.write(Command.program.manual())
      } else if case .help(let command, let path) = try Command.program.parse(arguments.operands + ["--help"]) {
        try console.write(
          arguments.contains(.man) ? command.manPage(path: path) : command.helpText(path: path))
      }
      return .clean
    })
}

extension Flag {
  fileprivate static let markdown = Flag("markdown", help: "Print the whole manual as Markdown")
  fileprivate static let man = Flag("man", help: "Print the command's manual page as man(1) reads it")
}
