extension Command {
  /// The whole program's manual as Markdown: `docs/CLI.md`.
  func manual() -> String {
    let head = """
      # The command line

      Made from the program's own tables by `make docs`; do not edit.

      \(Self.table("exit code", exitCodeMeanings.map { ($0.code, $0.meaning) }))
      """
    return head + "\n" + sections(path: [name])
  }

  /// This command's section and those of its subcommands.
  private func sections(path: [String]) -> String {
    var blocks = ["## " + path.joined(separator: " "), "\(summary)."]
    blocks.append("```\n\(usageLine(path: path))\n```")
    blocks += details
    if !subcommands.isEmpty {
      blocks.append(Self.table("command", subcommands.map { ("`\($0.name)`", $0.summary) }))
    }
    for group in shownFlagGroups where action != nil {
      let rows = group.flags.map { flag in
        ((flag.short.map { ["`-\($0)`"] } ?? []) + ["`\(flag.longUsage)`"]).joined(separator: " ")
      }
      blocks.append("**\(group.title)**")
      blocks.append(Self.table("option", Array(zip(rows, group.flags.map(\.manualText)))))
    }
    if !examples.isEmpty {
      blocks.append("```sh\n" + examples.map { "\($0.line)  # \($0.meaning)" }.joined(separator: "\n") + "\n```")
    }
    let own = "\n" + blocks.joined(separator: "\n\n") + "\n"
    return own + subcommands.map { $0.sections(path: path + [$0.name]) }.joined()
  }

  private static func table(_ title: String, _ rows: [(String, String)]) -> String {
    (["| \(title) | meaning |", "| --- | --- |"] + rows.map { "| \($0) | \(cell($1)) |" }).joined(separator: "\n")
  }

  private static func cell(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}

extension Flag {
  /// The help phrase, and whether the option may be repeated.
  var manualText: String { isRepeatable && valueName != nil ? "\(description) (repeatable)" : description }
}

/// What the program's exit codes mean.
let exitCodeMeanings = [
  (code: "0", meaning: "nothing found"),
  (code: "1", meaning: "findings (another number with `--exit-code`)"),
  (
    code: "2",
    meaning: "wrong usage or configuration, or a report that could not be written; the message names the fix"
  ),
  (code: "3", meaning: "nothing found, but the scan was incomplete"),
]
