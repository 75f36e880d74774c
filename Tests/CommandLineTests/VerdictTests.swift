import Testing

/// The exit code of real scans.
struct VerdictTests {
  let sandbox: Sandbox
  /// Shell that writes a realistic payment key, made anew each time, to `tree/config.sh`.
  static let leak = """
    mkdir -p tree
    random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
    echo "PAYMENT=sk_""live_$random" >tree/config.sh

    """

  init() throws {
    sandbox = try Sandbox()
  }

  @Test func `a clean folder ends with 0`() throws {
    let outcome = try sandbox.run("mkdir tree; echo nothing >tree/a; leaksift scan tree")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func `a leak ends with 1, or with the number asked for`() throws {
    #expect(try sandbox.run(Self.leak + "leaksift scan tree").code == 1)
    #expect(try sandbox.run("leaksift scan tree --exit-code 42").code == 42)
    #expect(try sandbox.run("leaksift scan tree --exit-code=0").code == 0)
  }

  @Test func `an object beyond what --max-memory allows is a gap`() throws {
    let made = "git init -q r && cd r && head -c 100000000 /dev/zero >big && git add . && git commit -qm x"
    let outcome = try sandbox.run("(\(made)) && leaksift scan --history --max-memory 1M -f json r")
    #expect(outcome.code == 3 && outcome.output.contains("too large to read ("), "\(outcome.errors)")
    #expect(try sandbox.run("leaksift scan --history --max-memory 1M --jobs 1 -f json r").code == 3)
  }

  /// Shell that writes a find of a rule of a severity to `tree/a`.
  private static func find(_ severity: String, settings: String = "") -> String {
    """
    mkdir -p tree; echo "seen_""thing_42" >tree/a
    printf "[[rules]]\\nid = 'thing'\\nregex = 'seen_thing_[0-9]+'\\nseverity = '\(severity)'\\n\(settings)" \
      >tree/.leaksift.toml

    """
  }

  @Test func `what is below the level of --fail-on is listed and does not fail the run`() throws {
    let leak = try sandbox.run(Self.find("high") + "leaksift scan tree --fail-on critical")
    #expect(leak.code == 0, "\(leak.output)")
    #expect(leak.output.contains("a:1:1"))
    #expect(leak.output.contains("It does not fail the run: below critical (--fail-on)"))
    #expect(try sandbox.run("leaksift scan tree --fail-on high").code == 1)
    try sandbox.run(Self.find("high", settings: "[severity]\\nfail_on = 'critical'\\n"))
    #expect(try sandbox.run("leaksift scan tree").code == 0)
    #expect(try sandbox.run("leaksift scan tree --fail-on low").code == 1)
    #expect(try sandbox.run("leaksift gitleaks dir tree").code == 0)
  }

  @Test func `a finding of severity info fails a run only when asked to`() throws {
    let outcome = try sandbox.run(Self.find("info") + "leaksift scan tree -q")
    #expect(outcome.code == 0)
    #expect(outcome.output.contains("a:1:1: info: "))
    #expect(try sandbox.run("leaksift scan tree --fail-on info").code == 1)
    #expect(try sandbox.run("leaksift scan tree --min-severity low --fail-on info").code == 0)
    let junit = try sandbox.run("leaksift scan tree -f junit").output
    #expect(junit.contains("failures=\"0\" errors=\"0\" skipped=\"1\""))
  }

  @Test func `an environment file fails a run for its secrets, in a repository, or when [dotenv] is strict`() throws {
    let outcome = try sandbox.run(
      """
      git init -q plain; cd plain; echo PORT=80 >.env; git add .; git commit -qm env; cd ..
      mkdir outside; cp -r plain secret; echo "API_KEY=$(head -c 30 /dev/urandom | base64)" | tee outside/.env >secret/.env
      for folder in plain outside secret; do leaksift env $folder -q >$folder.txt; echo $?; done
      leaksift scan plain -q >/dev/null; echo $?; leaksift scan outside -q >/dev/null; echo $?
      for folder in plain outside; do printf '[dotenv]\\nstrict = true\\n' >$folder/.leaksift.toml; done
      for folder in plain outside; do leaksift env $folder -q >/dev/null; echo $?; done
      leaksift scan plain -q >/dev/null; echo $?; grep -c ': info: ' plain.txt outside.txt
      """)
    let expected = ["0", "0", "1", "0", "1", "1", "1", "1", "plain.txt:1", "outside.txt:1"]
    #expect(outcome.output.split(separator: "\n").map(String.init) == expected, "\(outcome.errors)")
  }

  @Test func `a reader that went away does not turn a leak green`() throws {
    let script = Self.leak + "{ sleep 0.3; leaksift scan tree; echo $? >code; } | true; cat code"
    #expect(try sandbox.run(script).output == "1\n")
  }

  @Test func `a path that is not there ends with 2`() throws {
    let outcome = try sandbox.run("leaksift scan nowhere")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("nowhere"))
  }

  @Test func `no escape sequence reaches a pipe, and no progress`() throws {
    let outcome = try sandbox.run(Self.leak + "leaksift scan tree")
    #expect(!(outcome.output + outcome.errors).contains("\u{1B}"))
    #expect(outcome.errors == "")
  }

  @Test func `a report inside the scanned folder is not scanned`() throws {
    let outcome = try sandbox.run(
      Self.leak
        + "for i in 1 2; do leaksift scan tree -q --show-secrets -o tree/r$i.json -f json; done | md5sum | wc -l")
    #expect(outcome.output == "1\n")
    let again = try sandbox.run("leaksift scan tree -q --show-secrets -o tree/r1.json; grep -c r1.json tree/r1.json")
    #expect(again.output == "0\n")
  }

  @Test(arguments: ["csv", "gitleaks-csv", "gitleaks"])
  func `a format without a place for gaps leaves them to standard error`(format: String) throws {
    let script = "git init -q r && cd r && echo a >a && git add a && git commit -qm a && "
    let lost = "blob=$(git rev-parse HEAD:a); rm -f .git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-); "
    let outcome = try sandbox.run(script + lost + "leaksift scan --history -f \(format)")
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("not scanned: "))
    #expect(outcome.errors.contains("the scan was incomplete"))
    let complete = try sandbox.run("mkdir tree; echo nothing >tree/a; leaksift scan tree -f \(format)")
    #expect(complete.code == 0)
    #expect(complete.errors == "")
  }

  @Test func `a working directory that was deleted ends with 2`() throws {
    for command in ["scan", "scan ./", "scan --history", "env"] {
      let outcome = try sandbox.run("mkdir gone; cd gone; rmdir ../gone; leaksift \(command)")
      #expect(outcome.code == 2, "\(command)")
    }
  }

  @Test func `a bare repository ends with 2 and names the way to its commits`() throws {
    let outcome = try sandbox.run("git init -q --bare r.git; cd r.git; leaksift scan")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("leaksift scan --history"))
  }

  @Test func `a folder that git warns of is read, or ends with 3`() throws {
    let fake = """
      mkdir -p fake; real=$(command -v git)
      printf '#!/bin/sh\\necho "warning: could not open directory '"'%s/'"': Permission denied" >&2\\n"%s" "$@"\\n' \
        NAME "$real" >fake/git; chmod +x fake/git; PATH=$PWD/fake:$PATH

      """
    let outcome = try sandbox.run(
      "git init -q r; mkdir r/a; echo a >r/a/a\n" + fake.replacing("NAME", with: "missing") + "cd r; leaksift scan")
    #expect(outcome.code == 3)
    #expect(outcome.output.contains("missing: the folder cannot be read"))
    #expect(try sandbox.run("PATH=$PWD/fake:$PATH; leaksift env r").code == 3)
    let read = try sandbox.run(
      "cd r\n" + Self.leak + "mv tree/config.sh a; echo a/config.sh >.git/info/exclude; cd ..\n"
        + fake.replacing("NAME", with: "a") + "cd r; leaksift scan")
    #expect(read.code == 1)
  }

  @Test(arguments: [".leaksift.toml", ".gitleaks.toml", ".leaksiftignore", ".gitleaksignore", "base"])
  func `a tracked link out of the repository is no configuration, and shows nothing of its target`(
    name: String
  ) throws {
    let outcome = try sandbox.run(
      """
      echo 'Ωgeheim = ]' >private; git init -q r; cd r; ln -s ../private \(name); git add -A; git commit -qm a
      leaksift scan \(name == "base" ? "--baseline base" : "")
      """)
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("\(name) is a symbolic link that git tracks"))
    #expect(!(outcome.output + outcome.errors).contains("Ω"))
  }

  @Test(arguments: [(".leaksift.toml", 2), (".leaksiftignore", 2), ("base", 2), (".git", 0), (".env", 0)])
  func `a FIFO in place of a file never makes a scan wait`(name: String, code: Int32) throws {
    let option = name == "base" ? "--baseline base" : ""
    let outcome = try sandbox.run("mkdir t; cd t; mkfifo \(name); echo a >a; timeout 20 leaksift scan \(option)")
    #expect(outcome.code == code, "\(outcome.output) \(outcome.errors)")
  }
}
