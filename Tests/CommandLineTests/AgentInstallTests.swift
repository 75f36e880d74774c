import Testing

/// Putting leaksift into the settings of coding agents and taking it out again.
struct AgentInstallTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q .")
  }

  private static let files = [
    ("claude-code", ".claude/settings.json"), ("cursor", ".cursor/hooks.json"), ("codex", ".codex/hooks.json"),
    ("copilot", ".github/hooks/leaksift.json"), ("gemini", ".gemini/settings.json"),
    ("opencode", ".opencode/plugins/leaksift.js"), ("windsurf", ".windsurf/hooks.json"),
    ("cline", ".clinerules/hooks/PreToolUse"), ("cline", ".clinerules/hooks/UserPromptSubmit"),
  ]

  @Test(arguments: files)
  func `a missing file is made and removed again`(_ agent: String, _ file: String) throws {
    let installed = try sandbox.run("leaksift hook install --agent \(agent) && cat \(file)")
    #expect(installed.code == 0 && installed.output.contains("leaksift hook agent \(agent)"), "\(installed.errors)")
    let again = try sandbox.run("cp \(file) before; leaksift hook install --agent \(agent); cmp before \(file)")
    #expect(again.code == 0 && again.output.contains("already"))
    #expect(try sandbox.run("leaksift hook uninstall --agent \(agent) && ! test -e \(file)").code == 0)
    #expect(try sandbox.run("leaksift hook uninstall --agent \(agent)").output.hasPrefix("no hooks of \(agent) in "))
  }

  @Test(arguments: [
    "{}", "{ }\n", "{\"hooks\":{}}", "{\n  \"hooks\": {}\n}\n", "{\"hooks\":{\"PreToolUse\":[]}}",
    "// mine\n{\n\t\"b\": 1, // one\n\t\"a\": [1, 2,], /* two */\n}\n", "{\"a\":1}",
    "{\"a\": 1,\n \"hooks\": {\"Stop\": [\n {}]}}",
    """
    {
      "permissions": {"deny": ["x"]},
      "hooks": {
        // keep
        "PreToolUse": [
          {
            "matcher": "Bash",
            "hooks": [{"type": "command", "command": "mine"}]
          }
        ],
        "PostToolUse": [{"hooks": []}]
      },
      "last": null
    }
    """,
  ])
  func `settings come back byte for byte, with comments and order`(_ content: String) throws {
    try sandbox.run(
      "mkdir .claude && cat >.claude/settings.json <<'END'\n\(content)\nEND\ncp .claude/settings.json before")
    let installed = try sandbox.run("leaksift hook install --agent claude-code && cat .claude/settings.json")
    #expect(installed.code == 0, "\(installed.errors)")
    for line in content.split(separator: "\n") where line.contains("//") {
      #expect(installed.output.contains(line.drop { $0 != "/" }))
    }
    for event in ["UserPromptSubmit", "PreToolUse", "PostToolUse"] {
      #expect(installed.output.contains("\"\(event)\""))
    }
    #expect(installed.output.split(separator: " hook agent claude-code || exit 2").count == 4)
    #expect(
      try sandbox.run("leaksift hook install --agent claude-code").output.contains(
        "has the hooks of claude-code already"))
    let removed = try sandbox.run("leaksift hook uninstall --agent claude-code && diff before .claude/settings.json")
    #expect(removed.code == 0, "\(removed.output)")
  }

  @Test func `only leaksift's entries go when the file was changed since`() throws {
    let outcome = try sandbox.run(
      """
      leaksift hook install --agent claude-code >/dev/null
      python3 - <<'END'
      import json
      path = ".claude/settings.json"
      settings = json.load(open(path))
      settings["model"] = "x"
      settings["hooks"]["PreToolUse"][0]["hooks"].append({"type": "command", "command": "mine"})
      json.dump(settings, open(path, "w"), indent=1)
      END
      leaksift hook uninstall --agent claude-code >/dev/null
      python3 -c 'import json; print(json.load(open(".claude/settings.json")))'
      """)
    #expect(
      outcome.output
        == "{'hooks': {'PreToolUse': [{'hooks': [{'type': 'command', 'command': 'mine'}]}]}, 'model': 'x'}\n",
      "\(outcome.errors)")
  }

  @Test(arguments: ["", "nonsense", "[]", "{\"hooks\": 1}", "{\"hooks\": {\"PreToolUse\": 1}}", "{"])
  func `broken settings are left as they are`(_ content: String) throws {
    try sandbox.run(
      "mkdir .claude && printf '%s' '\(content)' >.claude/settings.json && cp .claude/settings.json before")
    let outcome = try sandbox.run("leaksift hook install --agent claude-code")
    #expect(outcome.code == 2 && outcome.errors.contains("is left as it is"))
    #expect(try sandbox.run("cmp before .claude/settings.json").code == 0)
  }

  @Test func `Codex's hooks go where its hooks are`() throws {
    let table = "# mine\\nmodel = \"x\"\\n[[hooks.Stop]]\\n[[hooks.Stop.hooks]]\\ntype = \"command\"\\ncommand = \"y\""
    let outcome = try sandbox.run(
      """
      mkdir .codex && printf '\(table)' >.codex/config.toml && cp .codex/config.toml before
      leaksift hook install --agent codex && leaksift hook install --agent codex && ls .codex
      python3 -c 'import tomllib; print(list(tomllib.load(open(".codex/config.toml", "rb"))["hooks"]))'
      leaksift hook uninstall --agent codex >/dev/null && cmp before .codex/config.toml && echo same
      """)
    #expect(
      outcome.output.hasSuffix(
        "\nconfig.toml\n['Stop', 'UserPromptSubmit', 'PreToolUse', 'PostToolUse']\nsame\n"),
      "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("`/hooks` in Codex"))
  }

  @Test func `the user's settings call the program by its path`() throws {
    let outcome = try sandbox.run(
      """
      leaksift hook install --user --all >/dev/null && ls -A . && cd ~ && find . -type f | LC_ALL=C sort
      grep -c "/bin/leaksift' hook agent claude-code || exit 2" .claude/settings.json
      leaksift hook uninstall --user --all >/dev/null && find . -type f
      """)
    #expect(
      outcome.output == """
        .git
        ./.claude/settings.json
        ./.codeium/windsurf/hooks.json
        ./.codex/hooks.json
        ./.config/opencode/plugins/leaksift.js
        ./.copilot/hooks/leaksift.json
        ./.cursor/hooks.json
        ./.gemini/settings.json
        ./Documents/Cline/Hooks/PreToolUse
        ./Documents/Cline/Hooks/UserPromptSubmit
        3

        """, "\(outcome.errors)")
  }

  @Test func `what is installed refuses, and does so when the program is gone`() throws {
    let outcome = try sandbox.run(
      """
      leaksift hook install --agent claude-code >/dev/null 2>&1
      command=$(python3 -c 'import json; h = json.load(open(".claude/settings.json"))["hooks"]; print(
        h["PreToolUse"][0]["hooks"][0]["command"])')
      echo nonsense | sh -c "$command" 2>/dev/null; echo $?
      echo '{"hook_event_name":"Stop"}' | sh -c "$command"; echo $?
      echo '{"hook_event_name":"Stop"}' | PATH=/nowhere /bin/sh -c "$command" 2>/dev/null; echo $?
      """)
    #expect(outcome.output == "2\n0\n2\n", "\(outcome.errors)")
  }

  private static let hasNode = (try? Sandbox().run("command -v node").code) == 0

  @Test(.enabled(if: hasNode))
  func `opencode's plugin throws what is refused and masks results`() throws {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    let secret = "AK" + "IA" + String((0..<16).map { _ in letters.randomElement() ?? "A" })
    let outcome = try sandbox.run(
      """
      leaksift hook install --agent opencode >/dev/null 2>&1 && cp .opencode/plugins/leaksift.js plugin.mjs
      echo 'AWS_ACCESS_KEY_ID=\(secret)' >.env; echo hello >ok.txt
      cat >try.mjs <<'END'
      import { Leaksift } from "./plugin.mjs"
      const hooks = await Leaksift({ directory: process.cwd() })
      const before = hooks["tool.execute.before"]
      await before({ tool: "read" }, { args: { filePath: "ok.txt" } })
      await before({ tool: "read" }, { args: { filePath: ".env" } }).catch((error) => console.log(error.message.slice(0, 21)))
      const result = { title: "t", output: "a \(secret)", metadata: {} }
      await hooks["tool.execute.after"]({ tool: "bash" }, result)
      console.log(result.output.slice(0, 16))
      END
      node try.mjs
      """)
    #expect(outcome.output == "leaksift stopped this\na [leaksift:aws-\n", "\(outcome.errors)")
  }

  @Test func `Cline's hooks are programs that refuse, also when leaksift is gone`() throws {
    let outcome = try sandbox.run(
      """
      leaksift hook install --agent cline >/dev/null 2>&1; cd .clinerules/hooks
      echo nonsense | ./PreToolUse 2>/dev/null
      echo '{"hookName":"PreToolUse","preToolUse":{"toolName":"x","parameters":{}}}' | ./PreToolUse
      echo '{}' | PATH=/usr/bin:/bin ./UserPromptSubmit 2>/dev/null
      """)
    let refusal =
      "{\"cancel\":true,\"errorMessage\":\"leaksift could not look at this, or is not on the PATH; it is refused.\"}"
    #expect(outcome.output == "\(refusal)\n{\"cancel\":false}\n\(refusal)\n", "\(outcome.errors)")
  }

  @Test func `a program of another is neither replaced nor removed`() throws {
    let outcome = try sandbox.run(
      """
      mkdir -p .clinerules/hooks && printf '#!/bin/sh\\nleaksift hook agent cline # mine\\n' >.clinerules/hooks/PreToolUse
      cp .clinerules/hooks/PreToolUse before
      leaksift hook install --agent cline; echo $?
      leaksift hook uninstall --agent cline; cmp before .clinerules/hooks/PreToolUse && echo same
      """)
    #expect(outcome.output.hasPrefix("2\n") && outcome.output.hasSuffix("same\n"), "\(outcome.output)")
    #expect(outcome.errors.contains("it is another program's; have it run `leaksift hook agent cline`"))
  }
}
