import Testing

/// Events of Windsurf and Cline, which have forms of their own.
extension AgentHookTests {
  // MARK: - Windsurf

  private static func cascade(_ name: String, _ details: String) -> String {
    #"{"agent_action_name":"\#(name)","trajectory_id":"t","execution_id":"e","timestamp":"2026-01-01T00:00:00Z","#
      + #""model_name":"m","tool_info":\#(details)}"#
  }

  @Test(arguments: [
    cascade("pre_user_prompt", #"{"user_prompt":"use SECRET"}"#),
    cascade("pre_read_code", #"{"file_path":"CWD/.env"}"#),
    cascade("pre_write_code", #"{"file_path":"CWD/a.py","edits":[{"old_string":"x","new_string":"k = 'SECRET'"}]}"#),
    cascade("pre_run_command", #"{"command_line":"cat .env","cwd":"CWD"}"#),
    cascade(
      "pre_mcp_tool_use",
      #"{"mcp_server_name":"github","mcp_tool_name":"create_issue","mcp_tool_arguments":{"body":"see SECRET"}}"#),
  ])
  func `Windsurf's events with a secret are refused`(_ event: String) throws {
    let answer = try send(event, to: "windsurf")
    #expect(answer.code == 2 && answer.errors.hasPrefix("leaksift stopped this"), "\(answer.output)\(answer.errors)")
  }

  @Test(arguments: [
    cascade("pre_user_prompt", #"{"user_prompt":"hello"}"#), cascade("pre_read_code", #"{"file_path":"CWD/ok.txt"}"#),
    cascade("pre_read_code", #"{"file_path":"CWD"}"#),
    cascade("pre_write_code", #"{"file_path":"CWD/a.py","edits":[{"old_string":"k = 'SECRET'","new_string":"x"}]}"#),
    cascade("pre_run_command", #"{"command_line":"ls","cwd":"CWD"}"#),
    cascade("post_read_code", #"{"file_path":"CWD/.env"}"#),
    cascade("post_cascade_response", #"{"response":"SECRET"}"#),
  ])
  func `Windsurf's other events go on`(_ event: String) throws {
    let answer = try send(event, to: "windsurf")
    #expect(answer.code == 0 && answer.output == "" && answer.errors == "", "\(answer.output)\(answer.errors)")
  }

  @Test(arguments: [
    "{}", #"{"agent_action_name":"pre_user_prompt"}"#, #"{"agent_action_name":"pre_user_prompt","tool_info":{}}"#,
    #"{"agent_action_name":"pre_run_command","tool_info":{"command_line":1}}"#,
  ])
  func `Windsurf's events without what they are about are refused`(_ event: String) throws {
    let answer = try send(event, to: "windsurf")
    #expect(answer.code == 2 && answer.errors.contains("it has no "), "\(answer.output)\(answer.errors)")
  }

  // MARK: - Cline

  private static func cline(_ name: String, _ member: String) -> String {
    #"{"clineVersion":"3","hookName":"\#(name)","timestamp":"1","taskId":"t","workspaceRoots":["CWD"],"userId":"u",\#(member)}"#
  }

  private static func clineCall(_ tool: String, _ parameters: String) -> String {
    cline("PreToolUse", #""preToolUse":{"toolName":"\#(tool)","parameters":\#(parameters)}"#)
  }

  @Test(arguments: [
    cline("UserPromptSubmit", #""userPromptSubmit":{"prompt":"use SECRET","attachments":[]}"#),
    cline("UserPromptSubmit", #""userPromptSubmit":{"prompt":"see","attachments":[".env"]}"#),
    clineCall("read_file", #"{"path":".env"}"#),
    clineCall("execute_command", #"{"command":"cat .env","requires_approval":"false"}"#),
    clineCall("write_to_file", #"{"path":"a.py","content":"k = 'SECRET'"}"#),
    clineCall(
      "replace_in_file", #"{"path":"a.py","diff":"------- SEARCH\nx\n=======\nk = 'SECRET'\n+++++++ REPLACE\n"}"#),
    clineCall("use_mcp_tool", #"{"server_name":"s","tool_name":"read","arguments":"{\"path\": \".env\"}"}"#),
    clineCall("use_mcp_tool", #"{"server_name":"s","tool_name":"send","arguments":"{\"body\": \"SECRET\"}"}"#),
  ])
  func `Cline's events with a secret are refused`(_ event: String) throws {
    let answer = try send(event, to: "cline")
    #expect(answer.code == 0, "\(answer.errors)")
    #expect(answer.output.hasPrefix(#"{"cancel":true,"errorMessage":"leaksift stopped this"#), "\(answer.output)")
  }

  @Test(arguments: [
    cline("UserPromptSubmit", #""userPromptSubmit":{"prompt":"hello","attachments":["nothing"]}"#),
    clineCall("read_file", #"{"path":"ok.txt"}"#),
    clineCall(
      "replace_in_file", #"{"path":"a.py","diff":"------- SEARCH\nk = 'SECRET'\n=======\nk = env\n+++++++ REPLACE\n"}"#),
    cline("PostToolUse", #""postToolUse":{"toolName":"x","parameters":{},"result":"SECRET","success":true}"#),
    cline("PreToolUse", #""preToolUse":{"toolName":"x"}"#), cline("UserPromptSubmit", #""userPromptSubmit":{}"#),
    cline("TaskStart", #""taskStart":{"taskMetadata":{"taskId":"t"}}"#),
  ])
  func `Cline's other events go on`(_ event: String) throws {
    #expect(try send(event, to: "cline").output == "{\"cancel\":false}\n")
  }

  @Test(arguments: ["PreToolUse", "UserPromptSubmit"])
  func `Cline's events without what they are about are refused`(_ name: String) throws {
    let answer = try send(Self.cline(name, #""preCompact":{}"#), to: "cline")
    #expect(answer.code == 2 && answer.errors.contains("it has no "), "\(answer.output)\(answer.errors)")
  }
}
