import Testing

/// Runs the scripts of `action.yml` and of the GitLab template as the services would, with the variables they set.
struct PipelineTests {
  let sandbox: Sandbox

  /// Makes `origin` with two branches. `main` had a leak and lost it; `topic` goes on from there with another leak.
  private static let history = """
    leak() { random=$(head -c 300 /dev/urandom | base64 | tr -dc A-Za-z0-9 | cut -c 1-24); echo "K=sk_""live_$random" >"$1"; }
    git init -q -b main ../origin && cd ../origin && git config uploadpack.allowFilter true
    echo 1 >a; git add a; git commit -q -m start
    leak old.sh; git add old.sh; git commit -q -m oops
    git rm -q old.sh; git commit -q -m mend
    git checkout -q -b topic; leak new.sh; git add new.sh; git commit -q -m topic; echo 2 >a; git commit -q -a -m more
    git checkout -q main

    """
  /// Shell that tells the id of a commit of `origin`.
  private static let name = "name() { git -C ../origin rev-parse \"$1\"; }"

  init() throws {
    sandbox = try Sandbox()
    try sandbox.run(
      """
      mkdir ../runner
      cat >../action.sh <<'END'
      \(try Excerpt.block(of: "action.yml", after: "    - name: Scan", start: "run: |"))
      END
      cat >../gitlab.sh <<'END'
      \(try Excerpt.block(of: "docs/ci/gitlab-ci.yml", after: "  script:", start: "- |"))
      END

      """ + Self.history)
  }

  /// How a service checks a repository out before the job.
  enum Checkout: String, CaseIterable {
    case whole = "git clone -q \"file://$PWD/../origin\" . && git checkout -q topic"
    case partial = "git clone -q --filter=blob:none \"file://$PWD/../origin\" . && git checkout -q topic"
    case shallow = "git clone -q --depth 1 --branch topic \"file://$PWD/../origin\" ."
  }

  /// What happened on the service's side, and what a job for it has to find.
  struct Event: CustomTestStringConvertible {
    var testDescription: String
    /// The commit before it, in words of the shell.
    var base: String
    var leaks: [String]
    var code: Int32 { leaks.isEmpty ? 0 : 1 }

    static let cases = [
      Event(testDescription: "a pull request", base: "$(name main)", leaks: ["new.sh"]),
      Event(
        testDescription: "a push of all commits but the first", base: "$(name main~2)", leaks: ["new.sh", "old.sh"]),
      Event(testDescription: "a push of the last commit", base: "$(name topic~1)", leaks: []),
      Event(testDescription: "a first push", base: String(repeating: "0", count: 40), leaks: ["new.sh", "old.sh"]),
      Event(testDescription: "a forced push", base: String(repeating: "1", count: 40), leaks: ["new.sh"]),
      Event(testDescription: "a schedule", base: "", leaks: ["new.sh", "old.sh"]),
    ]
  }

  /// Runs the action's script in a checkout of `topic`.
  private func act(
    base: String, scan: String = "changes", arguments: String = "", defaultBranch: String = "main",
    _ checkout: Checkout = .whole
  ) throws -> Sandbox.Outcome {
    try sandbox.run(
      """
      \(Self.name)
      \(checkout.rawValue)
      export SCAN=\(scan) ARGUMENTS='\(arguments)' SARIF=leaksift.sarif BASE=\(base) HEAD=$(name topic) DEFAULT_BRANCH=\(defaultBranch) TRUSTED=
      export GITHUB_ACTION_PATH=$PWD/../action RUNNER_TEMP=$PWD/../runner GITHUB_STEP_SUMMARY=$PWD/../summary
      bash --noprofile --norc -e -o pipefail ../action.sh
      """)
  }

  @Test(arguments: Event.cases, Checkout.allCases)
  func `the action scans what an event brought`(event: Event, checkout: Checkout) throws {
    let outcome = try act(base: event.base, arguments: "-j 1", checkout)
    #expect(outcome.code == event.code, "\(outcome.output)\(outcome.errors)")
    for name in ["old.sh", "new.sh"] {
      #expect(outcome.output.contains("file=\(name)") == event.leaks.contains(name), "\(outcome.output)")
    }
    #expect(try sandbox.read("../summary").contains("leaksift"))
    #expect(try sandbox.read("leaksift.sarif").contains("\"results\""))
  }

  @Test(arguments: ["", "topic", "nosuch"])
  func `a forced push of the default branch, or without one, is scanned from the beginning`(_ branch: String) throws {
    let outcome = try act(base: String(repeating: "1", count: 40), defaultBranch: branch)
    #expect(outcome.code == 1 && outcome.output.contains("file=old.sh"), "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("::notice title=leaksift::The commit before this push"))
    #expect(outcome.output.contains("scanning the whole history"))
  }

  @Test func `the action scans the files or the whole history when asked to`() throws {
    #expect(try act(base: "", scan: "files").output.contains("file=new.sh"))
    let outcome = try sandbox.run("rm -rf ./* .git; ls -A")
    #expect(outcome.output == "")
    #expect(try act(base: "$(name topic)", scan: "history", .shallow).output.contains("file=old.sh"))
  }

  @Test func `a mistake in the action's inputs does not look like a leak`() throws {
    #expect(try act(base: "", scan: "everything").code == 2)
    try sandbox.run("rm -rf ./* .git")
    let outcome = try act(base: "", arguments: "--no-such-option")
    #expect(outcome.code == 2)
    #expect(outcome.output.contains("::error title=leaksift::unknown option `--no-such-option`"), "\(outcome.output)")
    #expect(outcome.errors.contains("leaksift: unknown option `--no-such-option`"), "\(outcome.errors)")
  }

  @Test(arguments: Event.cases)
  func `the job for GitLab scans what an event brought`(event: Event) throws {
    let outcome = try sandbox.run(
      """
      \(Self.name)
      \(Checkout.whole.rawValue)
      export CI_COMMIT_SHA=$(name topic) CI_COMMIT_BEFORE_SHA=\(event.base)
      export CI_DEFAULT_BRANCH=main CI_PIPELINE_SOURCE=\(event.base.isEmpty ? "schedule" : "push")
      sh -e ../gitlab.sh
      """)
    #expect(outcome.code == event.code, "\(outcome.output)\(outcome.errors)")
    for name in ["old.sh", "new.sh"] {
      #expect(outcome.output.contains("\(name):1:") == event.leaks.contains(name), "\(outcome.output)")
    }
    #expect(try sandbox.read("gl-secret-detection-report.json").contains("secret_detection"))
    #expect(try sandbox.read("leaksift.xml").contains("<testsuites"))
  }
}
