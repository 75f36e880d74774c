import GitProcess
import Testing

@testable import GitObjects

struct RepositoryTests {
  @Test func `the nearest repository above a path is found`() throws {
    let outer = try TestRepository()
    _ = try Git().run(["init", "-q", "\(outer.path)/inner"])
    try write([], to: "\(outer.path)/file")
    #expect(try Repository(at: "\(outer.path)/inner").workTree == "\(outer.path)/inner")
    #expect(try Repository(at: "\(outer.path)/file").workTree == outer.path)
    #expect(try Repository(at: "\(outer.path)/.git/objects").gitDirectory == "\(outer.path)/.git")
    #expect(throws: GitError.notARepository(path: "/")) { try Repository(at: "/") }
  }

  @Test func `bare repositories are read`() throws {
    let repository = try TestRepository(["--bare"])
    try repository.load(variedHistory(commits: 2))
    let bare = try Repository(at: repository.path)
    #expect(bare.workTree == nil)
    #expect(bare.gitDirectory == repository.path)
    try expectSameObjects(repository)
  }

  @Test func `a linked work tree shares objects and refs`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    let linked = repository.sibling("linked")
    try repository.git("worktree", "add", "-q", "-b", "other", linked, "main~1")
    _ = try Git(in: linked).run(["update-ref", "refs/worktree/own", "HEAD"])
    let worktree = try Repository(at: linked)
    #expect(worktree.workTree == linked)
    #expect(worktree.commonDirectory == "\(repository.path)/.git")
    #expect(worktree.gitDirectory == "\(repository.path)/.git/worktrees/linked")
    let head = try #require(ObjectID(try repository.lines("rev-parse", "main~1")[0]))
    #expect(try worktree.head() == .branch(name: "refs/heads/other", head))
    #expect(try worktree.references().all.contains { $0.name == "refs/worktree/own" })
    #expect(try RepositoryTips(Repository(at: repository.path)).ids.contains(head))
    #expect(worktree.openObjectStore().contains(head))
  }

  @Test func `the .git file of a submodule is followed`() throws {
    let inner = try TestRepository()
    try inner.load(variedHistory(commits: 1))
    let repository = try TestRepository()
    try repository.git("submodule", "add", "-q", "file://\(inner.path)", "vendor/inner")
    let submodule = try Repository(at: "\(repository.path)/vendor/inner")
    #expect(submodule.gitDirectory == "\(repository.path)/.git/modules/vendor/inner")
    #expect(submodule.workTree == "\(repository.path)/vendor/inner")
    #expect(try submodule.head().commit == Repository(at: inner.path).head().commit)
  }

  @Test func `unborn and detached HEADs are distinguished`() throws {
    let repository = try TestRepository()
    #expect(try Repository(at: repository.path).head() == .branch(name: "refs/heads/main", nil))
    try repository.load(variedHistory(commits: 1))
    let commit = try #require(ObjectID(try repository.lines("rev-parse", "main")[0]))
    #expect(try Repository(at: repository.path).head() == .branch(name: "refs/heads/main", commit))
    try repository.git("update-ref", "--no-deref", "HEAD", commit.hex)
    try repository.git("checkout", "-q", "--detach", "main")
    #expect(try Repository(at: repository.path).head() == .detached(commit))
  }

  @Test(arguments: [true, false])
  func `ten thousand refs are read`(arePacked: Bool) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    let ids = try repository.lines("rev-list", "--all")
    let updates = (0..<10_000).map { "create refs/heads/many/\($0 % 7)/branch-\($0) \(ids[$0 % ids.count])\n" }
    try repository.git("update-ref", "--stdin", input: updates.joined())
    try repository.git("tag", "-a", "-m", "a tag", "v1", "main")
    if arePacked { try repository.git("pack-refs", "--all") }
    try repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
    try repository.git("update-ref", "refs/heads/left", ids[0])
    let expected = try repository.lines("for-each-ref", "--format=%(objectname) %(refname)")
    let found = try Repository(at: repository.path).references()
    #expect(found.problems.isEmpty)
    #expect(found.all.map { "\($0.target) \($0.name)" } == expected.sorted { $0.dropFirst(41) < $1.dropFirst(41) })
  }

  @Test func `refs that name no object are reported`() throws {
    let repository = try TestRepository()
    try write(Array("garbage\n".utf8), to: "\(repository.path)/.git/refs/heads/broken")
    // A vertical tab is no white space to git.
    try write(Array("\(String(repeating: "1", count: 40))\u{b}".utf8), to: "\(repository.path)/.git/refs/heads/tab")
    let found = try Repository(at: repository.path).references()
    #expect(found.all.isEmpty)
    #expect(found.problems.count == 2)
  }

  @Test func `a dangling symbolic ref of a remote is no ref`() throws {
    let repository = try TestRepository()
    try repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    try write([], to: "\(repository.path)/.git/refs/.DS_Store")
    let tips = RepositoryTips(try Repository(at: repository.path))
    #expect(tips.ids.isEmpty && tips.problems.isEmpty && tips.head == nil)
  }

  /// The last two are lines that git refuses the whole file for.
  @Test(arguments: ["garbage", "", "^12"])
  func `the intact lines of damaged packed-refs are read`(line: String) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 1))
    try repository.git("pack-refs", "--all")
    let main = try repository.lines("rev-parse", "main")[0]
    let path = "\(repository.path)/.git/packed-refs"
    try write(try Files.read(path) + Array("\(line)\n".utf8), to: path)
    let tips = RepositoryTips(try Repository(at: repository.path))
    #expect(tips.problems.count == 1)
    #expect(tips.head?.hex == main)
  }

  /// Whatever followed in the file is gone, and with it the refs.
  @Test(arguments: ["# pack-refs with: peeled fully-p", "ID refs/heads/mai"])
  func `packed refs without the end of their last line are damaged`(line: String) throws {
    let repository = try TestRepository()
    let text = line.replacing("ID", with: String(repeating: "1", count: 40))
    for (end, problems) in [("", 1), ("\n", 0)] {
      try write(Array((text + end).utf8), to: "\(repository.path)/.git/packed-refs")
      let references = try Repository(at: repository.path).references()
      #expect(references.problems.count == problems)
      #expect(references.all.count == (line.hasPrefix("#") ? 0 : 1))
    }
  }

  @Test func `packed-refs are read in any order`() throws {
    let repository = try TestRepository()
    let ids = (1...4).map { String(repeating: "\($0)", count: 40) }
    let lines = [
      "# pack-refs with: peeled fully-peeled", "\(ids[0]) refs/tags/b", "^\(ids[3])", "\(ids[1]) refs/heads/c",
      "\(ids[2]) refs/tags/b", "\(ids[0]) refs/heads/a", "",
    ]
    try write(Array(lines.joined(separator: "\n").utf8), to: "\(repository.path)/.git/packed-refs")
    let references = try Repository(at: repository.path).references()
    #expect(references.problems.isEmpty)
    #expect(references.all.map { $0.name } == ["refs/heads/a", "refs/heads/c", "refs/tags/b"])
    #expect(references.all.map { $0.target.hex } == [ids[0], ids[1], ids[2]])
    let packed = try Repository(at: repository.path).packedReferences()
    #expect(packed["refs/heads/c"]?.hex == ids[1] && packed["refs/heads/b"] == nil && packed["refs/z"] == nil)
  }

  @Test func `ids of stashes and reflogs are read`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 1))
    try repository.git("reset", "-q", "--hard", "main")
    for round in 0..<3 {
      try write(Array("stash \(round)\n".utf8), to: "\(repository.path)/README")
      try repository.git("stash", "push", "-q")
    }
    let stashes = try repository.lines("reflog", "show", "--format=%H", "refs/stash").compactMap { ObjectID($0) }
    let tips = RepositoryTips(try Repository(at: repository.path))
    #expect(stashes.count == 3)
    #expect(Set(tips.ids + tips.onlyInReflogs).isSuperset(of: stashes))
    #expect(tips.names(of: [stashes[2]]) == [stashes[2]: ["logs/refs/stash"]])
  }

  @Test func `the boundary of a shallow clone is read`() throws {
    let origin = try TestRepository()
    try origin.load(variedHistory(commits: 6))
    let clone = try TestRepository(cloning: origin, ["--depth=2"])
    let shallow = try Repository(at: clone.path)
    #expect(shallow.isShallow)
    let boundary = try clone.lines("rev-list", "--max-parents=0", "HEAD").compactMap { ObjectID($0) }
    #expect(shallow.shallowCommits == Set(boundary))
    let range = try shallow.commits(in: "HEAD")
    #expect(Set(range.filter { $0.isShallowBoundary }.map { $0.id }) == Set(boundary))
    let graph = CommitGraph(ObjectForest(shallow.openObjectStore()), workers: 2)
    let head = try shallow.head().commit
    let aware = Attribution(
      of: [], in: graph, tips: RepositoryTips(shallow).ids, head: head, shallow: shallow.shallowCommits, workers: 2)
    #expect(aware.missing.isEmpty)
    let unaware = Attribution(of: [], in: graph, tips: RepositoryTips(shallow).ids, head: head, workers: 2)
    #expect(!unaware.missing.isEmpty)
  }

  @Test func `unknown formats and extensions are reported`() throws {
    let repository = try TestRepository()
    try repository.git("config", "extensions.partialClone", "origin")
    try repository.git("config", "remote.origin.promisor", "true")
    #expect(try Repository(at: repository.path).promisorRemotes == ["origin"])
    try write(
      Array("[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n\tshiny = 1\n".utf8),
      to: "\(repository.path)/.git/config")
    #expect(try Repository(at: repository.path).unknownExtensions == ["shiny"])
  }

  @Test func `settings with quotes and comments are read`() {
    let config = ConfigFile(
      text: """
        ; comment
        [core] bare = yes # inline
        [Remote "with \\"quote\\" ] and bracket"]
        \tURL = "a # b" ; c
        \tpromisor
        [a.b]
        \tlong = one \\
        two
        """)
    #expect(config.isOn("core.bare"))
    #expect(config["remote.with quote ] and bracket.url"] == "a # b")
    #expect(config.isOn("remote.with quote ] and bracket.promisor"))
    #expect(config["a.b.long"] == "one two")
  }
}
