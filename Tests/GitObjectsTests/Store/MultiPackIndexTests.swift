import Platform
import Testing

@testable import GitObjects

/// Packs whose own index is gone and that a multi-pack-index covers.
struct MultiPackIndexTests {
  /// A repository with three packs that share objects, and all of its objects.
  private func repository(
    _ options: [String] = [], write: [String] = []
  ) throws -> (TestRepository, known: [ObjectID: KnownObject]) {
    let repository = try TestRepository(options)
    for seed in 1...2 as ClosedRange<UInt64> { try repository.load(variedHistory(commits: 12, seed: seed)) }
    try repository.git("repack", "-q", "-a", "--window=30", "--depth=30")
    try repository.load(variedHistory(commits: 5, seed: 3))
    _ = try repository.output(["multi-pack-index", "write"] + write)
    return (repository, try knownObjects(repository))
  }

  private func packFolder(_ repository: TestRepository) -> String { "\(repository.path)/.git/objects/pack" }

  /// Removes the packs' own indexes.
  private func removeIndexes(_ repository: TestRepository, keeping kept: Int = 0) throws {
    let folder = packFolder(repository)
    let names = try Files.names(in: folder).filter { $0.hasSuffix(".idx") }.sorted()
    #expect(names.count >= 3)
    for name in names.dropFirst(kept) { removeTree("\(folder)/\(name)") }
  }

  @Test(arguments: [[], ["--object-format=sha256"]], [0, 1])
  func `a multi-pack-index replaces missing indexes`(options: [String], kept: Int) throws {
    let (repository, known) = try repository(options)
    try removeIndexes(repository, keeping: kept)
    let store = try repository.openObjectStore()
    #expect(store.problems.isEmpty && store.packs.count >= 3)
    let walked = try walkedObjects(store)
    #expect(walked.gaps.isEmpty && walked.objects == known)
    let reader = ObjectReader(store)
    for (id, object) in known { #expect(try reader.read(id).content == object.content) }
  }

  private static let writesIncrementally =
    (try? TestRepository().git("multi-pack-index", "write", "--incremental")) != nil

  @Test(.enabled(if: writesIncrementally))
  func `the layers of an incremental multi-pack-index are read`() throws {
    let (repository, _) = try repository(write: ["--incremental"])
    try repository.load(variedHistory(commits: 7, seed: 4))
    try repository.git("multi-pack-index", "write", "--incremental")
    let known = try knownObjects(repository)
    #expect(try MultiPackIndex.paths(in: packFolder(repository)).filter { FileSystem.isFile($0) }.count == 2)
    try removeIndexes(repository)
    let walked = try walkedObjects(repository.openObjectStore())
    #expect(walked.gaps.isEmpty && walked.objects == known)
  }

  @Test func `a multi-pack-index is not needed while each pack has its index`() throws {
    let (repository, _) = try repository()
    try write(Array("garbage".utf8), to: "\(packFolder(repository))/multi-pack-index")
    try expectSameObjects(repository)
  }

  @Test func `the reason why a multi-pack-index is not usable is reported`() throws {
    let (repository, _) = try repository()
    try removeIndexes(repository, keeping: 1)
    let path = "\(packFolder(repository))/multi-pack-index"
    var bytes = try Files.read(path)
    bytes[200] ^= 1
    try write(bytes, to: path)
    let problems = try repository.openObjectStore().problems.map(\.description)
    #expect(problems.count >= 2)
    #expect(problems.first?.contains("no longer has its own hash") == true)
    #expect(problems.first?.contains("git index-pack") == true)
  }

  /// git finds no object through it.
  @Test func `a multi-pack-index with another fan-out table is not usable`() throws {
    let (repository, _) = try repository()
    try removeIndexes(repository)
    let path = "\(packFolder(repository))/multi-pack-index"
    var bytes = try Files.read(path).dropLast(20)
    let row = try #require(bytes.indices.first { bytes[$0...].starts(with: "OIDF".utf8) }) + 4
    let table = bytes[row..<row + 8].reduce(0) { $0 << 8 | Int($1) }
    bytes[table + 4 * 139 + 1] ^= 1
    try write(bytes + hashID(of: [], Array(bytes).span, format: .sha1).bytes, to: path)
    let problems = try repository.openObjectStore().problems.map(\.description)
    #expect(problems.first?.contains("fan-out table") == true)
  }

  /// Damage that the hash does not show: afterwards the file gets the right hash.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `damage never leads to wrong bytes`(seed: UInt64) throws {
    let (repository, known) = try repository()
    try removeIndexes(repository)
    let path = "\(packFolder(repository))/multi-pack-index"
    let original = try Files.read(path)
    var random = SeededGenerator(seed: seed)
    for round in 0..<40 {
      var bytes = Array(original.dropLast(20))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        // Half of the damage goes to the tables of chunks and names.
        let end = Bool.random(using: &random) ? 300 : bytes.count
        let at = Int.random(in: 0..<end, using: &random)
        bytes[at] = UInt8.random(in: 0...255, using: &random)
      }
      if round % 8 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      bytes += hashID(of: [], bytes.span, format: .sha1).bytes
      try write(bytes, to: path)
      let store = try repository.openObjectStore()
      let walked = try walkedObjects(store)
      #expect(walked.objects.allSatisfy { known[$0.key] == $0.value }, "seed \(seed), round \(round)")
      let reader = ObjectReader(store)
      for (id, object) in known {
        if let read = try? reader.read(id) { #expect(read.content == object.content) }
      }
    }
  }
}
