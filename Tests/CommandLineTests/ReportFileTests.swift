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

  @Test func `reports that were kept give no findings in the next scan`() throws {
    let outcome = try sandbox.run(
      """
      for i in 1 2 3 4 5 6 7 8 9 10; do
        random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
        echo "K=sk_""live_$random" >tree/$i; echo "password = \\"$random\\"" >tree/b$i
      done
      mkdir kept
      for f in text json jsonl sarif csv html markdown gitlab junit gitleaks github codequality rdjson azure teamcity
      do leaksift scan tree -q -f $f -o kept/$f; echo $?; done
      ls kept | wc -l; leaksift scan kept --min-confidence low
      """)
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    let ran = String(repeating: "1\n", count: 15) + "15\n"
    #expect(outcome.output.hasPrefix(ran), "\(outcome.output)\(outcome.errors)")
  }

  @Test func `when every report is a file one line says so`() throws {
    let outcome = try sandbox.run("leaksift scan tree -o r.json")
    #expect(outcome.output == "")
    #expect(outcome.errors == "leaksift: no findings; see r.json\n")
  }

  @Test func `the line counts what is hidden, of joined reports too`() throws {
    let outcome = try sandbox.run(
      """
      random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
      echo "K=sk_""live_$random # leaksift:allow" >tree/hidden
      leaksift scan tree -o r.json; leaksift report merge r.json -o all.json
      """)
    #expect(
      outcome.errors == "leaksift: no findings, 1 hidden; see r.json\nleaksift: no findings, 1 hidden; see all.json\n")
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

  /// Shell that makes a repository with tracked links: `r.json`, `out` (a folder) and `inner` (to a link).
  private static let links = """
    mkdir elsewhere r; echo victim >elsewhere/r.json; cd r; git init -q; ln -s ../elsewhere/r.json r.json
    ln -s ../elsewhere out; ln -s r.json inner; echo a >a; git add -A; git commit -qm a

    """

  @Test(arguments: ["scan -o r.json", "scan -o out/r.json", "scan -f json -o $PWD/inner", "baseline create -o r.json"])
  func `an output never follows a link that git tracks`(command: String) throws {
    let outcome = try sandbox.run(
      Self.links + "leaksift \(command); echo $?; cat ../elsewhere/r.json; ls ../elsewhere")
    #expect(outcome.output == "2\nvictim\nr.json\n")
    #expect(outcome.errors.contains("symbolic link that git tracks"))
  }

  @Test func `a cache is not written to a pipe, and nobody waits for a reader of it`() throws {
    let outcome = try sandbox.run(
      Self.links
        + """
        leaksift scan --history --cache=made >/dev/null
        for file in made/*; do rm "$file" && mkfifo "$file"; done
        leaksift scan --history --cache=made -f json
        """)
    #expect(outcome.output.contains("the cache was not written"))
    #expect(outcome.output.contains("it is a pipe or device; remove it"))
  }

  @Test func `a cache is not written through a link that git tracks`() throws {
    let outcome = try sandbox.run(Self.links + "leaksift scan --history --cache=out/new; echo $?; ls ../elsewhere")
    #expect(outcome.output.contains("the cache was not written"))
    #expect(outcome.output.hasSuffix("0\nr.json\n"))
  }

  @Test func `a link that git does not track is followed`() throws {
    let outcome = try sandbox.run(
      Self.links
        + "ln -s ../elsewhere/r.json own.json; leaksift scan -q -o own.json; grep -c schema_version ../elsewhere/r.json"
    )
    #expect(outcome.output == "1\n")
  }

  @Test func `a FIFO that nobody reads ends with 2`() throws {
    let outcome = try sandbox.run("mkfifo p; leaksift scan tree -q -f json -o p")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("a FIFO that nobody reads"))
  }

  @Test func `a report beyond the allowed size of files ends with 2 and leaves nothing`() throws {
    let outcome = try sandbox.run("(ulimit -f 1; leaksift scan tree -q -f sarif -o r.sarif >/dev/null); echo $?; ls -A")
    #expect(outcome.output == "2\ntree\n")
    #expect(outcome.errors.contains("cannot write `r.sarif`"))
  }
}
