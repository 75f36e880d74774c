import Scan

extension Command {
  /// The command's page for man(1), in the macros of man(7). It has no date, so that the same program gives the same page.
  ///
  /// - Parameter path: Names from the program down to this command.
  func manPage(path: [String]) -> String {
    let name = path.joined(separator: "-")
    var lines = [
      ".TH \(Roff.quoted(name.uppercased())) 1 \"\" \(Roff.quoted("leaksift \(toolVersion)")) \"User Commands\"",
      ".SH NAME", "\(Roff.escaped(name)) \\- \(Roff.escaped(summary))",
      ".SH SYNOPSIS", Roff.bold(path.joined(separator: " ")) + Roff.escaped(usageRest(path)),
    ]
    lines += [".SH DESCRIPTION", Roff.line("\(summary).")] + details.flatMap { [".PP", Roff.line($0)] }
    if !subcommands.isEmpty {
      lines.append(".SH COMMANDS")
      lines += subcommands.flatMap { [".TP", Roff.bold($0.name), Roff.line("\($0.summary).")] }
    }
    for group in shownFlagGroups {
      lines.append(".SH \(Roff.quoted(group.title.uppercased()))")
      lines += group.flags.flatMap { [".TP", $0.roffHeading, Roff.line("\($0.manualText).")] }
    }
    lines.append(".SH EXIT STATUS")
    lines += exitCodeMeanings.flatMap { [".TP", Roff.bold($0.code), Roff.line("\($0.meaning).")] }
    if !examples.isEmpty {
      lines.append(".SH EXAMPLES")
      lines += examples.flatMap { [".TP", Roff.bold($0.line), Roff.line("\($0.meaning).")] }
    }
    return (lines + seeAlso(path)).joined(separator: "\n") + "\n"
  }

  /// What follows the command's own words in its usage line.
  private func usageRest(_ path: [String]) -> String {
    String(usageLine(path: path).dropFirst(path.joined(separator: " ").count))
  }

  /// The pages of the commands above and directly below.
  private func seeAlso(_ path: [String]) -> [String] {
    let above = path.indices.dropFirst().map { path.prefix($0).joined(separator: "-") }
    let pages = above + subcommands.map { (path + [$0.name]).joined(separator: "-") }
    return pages.isEmpty ? [] : [".SH SEE ALSO", pages.map { "\(Roff.bold($0))(1)" }.joined(separator: ",\n")]
  }
}

extension Flag {
  /// The spellings in bold, the value in italics.
  fileprivate var roffHeading: String {
    let names = spellings.map(Roff.bold).joined(separator: ", ")
    guard let valueName else { return names }
    let value = Roff.italic(valueName)
    return isValueOptional ? "\(names)[=\(value)]" : "\(names) \(value)"
  }
}

/// Text as troff takes it.
private enum Roff {
  static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// A macro's argument in double quotes.
  static func quoted(_ text: String) -> String {
    "\"" + escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq") + "\""
  }

  /// A line of running text; `\&` keeps one that begins with a dot or quote from being a request.
  static func line(_ text: String) -> String {
    let escaped = escaped(text)
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&\(escaped)" : escaped
  }

  /// The characters that troff would replace: a hyphen, quotes and accents that have to stay what can be copied.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "`": result += "\\(ga"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return result
  }
}
