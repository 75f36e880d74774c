extension Command {
  /// The command's help page for a terminal, 80 columns wide.
  ///
  /// - Parameter path: Names from the program down to this command.
  func helpText(path: [String]) -> String {
    var blocks = [wrapped("\(summary).", indent: 0).joined(separator: "\n")]
    blocks.append("Usage: " + usageLine(path: path))
    blocks += details.map { wrapped($0, indent: 0).joined(separator: "\n") }
    if !subcommands.isEmpty { blocks.append(subcommandBlock) }
    for group in shownFlagGroups { blocks.append(Self.block(for: group)) }
    if !examples.isEmpty { blocks.append(exampleBlock) }
    if action == nil { blocks.append("`\(path.joined(separator: " ")) COMMAND --help` says more about a command.") }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The command's form in one line.
  func usageLine(path: [String]) -> String {
    var words = path
    if !subcommands.isEmpty { words.append("COMMAND") }
    if !flagGroups.isEmpty { words.append("[OPTION]...") }
    if !operands.usage.isEmpty { words.append(operands.usage) }
    return words.joined(separator: " ")
  }

  /// The options in the groups and order of help, `--help` last.
  var shownFlagGroups: [FlagGroup] {
    flagGroups.count == 1
      ? [FlagGroup(title: flagGroups[0].title, flags: flagGroups[0].flags + [.help])]
      : flagGroups + [FlagGroup(title: flagGroups.isEmpty ? "Options" : "Other", flags: [.help])]
  }

  private var subcommandBlock: String {
    let width = (subcommands.map(\.name.count).max() ?? 0) + 4
    let lines = subcommands.map { Self.entry("  " + $0.name, $0.summary, column: width) }
    return (["Commands:"] + lines).joined(separator: "\n")
  }

  private var exampleBlock: String {
    let lines = examples.flatMap { ["  " + $0.line] + wrapped($0.meaning, indent: 6) }
    return (["Examples:"] + lines).joined(separator: "\n")
  }

  private static func block(for group: FlagGroup) -> String {
    let lines = group.flags.map { Self.entry($0.heading, $0.description, column: 30) }
    return (["\(group.title):"] + lines).joined(separator: "\n")
  }

  /// A term and its explanation in two columns.
  private static func entry(_ term: String, _ text: String, column: Int) -> String {
    let lines = wrapped(text, indent: column)
    guard term.count + 1 < column, let first = lines.first else { return ([term] + lines).joined(separator: "\n") }
    let padding = String(repeating: " ", count: column - term.count)
    return ([term + padding + first.drop { $0 == " " }] + lines.dropFirst()).joined(separator: "\n")
  }
}

extension Flag {
  /// The spellings as a help page shows them.
  fileprivate var heading: String {
    let prefix = short.map { "  -\($0), " } ?? "      "
    return prefix + longUsage
  }

  /// The long spelling with its value.
  var longUsage: String { valueName.map { isValueOptional ? "\(long)[=\($0)]" : "\(long) \($0)" } ?? long }

  /// The help phrase, with the values that a word may have.
  var description: String {
    switch value {
    case .word(let words): "\(help): \(words.joined(separator: ", "))"
    default: help
    }
  }
}

/// Breaks text at spaces into lines of at most 80 columns, each indented.
func wrapped(_ text: String, indent: Int, width: Int = 80) -> [String] {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if !line.isEmpty, indent + line.count + 1 + word.count > width {
      lines.append(margin + line)
      line = ""
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return line.isEmpty ? lines : lines + [margin + line]
}
