import Text

/// The hooks of leaksift in Codex's `config.toml`, for users who have their hooks there: Codex warns of hooks in two files.
package enum CodexTable {
  private static let start = "# Written by `leaksift hook install --agent codex`."
  private static let startAfterLine = start + " The line end before it, too."
  private static let end = "# End of leaksift's hooks."

  /// Whether a `config.toml` has hooks, of leaksift or others.
  package static func hasHooks(_ text: [UInt8]) -> Bool {
    String(decoding: text, as: UTF8.self).split(separator: "\n").contains { line in
      let line = line.drop(while: \.isWhitespace)
      return line.hasPrefix("[hooks") || line.hasPrefix("[[hooks.")
    }
  }

  /// The file with the hooks at its end.
  ///
  /// - Parameter program: How Codex calls leaksift, quoted for a shell.
  package static func installed(in text: [UInt8], program: String) -> [UInt8] {
    let text = uninstalled(from: text)
    let command = JSONValue.string("\(program) hook agent codex || exit 2").compact
    let tables = ["UserPromptSubmit", "PreToolUse", "PostToolUse"].map { event in
      "[[hooks.\(event)]]\n[[hooks.\(event).hooks]]\ntype = \"command\"\ncommand = \(command)\ntimeout = 30\n"
    }
    let isMidLine = text.last.map { $0 != 0x0A } ?? false
    let first = isMidLine ? "\n" + startAfterLine : start
    return text + Array("\(first)\n\(tables.joined())\(end)\n".utf8)
  }

  /// The file without them.
  package static func uninstalled(from text: [UInt8]) -> [UInt8] {
    let whole = String(decoding: text, as: UTF8.self)
    guard let first = whole.firstRange(of: "\n\(startAfterLine)\n") ?? whole.firstRange(of: "\(start)\n"),
      let last = whole[first.upperBound...].firstRange(of: "\(end)\n")
    else { return text }
    return Array((whole[..<first.lowerBound] + whole[last.upperBound...]).utf8)
  }
}
