import Testing

/// Reports in files: replaced as a whole or not at all.
struct ReportFileTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("mkdir tree && echo nothing >tree/a.txt")
  }

  @Test func `several reports come from one run, each in the format of its ending`() throws {
    let outcome = try sandbox.run("leaksift scan tree -o r.json -o r.sarif -f csv -o r.txt -f text")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output != "")
    #expect(try sandbox.read("r.json").contains("\"schema_version\""))
    #expect(try sandbox.read("r.sarif").contains("\"$schema\""))
    #expect(try sandbox.read("r.txt").contains("fingerprint,"))
    #expect(try sandbox.run("ls -A").output == "r.json\nr.sarif\nr.txt\ntree\n")
  }

  @Test func `when every report is a file one line says so`() throws {
    let outcome = try sandbox.run("leaksift scan tree -o r.json")
    #expect(outcome.output == "")
    #expect(outcome.errors == "leaksift: no findings; see r.json\n")
  }

  @Test func `a former report keeps its permissions, and a link stays a link`() throws {
    let outcome = try sandbox.run(
      """
      echo former-report >real.json; chmod 640 real.json; ln -s real.json r.json
      leaksift scan tree -q -o r.json && ls -l real.json r.json | cut -c 1-10 && grep -c former-report real.json
      """)
    #expect(outcome.output == "lrwxrwxrwx\n-rw-r-----\n0\n")
  }

  @Test func `a report with secrets in it is for its owner alone`() throws {
    let outcome = try sandbox.run("leaksift scan tree -q --show-secrets -o r.json && ls -l r.json | cut -c 1-10")
    #expect(outcome.output == "-rw-------\n")
  }

  @Test func `a pipe takes a report`() throws {
    let outcome = try sandbox.run("mkfifo p; timeout 5 cat p & leaksift scan tree -q -f json -o p; wait")
    #expect(outcome.output.contains("\"schema_version\""))
  }

  @Test func `a report that cannot be written leaves the former one alone`() throws {
    let outcome = try sandbox.run("echo old >r.json; leaksift scan tree -o r.json -o nowhere/r.json; cat r.json; ls -A")
    #expect(outcome.output == "old\nr.json\ntree\n")
    #expect(outcome.errors.contains("cannot write `nowhere/r.json`"))
  }
}
