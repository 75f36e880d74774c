import Testing

@testable import GitProcess

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct GitProcessTests {
  @Test func `the output of git is returned`() throws {
    let output = try Git().run(["version"])
    #expect(output.status == 0)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).hasPrefix("git version "))
  }

  @Test func `more input and output than fits into a pipe is passed on`() throws {
    // Copies its input to its output while both are larger than any channel; neither side may wait for the other.
    let line = Array("a line without trailing blanks\n".utf8)
    let input = Array(repeatElement(line, count: 1 << 17).joined())
    let output = try Git().run(["stripspace"], input: input)
    #expect(output.standardOutput == input)
  }

  @Test func `input of any size reaches git`() throws {
    let output = try Git().run(["hash-object", "--stdin"], input: [UInt8](repeating: 65, count: 3 << 20))
    #expect(output.standardOutput.count == 41)
    let empty = try Git().run(["hash-object", "--stdin"])
    // The id of the empty blob is fixed by git's object format.
    #expect(String(decoding: empty.standardOutput, as: UTF8.self) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n")
  }

  @Test func `an error says which command failed and why`() {
    #expect {
      try Git(in: "/").run(["rev-parse", "--verify", "no-such-revision"])
    } throws: { error in
      guard case GitProcessError.failed("git rev-parse", 128, let message) = error else { return false }
      return message.hasPrefix("fatal: ")
    }
  }

  @Test func `errors contain no credentials`() {
    let user = "someone:something"
    #expect {
      try Git(mayConnect: true).run(["ls-remote", "nosuchscheme://\(user)@localhost/x"])
    } throws: { error in
      !"\(error)".contains(user) && "\(error)".contains("git ls-remote")
    }
  }

  @Test(arguments: ["file:///", "https://localhost:1/x", "."])
  func `git connects to other repositories only if it may`(place: String) {
    #expect {
      try Git(in: "/").run(["ls-remote", place])
    } throws: { error in
      "\(error)".contains("not allowed")
    }
    #expect {
      try Git(in: "/", mayConnect: true).run(["ls-remote", place])
    } throws: { error in
      !"\(error)".contains("not allowed")
    }
  }

  static let failures: [(output: String, shown: String)] = [
    (
      "fatal: detected dubious ownership in repository at '/r'\\nTo add an exception for this directory, call:\\n\\n"
        + "\\tgit config --global --add safe.directory /r\\n",
      "fatal: detected dubious ownership in repository at '/r'; if you trust it, run "
        + "`git config --global --add safe.directory /r`"
    ),
    ("Receiving: 1\\rReceiving: 2\\rerror: a\\nfatal: b\\n  hint: c\\n", "error: a; fatal: b"),
    ("one\\n\\ttwo\\n\\n", "two"),
  ]

  @Test(arguments: failures)
  func `an error has the lines of the output that say why`(output: String, shown: String) {
    #expect {
      try Git(in: "/").run(["-c", "alias.fail=!printf \"\(output)\" >&2; exit 3; :", "fail"])
    } throws: { error in
      guard case GitProcessError.failed("git fail", 3, let message) = error else { return false }
      return message == shown
    }
  }

  @Test func `a child that does not read its input is survived`() throws {
    let output = try Git().run(["version"], input: [UInt8](repeating: 10, count: 4 << 20))
    #expect(output.status == 0)
  }

  static let fifos = [".git/index", ".git/info/exclude", ".gitignore", "sub/.gitignore", ".git/objects/pack/x.idx"]

  @Test(arguments: fifos) func `a git that waits for a FIFO is ended at once, and the FIFO named`(name: String) throws {
    let folder = "/tmp/leaksift-test-\(getpid())-\(name.filter { $0 != "/" })"
    defer { _ = system("rm -rf \(folder)") }
    let script =
      "git init -q \(folder) && cd \(folder) && mkdir sub && echo a >sub/a && rm -f \(name) && mkfifo \(name)"
    try #require(system(script) == 0)
    #expect(RepositoryFIFO.first(for: Git(in: "\(folder)/sub"))?.hasSuffix("/\(name)") == true)
    if name.hasSuffix(".idx") { return }
    let elapsed = ContinuousClock().measure {
      #expect {
        try Git(in: "\(folder)/sub").run(["ls-files", "-o", "--exclude-standard"])
      } throws: { error in
        guard case GitProcessError.blocked("git ls-files", let path) = error else { return false }
        return path.hasSuffix("/\(name)") && "\(error)".contains("remove it")
      }
    }
    #expect(elapsed < .seconds(20))
  }

  @Test func `FIFOs of a worktree's repository and its alternates are found, other ones are not`() throws {
    let folder = "/tmp/leaksift-test-\(getpid())-fifos"
    defer { _ = system("rm -rf \(folder)") }
    let script = """
      mkdir \(folder) && cd \(folder) && git init -q a && git init -q b && mkfifo b/pipe && mkdir b/.git/objects/11
      export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
      git -C b commit -q --allow-empty -m b && git -C b worktree add -q ../c
      """
    try #require(system(script) == 0)
    #expect(RepositoryFIFO.first(for: Git(in: "\(folder)/c")) == nil)
    try #require(system("mkfifo \(folder)/a/.git/objects/pack/p") == 0)
    try #require(system("echo ../../../a/.git/objects >\(folder)/b/.git/objects/info/alternates") == 0)
    #expect(RepositoryFIFO.first(for: Git(in: "\(folder)/c"))?.hasSuffix("a/.git/objects/pack/p") == true)
    try #require(system("cd \(folder)/b/.git/objects/11 && mkfifo 22") == 0)
    #expect(RepositoryFIFO.first(for: Git(in: "\(folder)/c"))?.hasSuffix("objects/11/22") == true)
  }

  @Test func `a git that neither reads nor writes is ended with its children`() throws {
    let file = "/tmp/leaksift-test-\(getpid())-stuck"
    defer { unlink(file) }
    let git = Git(in: "/", patience: .milliseconds(500))
    #expect {
      try git.run(["-c", "alias.stuck=!trap '' TERM; echo $$ >\(file); sleep 1000; :", "stuck"])
    } throws: { error in
      guard case GitProcessError.stuck("git stuck", _) = error else { return false }
      return true
    }
    let text = try #require(fopen(file, "r"))
    defer { fclose(text) }
    var line = [CChar](repeating: 0, count: 32)
    fgets(&line, 32, text)
    let shell = atoi(line)
    try #require(shell > 1)
    // Its new parent reaps it in its own time.
    for _ in 0..<500 where kill(shell, 0) == 0 { usleep(10_000) }
    #expect(kill(shell, 0) != 0)
  }
}
