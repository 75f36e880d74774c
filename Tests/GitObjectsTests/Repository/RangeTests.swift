import GitProcess
import Testing

@testable import GitObjects

struct RangeTests {
  /// "path new-id" of what a commit has otherwise than all its parents, by `git diff-tree`.
  private func expected(_ repository: TestRepository, _ commit: RangeCommit) throws -> Set<String> {
    func changes(_ arguments: [String]) throws -> Set<String> {
      let fields = try repository.output(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev"] + arguments)
        .split(separator: 0).drop { $0.first != UInt8(ascii: ":") }
      var result: Set<String> = []
      for index in stride(from: fields.startIndex, to: fields.endIndex - 1, by: 2) {
        let parts = fields[index].split(separator: 0x20)
        let isDeleted = parts[4].first == UInt8(ascii: "D")
        if !isDeleted, parts[2] != parts[3] {
          result.insert("\(Array(fields[index + 1])) \(String(decoding: parts[3], as: UTF8.self))")
        }
      }
      return result
    }
    guard let first = commit.parents.first else { return try changes(["--root", commit.id.hex]) }
    return try commit.parents.dropFirst().reduce(changes([first.hex, commit.id.hex])) {
      try $0.intersection(changes([$1.hex, commit.id.hex]))
    }
  }

  @Test func `the changes of each commit are those that git lists`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let opened = try Repository(at: repository.path)
    let reader = ObjectReader(opened.openObjectStore())
    let diff = TreeDiff(reader)
    let commits = try opened.commits(in: "main")
    #expect(commits.count == (try repository.lines("rev-list", "main").count))
    for commit in commits {
      let tree = try #require(CommitObject(try reader.read(commit.id, as: .commit))).tree
      let parents = try commit.parents.map { try #require(CommitObject(try reader.read($0, as: .commit))).tree }
      let changes = diff.changes(in: tree, since: parents)
      #expect(Set(changes.map { "\($0.path) \($0.blob)" }) == (try expected(repository, commit)))
      #expect(changes.allSatisfy { $0.formerBlobs.count == parents.count })
    }
    #expect(diff.gaps.isEmpty)
  }

  @Test(arguments: [
    "main~5..main", "left..right", "left...right", "main~3..", "..left", "main..main", "main~3^2..main",
  ])
  func `the commits of a range are those that git lists`(range: String) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let found = try Repository(at: repository.path).commits(in: range)
    #expect(Set(found.map { $0.id.hex }) == Set(try repository.lines("rev-list", range)))
    for (index, commit) in found.enumerated() {
      #expect(!found[index...].contains { commit.parents.contains($0.id) })
    }
  }

  @Test func `revisions are resolved as git does`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    try repository.git("tag", "-a", "-m", "a tag", "v1.0", "main~2")
    let opened = try Repository(at: repository.path)
    let short = String(try repository.lines("rev-parse", "main~4")[0].prefix(10))
    for revision in ["HEAD", "HEAD~3", "main", "refs/heads/left", "v1.0", "v1.0^{}", short, ":/octopus"] {
      let suffix = revision.hasPrefix(":") ? "" : "^{commit}"
      #expect(try opened.commit(revision).hex == (try repository.lines("rev-parse", revision + suffix)[0]))
    }
  }

  @Test(arguments: ["no-such-branch", "--all", "", "main:README", String(repeating: "1", count: 40)])
  func `a revision that names no commit is an error`(revision: String) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 1))
    let opened = try Repository(at: repository.path)
    #expect {
      try opened.commit(revision)
    } throws: { error in
      guard case GitError.unknownRevision(revision, _) = error else { return false }
      return true
    }
  }
}

extension Repository {
  /// The commits of a range.
  func commits(in range: String) throws(GitError) -> [RangeCommit] {
    try self.range(range, ObjectReader(openObjectStore())).commits
  }
}

struct StagedChangesTests {
  @Test func `the differences between index and HEAD are listed`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    try repository.git("reset", "-q", "--hard", "main")
    try write(Array("changed\n".utf8), to: "\(repository.path)/README")
    try write(Array("new\n".utf8), to: "\(repository.path)/new file")
    try write(Array("announced\n".utf8), to: "\(repository.path)/announced")
    try repository.git("add", "README", "new file")
    try repository.git("add", "--intent-to-add", "announced")
    try repository.git("rm", "-q", "octopus.txt")
    try repository.git("mv", "left.txt", "moved left.txt")
    // Settings that change what `git diff` prints.
    for (name, value) in [
      ("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"), ("core.quotePath", "true"),
      ("diff.external", "/bin/false"), ("diff.renames", "copies"), ("diff.orderFile", "/nonexistent"),
      ("diff.relative", "true"), ("core.abbrev", "5"),
    ] {
      try repository.git("config", name, value)
    }
    let changes = try Repository(at: repository.path).stagedChanges().all
    let summary = changes.map { "\($0.status) \(String(decoding: $0.path, as: UTF8.self))" }
    #expect(
      Set(summary) == [
        "modified README", "added new file", "deleted octopus.txt", "deleted left.txt", "added moved left.txt",
      ])
    let added = try #require(changes.first { $0.path == Array("new file".utf8) })
    #expect(try added.new?.hex == repository.lines("rev-parse", ":new file")[0])
    #expect(added.former.isEmpty && added.mode == 0o100644)
    let moved = try #require(changes.first { $0.path == Array("moved left.txt".utf8) })
    #expect(moved.former.map(\.path) == [Array("left.txt".utf8)] && moved.former.first?.blob == moved.new)
  }

  @Test func `before the first commit every staged file is added`() throws {
    let repository = try TestRepository()
    #expect(try Repository(at: repository.path).stagedChanges().all.isEmpty)
    try write(Array("new\n".utf8), to: "\(repository.path)/\u{e9}\ttab")
    try repository.git("add", ".")
    let changes = try Repository(at: repository.path).stagedChanges().all
    #expect(changes.map { $0.path } == [Array("\u{e9}\ttab".utf8)])
  }

  @Test func `folders of any depth are compared`() throws {
    let repository = try TestRepository()
    var stream = FastImport()
    let first = stream.commit(files: ["a": "a\n"])
    let path = Array(String(repeating: "d/", count: 5000).utf8) + Array("f".utf8)
    stream.commit(parents: [first], [(path, Array("deep\n".utf8))])
    try repository.load(stream)
    let trees = try ["main^{tree}", "main~1^{tree}"].map { revision in
      try #require(ObjectID(try repository.lines("rev-parse", revision)[0]))
    }
    let diff = TreeDiff(ObjectReader(try repository.openObjectStore()))
    #expect(diff.changes(in: trees[0], since: [trees[1]]).map { $0.path } == [path])
    #expect(diff.gaps.isEmpty)
  }
}
