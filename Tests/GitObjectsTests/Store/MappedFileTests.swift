import Testing

@testable import GitObjects

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Files that are cut while they are mapped.
struct MappedFileTests {
  private let repository: TestRepository

  init() throws {
    repository = try TestRepository()
  }

  @Test func `zeros are read where a file was truncated`() throws {
    let path = repository.sibling("file")
    try write([UInt8](repeating: 7, count: 300_000), to: path)
    let kept = try MappedFile(path: path)
    let other = try MappedFile(path: path)
    #expect(kept.bytes[299_999] == 7 && kept.truncation == nil)
    #expect(truncate(path, 100_000) == 0)
    #expect(kept.bytes[0] == 7 && kept.bytes[99_999] == 7)
    #expect(kept.truncation == nil)
    #expect(kept.bytes[299_999] == 0 && kept.bytes[200_000] == 0)
    #expect(kept.truncation?.path == path)
    #expect(other.truncation == nil)
    #expect(other.bytes.reduce(0) { $0 + Int($1 / 7) } == 100_000)
    #expect(other.truncation != nil)
  }

  @Test(arguments: [true, false])
  func `a pack or index that is truncated during a walk is a problem`(isPack: Bool) throws {
    var pack = HandmadePack()
    for number in 0..<2000 { pack.addBlob(sampleText(lines: 20, seed: UInt64(number))) }
    try pack.write(to: repository)
    let store = try repository.openObjectStore()
    let opened = try #require(store.packs.first)
    #expect(store.problems.isEmpty)
    let path = isPack ? opened.path : opened.index.path
    #expect(truncate(path, 20_000) == 0)
    let forest = ObjectForest(store)
    let gaps = forest.visitAll(of: .blob, workers: 2) { _ in { _, _, _ in } }
    #expect(!isPack || !(forest.gaps + gaps).isEmpty)
    #expect(forest.problems.contains { $0.path == path && $0.reason.contains("it was truncated") })
  }
}
