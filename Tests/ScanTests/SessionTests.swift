import FileTestSupport
import Findings
import Testing

@testable import Scan

/// Sessions of coding agents and histories of shells.
@Suite struct SessionTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func folders(_ variables: [String: String] = [:]) throws -> SessionFolders {
    let all = ["HOME": folder.path].merging(variables) { $1 }
    return try #require(SessionFolders(variable: { all[$0] }))
  }

  @Test func `what is there is found, also where a variable moves it`() throws {
    try folder.write(".claude/projects/a/x.jsonl")
    try folder.write("elsewhere/sessions/y.jsonl")
    try folder.write(".config/Code/User/globalStorage/saoudrizwan.claude-dev/tasks/1/api.json")
    try folder.write(".bash_history")
    let found = try folders(["CODEX_HOME": folder.at("elsewhere")])
    #expect(found.agents.map(\.agent) == ["claude-code", "codex", "cline"])
    try folder.write(".config/Windsurf/User/globalStorage/state.vscdb")
    try folder.write("Library/Application Support/Cursor/User/workspaceStorage/1/state.vscdb")
    let editors = try folders().agents.map { "\($0.agent) \($0.path.split(separator: "/").last ?? "")" }
    #expect(
      Set(editors) == [
        "claude-code projects", "cline saoudrizwan.claude-dev", "windsurf state.vscdb", "cursor workspaceStorage",
      ])
    #expect(found.histories.map(\.path) == [folder.at(".bash_history")])
    #expect(SessionFolders(variable: { _ in nil }) == nil)
  }

  @Test func `places are told with session, turn and project, and a secret is counted once`() throws {
    let token = Samples.token()
    try folder.write(
      ".claude/projects/-home-shop/one.jsonl",
      """
      {"type":"user","sessionId":"s-1","cwd":"/home/shop","message":{"role":"user","content":"hello"}}
      {"type":"user","sessionId":"s-1","message":{"role":"user","content":[{"type":"tool_result","content":"\(token)"}]}}
      {"type":"assistant","message":{"role":"assistant","content":"fine"}}
      {"type":"user","sessionId":"s-1","message":{"role":"user","content":"use \(token)"}}

      """)
    try folder.write(
      ".codex/sessions/2026/rollout.jsonl",
      """
      {"type":"session_meta","payload":{"id":"c-1","cwd":"/home/api"}}
      {"type":"response_item","payload":{"type":"message","role":"user","content":"\(token)"}}

      """)
    try folder.write(".zsh_history", "export T=\(token)\n")
    let known = try folders()
    var report = try folder.scan { request in
      request.targets = (known.agents + known.histories).map { .path($0.path) }
      request.pathsBeginWithTarget = true
    }
    report.addSessions(known.agents + known.histories)
    #expect(report.findings.count == 1)
    let sessions = Set(report.findings.flatMap(\.occurrences).compactMap(\.session))
    #expect(
      sessions == [
        SessionPlace(agent: "claude-code", session: "s-1", turn: 1, project: "/home/shop"),
        SessionPlace(agent: "claude-code", session: "s-1", turn: 2, project: "/home/shop"),
        SessionPlace(agent: "codex", session: "c-1", turn: 1, project: "/home/api"), SessionPlace(agent: "zsh"),
      ])
  }

  @Test func `rows of databases tell the session by their names`() throws {
    let token = Samples.token()
    let cursor = ".config/Cursor/User/globalStorage/state.vscdb"
    try folder.write("token.txt", token)
    try folder.shell(
      """
      mkdir -p .config/Cursor/User/globalStorage .local/share/zed/threads && python3 - <<'END'
      import gzip, sqlite3
      token = open("token.txt").read()
      made = sqlite3.connect("\(cursor)")
      made.execute("CREATE TABLE cursorDiskKV (key TEXT UNIQUE, value BLOB)")
      made.execute("INSERT INTO cursorDiskKV VALUES (?, ?)", ("bubbleId:c-1:b-2", "x" * 9000 + "\\n" + token))
      made.commit()
      made = sqlite3.connect(".local/share/zed/threads/threads.db")
      made.execute("CREATE TABLE threads (id TEXT, data BLOB)")
      made.execute("INSERT INTO threads VALUES (?, ?)", ("t-1", gzip.compress(token.encode())))
      made.commit()
      END
      rm token.txt
      """)
    let known = try folders().agents
    var report = try folder.scan { request in
      request.targets = known.map { .path($0.path) }
      request.pathsBeginWithTarget = true
    }
    report.addSessions(known)
    #expect(report.findings.count == 1)
    #expect(
      report.findings.flatMap(\.occurrences).map(\.session) == [
        SessionPlace(agent: "cursor", session: "c-1"), SessionPlace(agent: "zed", session: "t-1"),
      ])
  }

  @Test func `lines that are no JSON, and huge ones, do no harm`() throws {
    let long = String(repeating: "x", count: 5 << 20)
    try folder.write(
      ".claude/history.jsonl",
      "{\"cwd\": 1}\n{\"user\"\n\(long)\n{\"project\": \"/p\", \"display\": \"\(Samples.token())\"}\n")
    let known = try folders()
    var report = try folder.scan(".claude")
    report.addSessions(known.agents)
    #expect(
      report.findings.first?.occurrences.first?.session
        == SessionPlace(agent: "claude-code", session: "history", project: "/p"))
  }
}
