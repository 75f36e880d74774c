import Testing

/// A value that could not be read is an error or a gap, never one that is not there.
struct UnreadTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q -b main . && echo a >a && git add a && git commit -q -m a && echo b >b && git add b")
  }

  /// Puts a git in front of the real one that prints something else for one subcommand.
  private static func git(_ subcommand: String, prints output: String) -> String {
    """
    real=$(PATH=${PATH#*:} command -v git)
    printf '#!/bin/sh\\ncase " $* " in *" \(subcommand) "*) printf "%s";; *) exec %s "$@";; esac\\n' \
      '\(output)' "$real" >../bin/git
    chmod +x ../bin/git

    """
  }

  @Test func `output of git that is not understood is no empty answer`() throws {
    let staged = try sandbox.run(Self.git("diff-index", prints: ":100644 what\\\\0b\\\\0") + "leaksift scan --staged")
    #expect(staged.code == 2, "\(staged.output)")
    #expect(staged.errors.contains("its output is not what was expected"), "\(staged.errors)")
    let status = try sandbox.run(
      "null=\(String(repeating: "0", count: 40))\n"
        + Self.git("diff-index", prints: ":100644 100644 '$null' '$null' X\\\\0b\\\\0") + "leaksift scan --staged")
    #expect(status.code == 2 && status.errors.contains("the status `X` is not known"), "\(status.errors)")
    let range = try sandbox.run(Self.git("rev-list", prints: "what") + "git commit -qm b; leaksift scan --since HEAD~1")
    #expect(range.code == 2 && range.errors.contains("names no commit"), "\(range.errors)")
    let ignored = try sandbox.run(
      Self.git("check-ignore", prints: "x\\\\0y\\\\0") + "echo 'A_TOKEN=x' >.env; leaksift scan -f json")
    #expect(ignored.output.contains("git could not tell whether the file is protected"), "\(ignored.output)")
  }

  @Test func `a damaged MERGE_HEAD is an error`() throws {
    let outcome = try sandbox.run("echo nothing >.git/MERGE_HEAD; leaksift scan --staged")
    #expect(outcome.code == 2 && outcome.errors.contains("MERGE_HEAD is damaged"), "\(outcome.errors)")
  }

  @Test(arguments: [".leaksift.toml", ".gitleaks.toml", ".leaksiftignore", ".gitleaksignore", ".leaksift-baseline"])
  func `outside of repositories a found file that is a link out of its folder is not followed`(_ name: String) throws {
    let outcome = try sandbox.run(
      """
      mkdir ../plain; cd ../plain; echo 'what = [' >../other; echo a >a; ln -s ../other \(name)
      leaksift scan; echo $?
      rm \(name); mkdir sub; printf '' >sub/own; ln -s sub/own \(name); leaksift scan -q; echo $?
      """)
    #expect(outcome.output.hasPrefix("2\n"), "\(outcome.output)")
    #expect(outcome.errors.contains("is a symbolic link that leads out of its folder"), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count { $0.contains("symbolic link") } == 1, "\(outcome.errors)")
  }

  @Test func `a link that the user names is followed`() throws {
    let outcome = try sandbox.run(
      "mkdir ../plain; cd ../plain; echo a >a; printf '[extend]\\nuseDefault = true\\n' >../own.toml; ln -s ../own.toml c.toml; leaksift scan -q -c c.toml; echo $?"
    )
    #expect(outcome.output == "0\n", "\(outcome.errors)")
  }

  @Test func `a hook that cannot be read is neither missing nor somebody else's`() throws {
    let outcome = try sandbox.run(
      """
      ln -s pre-commit .git/hooks/pre-commit
      leaksift hook status; echo "status $?"; leaksift hook uninstall; echo "uninstall $?"
      leaksift hook install; echo "install $?"; ls .git/hooks | grep before-leaksift
      """)
    #expect(outcome.output == "status 2\nuninstall 2\ninstall 2\n", "\(outcome.output)")
    #expect(outcome.errors.contains("cannot read `"), "\(outcome.errors)")
  }

  @Test func `a configuration that cannot be read is not passed over for the next one`() throws {
    let outcome = try sandbox.run("ln -s .leaksift.toml .leaksift.toml; echo >.gitleaks.toml; leaksift config check")
    #expect(outcome.code == 2 && outcome.errors.contains("cannot read `.leaksift.toml`"), "\(outcome.errors)")
  }
}
