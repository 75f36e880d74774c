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
    run() { leaksift hook run "$@" -q >out; code=$?; echo "$code $(cut -d : -f 1 out | sort -u | paste -s -d ' ' -)"; }

    """

  /// Two commits: one adds a leak and the next removes it.
  private static let passing =
    words + """
      leak s; git add s; git commit -q -m leak; git rm -q s; git commit -q -m out
      export PRE_COMMIT_FROM_REF=$(git rev-parse HEAD~2) PRE_COMMIT_TO_REF=$(git rev-parse HEAD)

      """

  @Test func `a push of a leak that was removed again is refused`() throws {
    let outcome = try sandbox.run(Self.passing + "run")
    #expect(outcome.output == "1 s\n")
    #expect(outcome.errors == "")
  }

  @Test func `a push through the id for commits is told of the id for pushes`() throws {
    let outcome = try sandbox.run(Self.passing + "run README")
    #expect(outcome.output == "1 s\n")
    #expect(outcome.errors.contains("`leaksift-push`"))
  }

  @Test(arguments: ["leaksift-push", "leaksift-push-system"])
  func `the hooks for pushes run whatever the files are`(_ id: String) throws {
    let entry = try Excerpt.entry(id, of: ".pre-commit-hooks.yaml")
    #expect(entry.contains("always_run: true") && entry.contains("pass_filenames: false"))
    #expect(entry.contains("stages: [pre-push]"))
  }
}
