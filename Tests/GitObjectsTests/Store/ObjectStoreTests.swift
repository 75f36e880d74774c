import GitProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@testable import GitObjects

struct ObjectStoreTests {
  @Test func `loose objects are read`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(), isLoose: true)
    #expect(try knownObjects(repository).count > 150)
    try expectSameObjects(repository)
  }

  @Test(arguments: [true, false])
  func `offset deltas and reference deltas are read`(byOffset: Bool) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    try repository.git(
      "-c", "repack.useDeltaBaseOffset=\(byOffset)", "repack", "-q", "-adf", "--depth=60", "--window=60")
    try expectSameObjects(repository)
    let store = try repository.openObjectStore()
    #expect(try walkedObjects(store).deltas > 30)
  }

  @Test func `few contents are kept when the budget is small`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 120))
    try repository.git("repack", "-q", "-adf", "--depth=10", "--window=100")
    try expectSameObjects(repository, budget: 1)
  }

  @Test func `SHA-256 repositories are read`() throws {
    let repository = try TestRepository(["--object-format=sha256"])
    try repository.load(variedHistory())
    try expectSameObjects(repository)
    try repository.git("repack", "-q", "-adf")
    try expectSameObjects(repository)
    #expect(try Repository(at: repository.path).format == .sha256)
  }

  @Test func `an object with several copies is visited once`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 10), isLoose: true)
    try repository.git("repack", "-q")
    try repository.load(variedHistory(commits: 20))
    // Everything once more: a pack of all objects beside the older ones, and the loose files still there.
    try repository.git("repack", "-q", "-a", "--window=50")
    #expect(try repository.openObjectStore().packs.count >= 3)
    try expectSameObjects(repository)
  }

  @Test func `a folder is listed again while git repacks`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    try repository.git("repack", "-q", "-adf")
    let opened = try Repository(at: repository.path)
    let folder = "\(opened.objectFolders[0])/pack"
    let pack = try #require(try Files.names(in: folder).first { $0.hasSuffix(".pack") })
    // What a reader of the folder may see: an index whose pack is not listed yet.
    #expect(rename("\(folder)/\(pack)", "\(folder)/away") == 0)
    var pauses: [Int] = []
    let settled = ObjectStore(folders: opened.objectFolders, format: opened.format) { pause in
      pauses.append(pause)
      if pauses.count == 1 { rename("\(folder)/away", "\(folder)/\(pack)") }
    }
    #expect(pauses == [20])
    #expect(settled.problems.isEmpty && settled.packs.count == 1)
    // A problem that remains is reported after one more listing.
    #expect(rename("\(folder)/\(pack)", "\(folder)/away") == 0)
    let damaged = ObjectStore(folders: opened.objectFolders, format: opened.format) { pauses.append($0) }
    #expect(pauses == [20, 20])
    #expect(damaged.problems.map(\.description).contains { $0.contains("its pack is missing") })
  }

  /// git packs loose objects and deletes their files on its own after a fetch or a commit.
  @Test(arguments: [true, false])
  func `loose objects that git packs meanwhile are found`(listedBefore: Bool) throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(), isLoose: true)
    let known = try knownObjects(repository)
    let store = try repository.openObjectStore()
    let reader = ObjectReader(store)
    let forest = listedBefore ? ObjectForest(store) : nil
    try repository.git("repack", "-q", "-adf")
    let walked = try walkedObjects(forest ?? ObjectForest(store))
    #expect(walked.gaps.isEmpty && walked.objects == known)
    for (id, object) in known { #expect(try reader.read(id).content == object.content) }
    #expect(throws: GitError.self) { try reader.read(ObjectID(hex: Array(repeating: 0x61, count: 40)[...])!) }
  }

  @Test func `a store that is opened again still reports its problems`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 3), isLoose: true)
    let opened = try Repository(at: repository.path)
    let store = ObjectStore(folders: opened.objectFolders + ["\(repository.path)/nowhere"], format: opened.format)
    #expect(store.problems.count == 1 && store.reopened() == nil)
    try repository.git("repack", "-q", "-adf")
    let later = try #require(store.reopened())
    #expect(later.problems == store.problems && later.packs.count == 1)
  }

  @Test func `indexes of version 1 are read`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory())
    try repository.git("-c", "pack.indexVersion=1", "repack", "-q", "-adf")
    try expectSameObjects(repository)
  }

  @Test func `alternates are followed, even in a loop`() throws {
    let lender = try TestRepository()
    try lender.load(variedHistory())
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 3, seed: 3))
    try write(Array("\(lender.path)/.git/objects\n".utf8), to: "\(repository.path)/.git/objects/info/alternates")
    try expectSameObjects(repository)
    try write(
      Array("# back\n\(repository.path)/.git/objects\n".utf8), to: "\(lender.path)/.git/objects/info/alternates")
    let store = try repository.openObjectStore()
    #expect(store.looseFolders.count == 2)
    #expect(
      try walkedObjects(store).objects == knownObjects(lender).merging(knownObjects(repository)) { first, _ in first })
  }

  @Test func `a missing alternate is a problem`() throws {
    let repository = try TestRepository()
    try write(Array("../../nowhere/objects\n".utf8), to: "\(repository.path)/.git/objects/info/alternates")
    #expect(try repository.openObjectStore().problems.count == 1)
  }

  @Test func `a pack without an index is a problem`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    let pack = try #require(try repository.openObjectStore().packs.first)
    let bytes = try Files.read(pack.path)
    try write(bytes, to: "\(repository.path)/.git/objects/pack/pack-other.pack")
    let problems = try repository.openObjectStore().problems
    #expect(problems.count == 1)
    #expect(problems.first?.description.contains("pack-other.idx") == true)
  }

  /// An empty index is well-formed, and hides all of its pack.
  @Test func `an index that lacks objects of its pack is a problem`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    let pack = try #require(try repository.openObjectStore().packs.first)
    try write(PackIndexWriter.bytes(of: [], .sha1), to: pack.index.path)
    let problems = try repository.openObjectStore().problems
    #expect(problems.map(\.path) == [pack.index.path])
    #expect(problems.first?.reason.contains("it has 0 objects and its pack \(pack.count)") == true)
  }

  @Test func `an index of another pack is a problem`() throws {
    let repository = try TestRepository()
    try repository.load(variedHistory(commits: 2))
    let index = try #require(try repository.openObjectStore().packs.first).index
    var bytes = try Files.read(index.path).dropLast(20)
    bytes[bytes.count - 1] ^= 1
    try write(bytes + hashID(of: [], Array(bytes).span, format: .sha1).bytes, to: index.path)
    let problems = try repository.openObjectStore().problems
    #expect(problems.map(\.path) == [index.path])
    #expect(problems.first?.reason.contains("it is of another pack") == true)
  }

  @Test func `a missing object is named in the error`() throws {
    let repository = try TestRepository()
    let reader = ObjectReader(try repository.openObjectStore())
    let id = try #require(ObjectID(String(repeating: "5", count: 40)))
    #expect(throws: GitError.missing(id)) { try reader.read(id) }
  }

  @Test func `objects beyond the limit are refused`() throws {
    let repository = try TestRepository()
    let id = try #require(
      ObjectID(
        hex: try repository.output(["hash-object", "-w", "--stdin"], input: sampleText(lines: 9000, seed: 1)).prefix(40)
      ))
    let store = try repository.openObjectStore()
    #expect(throws: GitError.self) { try ObjectReader(store, largestObject: 1000).read(id) }
    #expect(ObjectForest(store, largestObject: 1000).gaps.map { $0.id } == [id])
    try repository.git("update-ref", "refs/keep", id.hex)
    try repository.git("repack", "-q", "-adk")
    let packed = try repository.openObjectStore()
    let gaps = ObjectForest(packed).visitAll(of: .blob, workers: 1, largestObject: 1000) { _ in { _, _, _ in } }
    #expect(gaps.count == 1)
  }
}
