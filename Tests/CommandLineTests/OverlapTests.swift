import Testing

/// What several targets contain counts once, and a baseline hides nothing in itself.
struct OverlapTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(
      SwitchingTests.key + "git init -q . && mkdir sub && key >sub/a && echo b >b && git add . && git commit -qm a")
  }

  private static let count =
    "counts() { leaksift scan -f json \"$@\" | grep -E '\"(files|blobs|commits|bytes)\"' | tr -d ' \\n'; echo; }\n"

  @Test(arguments: ["", "--history", "--staged", "--no-ignore"])
  func `overlapping targets count once`(_ mode: String) throws {
    let outcome = try sandbox.run(
      Self.count
        + """
        counts \(mode) .; counts \(mode) . sub; counts \(mode) sub . sub/a
        leaksift scan -f json \(mode) . sub | grep -c '"line"'
        """)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == lines[1] && lines[1] == lines[2], "\(outcome.output) \(outcome.errors)")
    #expect(lines.last == (mode == "--staged" ? "0" : "1"))
  }

  @Test func `gaps and remarks of overlapping targets are named once`() throws {
    let outcome = try sandbox.run(
      "mkfifo sub/p; leaksift scan -f json --no-ignore . sub | grep -c 'FIFO'; leaksift env -f json | grep -c 'history was'"
    )
    #expect(outcome.output == "1\n0\n", "\(outcome.output)")
  }

  @Test func `a secret in leaksift's own baseline is found, and another one's is named as not scanned`() throws {
    let outcome = try sandbox.run(
      SwitchingTests.key + """
        leaksift baseline create -o own.jsonl 2>/dev/null; leaksift scan -q --baseline own.jsonl; echo "clean $?"
        sed -i "\\$s/}\\$/,\\"reason\\":\\"$(key)\\"}/" own.jsonl
        leaksift scan -q --baseline own.jsonl | sed 's/:.*//'
        rm own.jsonl; leaksift gitleaks dir . -r ../peer.json >/dev/null 2>&1; cp ../peer.json peer.json
        leaksift scan -f json --baseline peer.json | grep -A1 '"peer.json"'
        leaksift hook run --baseline peer.json b -v | grep -c 'peer.json'
        """)
    #expect(outcome.output.hasPrefix("clean 0\nown.jsonl\n"), "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.contains("\"reason\": \"a baseline of another tool,"), "\(outcome.output)")
  }

  @Test func `an audit names files from the working directory`() throws {
    let outcome = try sandbox.run("leaksift baseline create 2>/dev/null; cd sub; echo q | leaksift baseline audit")
    #expect(outcome.output.contains("\n  a:1\n"), "\(outcome.output) \(outcome.errors)")
  }
}
