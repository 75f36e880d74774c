import Testing

/// The pre-receive hook of the documentation, on a bare repository that real pushes go to.
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

  @Test func `the message of a tag and a tag of a file or folder are looked at`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        harmless 1; push main; leak l; blob=$(git rev-parse HEAD:l); tree=$(git rev-parse HEAD^{tree}); git reset -q --hard HEAD^
        git tag clean; push clean; git tag -a -m harmless fine; push fine
        git tag -a -m "$(git cat-file -p $blob)" message; push message
        git tag blob $blob; push blob; git tag tree $tree; push tree; git tag -a -m deep deep blob; git tag -a -m deeper deeper deep
        push deeper; refs
        """)
    #expect(
      outcome.output == "0\n0\n0\n1\n1\n1\n1\nrefs/heads/main\nrefs/tags/clean\nrefs/tags/fine\n",
      "\(outcome.errors)")
  }

  @Test func `one leak among the refs of a push refuses all`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        harmless 1; git branch one; git branch two; leak b; git push -q . HEAD:refs/heads/three; git reset -q --hard HEAD^
        push --all; refs; git branch -q -D three; push --all; refs
        """)
    #expect(outcome.output == "1\n0\nrefs/heads/main\nrefs/heads/one\nrefs/heads/two\n", "\(outcome.errors)")
  }

  @Test func `a leak that is in the repository already refuses no other push`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        mv ../far.git/hooks/pre-receive ../hook; leak a; git commit -q --amend -m "see $(cat a)"; push main
        mv ../hook ../far.git/hooks/pre-receive; harmless 2; push main; push main:again
        git checkout -q --orphan other; git rm -q -r --cached .; harmless 3; push other
        """)
    #expect(outcome.output == "0\n0\n0\n0\n", "\(outcome.errors)")
  }

  @Test func `a first push of many commits is refused for its leak alone`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        many() { awk -v branch="$1" 'BEGIN { for (n = 1; n <= 1200; n++)
          printf "commit refs/heads/%s\\ncommitter a <a@example.org> %d +0000\\ndata 1\\nx\\nM 644 inline f\\ndata 5\\n%05d\\n", branch, n, n }' |
          git fast-import --quiet; }
        many clean; git checkout -q --orphan leaky; leak l; git checkout -q clean
        push clean; git push -q . leaky; git checkout -q leaky; push leaky; refs
        """)
    #expect(outcome.output == "0\n1\nrefs/heads/clean\n", "\(outcome.errors)")
  }

  @Test func `a scan that takes too long refuses, and says how far it was`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        harmless 1; sed -i.bak 's/hook receive/hook receive --time-limit 1/' ../far.git/hooks/pre-receive
        mv ../bin/leaksift ../bin/real; printf '#!/bin/sh\nPATH=%s:$PATH exec real "$@"\n' "$PWD/../slow" >../bin/leaksift
        mkdir ../slow; printf '#!/bin/sh\nsleep 7\n' >../slow/git; chmod +x ../slow/git ../bin/leaksift
        push main; cat push-errors
        """)
    #expect(outcome.output.hasPrefix("1\n"))
    #expect(outcome.output.contains("push refused: the scan took longer than 1 second"), "\(outcome.output)")
  }

  @Test func `what no hook of git says is refused`() throws {
    let outcome = try sandbox.run(
      "cd ../far.git; echo hello | leaksift hook receive; echo $?; leaksift hook receive </dev/null; echo $?")
    #expect(outcome.output == "2\n0\n")
    #expect(outcome.errors.contains("line 1 of standard input is not what git gives to a pre-receive hook"))
  }

  @Test func `a refused push leaves no object behind`() throws {
    let outcome = try sandbox.run(
      Self.words + "harmless 1; push main; leak b; push main; git -C ../far.git cat-file -t \"$(git rev-parse HEAD)\"")
    #expect(outcome.output == "0\n1\n")
  }

  @Test func `without the program nothing is taken`() throws {
    let outcome = try sandbox.run(Self.words + "rm ../bin/leaksift; harmless 1; push main; cat push-errors")
    #expect(outcome.output.hasPrefix("1\n") && outcome.output.contains("not found"), "\(outcome.output)")
  }
}
