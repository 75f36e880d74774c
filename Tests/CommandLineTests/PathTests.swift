import Testing

/// What paths are called, from any working directory and for any target.
struct PathTests {
  let sandbox: Sandbox

  /// Makes a repository `repo` and a plain folder `plain` with the same files, one secret in each.
  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(
      """
      leak() { random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24); echo "K=sk_""live_$random" >"$1"; }
      mkdir -p repo/pkg/sub repo/svc; cd repo
      for file in pkg/a.py pkg/sub/b.py svc/a.py; do leak $file; done
      ln -s pkg link; cp -R . ../plain; cp -R . ../other
      for name in . ../other; do git -C $name init -q; git -C $name add -A; done; git -C ../other commit -q -m all
      """)
  }

  /// The paths of all places that a scan in a folder of `work` reports.
  private func paths(in folder: String, _ command: String) throws -> [String] {
    let outcome = try sandbox.run(
      "work=$PWD; cd \(folder); leaksift \(command) -f jsonl | grep fingerprint | grep -o '\"path\":\"[^\"]*\"' | cut -d '\"' -f 4 | sort -u"
    )
    #expect(outcome.errors == "")
    return outcome.output.split(separator: "\n").map { String($0) }
  }

  private static let pkg = ["pkg/a.py", "pkg/sub/b.py"]
  private static let all = pkg + ["svc/a.py"]

  @Test(arguments: [
    ("repo", "scan", all), ("repo", "scan .", all), ("repo", "scan ./", all), ("repo", "scan pkg", pkg),
    ("repo/pkg", "scan", pkg), ("repo/pkg/sub", "scan ..", pkg), ("repo/pkg/sub", "scan ../..", all),
    (".", "scan repo", all), (".", "scan repo/pkg", pkg), (".", "scan $work/repo/pkg", pkg),
    ("repo", "scan pkg/a.py", ["pkg/a.py"]), ("repo/pkg", "scan a.py", ["pkg/a.py"]),
    ("repo/svc", "scan ../pkg/a.py a.py", ["pkg/a.py", "svc/a.py"]), ("repo", "scan pkg svc", all),
    ("repo", "scan . pkg", all), ("repo", "scan link", pkg), ("repo", "scan link/a.py", ["pkg/a.py"]),
    ("repo", "scan --no-ignore pkg", pkg), ("repo/pkg", "scan --staged", all), ("repo", "scan --staged pkg", all),
    ("repo/pkg", "scan --staged a.py", ["pkg/a.py"]), ("other/pkg", "scan --history", all),
    ("repo", "hook run pkg/a.py", ["pkg/a.py"]), ("repo", "gitleaks dir pkg", pkg),
  ])
  func `inside a repository paths begin at its top`(folder: String, command: String, expected: [String]) throws {
    guard command.hasPrefix("scan") else {
      let place = command.hasPrefix("hook") ? ":" : ""
      let outcome = try sandbox.run(
        "cd \(folder); leaksift \(command) \(place.isEmpty ? "-f json -r ../r" : "-q"); cat ../r")
      for path in expected { #expect(outcome.output.contains(place.isEmpty ? "\"\(path)\"" : "\(path):1:")) }
      return
    }
    #expect(try paths(in: folder, command) == expected)
  }

  @Test(arguments: [
    ("plain", "scan", all), (".", "scan plain", all), (".", "scan $work/plain/pkg", ["a.py", "sub/b.py"]),
    ("plain", "scan pkg/a.py", ["pkg/a.py"]),
    (".", "scan ./plain/svc plain/pkg/a.py", ["plain/pkg/a.py", "plain/svc/a.py"]),
    ("plain/pkg", "scan ../svc a.py", ["../svc/a.py", "a.py"]), ("plain/pkg", "scan ../svc/a.py", ["../svc/a.py"]),
    ("plain", "scan link/a.py", ["link/a.py"]),
  ])
  func `outside of a repository they begin at the folder, or with the argument`(
    folder: String, command: String, expected: [String]
  ) throws {
    #expect(try paths(in: folder, command) == expected)
  }

  @Test func `an absolute argument outside of a repository is named as it is`() throws {
    let outcome = try sandbox.run("cd repo; leaksift scan -q $PWD/../plain/svc/a.py $PWD/svc/a.py | sed s:$PWD:TOP:")
    #expect(outcome.output.contains("TOP/../plain/svc/a.py:1:"), "\(outcome.output)")
    #expect(outcome.output.contains("TOP/svc/a.py:1:"))
  }

  @Test(arguments: ["", "--staged", "--history"])
  func `of several repositories each path begins with its target`(mode: String) throws {
    try sandbox.run(
      mode == "--history"
        ? "git -C repo commit -q -m all" : "rm -rf other/.git; git -C other init -q; git -C other add -A")
    #expect(
      try paths(in: ".", "scan \(mode) repo other/svc").filter { $0.hasSuffix("svc/a.py") }
        == ["other/svc/a.py", "repo/svc/a.py"])
    #expect(
      try paths(in: "repo", "scan \(mode) . ../other").filter { $0.hasSuffix("svc/a.py") }
        == ["../other/svc/a.py", "svc/a.py"])
    #expect(
      try paths(in: "repo/svc", "scan \(mode) . ../../other").filter { !$0.contains("svc/") }
        == ["../../other/pkg/a.py", "../../other/pkg/sub/b.py"]
        + (mode.isEmpty ? [] : ["../pkg/a.py", "../pkg/sub/b.py"]) + ["a.py"])
  }

  @Test func `a target in a repository and one outside begin with their arguments`() throws {
    #expect(try paths(in: ".", "scan repo/svc plain/svc") == ["plain/svc/a.py", "repo/svc/a.py"])
  }

  @Test func `only the text report names files from the working directory`() throws {
    let outcome = try sandbox.run(
      """
      cd repo/svc
      leaksift scan ../pkg -q | cut -d : -f 1
      leaksift scan ../pkg a.py | grep -o '^  [^ ]*py:1'
      cd ../..; leaksift scan repo/svc -q | cut -d : -f 1
      leaksift scan plain/svc -q | cut -d : -f 1
      cd repo/pkg; leaksift scan -f github | grep -o 'file=[^,]*'
      leaksift scan -f sarif | grep -o '"uri": "pkg[^"]*"'
      """)
    #expect(
      outcome.output.split(separator: "\n") == [
        "../pkg/a.py", "../pkg/sub/b.py", "  ../pkg/a.py:1", "  ../pkg/sub/b.py:1", "  a.py:1", "repo/svc/a.py",
        "plain/svc/a.py", "file=pkg/a.py", "file=pkg/sub/b.py", "\"uri\": \"pkg/a.py\"", "\"uri\": \"pkg/sub/b.py\"",
      ], "\(outcome.output)")
  }

  @Test(arguments: [
    ("repo", "pkg"), ("repo/pkg", "."), ("repo", "pkg/a.py"), ("repo/pkg/sub", "../a.py"), (".", "repo/pkg"),
  ])
  func `what hides a path is the same for every target`(folder: String, target: String) throws {
    let scan = "(cd \(folder); leaksift scan -q \(target) | grep -c 'a.py:')"
    let outcome = try sandbox.run(
      """
      here=$PWD; top=repo
      \(scan)
      echo '/pkg/a.py' >repo/.leaksiftignore; \(scan); rm repo/.leaksiftignore
      echo 'a.py' >repo/pkg/.leaksiftignore; \(scan); rm repo/pkg/.leaksiftignore
      echo 'pkg/a.py:stripe-secret-key-live:1' >repo/.gitleaksignore; \(scan); rm repo/.gitleaksignore
      echo 'a.py:stripe-secret-key-live:1' >repo/pkg/.gitleaksignore; \(scan); rm repo/pkg/.gitleaksignore
      echo 'pkg/a.py:stripe-secret-key-live:1' >repo/pkg/.gitleaksignore; \(scan); rm repo/pkg/.gitleaksignore
      printf '[[paths]]\\npatterns = ["/pkg/a.py"]\\ndisabled_rules = ["stripe-secret-key-live"]\\n' >repo/.leaksift.toml; \(scan)
      printf '[extend]\\nuseDefault = true\\n[[allowlists]]\\npaths = ["^pkg/a"]\\n' >repo/.leaksift.toml; \(scan)
      """)
    #expect(outcome.output.split(separator: "\n") == ["1", "0", "0", "0", "0", "0", "0", "0"], "\(outcome.errors)")
  }

  @Test func `baselines and fingerprints of paths do not depend on the target`() throws {
    let outcome = try sandbox.run(
      """
      cd repo; echo SECRET_KEY=$(head -c 30 /dev/urandom | base64) >pkg/.env
      leaksift scan pkg -f gitleaks -o ../base.json; leaksift baseline create -o ../own >/dev/null 2>&1
      cd pkg; for base in base.json own; do leaksift scan --baseline ../../$base -q; echo $?; done
      leaksift env -f jsonl | grep -o '"path":"[^"]*env"' | sort -u
      leaksift scan .env -f jsonl | grep -o '"fingerprint":"[^"]*"' | sort -u >../one
      leaksift scan .. -f jsonl | grep -o '"fingerprint":"[^"]*"' | sort -u >../two
      comm -23 ../one ../two | wc -l; cd ..; leaksift env svc -q; echo $?
      """)
    #expect(
      outcome.output.split(separator: "\n") == ["0", "0", "\"path\":\"pkg/.env\"", "0", "0"], "\(outcome.errors)")
  }

  @Test func `the rules of a configuration see paths of the repository even beside another one`() throws {
    let outcome = try sandbox.run(
      """
      printf '[extend]\\nuseDefault = true\\n[[allowlists]]\\npaths = ["^pkg/"]\\n' >repo/.leaksift.toml
      echo 'svc/' >other/.leaksiftignore
      leaksift scan repo other -q | cut -d : -f 1; leaksift scan repo other -f gitleaks -o base.json
      leaksift scan repo other --baseline base.json -q
      """)
    #expect(outcome.output == "repo/svc/a.py\n", "\(outcome.errors)")
  }

  @Test func `gitleaks' command line names the folder that is scanned, in and outside of a repository`() throws {
    let outcome = try sandbox.run(
      """
      for name in repo plain; do
        (cd $name; leaksift gitleaks dir svc -r ../r.json; grep -oE '"(File|Fingerprint)": "[^"]*' ../r.json)
      done
      """)
    let lines = ["\"File\": \"svc/a.py", "\"Fingerprint\": \"svc/a.py:stripe-secret-key-live:1"]
    #expect(outcome.output.split(separator: "\n").map { String($0) } == lines + lines)
  }

  @Test(arguments: ["repo", "repo/svc", "repo/pkg/sub"])
  func `explain takes a path as any report prints it`(folder: String) throws {
    let outcome = try sandbox.run(
      """
      cd \(folder); leaksift explain svc/a.py:1 | head -n 1
      leaksift explain $(leaksift scan -q $OLDPWD/repo/svc | cut -d : -f 1-2) | head -n 1
      """)
    #expect(outcome.output == "svc/a.py:1\nsvc/a.py:1\n", "\(outcome.errors)")
  }

  @Test(arguments: [
    ("repo", "scan --recurse-submodules", ["mod/s.py", "svc/a.py"]),
    ("repo", "scan --history --recurse-submodules", ["mod/s.py", "svc/a.py"]), (".", "scan repo/mod", ["s.py"]),
    (".", "scan repo/mod repo/svc", ["repo/mod/s.py", "repo/svc/a.py"]), (".", "scan linked/svc", ["svc/a.py"]),
    (".", "scan --history all", ["inner/mod/s.py", "inner/svc/a.py"]),
    ("all", "scan --history", ["inner/mod/s.py", "inner/svc/a.py"]),
  ])
  func `submodules and linked worktrees have names of their own`(
    folder: String, command: String, expected: [String]
  ) throws {
    try sandbox.run(
      """
      git init -q sub; mv repo/svc/a.py sub/s.py; git -C sub add .; git -C sub commit -q -m sub; cp sub/s.py repo/svc/a.py
      cd repo; git -c protocol.file.allow=always submodule --quiet add ../sub mod; git add .; git commit -q -m all
      git worktree add -q ../linked; mkdir ../all; cp -R ../repo ../all/inner
      """)
    #expect(
      try paths(in: folder, command).filter { !$0.contains("pkg") && !$0.contains("unreachable/") } == expected)
  }

  @Test func `beside standard input files can be opened too`() throws {
    let outcome = try sandbox.run("cd repo/svc; leaksift scan -q - ../pkg/a.py <a.py | cut -d : -f 1")
    #expect(outcome.output == "-\n../pkg/a.py\n", "\(outcome.errors)")
  }

  @Test func `gaps and notes name the target as findings do`() throws {
    let outcome = try sandbox.run(
      """
      mkfifo repo/pkg/pipe; cd repo/svc; leaksift scan ../pkg/pipe -f json | grep '"path"'; leaksift scan ../pkg/pipe | grep pipe
      """)
    #expect(outcome.output.contains("\"path\": \"pkg/pipe\""), "\(outcome.output)")
    #expect(outcome.output.contains("  ../pkg/pipe: it is no regular file"), "\(outcome.output)")
  }
}
