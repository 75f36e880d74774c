import Testing

@testable import GitObjects

struct AttributionTests {
  /// A blob's history by git: its paths with the commit that introduced each one, and the commits that contain it.
  private struct Expected: Equatable {
    var firstCommits: [String: String] = [:]
    var commits = 0
    var headPaths: Set<String> = []
  }

  /// Asks git for every commit's tree, oldest first.
  private func expected(_ repository: TestRepository, _ revisions: [String] = ["--all"]) throws -> [String: Expected] {
    var expected: [String: Expected] = [:]
    let commits = try repository.output(["rev-list", "--date-order", "--reverse"] + revisions)
    for commit in String(decoding: commits, as: UTF8.self).split(separator: "\n").map({ String($0) }) {
      let isHead = try repository.lines("rev-parse", "HEAD")[0] == commit
      var here: Set<String> = []
      for entry in try repository.output(["ls-tree", "-r", "-z", commit]).split(separator: 0) {
        let fields = entry.split(separator: 0x09, maxSplits: 1)
        let id = String(decoding: fields[0].split(separator: 0x20)[2], as: UTF8.self)
        let path = hex(Array(fields[1]))
        here.insert(id)
        if expected[id, default: Expected()].firstCommits[path] == nil {
          expected[id, default: Expected()].firstCommits[path] = commit
        }
        if isHead { expected[id, default: Expected()].headPaths.insert(path) }
      }
      for id in here { expected[id, default: Expected()].commits += 1 }
    }
    return expected
  }

  private func found(_ history: BlobHistory) -> Expected {
    Expected(
      firstCommits: Dictionary(
        uniqueKeysWithValues: history.paths.map { (hex($0.path), $0.firstCommit?.hex ?? "none") }),
      commits: history.commitCount, headPaths: Set(history.paths.filter { $0.isInHead }.map { hex($0.path) }))
  }

  private func hex(_ bytes: [UInt8]) -> String { bytes.map { String($0, radix: 16) }.joined(separator: ".") }

  private func attribution(_ repository: TestRepository, tips: [ObjectID]? = nil, workers: Int = 2) throws
    -> Attribution
  {
    let opened = try Repository(at: repository.path)
    let forest = ObjectForest(opened.openObjectStore())
    let graph = CommitGraph(forest, workers: workers)
    let blobs = try knownObjects(repository).filter { $0.value.kind == "blob" }.map { $0.key }.sorted()
    return Attribution(
      of: blobs, in: graph, tips: tips ?? RepositoryTips(opened).ids, head: try opened.head().commit,
      shallow: opened.shallowCommits, workers: workers)
  }

  @Test(arguments: [true, false])
  func `paths, first commits and counts of every blob are those that git lists`(isLoose: Bool) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(), isLoose: isLoose)
    let dangling = try repository.output(["hash-object", "-w", "--stdin"], input: Array("dangling\n".utf8))
    let expected = try expected(repository)
    let attribution = try attribution(repository)
    #expect(attribution.missing.isEmpty && attribution.gaps.isEmpty && !attribution.isTruncated)
    for history in attribution.blobs {
      #expect(found(history) == expected[history.blob.hex] ?? Expected())
      #expect(history.isReachable == (expected[history.blob.hex] != nil))
    }
    let lost = try #require(ObjectID(hex: dangling.prefix(40)))
    #expect(attribution.blobs.first { $0.blob == lost }?.isReachable == false)
    #expect(attribution.blobs.count == expected.count + 1)
  }

  @Test func `the commit that took a blob out of HEAD is the one that git lists`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    var last: [String: Int] = [:]
    let commits = try repository.lines("rev-list", "--date-order", "--reverse", "--parents", "HEAD").map {
      $0.split(separator: " ").map { String($0) }
    }
    for (rank, commit) in commits.enumerated() {
      for entry in try repository.output(["ls-tree", "-r", "-z", commit[0]]).split(separator: 0) {
        last[String(decoding: entry.split(separator: 0x20)[2].prefix(40), as: UTF8.self)] = rank
      }
    }
    let histories = try attribution(repository).blobs
    for history in histories {
      let next = last[history.blob.hex].flatMap { rank in commits.first { $0.dropFirst().contains(commits[rank][0]) } }
      #expect(history.departure?.commit?.hex == next?[0], "\(history.blob.hex)")
      #expect((history.departure != nil) == (last[history.blob.hex] != nil))
    }
    #expect(histories.contains { $0.departure?.commit != nil })
  }

  @Test func `content that a merge introduced is attributed to the merge`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let merge = try repository.lines("log", "--format=%H", "--grep=merge with content of its own", "main")[0]
    let blob = try #require(ObjectID(try repository.lines("rev-parse", "\(merge):evil.txt")[0]))
    let history = try #require(try attribution(repository).blobs.first { $0.blob == blob })
    #expect(history.paths.map { String(decoding: $0.path, as: UTF8.self) } == ["evil.txt", "moved/evil.txt"])
    #expect(history.paths.first?.firstCommit?.hex == merge)
    #expect(history.paths.map { $0.isInHead } == [false, true])
  }

  @Test func `only commits that are reachable from the tips count`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let left = try #require(ObjectID(try repository.lines("rev-parse", "left")[0]))
    let expected = try expected(repository, ["left"])
    for history in try attribution(repository, tips: [left]).blobs {
      #expect(history.isReachable == (expected[history.blob.hex] != nil))
      #expect(history.commitCount == expected[history.blob.hex]?.commits ?? 0)
    }
  }

  @Test func `tags of commits, trees, blobs and tags are followed`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 1))
    let blob = String(
      decoding: try repository.output(["hash-object", "-w", "--stdin"], input: [65]).prefix(40), as: UTF8.self)
    let inTree = String(
      decoding: try repository.output(["hash-object", "-w", "--stdin"], input: [66]).prefix(40), as: UTF8.self)
    let tree = try repository.git("mktree", input: "100644 blob \(inTree)\tfile\n").prefix(40)
    try repository.git("tag", "-a", "-m", "of a blob", "blob-tag", blob)
    try repository.git("tag", "-a", "-m", "of a tag", "tag-tag", "blob-tag")
    try repository.git("tag", "tree-tag", String(tree))
    let blobs = try attribution(repository).blobs
    let direct = try #require(blobs.first { $0.blob.hex == blob })
    #expect(direct.isReachable && direct.paths.isEmpty && direct.commitCount == 0)
    let placed = try #require(blobs.first { $0.blob.hex == inTree })
    #expect(placed.isReachable && placed.paths.map { $0.path } == [Array("file".utf8)])
    #expect(placed.paths.first?.firstCommit == nil)
  }

  @Test func `missing blobs are reported with their paths`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 3), isLoose: true)
    let blob = try #require(ObjectID(try repository.lines("rev-parse", "main:moved/evil.txt")[0]))
    let folder = try Repository(at: repository.path).objectFolders[0]
    #expect(try attribution(repository).missing.isEmpty)
    removeTree(LooseObject.path(of: blob, in: folder))
    let opened = try Repository(at: repository.path)
    let graph = CommitGraph(ObjectForest(opened.openObjectStore()), workers: 1)
    let lacking = Attribution(
      of: [], in: graph, tips: RepositoryTips(opened).ids, head: try opened.head().commit, workers: 1)
    #expect(lacking.missing.map { $0.blob } == [blob])
    #expect(
      lacking.missing.first?.paths.map { String(decoding: $0.path, as: UTF8.self) } == ["evil.txt", "moved/evil.txt"])
  }

  /// Most blobs are not asked for then, so that what trees lead to is dropped, put off and taken over again.
  @Test(arguments: [1, 2, 3], [1, 3])
  func `the result for a few blobs is that for all blobs`(step: Int, workers: Int) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 120))
    try repository.git("repack", "-q", "-adf", "--depth=50", "--window=250")
    let all = try attribution(repository, workers: workers).blobs
    let opened = try Repository(at: repository.path)
    let graph = CommitGraph(ObjectForest(opened.openObjectStore()), workers: workers)
    for first in 0..<step {
      let chosen = stride(from: first, to: all.count, by: step * 7).map { all[$0] }
      let few = Attribution(
        of: chosen.map { $0.blob },
        named: { $0.count == 5 && $0[4] == UInt8(ascii: "t") && $0[0] == UInt8(ascii: "3") },
        in: graph, tips: RepositoryTips(opened).ids, head: try opened.head().commit, workers: workers)
      #expect(few.blobs.map { found($0) } == chosen.map { found($0) })
      #expect(few.missing.isEmpty && few.gaps.isEmpty)
      let named = all.filter { blob in
        !few.blobs.contains { $0.blob == blob.blob }
          && blob.paths.contains { $0.path == Array("src/deep/er/3.txt".utf8) }
      }
      #expect(!named.isEmpty && few.named.map { found($0) } == named.map { found($0) })
    }
  }

  @Test func `the empty tree is never missing, other trees are`() throws {
    let repository = try TestRepository()
    let empty = try repository.git("mktree", input: "").prefix(40)
    let lost = String(repeating: "ab", count: 20)
    let tree = try repository.git(
      "mktree", "--missing", input: "040000 tree \(empty)\tempty\n040000 tree \(lost)\tlost\n"
    ).prefix(40)
    let commit = try repository.git("commit-tree", "-m", "folders", String(tree)).prefix(40)
    try repository.git("update-ref", "refs/heads/main", String(commit))
    removeTree("\(repository.path)/.git/objects/4b")
    let attribution = try attribution(repository)
    #expect(attribution.missing.map { $0.blob.hex } == [lost])
    #expect(attribution.missing.first?.paths.map { $0.path } == [Array("lost".utf8)])
  }

  /// Modes that contradict the objects: the objects count, as for git's own readers.
  @Test func `the kind of an object decides, not the mode of its entry`() throws {
    let repository = try TestRepository()
    let blob = try #require(
      ObjectID(hex: try repository.output(["hash-object", "-w", "--stdin"], input: [65]).prefix(40)))
    let inner = try #require(
      ObjectID(hex: try repository.git("mktree", input: "100644 blob \(blob)\tinner\n").utf8.prefix(40)))
    let entries: [(String, String, ObjectID)] = [("40000", "folder", blob), ("100644", "tree", inner)]
    let bytes = entries.flatMap { mode, name, id in Array("\(mode) \(name)\0".utf8) + id.bytes }
    let tree = String(
      decoding: try repository.output(["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], input: bytes)
        .prefix(40), as: UTF8.self)
    let commit = try repository.git("commit-tree", "-m", "lies", tree).prefix(40)
    try repository.git("update-ref", "refs/heads/main", String(commit))
    let asked = try attribution(repository)
    #expect(asked.missing.isEmpty)
    #expect(
      asked.blobs.map { $0.paths.map { String(decoding: $0.path, as: UTF8.self) } } == [["folder", "tree/inner"]])
    let opened = try Repository(at: repository.path)
    let graph = CommitGraph(ObjectForest(opened.openObjectStore()), workers: 1)
    let named = Attribution(
      of: [], named: { $0.count == 6 }, in: graph, tips: RepositoryTips(opened).ids, head: nil, workers: 1
    ).named
    #expect(named.map { $0.blob } == [blob])
    #expect(named.first?.paths.map { String(decoding: $0.path, as: UTF8.self) } == ["folder"])
  }
}
