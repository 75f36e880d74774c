import Testing

/// `leaksift hook run`, called the way the pre-commit framework and its like call it.
struct FrameworkHookTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run("git init -q -b main . && git commit -q --allow-empty -m first")
  }

  /// Shell functions: a file with a leak, and the end of a command with the places that it reports.
  static let words = """
    leak() { random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24); echo "K=sk_""live_$random" >"$1"; }
    run() { leaksift hook run "$@" -q >out; code=$?; echo "$code $(cut -d : -f 1 out | sort -u | paste -s -d " " -)"; }

    """

  /// Two commits: one adds a leak and the next removes it.
  private static let passing =
    words + """
      leak s; git add s; git commit -q -m leak; git rm -q s; git commit -q -m out
      export PRE_COMMIT_FROM_REF=$(git rev-parse HEAD~2) PRE_COMMIT_TO_REF=$(git rev-parse HEAD)

      """

  @Test func `a push of a leak that was removed again is refused`() throws {
    let outcome = try sandbox.run(Self.passing + "run --always-run")
    #expect(outcome.output == "1 s\n")
    #expect(outcome.errors == "")
  }

  @Test(arguments: ["run README", "run", "unset PRE_COMMIT_FROM_REF; PRE_COMMIT_LOCAL_BRANCH=main run"])
  func `a push through the id for commits is told of the id for pushes, once`(_ script: String) throws {
    let outcome = try sandbox.run(Self.passing + script)
    #expect(outcome.output == "1 s\n")
    #expect(outcome.errors.split(separator: "\n").count { $0.contains("`leaksift-push`") } == 1, "\(outcome.errors)")
  }

  @Test(arguments: ["leaksift-push", "leaksift-push-system"])
  func `the hooks for pushes run whatever the files are`(_ id: String) throws {
    let entry = try Excerpt.entry(id, of: ".pre-commit-hooks.yaml")
    #expect(entry.contains("always_run: true") && entry.contains("pass_filenames: false"))
    #expect(entry.contains("entry: leaksift hook run --always-run"))
    #expect(entry.contains("stages: [pre-push]"))
  }

  /// The end of a hook run for a staged leak that the working tree does not have any more.
  static let spellings = [
    "s.py", "./s.py", "$PWD/s.py", "sub/../s.py", "../work/s.py", "../link/s.py", "$PWD/../link/./s.py",
  ]

  @Test(arguments: spellings, ["echo clean >s.py", "rm s.py"])
  func `a staged file is known by every spelling of its path`(_ path: String, _ change: String) throws {
    let outcome = try sandbox.run(
      Self.words
        + "mkdir sub; ln -s work ../link; leak s.py; git add s.py; \(change); run \"\(path)\"; cd sub; run ../s.py")
    #expect(outcome.output == "1 s.py\n1 ../s.py\n", "\(outcome.errors)")
  }

  @Test func `a staged file below a folder that is gone is read from the index`() throws {
    let outcome = try sandbox.run(
      Self.words + "mkdir -p a/b; leak a/b/s.py; git add a; rm -r a; run a/b/s.py; run \"$PWD/a/b/../b/s.py\"")
    #expect(outcome.output == "1 a/b/s.py\n1 a/b/s.py\n", "\(outcome.errors)")
  }

  @Test func `a link is scanned as what it is, not as what it leads to`() throws {
    let outcome = try sandbox.run(
      Self.words + "leak ../secret; ln -s ../secret l; git add l; run l; leak s; git add s; run l s")
    #expect(outcome.output == "0 \n1 s\n", "\(outcome.errors)")
  }

  @Test func `deleted files and submodules beside a leak keep it from nothing`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        echo a >a; git add a; git commit -q -m a; git rm -q a
        git init -q m; git -C m commit -q --allow-empty -m m; git add m 2>/dev/null
        leak s; git add s; echo clean >s; run a m s; run a m
        """)
    #expect(outcome.output == "1 s\n0 \n", "\(outcome.errors)")
  }

  @Test func `files that are not staged are scanned as they are`() throws {
    let outcome = try sandbox.run(Self.words + "leak s; git add s; git commit -q -m s; run s; run ./nosuch; cat out")
    #expect(outcome.output.hasPrefix("1 s\n2 "), "\(outcome.errors)")
  }

  @Test func `beside files that are not staged, a staged one is read from the index and as it is`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak old; git add old; git commit -q -m old; leak s; leak gone; echo a >t; git add s gone t
        echo clean >s; rm gone; leak t
        run old s gone t; run old t; run old; git reset -q; git add t; run old t
        """)
    #expect(outcome.output == "1 gone old s t\n1 old t\n1 old\n1 old t\n", "\(outcome.errors)")
  }

  @Test func `a staged file of a mixed list is found once, and hidden as everywhere`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak s; git add s; echo a >a
        leaksift hook run s a | grep -c '^  s:'
        echo /s >.leaksiftignore; echo '/x rule=github-pat-classic' >>.leaksiftignore; run s a
        """)
    #expect(outcome.output == "1\n0 \n", "\(outcome.errors)")
  }

  /// The framework (4.7) names one pushed ref to its hooks, and nothing tells of others: git's own hook sees all.
  @Test func `the status names what the framework's push stage cannot see, and the remedy sees it`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        git init -q --bare ../far.git; git remote add far ../far.git
        printf 'repos:\\n- hooks:\\n  - id: leaksift\\n  - id: leaksift-push\\n' >.pre-commit-config.yaml
        for hook in pre-commit pre-push; do
          printf '#!/bin/sh\\n# https://pre-commit.com\\ncat >/dev/null\\n' >.git/hooks/$hook; chmod +x .git/hooks/$hook
        done
        leaksift hook status | grep -c 'first of several pushed refs'
        git checkout -q -b other; leak s; git add s; git commit -q --no-verify -m s; git checkout -q main
        leaksift hook install --pre-push >/dev/null; leaksift hook status | grep -c 'first of several pushed refs'
        git push -q far main other >/dev/null; echo "push $?"; git -C ../far.git branch | wc -l
        """)
    #expect(outcome.output == "1\n0\npush 1\n0\n", "\(outcome.output) \(outcome.errors)")
  }

  @Test func `a trusted revision decides in place of what a change brings`() throws {
    let outcome = try sandbox.run(
      Self.words
        + """
        leak s; echo /s >.leaksiftignore; git add s .leaksiftignore; leaksift hook run s .leaksiftignore -q; echo $?
        leaksift hook run --trusted-config HEAD s .leaksiftignore | grep 'hidden by this change' | head -1
        """)
    #expect(
      outcome.output.hasPrefix("0\n  hidden by this change: ignore file at"), "\(outcome.output) \(outcome.errors)")
  }

  @Test func `git's variables of a hook are understood below the top too`() throws {
    let outcome = try sandbox.run(
      Self.words
        + "mkdir sub; leak s; git add s; echo clean >s; export GIT_INDEX_FILE=.git/index; cd sub; run ../s; run")
    #expect(outcome.output == "1 ../s\n1 ../s\n", "\(outcome.errors)")
  }

  // MARK: - The same for `scan --staged`

  private static let scan =
    words + "scan() { leaksift scan --staged -q \"$@\" >out; echo \"$? $(cut -d : -f 1 out | paste -s -d ' ' -)\"; }\n"

  @Test func `a folder below the top stands for its repository`() throws {
    let outcome = try sandbox.run(Self.scan + "mkdir sub; leak s; git add s; scan sub; cd sub; scan")
    #expect(outcome.output == "1 s\n1 ../s\n", "\(outcome.errors)")
  }

  @Test func `named files limit it, and a mistyped one is refused`() throws {
    let outcome = try sandbox.run(
      Self.scan
        + "mkdir d; leak d/s; leak t; leak u; git add .; rm -r d; scan d/s; scan d/s ./t; echo x >v; scan v; scan nosuch"
    )
    #expect(outcome.output == "1 d/s\n1 d/s t\n0 \n2 \n", "\(outcome.errors)")
    #expect(outcome.errors.contains("`nosuch` is neither staged nor in the working tree"))
  }
}
