import Testing

/// The pre-receive recipe of the documentation, on a bare repository that real pushes go to.
struct ServerHookTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    let heading = "## pre-receive: a server that refuses secrets"
    try sandbox.run(
      """
      git init -q --bare -b main ../far.git
      cat >../far.git/hooks/pre-receive <<'END'
      \(try Excerpt.shell(of: "docs/HOOKS.md", below: heading))
      END
      chmod +x ../far.git/hooks/pre-receive
      git init -q -b main . && git remote add far "$PWD/../far.git"
      """)
  }

  /// Shell functions: a commit that adds a leak, one that changes something harmless, and a push that tells its end.
  private static let words = """
    leak() { random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24)
      echo "K=sk_""live_$random" >"$1"; git add "$1"; git commit -q -m leak; }
    harmless() { date +%N >>notes; git add notes; git commit -q -m "$1"; }
    push() { git push -q far "$@" 2>push-errors; echo "$?"; }
    refs() { git -C ../far.git for-each-ref --format='%(refname)'; }

    """

  @Test func `harmless pushes pass, of new branches and tags too`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        harmless 1; push main; harmless 2; push main
        git checkout -q -b topic; harmless 3; push topic; git tag -a -m t v1; push v1; push :topic; push main:same; refs
        """)
    #expect(outcome.output == "0\n0\n0\n0\n0\n0\nrefs/heads/main\nrefs/heads/same\nrefs/tags/v1\n", "\(outcome.errors)")
  }

  @Test func `a leak is refused on first and later pushes and on new branches, also when it was taken out again`()
    throws
  {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak a; push main; refs; git update-ref -d HEAD; git rm -q --cached a
        harmless 1; push main; leak b; push main; git rm -q b; git commit -q -m out; push main
        git push -q . HEAD:refs/heads/topic; push topic; refs; grep -c 'push refused' push-errors
        """)
    #expect(outcome.output == "1\n0\n1\n1\n1\nrefs/heads/main\n1\n", "\(outcome.errors)")
  }

  @Test func `a refused push leaves no object behind`() throws {
    let outcome = try sandbox.run(
      Self.words + "harmless 1; push main; leak b; push main; git -C ../far.git cat-file -t \"$(git rev-parse HEAD)\"")
    #expect(outcome.output == "0\n1\n")
  }

  @Test func `without the program nothing is taken`() throws {
    let outcome = try sandbox.run(Self.words + "rm ../bin/leaksift; harmless 1; push main; cat push-errors")
    #expect(outcome.output.hasPrefix("1\n") && outcome.output.contains("not installed"))
  }
}
