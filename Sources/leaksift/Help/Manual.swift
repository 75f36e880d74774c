extension Command {
  /// The whole program's manual as Markdown: `docs/CLI.md`.
  func manual() -> String {
    let head = """
      # The command line

      Made from the program's own tables by `make docs`; do not edit.

      \(Self.table("exit code", exitCodeMeanings.map { ($0.code, $0.meaning) }))

      Every command takes `-h` and `--help`.
      """
    return head + "\n" + sections(path: [name], given: [])
  }

  /// This command's section and those of its subcommands.
  ///
  /// - Parameter given: Groups of options that the section of the command above has already.
  private func sections(path: [String], given: [FlagGroup]) -> String {
    var blocks = ["## " + path.joined(separator: " "), "\(summary)."]
    blocks.append("```\n\(usageLine(path: path))\n```")
    blocks += details
    if !subcommands.isEmpty {
      blocks.append(Self.table("command", subcommands.map { ("`\($0.name)`", $0.summary) }))
    }
    let shared = sharedFlagGroups
    if !shared.isEmpty {
      let takers = subcommands.filter { $0.flagGroups.contains(where: shared.contains) }
      blocks.append("Options of \(takers.map { "`\($0.name)`" }.joined(separator: ", ")):")
    }
    blocks += (shared + flagGroups.filter { !given.contains($0) }).flatMap(Self.blocks)
    if flagGroups.contains(where: given.contains) {
      let above = path.dropLast()
      blocks.append(
        "Also takes the options listed under [`\(above.joined(separator: " "))`](#\(above.joined(separator: "-"))).")
    }
    if !examples.isEmpty {
      blocks.append("```sh\n" + examples.map { "\($0.line)  # \($0.meaning)" }.joined(separator: "\n") + "\n```")
    }
    let own = "\n" + blocks.joined(separator: "\n\n") + "\n"
    return own + subcommands.map { $0.sections(path: path + [$0.name], given: shared) }.joined()
  }

  /// The groups that more than two subcommands have.
  private var sharedFlagGroups: [FlagGroup] {
    var shared: [FlagGroup] = []
    for group in subcommands.flatMap(\.flagGroups) where !shared.contains(group) {
      if subcommands.count(where: { $0.flagGroups.contains(group) }) > 2 { shared.append(group) }
    }
    return shared
  }

  private static func blocks(for group: FlagGroup) -> [String] {
    let rows = group.flags.map { flag in
      ((flag.short.map { ["`-\($0)`"] } ?? []) + ["`\(flag.longUsage)`"]).joined(separator: " ")
    }
    return ["**\(group.title)**", table("option", Array(zip(rows, group.flags.map(\.manualText))))]
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
