import Testing

/// `leaksift report`: joining and comparing reports.
struct ReportCommandTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(
      """
      secret() { echo "K=sk_""live_$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)"; }
      mkdir one two; secret >one/a.conf; cp one/a.conf two/b.conf; secret >two/c.conf
      for r in one two; do git init -q $r; git -C $r remote add origin https://user:pw@github.com/acme/$r.git; done
      git -C two add b.conf; git -C two commit -q -m all
      leaksift scan one -o one.json; leaksift scan two -o two.json
      """)
  }

  @Test func `reports of two repositories become one`() throws {
    let merged = try sandbox.run("leaksift report merge one.json two.json -f json -o all.json -f text")
    #expect(merged.code == 1, "\(merged.errors)")
    #expect(merged.output.contains("2 findings in 3 places"), "\(merged.output)")
    let all = try sandbox.read("all.json")
    #expect(all.contains("\"repository\": \"https://github.com/acme/one.git\""))
    #expect(all.contains("\"link\": \"https://github.com/acme/two/blob/"))
    #expect(!all.contains("pw@"))
    let listed = try sandbox.run("ls *.json | grep -v all | leaksift report merge --list - -f json")
    #expect(listed.output == all)
  }

  @Test(arguments: [("active", "1"), ("inactive", "0"), ("unknown", "3")])
  func `a merge fails on what is active, and lists that alone, when wanted`(status: String, code: String) throws {
    let outcome = try sandbox.run(
      #"""
      sed 's/"secret": "sk/"verification": { "status": "\#(status)" }, "secret": "sk/' one.json >said.json
      leaksift report merge one.json said.json --fail-on active -f json -o all.json; echo $?
      leaksift report merge two.json said.json --fail-on active -f json -o open.json; echo $?
      leaksift report merge two.json said.json --only active -f jsonl -o active.jsonl
      grep -c '"rule":.*"line"' active.jsonl
      """#)
    let lines = outcome.output.split(separator: "\n").filter { $0.count == 1 }.map { String($0) }
    // Of two.json's second secret nobody said anything.
    #expect(
      lines == [code, status == "active" ? "1" : "3", status == "active" ? "2" : "0"],
      "\(outcome.output)\(outcome.errors)")
    #expect(try sandbox.read("all.json").contains(#""fail_on": "active""#))
    #expect(try sandbox.read("active.jsonl").contains("only what is active is listed"))
  }

  @Test func `a comparison tells by its exit code whether something is new`() throws {
    let same = try sandbox.run("leaksift report diff two.json two.json")
    #expect(same.code == 0, "\(same.errors)")
    #expect(same.output.contains("0 new, 0 fixed, 2 still there"), "\(same.output)")
    let more = try sandbox.run("leaksift report diff one.json two.json")
    #expect(more.code == 1)
    #expect(more.output.contains("1 new, 0 fixed, 1 still there"), "\(more.output)")
    let less = try sandbox.run("leaksift report diff two.json one.json -f json")
    #expect(less.code == 0)
    #expect(less.output.contains("\"fixed\": [\n      {"), "\(less.output)")
  }

  @Test func `an incomplete report without findings ends with 3`() throws {
    let outcome = try sandbox.run(
      """
      mkdir gap && echo x >gap/a && ln gap/a gap/b && mkfifo gap/f && printf 'PK\\003\\004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' >gap/x.zip
      leaksift scan gap -o gap.json; echo $?
      leaksift report merge gap.json -o all.html; echo $?
      leaksift report diff gap.json gap.json; echo $?
      """)
    let codes = outcome.output.split(separator: "\n").filter { $0.count == 1 }.map { String($0) }
    #expect(codes == ["3", "3", "3"], "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a report that cannot be used writes nothing`() throws {
    let outcome = try sandbox.run("head -c 900 one.json >cut.json; leaksift report merge two.json cut.json -o all.html")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("cut.json: byte 9"), "\(outcome.errors)")
    #expect(try sandbox.run("ls all.html").code != 0)
    #expect(try sandbox.run("leaksift report merge missing.json").code == 2)
    #expect(try sandbox.run("leaksift report merge").code == 2)
  }
}
