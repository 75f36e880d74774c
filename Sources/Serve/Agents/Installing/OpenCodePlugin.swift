import Text

extension AgentInstallation {
  /// The plugin by which opencode calls leaksift: https://opencode.ai/docs/plugins. An exception stops what is going on.
  ///
  /// - Parameter program: How leaksift is called, quoted for a shell.
  static func openCodePlugin(_ program: String) -> String {
    """
    // Written by `leaksift hook install --agent opencode`; `leaksift hook uninstall --agent opencode` takes it out.
    import { spawn } from "node:child_process"

    const command = \(JSONValue.string("\(program) hook agent opencode").compact)

    function ask(event) {
      return new Promise((resolve, reject) => {
        const child = spawn("/bin/sh", ["-c", command], { cwd: event.directory, stdio: ["pipe", "pipe", "pipe"] })
        let output = ""
        let errors = ""
        child.stdout.on("data", (data) => (output += data))
        child.stderr.on("data", (data) => (errors += data))
        child.stdin.on("error", () => {})
        child.on("error", reject)
        child.on("close", (code) => {
          if (code !== 0) return reject(new Error(errors.trim() || `leaksift ended with ${code}; nothing was checked`))
          try {
            resolve(JSON.parse(output))
          } catch (error) {
            reject(new Error("leaksift gave no answer; nothing was checked"))
          }
        })
        child.stdin.end(JSON.stringify(event))
      })
    }

    export const Leaksift = async ({ directory }) => ({
      "chat.message": async (input, output) => {
        const prompt = output.parts.map((part) => part.text ?? "").join("\\n")
        await ask({ directory, event: "chat.message", prompt })
      },
      "tool.execute.before": async (input, output) => {
        await ask({ directory, event: "tool.execute.before", tool: input.tool, arguments: output.args ?? {} })
      },
      "tool.execute.after": async (input, output) => {
        const result = { output: output.output ?? "", title: output.title ?? "", metadata: output.metadata ?? {} }
        const event = { directory, event: "tool.execute.after", tool: input.tool, arguments: input.args ?? {}, result }
        const answer = await ask(event)
        if (answer.decision === "replace") Object.assign(output, answer.result)
      },
    })

    """
  }
}
