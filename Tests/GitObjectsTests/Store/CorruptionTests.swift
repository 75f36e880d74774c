import Testing

@testable import GitObjects

/// Damages packs and indexes at random: what can still be read must be right, and nothing may crash or never end.
struct CorruptionTests {
  private static let rounds = 60

  private struct Damage {
    var random: SeededGenerator

    /// Flips, cuts, splices or fills a few bytes.
    mutating func apply(to bytes: [UInt8]) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) where bytes.count > 1 {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        let count = min(Int.random(in: 1...64, using: &random), bytes.count - at)
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
        case 3: bytes.replaceSubrange(at..<at + count, with: [UInt8](repeating: 0xff, count: count))
        case 4: bytes.removeSubrange(at..<at + count)
        default:
          let from = Int.random(in: 0...(bytes.count - count), using: &random)
          bytes.replaceSubrange(at..<at + count, with: Array(bytes[from..<from + count]))
        }
      }
      if !bytes.isEmpty, Int.random(in: 0..<8, using: &random) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      return bytes
    }
  }

  /// What a store gives must be as known, and all that is known must be there or a gap.
  private func check(_ repository: Repository, _ known: [ObjectID: KnownObject], _ note: String) throws {
    let store = repository.openObjectStore()
    let walked = try walkedObjects(store)
    let wrong = walked.objects.filter { known[$0.key] != $0.value }
    #expect(wrong.isEmpty, "wrong bytes: \(note)")
    let isWholePackLost = !store.problems.isEmpty
    let gaps = Set(walked.gaps.map { $0.id })
    let isIndexDamaged = !ObjectForest(store).problems.isEmpty
    let silent = known.keys.filter { walked.objects[$0] == nil && !gaps.contains($0) }
    #expect(silent.isEmpty || isWholePackLost || isIndexDamaged, "skipped silently: \(note)")
    let reader = ObjectReader(store)
    let misread = known.filter { id, object in
      guard let read = try? reader.read(id) else { return false }
      return read.content != object.content || read.kind.name != object.kind
    }
    #expect(misread.isEmpty, "wrong bytes read: \(note)")
    let graph = CommitGraph(ObjectForest(store), workers: 2)
    let blobs = known.filter { $0.value.kind == "blob" }.map { $0.key }
    let attribution = Attribution(
      of: blobs, in: graph, tips: RepositoryTips(repository).ids, head: try repository.head().commit, workers: 1)
    #expect(attribution.blobs.count == blobs.count)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64], [true, false])
  func `damage never leads to wrong bytes`(seed: UInt64, inPack: Bool) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 10, lines: 20))
    try repository.git("-c", "repack.useDeltaBaseOffset=\(seed % 2 == 0)", "repack", "-q", "-adf", "--depth=30")
    let known = try knownObjects(repository)
    let opened = try Repository(at: repository.path)
    let pack = try #require(opened.openObjectStore().packs.first)
    let path = inPack ? pack.path : pack.index.path
    let original = try Files.read(path)
    var damage = Damage(random: SeededGenerator(seed: seed))
    for round in 0..<Self.rounds {
      try write(damage.apply(to: original), to: path)
      try check(opened, known, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `damaged loose objects are noticed`(seed: UInt64) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 4, lines: 20), isLoose: true)
    let known = try knownObjects(repository)
    let opened = try Repository(at: repository.path)
    var damage = Damage(random: SeededGenerator(seed: seed))
    for id in known.keys.sorted().prefix(Self.rounds) {
      let path = LooseObject.path(of: id, in: opened.objectFolders[0])
      let original = try Files.read(path)
      try write(damage.apply(to: original), to: path)
      try check(opened, known, "seed \(seed), object \(id)")
      try write(original, to: path)
    }
  }
}
