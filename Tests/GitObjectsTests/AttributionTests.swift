import Testing

@testable import GitObjects

struct AttributionTests {
  /// What git says of a blob: its paths with the commit that brought each one, and the commits that contain it.
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
        uniqueKeysWithValues: history.places.map { (hex($0.path), $0.firstCommit?.hex ?? "none") }),
      commits: history.commitCount, headPaths: Set(history.places.filter { $0.isInHead }.map { hex($0.path) }))
  }

  private func hex(_ bytes: [UInt8]) -> String { bytes.map { String($0, radix: 16) }.joined(separator: ".") }

  private func attribution(_ repository: TestRepository, tips: [ObjectID]? = nil, workers: Int = 2) throws
    -> Attribution
  {
    let opened = try Repository(at: repository.path)
    let forest = ObjectForest(ObjectStore(opened))
    let graph = CommitGraph(forest, workers: workers)
    let blobs = try knownObjects(repository).filter { $0.value.kind == "blob" }.map { $0.key }.sorted()
    return Attribution(
      of: blobs, in: graph, tips: tips ?? RepositoryTips(opened).ids, head: try opened.head().commit,
      shallow: opened.shallowCommits, workers: workers)
  }

  @Test(arguments: [true, false])
  func saysOfEveryBlobWhatGitSays(isLoose: Bool) throws {
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

  @Test func givesContentBornInAMergeToTheMerge() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let merge = try repository.lines("log", "--format=%H", "--grep=merge with content of its own", "main")[0]
    let blob = try #require(ObjectID(try repository.lines("rev-parse", "\(merge):evil.txt")[0]))
    let history = try #require(try attribution(repository).blobs.first { $0.blob == blob })
    #expect(history.places.map { String(decoding: $0.path, as: UTF8.self) } == ["evil.txt", "moved/evil.txt"])
    #expect(history.places.first?.firstCommit?.hex == merge)
    #expect(history.places.map { $0.isInHead } == [false, true])
  }

  @Test func limitsItselfToWhatABranchReaches() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    let left = try #require(ObjectID(try repository.lines("rev-parse", "left")[0]))
    let expected = try expected(repository, ["left"])
    for history in try attribution(repository, tips: [left]).blobs {
      #expect(history.isReachable == (expected[history.blob.hex] != nil))
      #expect(history.commitCount == expected[history.blob.hex]?.commits ?? 0)
    }
  }

  @Test func followsTagsOfAnything() throws {
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
    #expect(direct.isReachable && direct.places.isEmpty && direct.commitCount == 0)
    let placed = try #require(blobs.first { $0.blob.hex == inTree })
    #expect(placed.isReachable && placed.places.map { $0.path } == [Array("file".utf8)])
    #expect(placed.places.first?.firstCommit == nil)
  }

  @Test func namesMissingBlobsWithTheirPaths() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 3), isLoose: true)
    let blob = try #require(ObjectID(try repository.lines("rev-parse", "main:moved/evil.txt")[0]))
    let folder = try Repository(at: repository.path).objectFolders[0]
    #expect(try attribution(repository).missing.isEmpty)
    removeTree(LooseObject.path(of: blob, in: folder))
    let opened = try Repository(at: repository.path)
    let graph = CommitGraph(ObjectForest(ObjectStore(opened)), workers: 1)
    let lacking = Attribution(
      of: [], in: graph, tips: RepositoryTips(opened).ids, head: try opened.head().commit, workers: 1)
    #expect(lacking.missing.map { $0.blob } == [blob])
    #expect(
      lacking.missing.first?.places.map { String(decoding: $0.path, as: UTF8.self) } == ["evil.txt", "moved/evil.txt"])
  }
}
