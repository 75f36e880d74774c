import Testing

/// Scans of a repository behind an address, whose credentials nobody else may see.
struct CloneTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  /// Shell that puts a `git` on PATH which writes its arguments, and what its credential helpers answer, to `seen`.
  static let spy = """
    real=$(command -v git); mkdir -p spy; : >seen
    cat >spy/git <<END
    #!/bin/sh
    printf '%s\\n' "\\$@" >>"$PWD/seen"
    for word in "\\$@"; do
      case \\$word in
      include.path=*)
        ls -l "\\${word#*=}" >>"$PWD/modes"
        for host in localhost:1 localhost:2; do
          printf 'protocol=https\\nhost=%s\\n\\n' \\$host | "$real" -c "\\$word" credential fill >>"$PWD/answers" 2>&1
        done;;
      esac
    done
    exec "$real" "\\$@"
    END
    chmod +x spy/git; PATH=$PWD/spy:$PATH

    """

  @Test func `credentials of an address are in no argument and no message`() throws {
    let script =
      Self.spy + "leaksift scan https://me:geheim%21@localhost:1/a.git; echo code $?; cat seen; env | grep -c geheim"
    let outcome = try sandbox.run(script)
    #expect(outcome.output.contains("code 2"))
    #expect(outcome.output.contains("https://localhost:1/a.git"))
    #expect(outcome.errors.contains("https://localhost:1/a.git cannot be cloned"))
    #expect(!(outcome.output + outcome.errors).contains("geheim"))
  }

  @Test(arguments: [
    ("me:geheim%21", ["username=me", "password=geheim!"]), ("to%22k", ["username=to\"k", "password="]),
  ])
  func `git gets them from a helper, for their own server only`(userInfo: String, answers: [String]) throws {
    let outcome = try sandbox.run(
      Self.spy
        + "export GIT_TERMINAL_PROMPT=0; leaksift scan https://\(userInfo)@localhost:1/a.git; cat answers; cat modes")
    let lines = outcome.output.split(separator: "\n").map { String($0) }
    #expect(lines.filter { $0.hasPrefix("username=") || $0.hasPrefix("password=") } == answers)
    #expect(lines.contains { $0.contains("could not read Username for 'https://localhost:2'") })
    #expect(lines.contains { $0.hasPrefix("-rw-------") })
  }

  @Test func `nothing of an address is left when the clone has ended`() throws {
    let outcome = try sandbox.run(
      "mkdir tmp; export TMPDIR=$PWD/tmp; leaksift scan https://me:geheim@localhost:1/a.git; ls -A tmp")
    #expect(outcome.output == "")
  }

  @Test(arguments: ["json", "junit", "html", "sarif", "text"])
  func `a report names an address without its credentials`(format: String) throws {
    let outcome = try sandbox.run(
      """
      git init -q r; cd r; echo a >a; git add a; git commit -qm a; cd ..; mkdir fake; real=$(command -v git)
      printf '#!/bin/sh\\nfor last; do :; done\\n"%s" clone -q --mirror "%s" "$last"\\n' "$real" "$PWD/r" >fake/git
      chmod +x fake/git; PATH=$PWD/fake:$PATH leaksift scan https://me:geheim@localhost:1/a.git -f \(format)
      """)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.output.contains("geheim"))
  }

  @Test func `a token in the query is refused, and shown nowhere`() throws {
    let outcome = try sandbox.run("leaksift scan 'https://localhost:1/a.git?private_token=geheim'")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("TOKEN@example.org"))
    #expect(!(outcome.output + outcome.errors).contains("geheim"))
  }

  @Test(arguments: ["baseline create -o b", "explain", "env", "scan --config", "hook install", "gitleaks git"])
  func `other commands show no credentials of an address either`(command: String) throws {
    let outcome = try sandbox.run("leaksift \(command) https://me:geheim@localhost:1/a.git")
    #expect(outcome.code != 0)
    #expect(!(outcome.output + outcome.errors).contains("geheim"))
  }
}
