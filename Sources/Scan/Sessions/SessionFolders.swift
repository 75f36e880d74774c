import Platform

/// The places where coding agents keep their sessions, and shells their histories, as they document or as is known of them.
///
/// Sources: the agents' own documentation and sources, as collected in November 2026; each is looked for, and what is not
/// there is passed over.
public struct SessionFolders {
  /// A file or folder of an agent or shell.
  public struct Place: Sendable, Equatable {
    /// The agent's or shell's name.
    public let agent: String
    /// Absolute.
    public let path: String
  }

  private let home: String
  private let variable: (String) -> String?

  /// The places of the user of this process; `nil` when there is no home folder.
  public init?() { self.init(variable: ThisProcess.nonEmptyVariable) }

  /// - Parameter variable: Looks up an environment variable.
  init?(variable: @escaping (String) -> String?) {
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    (self.home, self.variable) = (home, variable)
  }

  /// What there is of coding agents.
  public var agents: [Place] { existing(agentPlaces) }

  /// What there is of shells and other programs that keep what was typed.
  public var histories: [Place] { existing(historyPlaces) }

  private func existing(_ places: [(String, String)]) -> [Place] {
    var seen: Set<String> = []
    return places.filter { FileSystem.kind(of: $0.1) != nil && seen.insert($0.1).inserted }.map {
      Place(agent: $0.0, path: $0.1)
    }
  }

  private func folder(_ name: String, _ usual: String) -> String {
    variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(usual)"
  }

  private var agentPlaces: [(String, String)] {
    let claude = folder("CLAUDE_CONFIG_DIR", ".claude")
    let codex = folder("CODEX_HOME", ".codex")
    let copilot = folder("COPILOT_HOME", ".copilot")
    let data = folder("XDG_DATA_HOME", ".local/share")
    var places = [
      ("claude-code", "\(claude)/projects"), ("claude-code", "\(claude)/history.jsonl"),
      ("cursor", "\(home)/.cursor/projects"), ("cursor", "\(home)/.cursor/chats"),
      ("codex", "\(codex)/sessions"), ("codex", "\(codex)/archived_sessions"), ("codex", "\(codex)/history.jsonl"),
      ("copilot", "\(copilot)/session-state"), ("copilot", "\(copilot)/session-store.db"),
      ("copilot", "\(copilot)/logs"),
      ("gemini", "\(home)/.gemini/tmp"), ("opencode", "\(data)/opencode"), ("zed", "\(data)/zed/threads"),
      ("zed", "\(home)/Library/Application Support/Zed/threads"),
      ("windsurf", "\(home)/.codeium/windsurf"), ("aider", "\(home)/.aider.chat.history.md"),
      ("aider", "\(home)/.aider.input.history"),
    ]
    for editor in editorFolders {
      let agent = ["Cursor", "Windsurf"].first { editor.hasSuffix("/\($0)/User") }?.lowercased() ?? "vscode"
      if agent != "vscode" { places.append((agent, "\(editor)/globalStorage/state.vscdb")) }
      places += [
        (agent, "\(editor)/workspaceStorage"), ("cline", "\(editor)/globalStorage/saoudrizwan.claude-dev"),
      ]
    }
    return places
  }

  /// The `User` folders of editors of the family of VS Code, on Linux and macOS.
  private var editorFolders: [String] {
    let bases = [folder("XDG_CONFIG_HOME", ".config"), "\(home)/Library/Application Support"]
    return bases.flatMap { base in
      ["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"].map { "\(base)/\($0)/User" }
    }
  }

  private var historyPlaces: [(String, String)] {
    let data = folder("XDG_DATA_HOME", ".local/share")
    let named = variable("HISTFILE").flatMap { $0.hasPrefix("/") ? [("shell", $0)] : nil } ?? []
    let files = [
      ("bash", ".bash_history"), ("zsh", ".zsh_history"), ("zsh", ".zhistory"), ("ksh", ".sh_history"),
      ("psql", ".psql_history"), ("mysql", ".mysql_history"), ("sqlite", ".sqlite_history"),
      ("redis-cli", ".rediscli_history"), ("mongosh", ".mongodb/mongosh/mongosh_repl_history"),
      ("python", ".python_history"), ("node", ".node_repl_history"), ("irb", ".irb_history"), ("less", ".lesshst"),
    ]
    return named + files.map { ($0, "\(home)/\($1)") } + [
      ("fish", "\(data)/fish/fish_history"),
      ("powershell", "\(data)/powershell/PSReadLine/ConsoleHost_history.txt"),
    ]
  }
}
