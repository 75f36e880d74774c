import Testing

/// Installing git's hooks and taking them out again.
struct HookTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q . && rm -rf .git/hooks/*")
  }

  /// Names, permissions and content of the hooks, for comparison.
  private static let snapshot = "(cd .git/hooks && ls -l | cut -c 1-10 && cksum * 2>/dev/null)"

  @Test func `install and uninstall leave nothing behind`() throws {
    let outcome = try sandbox.run("leaksift hook install --pre-push && ls .git/hooks && leaksift hook uninstall")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("\npre-commit\npre-push\n"))
    #expect(try sandbox.run("ls -A .git/hooks").output == "")
  }

  @Test(arguments: ["#!/bin/sh\\nexit 0", "#!/usr/bin/env python3\\nprint(1)\\n", "\\001\\002binary"])
  func `a former hook comes back byte for byte`(_ content: String) throws {
    let before = try sandbox.run("printf '\(content)' >.git/hooks/pre-commit; chmod 741 .git/hooks/*; \(Self.snapshot)")
    let installed = try sandbox.run("leaksift hook install && leaksift hook install; ls .git/hooks")
    #expect(installed.output.contains("is installed already"))
    #expect(installed.output.hasSuffix("pre-commit\npre-commit.before-leaksift\n"))
    try sandbox.run("leaksift hook uninstall")
    #expect(try sandbox.run(Self.snapshot).output == before.output)
    #expect(try sandbox.run("leaksift hook uninstall; echo $?").output.hasSuffix("\n0\n"))
    #expect(try sandbox.run(Self.snapshot).output == before.output)
  }

  @Test func `a former hook that is a link stays one`() throws {
    try sandbox.run("echo exit >h && chmod +x h && ln -s ../../h .git/hooks/pre-commit && leaksift hook install")
    #expect(
      try sandbox.run("leaksift hook uninstall && readlink .git/hooks/pre-commit").output.hasSuffix("\n../../h\n"))
  }

  @Test func `a former hook runs first, and its refusal counts`() throws {
    let outcome = try sandbox.run(
      """
      printf '#!/bin/sh\\necho "former $#"; exit 7\\n' >.git/hooks/pre-commit; chmod +x .git/hooks/pre-commit
      leaksift hook install >/dev/null
      .git/hooks/pre-commit x y; echo $?
      """)
    #expect(outcome.output == "former 2\n7\n")
  }

  @Test func `a hook edited by hand is not taken out`() throws {
    let outcome = try sandbox.run(
      "leaksift hook install; echo 'echo mine' >>.git/hooks/pre-commit; leaksift hook uninstall; ls .git/hooks")
    #expect(
      outcome.output.hasSuffix(
        "no pre-commit hook of leaksift in \(try top())/.git/hooks/pre-commit\n"
          + "no pre-push hook of leaksift in \(try top())/.git/hooks/pre-push\npre-commit\n"))
  }

  @Test(arguments: ["githooks", "$PWD/elsewhere"])
  func `the hook goes where core.hooksPath points, from any folder below`(_ path: String) throws {
    let outcome = try sandbox.run(
      "mkdir -p sub && git config core.hooksPath \"\(path)\" && cd sub && leaksift hook install && cd .. && ls \"\(path)\""
    )
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasSuffix("\npre-commit\n"))
    #expect(try sandbox.run("ls -A .git/hooks").output == "")
  }

  @Test func `a hooks folder that all repositories share is named`() throws {
    let outcome = try sandbox.run("git config --global core.hooksPath ~/hooks && leaksift hook install")
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("all repositories share this hook"))
  }

  @Test func `a linked worktree and a bare repository take the hook too`() throws {
    let outcome = try sandbox.run(
      """
      git commit -q --allow-empty -m first && git worktree add -q ../linked && git init -q --bare ../bare.git
      (cd ../linked && leaksift hook install) && ls .git/hooks
      leaksift hook install ../bare.git >/dev/null && test -x ../bare.git/hooks/pre-commit && echo bare
      """)
    #expect(outcome.output.hasSuffix("\npre-commit\nbare\n"), "\(outcome.errors)")
  }

  @Test(arguments: ["pre-commit", "pre-push"])
  func `without the program the hook refuses and says so`(_ hook: String) throws {
    let outcome = try sandbox.run(
      """
      mkdir own && cp -L "$(command -v leaksift)" own/leaksift && own/leaksift hook install --pre-push && rm own/leaksift
      rm ../bin/leaksift; .git/hooks/\(hook); echo $?
      """)
    #expect(outcome.output.hasSuffix("\n1\n"))
    #expect(outcome.errors.contains("the program is not on PATH"))
  }

  @Test func `outside a repository installing is refused`() throws {
    let outcome = try sandbox.run("mkdir ../plain && cd ../plain && leaksift hook install")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("is not in a git repository"))
  }

  @Test func `installing says what keeps git from answering`() throws {
    let missing = try sandbox.run("PATH=$PWD/../bin leaksift hook install")
    #expect(missing.code == 2)
    #expect(missing.errors.contains("git was not found"))
    let foreign = try sandbox.run("git init -q other; GIT_TEST_ASSUME_DIFFERENT_OWNER=1 leaksift hook install other")
    #expect(foreign.code == 2)
    #expect(foreign.errors.contains("dubious ownership"))
    #expect(foreign.errors.contains("git config --global --add safe.directory"))
  }

  /// A stand-in for leaksift that prints what it is called with.
  private static let recorder = """
    rm ../bin/leaksift; printf '#!/bin/sh\\necho "$*" >>%s/calls\\n' "$PWD" >../bin/leaksift; chmod +x ../bin/leaksift

    """

  @Test func `a commit runs the staged scan`() throws {
    let outcome = try sandbox.run(
      "leaksift hook install >/dev/null\n" + Self.recorder
        + "echo a >a; git add a; git commit -q -m first; cat calls")
    #expect(outcome.output == "scan --staged\n", "\(outcome.errors)")
  }

  /// Shell functions, and a repository with the pre-push hook and a remote.
  private static let pushing =
    FrameworkHookTests.words + """
      leaksift hook install --pre-push >/dev/null; rm .git/hooks/pre-commit
      git init -q --bare ../far.git; git remote add far ../far.git
      push() { git push -q far "$@" >push-output 2>&1; echo $?; }
      harmless() { date +%N >>notes; git add notes; git commit -q -m "$1"; }

      """

  @Test func `a push is refused for a leak in any of its commits`() throws {
    let outcome = try sandbox.run(
      Self.pushing
        + """
        harmless 1; push HEAD:refs/heads/main; leak s; git add s; git commit -q -m s; git rm -q s; git commit -q -m out
        push HEAD:refs/heads/main; push HEAD:refs/heads/new; git reset -q --hard HEAD~2; harmless 2
        push HEAD:refs/heads/main HEAD:refs/heads/new; push :refs/heads/new
        """)
    #expect(outcome.output == "0\n1\n1\n0\n0\n", "\(outcome.errors)")
  }

  @Test func `a push is refused for a leak in a tag's message or in a file that a tag names`() throws {
    let outcome = try sandbox.run(
      Self.pushing
        + """
        harmless 1; push HEAD:refs/heads/main; leak ../s; git tag -a -F ../s message; push message
        git tag file $(git hash-object -w ../s); push file; git tag -a -m fine fine; push fine
        """)
    #expect(outcome.output == "0\n1\n1\n0\n", "\(outcome.errors)")
  }

  @Test func `a former pre-push hook gets what git says, and its refusal counts`() throws {
    let outcome = try sandbox.run(
      """
      printf '#!/bin/sh\nwc -l | tr -d " "; exit $CODE\n' >.git/hooks/pre-push; chmod +x .git/hooks/pre-push
      leaksift hook install --pre-push >/dev/null; git commit -q --allow-empty -m 1; id=$(git rev-parse HEAD)
      export CODE; for CODE in 0 7; do
        echo "HEAD $id refs/heads/x $(echo $id | tr 0-9a-f 0)" | .git/hooks/pre-push far url >out; echo "$? $(head -n 1 out)"
      done
      """)
    #expect(outcome.output == "0 1\n7 1\n", "\(outcome.errors)")
  }

  private func top() throws -> String {
    String(try sandbox.run("git rev-parse --show-toplevel").output.dropLast())
  }
}
