import GitProcess
import Testing

@testable import GitObjects

/// Malformed packs: each must lead to a gap for the objects concerned, and to nothing else for the others.
struct HostilePackTests {
  private let repository: TestRepository
  private let good = sampleText(lines: 20, seed: 5)

  init() throws {
    repository = try TestRepository()
  }

  private static let size = sampleText(lines: 20, seed: 5).count
  static let badDeltas: [[UInt8]] = [
    HandmadePack.delta(baseSize: 0, copying: 0, adding: [1]),
    HandmadePack.delta(baseSize: 1 << 20, copying: 5, adding: []),
    HandmadePack.delta(baseSize: size, copying: 1 << 20, adding: []),
    HandmadePack.delta(baseSize: size, copying: 5, adding: [1], resultSize: 5),
    HandmadePack.delta(baseSize: size, copying: 5, adding: [1], resultSize: 1 << 50),
    HandmadePack.delta(baseSize: size, copying: 0, adding: []) + [0],
    Array(HandmadePack.delta(baseSize: size, copying: 1, adding: []).dropLast()),
    Array(HandmadePack.delta(baseSize: size, copying: 0, adding: [1, 2]).dropLast()),
    HandmadePack.delta(baseSize: size, copying: 0, adding: [1], resultSize: 1) + [0xff],
    [], [0x80], [UInt8](repeating: 0xff, count: 40),
  ]

  /// Walks a pack and expects these blobs and no others, and gaps for the rest.
  private func expect(
    _ pack: HandmadePack, reads blobs: [[UInt8]], gaps: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try pack.write(to: repository)
    let store = try repository.openObjectStore()
    let walked = try walkedObjects(store)
    #expect(Set(walked.objects.values.map { $0.content }) == Set(blobs), sourceLocation: sourceLocation)
    #expect(walked.gaps.count == gaps, sourceLocation: sourceLocation)
    let reader = ObjectReader(store)
    for gap in walked.gaps {
      #expect(throws: GitError.self, sourceLocation: sourceLocation) { try reader.read(gap.id) }
    }
    for blob in blobs {
      #expect(try reader.read(HandmadePack.id(of: blob)).content == blob, sourceLocation: sourceLocation)
    }
  }

  @Test func `delta chains of git's greatest depth are read`() throws {
    var pack = HandmadePack()
    var content = good
    var blobs = [content]
    var last = pack.addBlob(content)
    for round in 0..<4095 {
      let added = Array("\(round),".utf8)
      let delta = HandmadePack.delta(baseSize: content.count, copying: good.count, adding: added)
      content = good + added
      blobs.append(content)
      last = pack.addDelta(delta, id: HandmadePack.id(of: content), ofEntry: last)
    }
    try pack.write(to: repository)
    let store = try repository.openObjectStore()
    let walked = try walkedObjects(store)
    #expect(walked.gaps.isEmpty)
    #expect(walked.deltas == 4095)
    #expect(Set(walked.objects.values.map { $0.content }) == Set(blobs))
    #expect(try ObjectReader(store, cacheBytes: 0).read(HandmadePack.id(of: content)).content == content)
  }

  @Test func `delta chains across packs and loose objects are read`() throws {
    let loose = try #require(
      ObjectID(hex: try repository.output(["hash-object", "-w", "--stdin"], input: good).prefix(40)))
    let second = good + [0x41]
    let third = second + [0x42]
    var upper = HandmadePack()
    upper.addDelta(
      HandmadePack.delta(baseSize: second.count, copying: second.count, adding: [0x42]), id: HandmadePack.id(of: third),
      ofObject: HandmadePack.id(of: second))
    try upper.write(to: repository, name: "pack-a")
    var lower = HandmadePack()
    lower.addDelta(
      HandmadePack.delta(baseSize: good.count, copying: good.count, adding: [0x41]), id: HandmadePack.id(of: second),
      ofObject: loose)
    try expect(lower, reads: [good, second, third], gaps: 0)
  }

  @Test func `loops of deltas are gaps`() throws {
    let first = HandmadePack.id(of: [1])
    let second = HandmadePack.id(of: [2])
    var pack = HandmadePack()
    pack.addBlob(good)
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 0, adding: [1]), id: first, ofObject: second)
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 0, adding: [2]), id: second, ofObject: first)
    try expect(pack, reads: [good], gaps: 2)
  }

  @Test func `a delta of itself is a gap`() throws {
    let id = HandmadePack.id(of: [1])
    var pack = HandmadePack()
    pack.addBlob(good)
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 0, adding: [1]), id: id, ofObject: id)
    try expect(pack, reads: [good], gaps: 1)
  }

  @Test func `a loop of deltas is broken by a duplicate`() throws {
    _ = try repository.output(["hash-object", "-w", "--stdin"], input: [1])
    let first = HandmadePack.id(of: [1])
    let second = HandmadePack.id(of: [2])
    var pack = HandmadePack()
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 0, adding: [1]), id: first, ofObject: second)
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 0, adding: [2]), id: second, ofObject: first)
    try expect(pack, reads: [[1], [2]], gaps: 0)
  }

  @Test func `a missing base is a gap`() throws {
    var pack = HandmadePack()
    pack.addBlob(good)
    let lost = pack.addDelta(
      HandmadePack.delta(baseSize: 9, copying: 9, adding: []), id: HandmadePack.id(of: [1]),
      ofObject: HandmadePack.id(of: [9]))
    pack.addDelta(
      HandmadePack.delta(baseSize: 9, copying: 9, adding: []), id: HandmadePack.id(of: [2]), ofEntry: lost)
    try expect(pack, reads: [good], gaps: 2)
  }

  @Test(arguments: badDeltas)
  func `malformed deltas are gaps`(delta: [UInt8]) throws {
    var pack = HandmadePack()
    let base = pack.addBlob(good)
    let bad = pack.addDelta(delta, id: HandmadePack.id(of: [7]), ofEntry: base)
    pack.addDelta(HandmadePack.delta(baseSize: 1, copying: 1, adding: []), id: HandmadePack.id(of: [8]), ofEntry: bad)
    try expect(pack, reads: [good], gaps: 2)
  }

  @Test(arguments: [0, 1, 1 << 20, 1 << 40, 1 << 54])
  func `wrong declared sizes are gaps`(size: Int) throws {
    var pack = HandmadePack()
    pack.addBlob(good)
    pack.addBlob([1, 2, 3], declaredSize: size)
    try expect(pack, reads: [good], gaps: 1)
  }

  @Test func `objects of a wrong index are recognised by their ids`() throws {
    // Two entries, each under the id of a text that it is not: git itself would hand out the wrong bytes.
    var pack = HandmadePack()
    pack.addBlob(good)
    pack.addBlob([1], id: HandmadePack.id(of: [2]))
    try pack.write(to: repository)
    let store = try repository.openObjectStore()
    #expect(throws: GitError.self) { try ObjectReader(store).read(HandmadePack.id(of: [2])) }
    #expect(try ObjectReader(store).read(HandmadePack.id(of: good)).content == good)
  }

  @Test func `the intact one of two copies is read`() throws {
    var bad = HandmadePack()
    let base = bad.addBlob([1, 2, 3], id: HandmadePack.id(of: good), declaredSize: 1 << 30)
    let next = good + [9]
    bad.addDelta(
      HandmadePack.delta(baseSize: good.count, copying: good.count, adding: [9]), id: HandmadePack.id(of: next),
      ofEntry: base)
    try bad.write(to: repository, name: "pack-a")
    var spare = HandmadePack()
    spare.addBlob(good)
    try expect(spare, reads: [good, next], gaps: 0)
  }

  @Test func `offsets beyond four gibibytes are read`() throws {
    // An index may have any offset in its table of large offsets; git writes small ones there on request.
    let wide = try TestRepository()
    try wide.load(variedHistory(commits: 3))
    let folder = try Repository(at: wide.path).objectFolders[0] + "/pack"
    let names = try Files.names(in: folder)
    let pack = try #require(names.first { $0.hasSuffix(".pack") })
    let index = "\(folder)/\(pack.dropLast(5)).idx"
    _ = try wide.output(["index-pack", "--index-version=2,0x10", "-o", wide.sibling("wide.idx"), "\(folder)/\(pack)"])
    try write(try Files.read(wide.sibling("wide.idx")), to: index)
    try expectSameObjects(wide)
  }
}
