import Testing

/// The baseline in hooks, and the one that nobody has to name.
struct HookBaselineTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q -b main . && rm -rf .git/hooks/* && git commit -q --allow-empty -m first && mkdir sub")
  }

  /// Shell functions: those of the framework's tests, and the end of a command.
  private static let words = FrameworkHookTests.words + "end() { \"$@\" >out 2>err; echo $?; }\n"

  @Test func `the usual baseline is made, found and kept from any folder`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; end leaksift scan; cd sub; end leaksift baseline create; cd ..; ls -A | grep baseline
        end leaksift scan; grep -o "hides a finding" out; cd sub; end leaksift scan ..; cd ..
        end leaksift scan --no-suppressions; leak new; end leaksift scan; end leaksift baseline update; end leaksift scan
        rm old; end leaksift baseline prune; grep -o "removed 1 finding" err; end leaksift scan
        """)
    #expect(
      outcome.output
        == "1\n0\n.leaksift-baseline\n0\nhides a finding\n0\n1\n1\n0\n0\n0\nremoved 1 finding\n0\n",
      "\(outcome.output)\(outcome.errors)")
  }

  @Test func `hooks find the usual baseline, and gitleaks' command line does not`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; end leaksift baseline create; git add old; end leaksift hook run old; end leaksift hook run
        end leaksift gitleaks dir .; cp old copy; end leaksift hook run copy old; leak new; end leaksift hook run new
        """)
    #expect(outcome.output == "0\n0\n0\n1\n0\n1\n", "\(outcome.output)\(outcome.errors)")
  }

  @Test func `a baseline can be named to hooks and in the configuration`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; end leaksift baseline create -o sub/accepted; git add old
        end leaksift hook run old; end leaksift hook run --baseline sub/accepted old
        cd sub; end leaksift hook install --pre-push --baseline accepted; cd ..
        grep -c -- "--baseline 'sub/accepted'" .git/hooks/pre-commit; grep -c -- "--baseline 'sub/accepted' --" .git/hooks/pre-push
        git init -q --bare ../far.git; git remote add far ../far.git
        end git commit -q -m old; end git push -q far main
        leak new; git add new; end git commit -q -m new
        printf '[suppressions]\nbaseline = "sub/accepted"\n' >.leaksift.toml; git rm -q --cached new; rm new
        end leaksift scan; cd sub; end leaksift scan ..
        """)
    #expect(
      outcome.output == "0\n1\n0\n0\n1\n2\n0\n0\n1\n0\n0\n",
      "\(outcome.output)\(outcome.errors)")
  }

  @Test func `status says what calls leaksift`() throws {
    let before = try sandbox.run("leaksift hook status").output
    #expect(before.contains("pre-commit: none; `leaksift hook install` installs one\n"))
    #expect(before.contains("pre-push: none") && before.contains("program: /"))
    let outcome = try sandbox.run(
      """
      leaksift hook install >/dev/null; printf '#!/bin/sh\nexit\n' >.git/hooks/pre-push; chmod +x .git/hooks/pre-push
      printf 'repos:\n- hooks:\n  # - id: leaksift-push\n  - id: leaksift-system\n' >.pre-commit-config.yaml
      echo 'run: leaksift hook run' >lefthook.yml; leaksift hook status; git init -q --bare ../far.git; leaksift hook status ../far.git
      """
    ).output
    #expect(outcome.contains("pre-commit: leaksift's\n"))
    #expect(outcome.contains("pre-push: another one, without leaksift;"))
    #expect(outcome.contains("pre-commit framework: leaksift-system; the id for pushes is missing"))
    #expect(outcome.contains("not installed for pre-push: `pre-commit install -t pre-push`"))
    #expect(outcome.contains("lefthook.yml: names leaksift\n"))
    #expect(outcome.contains("pre-receive: none; its one line is `exec leaksift hook receive`\n"))
  }

  @Test func `status names the program whose hooks they are`() throws {
    let outcome = try sandbox.run(
      """
      for kind in pre-commit pre-push; do
        printf '#!/bin/sh\ncall_lefthook run "%s"\n' $kind >.git/hooks/$kind; chmod +x .git/hooks/$kind
      done
      echo 'run: make' >lefthook.yml; leaksift hook status; echo 'run: leaksift scan --staged' >lefthook.yml; leaksift hook status
      mkdir -p .husky/_; printf '#!/bin/sh\n. "$(dirname "$0")/h"\n' >.husky/_/pre-commit; chmod +x .husky/_/pre-commit
      git config core.hooksPath .husky/_; leaksift hook status
      """
    ).output
    #expect(outcome.contains("pre-commit: lefthook's, whose files do not name leaksift; `leaksift hook install`"))
    #expect(outcome.contains("pre-push: lefthook's, whose files name leaksift\n"))
    #expect(outcome.contains("pre-commit: husky's, whose files do not name leaksift;"))
  }

  @Test func `status says when the program is gone, and when git refuses`() throws {
    let outcome = try sandbox.run(
      """
      leaksift=$(readlink -f "$(command -v leaksift)"); mkdir own; cp "$leaksift" own/leaksift; own/leaksift hook install >/dev/null
      rm own/leaksift ../bin/leaksift; "$leaksift" hook status; cd /; "$leaksift" hook status; echo $?
      """)
    #expect(outcome.output.contains("own/leaksift is gone, so the hooks refuse\n2\n"), "\(outcome.output)")
  }
}
