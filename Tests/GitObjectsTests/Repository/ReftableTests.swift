import GitProcess
import Testing

@testable import GitObjects

/// Whether the installed git keeps refs in a reftable when asked to.
private let gitWritesReftables = (try? TestRepository(["--ref-format=reftable"])) != nil

/// Refs that only git reads.
struct ReftableTests {
  @Test(.enabled(if: gitWritesReftables))
  func `git lists refs and reflogs of a reftable`() throws {
    let repository = try TestRepository(["--ref-format=reftable"])
    #expect(try Repository(at: repository.path).head() == .branch(name: "refs/heads/main", nil))
    try repository.load(variedHistory(commits: 3))
    try repository.git("reset", "-q", "--hard", "main")
    try write(Array("stash\n".utf8), to: "\(repository.path)/README")
    try repository.git("stash", "push", "-q")
    let stash = try #require(ObjectID(try repository.lines("rev-parse", "stash")[0]))
    try repository.git("update-ref", "-d", "refs/heads/left")
    let linked = repository.sibling("linked")
    try repository.git("worktree", "add", "-q", "--detach", linked, "main~2")
    _ = try Git(in: linked).run(
      ["-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-q", "--allow-empty", "-m", "apart"])
    let apart = try #require(ObjectID(hex: try Git(in: linked).run(["rev-parse", "HEAD"]).standardOutput.prefix(40)))
    try repository.git("stash", "drop", "-q")
    try repository.git("update-ref", "--create-reflog", "refs/keep", stash.hex)
    try repository.git("update-ref", "refs/keep", "main")

    let opened = try Repository(at: repository.path)
    let tips = RepositoryTips(opened)
    #expect(opened.unknownExtensions.isEmpty && tips.problems.isEmpty)
    let expected = try repository.lines("for-each-ref", "--format=%(objectname) %(refname)")
    #expect(try opened.references().all.map { "\($0.target) \($0.name)" } == expected)
    let main = try #require(ObjectID(try repository.lines("rev-parse", "main")[0]))
    #expect(tips.head == main)
    #expect(try opened.head() == .branch(name: "refs/heads/main", main))
    #expect(try Repository(at: linked).head() == .detached(apart))
    #expect(tips.ids.contains(apart))
    #expect(tips.onlyInReflogs.contains(stash))
  }

  @Test(.enabled(if: !gitWritesReftables))
  func `a git that cannot read a reftable is reported`() throws {
    let repository = try TestRepository()
    try write(
      Array("[core]\nrepositoryformatversion = 1\n[extensions]\nrefStorage = reftable\n".utf8),
      to: "\(repository.path)/.git/config")
    let tips = RepositoryTips(try Repository(at: repository.path))
    #expect(tips.ids.isEmpty && tips.problems.count == 1)
    #expect(tips.problems.first?.description.contains("git 2.45 or later") == true)
  }
}
