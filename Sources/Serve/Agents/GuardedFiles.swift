import Text

/// What an agent must not change by itself: what lets findings pass, hides them, or calls leaksift.
enum GuardedFiles {
  /// Ends of paths of files that belong to the user alone.
  private static let forbidden = ["leaksift/agent.toml", "leaksift/agent-allowances"]
  /// Ends of paths of files whose change the user should see.
  private static let watched = [
    ".leaksiftignore", ".leaksift-baseline", ".gitleaksignore", ".leaksift.toml", ".claude/settings.json",
    ".claude/settings.local.json", ".cursor/hooks.json", ".codex/hooks.json", ".codex/config.toml",
    ".gemini/settings.json", "hooks/leaksift.json", "plugins/leaksift.js", "windsurf/hooks.json",
    ".windsurf/hooks.json", "hooks/PreToolUse", "Hooks/PreToolUse", "hooks/UserPromptSubmit", "Hooks/UserPromptSubmit",
  ]
  /// Commands of leaksift that hide findings or take hooks out.
  private static let watchedCommands = [["ignore"], ["baseline"], ["hook", "uninstall"]]

  /// Why an event may not go on at all.
  static func refusal(_ event: AgentEvent, _ looks: [BroughtIn]) -> String? {
    let texts = event.commands.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    let allows = texts.contains { $0.contains("hook allow") }
    let paths = event.writes.map(\.path) + looks.flatMap(\.outputs)
    let words = texts.contains { text in forbidden.contains { text.contains($0) } }
    guard allows || words || paths.contains(where: { ends($0, forbidden) }) else { return nil }
    return "leaksift stopped this: only the user may let a finding pass, in a terminal of their own. Ask the user."
  }

  /// What the user should decide about.
  static func question(_ event: AgentEvent, _ looks: [BroughtIn]) -> String? {
    let paths = event.writes.map(\.path) + looks.flatMap(\.outputs) + looks.flatMap(changed)
    if let path = paths.first(where: { ends($0, watched) }) {
      return
        "leaksift: the agent wants to change \(Escaping.visible(path)), which decides what leaksift finds or hides."
    }
    let isWatched = looks.flatMap(\.programs).contains { words in
      words.first == "leaksift" && watchedCommands.contains { words.dropFirst().starts(with: $0) }
    }
    return isWatched ? "leaksift: the agent wants to hide a finding, or to take a hook out." : nil
  }

  /// Files that usual programs change in place.
  private static func changed(_ look: BroughtIn) -> [String] {
    let editors: Set<String> = ["rm", "mv", "cp", "sed", "tee", "truncate", "ln", "dd", "install"]
    return look.programs.filter { editors.contains($0.first ?? "") }.flatMap { $0.dropFirst() }
  }

  private static func ends(_ path: String, _ names: [String]) -> Bool {
    names.contains { path == $0 || path.hasSuffix("/\($0)") }
  }
}
