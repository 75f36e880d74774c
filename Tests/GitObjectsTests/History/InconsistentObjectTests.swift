import Testing

@testable import GitObjects

/// Objects, refs and indexes that are intact but contradict each other: none of them may count as sound.
struct InconsistentObjectTests {
  private let repository: TestRepository

  init() throws {
    repository = try TestRepository()
  }

  private func store(_ content: String, type: String = "blob") throws -> ObjectID {
    let words = ["hash-object", "-w", "--literally", "-t", type, "--stdin"]
    return try #require(ObjectID(hex: try repository.output(words, input: Array(content.utf8)).prefix(40)))
  }

  private func store(tree entries: [(mode: String, name: String, id: ObjectID)]) throws -> ObjectID {
    let bytes = entries.flatMap { Array("\($0.mode) \($0.name)\0".utf8) + $0.id.bytes }
    let words = ["hash-object", "-w", "--literally", "-t", "tree", "--stdin"]
    return try #require(ObjectID(hex: try repository.output(words, input: bytes).prefix(40)))
  }

  private func commit(_ tree: ObjectID, parent: ObjectID? = nil, message: String = "x") throws -> ObjectID {
    let parents = parent.map { ["-p", $0.hex] } ?? []
    let output = try repository.output(["commit-tree", "-m", message] + parents + [tree.hex])
    return try #require(ObjectID(hex: output.prefix(40)))
  }

  private func file(of id: ObjectID) -> String { LooseObject.path(of: id, in: "\(repository.path)/.git/objects") }

  private func attribution(checksIDs: Bool = false, _ change: (ObjectForest) throws -> Void = { _ in }) throws
    -> (graph: CommitGraph, attribution: Attribution, gaps: [ObjectGap])
  {
    let opened = try Repository(at: repository.path)
    let tips = RepositoryTips(opened)
    let forest = ObjectForest(opened.openObjectStore())
    try change(forest)
    let gaps = forest.visitAll(of: .blob, workers: 1) { _ in { _, _, _ in } }
    let graph = CommitGraph(forest, workers: 1, unread: gaps, checksIDs: checksIDs)
    let attribution = Attribution(
      of: [], in: graph, tips: tips.ids, branches: tips.branches, head: tips.head, checksIDs: checksIDs, workers: 1)
    return (graph, attribution, gaps)
  }

  // MARK: - Contents

  @Test func `a loose file with another object's content is a gap`() throws {
    let ids = [try store("one\n"), try store("other\n")]
    try write(try Files.read(file(of: ids[0])), to: file(of: ids[1]))
    let walked = try walkedObjects(repository.openObjectStore())
    #expect(walked.gaps.map(\.id) == [ids[1]])
    // The content is visited all the same.
    #expect(walked.objects[ids[1]]?.content == Array("one\n".utf8))
    #expect(walked.objects[ids[0]] != nil)
  }

  @Test(arguments: [true, false])
  func `packed content with right checksums is compared with its id on request`(checksIDs: Bool) throws {
    var pack = HandmadePack()
    let base = pack.addBlob(Array("right\n".utf8))
    let wrong = HandmadePack.id(of: Array("what it should be".utf8))
    pack.addBlob(Array("what it is".utf8), id: wrong)
    let delta = HandmadePack.delta(baseSize: 6, copying: 6, adding: [1])
    let other = HandmadePack.id(of: [2])
    pack.addDelta(delta, id: other, ofEntry: base)
    try pack.write(to: repository)
    let forest = ObjectForest(try repository.openObjectStore())
    let gaps = forest.visitAll(of: .blob, workers: 1, checksIDs: checksIDs) { _ in { _, _, _ in } }
    #expect(Set(gaps.map(\.id)) == (checksIDs ? [wrong, other] : []))
  }

  @Test func `an index with ids out of order is a problem`() throws {
    var pack = HandmadePack()
    for number in 0..<40 { pack.addBlob(Array("blob \(number)".utf8)) }
    try pack.write(to: repository)
    let path = "\(repository.path)/.git/objects/pack/pack-handmade.idx"
    var bytes = try Files.read(path)
    // The last two ids and CRCs, exchanged: each keeps its entry.
    for (start, size) in [(1032 + 38 * 20, 20), (1032 + 40 * 20 + 38 * 4, 4), (1032 + 40 * 24 + 38 * 4, 4)] {
      let first = bytes[start..<start + size]
      bytes.replaceSubrange(start..<start + size, with: Array(bytes[start + size..<start + 2 * size]))
      bytes.replaceSubrange(start + size..<start + 2 * size, with: Array(first))
    }
    bytes.removeLast(20)
    try write(bytes + hashID(of: [], bytes.span, format: .sha1).bytes, to: path)
    let forest = ObjectForest(try repository.openObjectStore())
    #expect(forest.problems.map(\.reason) == ["damaged: its ids are out of order"])
    #expect(try walkedObjects(forest).objects.count == 40)
  }

  /// One of them has the other's content, and the entry of its own has no id.
  @Test func `an index with two ids for one entry is a problem`() throws {
    var pack = HandmadePack()
    for number in 0..<40 { pack.addBlob(Array("blob \(number)".utf8)) }
    try pack.write(to: repository)
    let path = "\(repository.path)/.git/objects/pack/pack-handmade.idx"
    var bytes = try Files.read(path)
    // The CRC and the offset of the last but one are those of the last.
    for start in [1032 + 40 * 20 + 38 * 4, 1032 + 40 * 24 + 38 * 4] {
      bytes.replaceSubrange(start..<start + 4, with: Array(bytes[start + 4..<start + 8]))
    }
    bytes.removeLast(20)
    try write(bytes + hashID(of: [], bytes.span, format: .sha1).bytes, to: path)
    let forest = ObjectForest(try repository.openObjectStore())
    #expect(forest.problems.map(\.reason) == ["damaged: two of its ids have one offset"])
  }

  /// With `--topo-order`, git lists none of them.
  @Test(arguments: [(1, 2), (1, 3), (2, 3)])
  func `a range with commits that are their own ancestors is an error`(mistaken: Int, content: Int) throws {
    let tree = try store(tree: [("100644", "file", try store("text\n"))])
    var commits = [try commit(tree)]
    for number in 0..<3 { commits.append(try commit(tree, parent: commits[number], message: "\(number)")) }
    let range = "\(commits[0].hex)..\(commits[3].hex)"
    #expect(try Repository(at: repository.path).commits(in: range).map(\.id) == Array(commits[1...]))
    var pack = HandmadePack()
    let other = try repository.output(["cat-file", "commit", commits[content].hex])
    pack.add(kind: 1, other, id: commits[mistaken])
    try pack.write(to: repository)
    try removeFile(file(of: commits[mistaken]))
    let error = try #require(throws: GitError.self) { try Repository(at: repository.path).commits(in: range) }
    #expect(error.description.contains("git fsck"))
  }

  // MARK: - Kinds

  @Test func `an object that is not of the kind that its tree says is a gap`() throws {
    let blob = try store("text\n")
    let inner = try store(tree: [("100644", "file", blob)])
    let outer = try store(tree: [("100644", "a", blob), ("40000", "b", blob), ("100644", "c", inner)])
    try repository.git("update-ref", "refs/heads/main", try commit(outer).hex)
    let gaps = try attribution().attribution.gaps
    #expect(
      gaps
        == [
          ObjectGap(blob, .wrongKind(blob, expected: .tree)), ObjectGap(inner, .wrongKind(inner, expected: .blob)),
        ].sorted { $0.id < $1.id })
  }

  @Test func `a branch that names a blob is a broken tip`() throws {
    let blob = try store("text\n")
    try write(Array("\(blob.hex)\n".utf8), to: "\(repository.path)/.git/refs/heads/main")
    try repository.git("update-ref", "refs/tags/blob", blob.hex)
    let broken = try attribution().attribution.brokenTips
    #expect(broken.map(\.gap) == [ObjectGap(blob, .wrongKind(blob, expected: .commit))])
  }

  @Test func `a tag of a blob is no problem`() throws {
    try repository.git("update-ref", "refs/tags/blob", try store("text\n").hex)
    #expect(try attribution().attribution.brokenTips.isEmpty)
  }

  @Test func `a packed tree with another content is a gap if ids are checked`() throws {
    let blob = try store("text\n")
    let tree = try store(tree: [("100644", "file", blob)])
    try repository.git("update-ref", "refs/heads/main", try commit(tree).hex)
    var pack = HandmadePack()
    pack.add(kind: 2, [], id: tree)
    try pack.write(to: repository)
    try removeFile(file(of: tree))
    #expect(try attribution(checksIDs: true).attribution.gaps.map(\.id) == [tree])
  }

  // MARK: - References

  @Test func `a ref that names the null id is a problem`() throws {
    let null = String(repeating: "0", count: 40)
    let folder = "\(repository.path)/.git"
    try write(Array("\(null)\n".utf8), to: "\(folder)/refs/tags/loose")
    try write(Array("\(null) refs/tags/packed\n".utf8), to: "\(folder)/packed-refs")
    try write(Array("\(null)\n".utf8), to: "\(folder)/HEAD")
    let tips = RepositoryTips(try Repository(at: repository.path))
    #expect(tips.ids.isEmpty)
    #expect(
      tips.problems.compactMap(\.path).map { $0.dropFirst(folder.count + 1) } == [
        "HEAD", "packed-refs", "refs/tags/loose",
      ])
  }

  @Test func `a symbolic ref that names no ref is a problem`() throws {
    try repository.git("symbolic-ref", "refs/heads/alias", "refs/heads/nothing")
    #expect(RepositoryTips(try Repository(at: repository.path)).problems.count == 1)
  }

  @Test(arguments: ["mai.", "ma in", "main\u{1}", "ma..in", "ma@{in", "main.lock", ".main", "a//b"])
  func `a HEAD with a name that git does not accept is an error`(name: String) throws {
    try write(Array("ref: refs/heads/\(name)\n".utf8), to: "\(repository.path)/.git/HEAD")
    #expect(throws: GitError.self) { try Repository(at: repository.path).head() }
  }

  // MARK: - Removals during a walk

  @Test func `an object that is removed during a walk is missing only if it is reachable`() throws {
    let blobs = try (0..<4).map { try store("text \($0)\n") }
    let trees = try blobs.map { try store(tree: [("100644", "file", $0)]) }
    let reached = try commit(try store(tree: [("40000", "a", trees[0]), ("40000", "b", trees[1])]))
    let loose = try (2..<4).map { try commit(trees[$0]) }
    try repository.git("update-ref", "refs/heads/main", reached.hex)
    let (graph, attribution, gaps) = try attribution { _ in
      for id in [blobs[0], blobs[2], trees[1], trees[2], loose[0], loose[1]] { try removeFile(file(of: id)) }
    }
    #expect(gaps.count == 2)
    #expect(graph.withoutVanished(gaps).isEmpty && attribution.gaps.isEmpty)
    #expect(Set(attribution.missing.map(\.blob)) == [blobs[0], trees[1]])
    #expect(attribution.brokenTips.isEmpty)
  }

  @Test func `a tip or root tree that is removed during a walk is missing`() throws {
    let tree = try store(tree: [("100644", "file", try store("text\n"))])
    let commits = [try commit(tree), try commit(try store(tree: []))]
    for (number, id) in commits.enumerated() { try repository.git("update-ref", "refs/heads/\(number)", id.hex) }
    let attribution = try attribution { _ in
      for id in [tree, commits[1]] { try removeFile(file(of: id)) }
    }.attribution
    #expect(attribution.missing.map(\.blob) == [tree])
    #expect(attribution.brokenTips.map(\.gap.id) == [commits[1]])
  }
}

extension String {
  /// Without the line feed that git's output ends with.
  fileprivate var trimmed: String { String(prefix { $0 != "\n" }) }
}
