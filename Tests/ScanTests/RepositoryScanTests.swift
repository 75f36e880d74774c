import FileTestSupport
import Findings
import Scan
import Testing

/// Scans of commits, histories and the staged change, on repositories that real git builds.
struct RepositoryScanTests {
  /// A repository with an identity and no commit.
  private func repository(_ options: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.shell("git init -q \(options) -b main .")
    return folder
  }

  private func commit(_ folder: TemporaryFolder, _ message: String = "change", at time: Int = 1_700_000_000) throws {
    try folder.shell(
      "git add -A && GIT_AUTHOR_DATE='\(time) +0000' GIT_COMMITTER_DATE='\(time) +0000' git commit -q -m '\(message)'")
  }

  private func id(_ folder: TemporaryFolder, _ revision: String = "HEAD") throws -> String {
    String(try folder.shell("git rev-parse \(revision)").prefix { $0 != "\n" })
  }

  // MARK: - History

  @Test func `a deleted secret is found with the commit that brought it`() throws {
    let folder = try repository()
    try folder.write("a.txt", "one\nk = \(Samples.token())\n")
    try commit(folder, "bring", at: 1_700_000_000)
    let first = try id(folder)
    try folder.write("a.txt", "one\n")
    try commit(folder, "remove", at: 1_700_000_100)
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    let finding = try #require(report.findings.first)
    let place = try #require(finding.occurrences.first)
    #expect(report.findings.count == 1 && finding.occurrences.count == 1)
    #expect(place.path == "a.txt" && place.line == 2 && place.column == 5)
    #expect(place.commit?.id == first && place.commit?.subject == "bring" && place.commit?.time == 1_700_000_000)
    #expect(place.inHead == false && place.commitCount == 1)
    #expect(report.coverage.complete && report.coverage.commits == 2 && report.coverage.blobs == 2)
  }

  @Test func `each path of a secret is told, and whether it is still in HEAD`() throws {
    let folder = try repository()
    try folder.write("old.txt", "k = \(Samples.token())\n")
    try commit(folder, at: 1_700_000_000)
    try folder.shell("git mv old.txt new.txt")
    try commit(folder, "rename", at: 1_700_000_100)
    let finding = try #require(try folder.scan { $0.mode = .history(branch: nil) }.findings.first)
    let paths = finding.occurrences.map { "\($0.path) \($0.inHead ?? false) \($0.commit?.subject ?? "")" }
    #expect(paths == ["new.txt true rename", "old.txt false change"])
  }

  @Test func `content born in a merge belongs to the merge`() throws {
    let folder = try repository()
    try folder.write("a", "a\n")
    try commit(folder, at: 1_700_000_000)
    try folder.shell("git checkout -q -b side")
    try folder.write("b", "b\n")
    try commit(folder, at: 1_700_000_100)
    try folder.shell("git checkout -q main")
    try folder.write("c", "c\n")
    try commit(folder, at: 1_700_000_200)
    let before = try id(folder)
    try folder.shell("git merge -q --no-commit side")
    try folder.write("a", "a\n\(Samples.token())\n")
    try commit(folder, "merge", at: 1_700_000_300)
    for mode in [ScanRequest.Mode.history(branch: nil), .range("\(before)..HEAD"), .since(before)] {
      let finding = try #require(try folder.scan { $0.mode = mode }.findings.first, "\(mode)")
      #expect(finding.occurrences.first?.commit?.subject == "merge", "\(mode)")
      #expect(finding.occurrences.first?.line == 2, "\(mode)")
    }
  }

  @Test func `unreachable blobs, commit messages and tag messages are scanned`() throws {
    let folder = try repository()
    try folder.write("a", "a\n")
    try commit(folder, "see \(Samples.token(1))")
    try folder.shell("git tag -a -m 'is \(Samples.token(2))' v1")
    try folder.shell("printf '\(Samples.token(3))' | git hash-object -w --stdin")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    let kinds = report.findings.flatMap(\.occurrences).map { $0.path.prefix { $0 != "/" } }.sorted()
    #expect(kinds == ["commit", "tag", "unreachable"])
  }

  @Test func `a commit's names and message are found at the same places in a range as in a history`() throws {
    let folder = try repository()
    try folder.write("a", "a\n")
    try commit(folder)
    let before = try id(folder)
    try folder.write("a", "b\n")
    try folder.shell(
      "git add -A && git commit -q --author 'A \(Samples.token(1)) <a@b>' -m 'see' -m '\(Samples.token(2))'")
    func places(_ mode: ScanRequest.Mode) throws -> [String] {
      let report = try folder.scan { $0.mode = mode }
      return report.findings.flatMap(\.occurrences).map { "\($0.path) \($0.line) \($0.column)" }.sorted()
    }
    let inRange = try places(.range("\(before)..HEAD"))
    #expect(inRange.count == 2)
    #expect(inRange == (try places(.history(branch: nil))))
    // After tree, parent, author, committer and an empty line comes the message, whose second paragraph holds it.
    #expect(inRange.contains("commit/\(try id(folder)) 8 1"))
  }

  @Test func `a branch limits a history to what it reaches`() throws {
    let folder = try repository()
    try folder.write("a", Samples.token(1))
    try commit(folder)
    try folder.shell("git checkout -q --orphan other && git rm -q -r -f .")
    try folder.write("b", Samples.token(2))
    try commit(folder)
    #expect(try folder.scan { $0.mode = .history(branch: nil) }.places.map(\.path) == ["a", "b"])
    #expect(try folder.scan { $0.mode = .history(branch: "main") }.places.map(\.path) == ["a"])
  }

  @Test func `a shallow clone is incomplete and says how to deepen it`() throws {
    let folder = try repository()
    for number in 0..<3 {
      try folder.write("a", "\(number)\n")
      try commit(folder, at: 1_700_000_000 + number)
    }
    let clone = try TemporaryFolder()
    try clone.shell("git clone -q --depth 1 'file://\(folder.at(""))' c")
    let report = try clone.scan("c") { $0.mode = .history(branch: nil) }
    #expect(!report.coverage.complete)
    #expect(report.coverage.gaps.contains { $0.reason.contains("git fetch --unshallow") })
  }

  @Test func `a missing blob is a gap with its path`() throws {
    let folder = try repository()
    try folder.write("lost", "a\n")
    try folder.write("kept", Samples.token())
    try commit(folder)
    let blob = try id(folder, "HEAD:lost")
    try folder.shell("rm -f .git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.coverage.gaps.map(\.path) == ["lost"])
    #expect(report.places.map(\.path) == ["kept"])
  }

  @Test func `a damaged ref is a gap`() throws {
    let folder = try repository()
    try folder.write("a", "a\n")
    try commit(folder)
    try folder.write(".git/refs/heads/broken", "garbage\n")
    let gaps = try folder.scan { $0.mode = .history(branch: nil) }.coverage.gaps
    #expect(gaps.map(\.path) == [".git/refs/heads/broken"])
  }

  @Test func `what a partial clone left out is a gap and is not fetched`() throws {
    let folder = try repository()
    try folder.shell("git config uploadpack.allowFilter true")
    for number in 1...3 {
      try folder.write("a", "k = \(Samples.token(UInt64(number)))\n")
      try commit(folder, at: 1_700_000_000 + number)
    }
    let clone = try TemporaryFolder()
    try clone.shell("git clone -q --filter=blob:none 'file://\(folder.at(""))' c")
    let history = try clone.scan("c") { $0.mode = .history(branch: nil) }
    #expect(history.places.count == 1 && history.coverage.gaps.count == 1)
    #expect(history.coverage.gaps.first?.reason.contains("2 objects were left out of this partial clone") == true)
    let range = try clone.scan("c") { $0.mode = .since("HEAD~2") }
    #expect(range.coverage.gaps.map(\.path) == ["a"])
    #expect(range.coverage.gaps.first?.reason.contains("git fetch --refetch --no-filter origin") == true)
    #expect(
      range.coverage.notes.contains { $0.hasPrefix("all lines of 1 file count as new") && $0.contains("a: object") })
    try clone.shell("git fetch -q --refetch --no-filter origin", in: "c")
    let whole = try clone.scan("c") { $0.mode = .history(branch: nil) }
    #expect(whole.places.count == 3 && whole.coverage.complete)
  }

  @Test func `an environment file that was committed once is told of`() throws {
    let folder = try repository()
    try folder.write("app/.env", "API_KEY=\(Samples.random())\n")
    try commit(folder, "oops", at: 1_700_000_000)
    try folder.shell("git rm -q app/.env && git commit -q -m gone")
    let finding = try #require(
      try folder.scan { $0.mode = .history(branch: nil) }.findings.first { $0.rule.id == "dotenv-in-history" })
    #expect(finding.occurrences.first?.path == "app/.env")
    #expect(finding.occurrences.first?.commit?.subject == "oops")
  }

  private typealias Runs = [(isFull: Bool, workers: Int, budget: Int?)]

  @Test(arguments: ["", "--object-format=sha256"])
  func `judging what deltas changed reports the same as judging every blob in full`(options: String) throws {
    let folder = try repository(options)
    var lines = (0..<400).map { "line \($0) of a file that git packs as a chain of deltas" }
    for version in 0..<40 {
      lines[(version * 37) % lines.count] = "value \(version) = \(Samples.token(UInt64(version % 9)))"
      lines.insert("password = \"\(Samples.random(12, seed: UInt64(version)))\"", at: (version * 61) % lines.count)
      if version % 5 == 0 { lines.removeSubrange(10..<20) }
      try folder.write("a.txt", lines.joined(separator: "\n"))
      try commit(folder, at: 1_700_000_000 + version)
    }
    try folder.shell("git gc -q --aggressive --prune=now")
    for rules in [Samples.tokenRule, nil] {
      var reports: [[Finding]] = []
      for (isFull, workers, budget) in [(true, 1, nil), (false, 1, nil), (false, 3, nil), (false, 2, 1)] as Runs {
        let report = try folder.scan(rules: rules, workers: workers) {
          $0.mode = .history(branch: nil)
          $0.scansInFull = isFull
          $0.contentBudget = budget
          $0.minimumConfidence = .low
        }
        reports.append(report.findings)
      }
      #expect(reports[0].count >= 9)
      #expect(reports[1] == reports[0])
      #expect(reports[2] == reports[0])
      // With room for a single content the others are made again and again.
      #expect(reports[3] == reports[0])
    }
  }

  @Test func `of commits of one second the parent comes first`() throws {
    let folder = try repository()
    for number in 1...8 {
      try folder.write("a", "k = \(Samples.token())\n" + String(repeating: "x\n", count: number))
      try commit(folder, "number \(number)")
    }
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.findings.flatMap(\.occurrences).map { $0.commit?.subject } == ["number 1"])
  }

  @Test func `a commit counts once for a secret that stands in a file twice`() throws {
    let folder = try repository()
    for number in 1...6 {
      let token = Samples.token()
      try folder.write("a", "k = \(token)\nl = \(token)\n" + String(repeating: "x\n", count: number))
      try commit(folder, at: 1_700_000_000 + number)
    }
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.findings.flatMap(\.occurrences).map(\.commitCount) == [6])
  }

  @Test(arguments: [false, true])
  func `a line is shown as the reported version has it, with its own secrets masked`(scansInFull: Bool) throws {
    let folder = try repository()
    let tokens = [Samples.token(1), Samples.token(2)]
    let filler = (0..<300).map { "line \($0) of a file that git packs as deltas" }.joined(separator: "\n")
    // git makes smaller versions from larger ones: the first from the second. What changes is out of the rule's sight.
    let dots = String(repeating: ".", count: 70)
    let lines = ["= none", "\(tokens[1]) c", "= gone"].map { "a \(tokens[0]) \(dots) b \($0)" }
    for (number, line) in lines.enumerated() {
      try folder.write("f", "\(filler)\n\(line)\n\(filler)\n")
      try commit(folder, at: 1_700_000_000 + number)
    }
    try folder.shell("git gc -q --aggressive --prune=now")
    let report = try folder.scan(rules: Samples.tokenRule) {
      $0.mode = .history(branch: nil)
      $0.scansInFull = scansInFull
    }
    let shown = report.findings.flatMap(\.occurrences).compactMap(\.excerpt).map { $0.before + $0.secret + $0.after }
    #expect(Set(shown) == ["a tkn_******** \(dots) b = none", "a ******** \(dots) b tkn_******** c"])
  }

  // MARK: - Ranges

  @Test func `a range reports only what its commits added`() throws {
    let folder = try repository()
    try folder.write("a", "old = \(Samples.token(1))\nx\n")
    try commit(folder)
    try folder.write("a", "old = \(Samples.token(1))\nx\nnew = \(Samples.token(2))\n")
    try commit(folder, "add")
    try folder.write("a", "x\n")
    try commit(folder, "take away")
    let report = try folder.scan { $0.mode = .since("HEAD~2") }
    #expect(report.places.map(\.description) == ["a:3:7"])
    #expect(report.findings.first?.occurrences.first?.commit?.subject == "add")
  }

  @Test func `an empty range is clean and says so, an unknown revision is an error`() throws {
    let folder = try repository()
    try folder.write("a", Samples.token())
    try commit(folder)
    let report = try folder.scan { $0.mode = .range("HEAD..HEAD") }
    #expect(report.findings.isEmpty && report.coverage.complete)
    #expect(report.coverage.notes.contains { $0.contains("contains no commits") })
    #expect(throws: ScanError.self) { try folder.scan { $0.mode = .since("no-such-branch") } }
    #expect(throws: ScanError.self) { try TemporaryFolder().scan { $0.mode = .history(branch: nil) } }
  }

  // MARK: - The staged change

  @Test func `the staged change is scanned as the index has it, before the first commit too`() throws {
    let folder = try repository()
    try folder.write("a", "k = \(Samples.token())\n")
    try folder.shell("git add a")
    try folder.write("a", "clean now, but not staged\n")
    #expect(try folder.scan { $0.mode = .staged }.places.map(\.description) == ["a:1:5"])
    try commit(folder)
    let report = try folder.scan { $0.mode = .staged }
    #expect(report.findings.isEmpty && report.coverage.notes == ["nothing is staged"])
  }

  @Test(arguments: [
    "diff.external=false", "diff.noprefix=true", "diff.mnemonicPrefix=true", "color.ui=always", "core.quotePath=true",
    "diff.renames=copies", "core.autocrlf=input",
  ])
  func `no setting of git hides what is staged`(setting: String) throws {
    let folder = try repository()
    try folder.write("ä b", "x\r\n")
    try commit(folder)
    try folder.shell("git config \(setting.split(separator: "=")[0]) \(setting.split(separator: "=")[1])")
    try folder.write("ä b", "x\r\n\(Samples.token())\r\n")
    try folder.shell("git add -A")
    #expect(try folder.scan { $0.mode = .staged }.places.map(\.description) == ["ä b:2:1"])
  }

  @Test func `only lines that the staged change adds count, and moved lines are not new`() throws {
    let folder = try repository()
    try folder.write("a", "k = \(Samples.token(1))\none\ntwo\n")
    try commit(folder)
    try folder.write("a", "one\ntwo\nthree\nk = \(Samples.token(1))\nl = \(Samples.token(2))\n")
    try folder.shell("git add a")
    #expect(try folder.scan { $0.mode = .staged }.places.map(\.line) == [5])
  }

  @Test func `announced files, renames, modes and submodules do not disturb a staged scan`() throws {
    let folder = try repository()
    try folder.write("a", "k = \(Samples.token())\n")
    try folder.write("run", "#!/bin/sh\n")
    try commit(folder)
    try folder.write("later", Samples.token(2))
    try folder.shell(
      """
      git add -N later; git mv a b; chmod +x run; git add run
      git init -q sub && git -C sub commit -q --allow-empty -m s && git add sub 2>/dev/null
      """)
    try folder.write("new", Samples.token(3))
    try folder.shell("git add new")
    #expect(try folder.scan { $0.mode = .staged }.places.map(\.path) == ["new"])
  }

  @Test func `an environment file that the next commit would add is told of`() throws {
    let folder = try repository()
    try folder.write(".env", "API_KEY=\(Samples.random())\n")
    try folder.shell("git add .env")
    let report = try folder.scan { $0.mode = .staged }
    #expect(report.findings.map(\.rule.id) == ["dotenv-committed"])
  }

  // MARK: - Several repositories

  @Test func `a folder with repositories has each of them scanned, submodules on request`() throws {
    let folder = try TemporaryFolder()
    for (number, name) in ["one", "deep/two"].enumerated() {
      try folder.write("\(name)/a", Samples.token(UInt64(number + 1)))
      try folder.shell("git init -q -b main . && git add -A && git commit -q -m all", in: name)
    }
    #expect(try folder.scan { $0.mode = .history(branch: nil) }.places.map(\.path) == ["deep/two/a", "one/a"])
    try folder.shell("git -c protocol.file.allow=always submodule --quiet add ../deep/two sub", in: "one")
    #expect(try folder.scan("one") { $0.mode = .history(branch: nil) }.places.map(\.path) == ["a"])
    let report = try folder.scan("one") {
      $0.mode = .history(branch: nil)
      $0.recurseSubmodules = true
    }
    #expect(report.places.map(\.path) == ["a", "sub/a"])
  }

  // MARK: - Other homes

  @Test func `linked worktrees, bare repositories and URLs are scanned like any other`() throws {
    let folder = try repository()
    try folder.write("a", Samples.token())
    try commit(folder)
    let other = try TemporaryFolder()
    try folder.shell("git worktree add -q '\(other.at("tree"))' -b tree")
    try folder.shell("git clone -q --bare . '\(other.at("bare.git"))'")
    #expect(try other.scan("tree") { $0.mode = .history(branch: nil) }.places.map(\.path) == ["a"])
    #expect(try other.scan("bare.git") { $0.mode = .history(branch: nil) }.places.map(\.path) == ["a"])
    try other.write("tree/b", Samples.token(2))
    try other.shell("git add b", in: "tree")
    #expect(try other.scan("tree") { $0.mode = .staged }.places.map(\.path) == ["b"])
    let url = "file://\(other.at("bare.git"))"
    #expect(try folder.scan { $0.targets = [.url(url)] }.places.map(\.path) == ["a"])
    #expect(throws: ScanError.self) { try folder.scan { $0.targets = [.url("file:///nowhere/at-all.git")] } }
  }
}
