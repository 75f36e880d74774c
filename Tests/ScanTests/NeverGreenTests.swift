import FileTestSupport
import Findings
import Scan
import Testing

/// A history of which something is not there or cannot be read is never called complete.
struct NeverGreenTests {
  private let folder: TemporaryFolder

  /// A repository of two commits with a tag, a stash and a second branch.
  init() throws {
    folder = try TemporaryFolder()
    try folder.shell("git init -q -b main .")
    try folder.write("a", "one\n")
    try folder.shell("git add a && git commit -q -m one && git tag -a -m tag v1 && git checkout -q -b other")
    try folder.write("a", "two\n")
    try folder.shell("git commit -q -a -m two && git checkout -q main")
    try folder.write("a", "three\n")
    try folder.shell("git stash -q")
  }

  private func gaps(_ change: (inout ScanRequest) -> Void = { _ in }) throws -> [Skip] {
    try folder.scan {
      $0.mode = .history(branch: nil)
      change(&$0)
    }.coverage.gaps
  }

  private func id(_ revision: String) throws -> String {
    String(try folder.shell("git rev-parse \(revision)").prefix { $0 != "\n" })
  }

  private func remove(_ id: String) throws {
    try folder.shell("rm -f .git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
  }

  @Test func `a healthy repository is complete, and so is one without a commit`() throws {
    #expect(try gaps() == [])
    let empty = try TemporaryFolder()
    try empty.shell("git init -q .")
    #expect(try empty.scan { $0.mode = .history(branch: nil) }.coverage.complete)
  }

  @Test(arguments: [
    ("main", ["HEAD", "refs/heads/main"]), ("other", ["logs/HEAD", "refs/heads/other"]),
    ("v1", ["refs/tags/v1"]), ("v1^{}", ["refs/tags/v1"]), ("refs/stash", ["refs/stash"]),
  ])
  func `a ref whose object is missing is a gap that names both`(revision: String, names: [String]) throws {
    let id = try id(revision)
    try remove(id)
    let gap = try #require(try gaps().first { $0.path == id })
    for name in names { #expect(gap.reason.contains(name), "\(gap.reason)") }
    #expect(gap.reason.hasPrefix("missing from the object store"))
    try folder.shell("git pack-refs --all")
    #expect(try gaps().contains(gap))
  }

  @Test func `a detached HEAD and a linked work tree's HEAD are refs too`() throws {
    try folder.shell("git worktree add -q --detach ../\(folder.path.split(separator: "/").last ?? "")-linked")
    defer { _ = try? folder.shell("rm -rf ../\(folder.path.split(separator: "/").last ?? "")-linked") }
    let lost = String(repeating: "ab", count: 20)
    try folder.shell("for f in .git/worktrees/*/HEAD; do echo \(lost) > $f; done")
    let gap = try #require(try gaps().first { $0.path == lost })
    #expect(gap.reason.contains("worktrees/") && gap.reason.contains("/HEAD leads to it"))
  }

  @Test func `what only a reflog remembers is missed when it is gone`() throws {
    let lost = try id("other")
    try folder.shell("git update-ref --no-deref -d refs/heads/other")
    try remove(lost)
    let gap = try #require(try gaps().first { $0.path == lost })
    #expect(gap.reason.contains("logs/HEAD"))
  }

  @Test func `an emptied object store is no complete scan`() throws {
    try folder.shell("rm -rf .git/objects && mkdir .git/objects")
    let gaps = try gaps()
    #expect(Set(gaps.map(\.path)).isSuperset(of: [try id("main"), try id("other"), "a"]))
  }

  @Test func `a pack that is gone is missed`() throws {
    try folder.shell("git stash drop -q && git repack -q -a -d && ls .git/objects/pack > packs")
    try folder.write("b", "more\n")
    try folder.shell("git add b && git commit -q -m more && git repack -q -d")
    try folder.shell("for f in .git/objects/pack/*; do grep -q ${f##*/} packs || rm -f $f; done")
    #expect(try gaps().map(\.path).contains(try id("HEAD")))
  }

  @Test(arguments: ["--index-version 2", "--index-version 4", "--split-index"])
  func `what is staged must be there`(format: String) throws {
    try folder.write("staged", "staged\n")
    try folder.write("other", "other\n")
    try folder.shell("git add staged other && git update-index \(format)")
    #expect(try gaps() == [])
    let lost = try id(":staged")
    try remove(lost)
    let gap = try #require(try gaps().first)
    #expect(gap.path == "staged" && gap.reason.contains(lost))
  }

  @Test func `an entry of a tree that cannot be parsed is a gap`() throws {
    let tree = try folder.shell(
      "printf '100644 x\\000abc' | git hash-object -t tree -w --stdin --literally"
    ).dropLast()
    let commit = try folder.shell(
      "printf 'tree \(tree)\\nparent 12\\n\\n' | git hash-object -t commit -w --stdin --literally")
    try folder.shell("git update-ref refs/heads/odd \(commit)")
    #expect(try gaps().map(\.path).sorted() == [String(tree), String(commit.dropLast())].sorted())
  }

  @Test func `refs, reflogs and folders that cannot be read are gaps`() throws {
    // A folder in which no object of the repository is.
    let objects =
      ".git/objects/"
      + (try folder.shell("cd .git/objects; for i in 0a 1b 2c 3d 4e 5f; do mkdir $i && printf $i && break; done"))
    try folder.shell("mkdir .git/refs/heads/deep && chmod 000 .git/refs/heads/deep .git/logs/HEAD \(objects)")
    defer { _ = try? folder.shell("chmod 755 .git/refs/heads/deep \(objects)") }
    try folder.shell("chmod 755 .")
    let paths = try withoutPrivileges { try gaps().map(\.path) }
    #expect(paths.sorted() == [".git/logs/HEAD", objects, ".git/refs/heads/deep"])
  }

  /// In place of each file of a repository a FIFO without a writer, which would block whoever opens it.
  @Test(arguments: [
    "logs/HEAD", "index", "packed-refs", "objects/info/alternates", "refs/heads/other", "objects/pack/pack-x.pack",
    "objects/pack/pack-x.idx", "objects/ab/\(String(repeating: "c", count: 38))",
  ])
  func `a FIFO among a repository's files is a gap`(file: String) throws {
    try folder.shell("git pack-refs && mkdir -p .git/objects/ab && rm -f .git/\(file) && mkfifo .git/\(file)")
    let gaps = try gaps()
    let id = "ab" + String(repeating: "c", count: 38)
    #expect(gaps.contains { $0.path == (file.hasPrefix("objects/ab") ? id : ".git/\(file)") }, "\(gaps)")
  }

  @Test(arguments: ["HEAD", "config", "shallow", "commondir"])
  func `a FIFO that hides what kind of repository it is stops the scan`(file: String) throws {
    try folder.shell("rm -f .git/\(file) && mkfifo .git/\(file)")
    let error = #expect(throws: ScanError.self) { try gaps() }
    #expect(error?.description.contains(".git/\(file) is damaged: not a regular file") == true)
  }

  @Test func `a file of alternates may be long, and what it names must be there`() throws {
    let lender = try TemporaryFolder()
    try lender.shell("git init -q . && echo '\(Samples.token())' | git hash-object -w --stdin")
    let comment = "# " + String(repeating: "x", count: 2 << 20)
    try folder.write(".git/objects/info/alternates", "\(comment)\n\(lender.at(".git/objects"))\n/nowhere/objects\n")
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(report.findings.count == 1)
    #expect(report.coverage.gaps.map(\.path) == [".git/objects/info/alternates"])
    #expect(report.coverage.gaps.first?.reason.contains("/nowhere/objects") == true)
  }

  // MARK: - Second reads

  /// Puts the file of one loose object in the place of another's, so that its id is wrong.
  private func swap(_ id: String, for other: String) throws {
    func path(_ id: String) -> String { ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))" }
    try folder.shell("cp -f \(path(other)) \(path(id))")
  }

  private func stored(_ text: String) throws -> String {
    try folder.write("text", text)
    return String(try folder.shell("git hash-object -w text && rm text").dropLast())
  }

  @Test(arguments: [false, true])
  func `a finding stays without its line when its blob cannot be read again`(isFull: Bool) throws {
    try folder.write("f", "sound\n")
    try folder.shell("git add f && git commit -q -m f")
    let blob = try id("HEAD:f")
    try swap(blob, for: stored("k = \(Samples.token())\n"))
    let report = try folder.scan {
      $0.mode = .history(branch: nil)
      $0.scansInFull = isFull
    }
    let place = try #require(report.findings.flatMap(\.occurrences).first { $0.path == "f" })
    #expect(place.line == 0 && place.excerpt == nil && place.inHead == true && place.commit?.subject == "f")
    #expect(report.coverage.gaps.map(\.path) == [blob])
  }

  @Test func `of several versions the oldest that can be read gives the line`() throws {
    let token = Samples.token()
    for (number, message) in ["first", "second", "third"].enumerated() {
      try folder.write("f", "version \(number)\n\n" + token + "\n")
      try folder.shell("git add f && GIT_COMMITTER_DATE='\(2_000_000_000 + number) +0000' git commit -q -m \(message)")
    }
    try swap(try id("HEAD~2:f"), for: stored("\(token)\n"))
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    let place = try #require(report.findings.flatMap(\.occurrences).first { $0.path == "f" })
    #expect(place.line == 3 && place.commit?.subject == "second" && place.inHead == true && place.commitCount == 3)
    #expect(report.coverage.gaps.map(\.path) == [try id("HEAD~2:f")])
  }

  @Test func `a secret in a message stays when the commit cannot be read again`() throws {
    let other = try folder.shell("git commit-tree -p HEAD -m 'is \(Samples.token())' HEAD^{tree}").dropLast()
    try folder.shell("git commit -q --allow-empty -m plain")
    let commit = try id("HEAD")
    try swap(commit, for: String(other))
    let report = try folder.scan { $0.mode = .history(branch: nil) }
    let place = try #require(report.findings.flatMap(\.occurrences).first { $0.path == "commit/\(commit)" })
    #expect(place.line == 0 && report.coverage.gaps.map(\.path) == [commit])
  }

  // MARK: - Trees that are valid and hostile

  /// A folder of ten names for the same folder of ten names, and so on: 10^12 paths of one blob.
  @Test func `a tree with a million million paths is scanned, and told of`() throws {
    let blob = try stored("k = \(Samples.token())\n")
    var object = "blob \(blob)"
    for _ in 0..<12 {
      let mode = object.hasPrefix("tree") ? "040000" : "100644"
      let entries = (0..<10).map { "\(mode) \(object)\t\($0)" }.joined(separator: "\n")
      try folder.write("entries", entries + "\n")
      object = "tree " + String(try folder.shell("git mktree < entries").dropLast())
    }
    try folder.shell("git update-ref HEAD $(git commit-tree -p HEAD -m bomb \(object.dropFirst(5)))")
    try folder.shell("git read-tree HEAD~1")
    let history = try folder.scan { $0.mode = .history(branch: nil) }
    #expect(history.findings.first?.occurrences.count == 2000)
    #expect(history.coverage.gaps.map(\.path) == [blob])
    #expect(history.findings.first?.occurrences.allSatisfy { $0.inHead == true } == true)
    let range = try folder.scan { $0.mode = .since("HEAD~1") }
    #expect(range.findings.count == 1)
    #expect(range.coverage.gaps.contains { $0.path == object.dropFirst(5) || $0.reason.contains("at more paths") })
  }
}
