import Synchronization
import Platform
import Testing

@testable import GitObjects

/// Small packs that would take much memory.
struct MemoryTests {
  private let repository: TestRepository

  init() throws {
    repository = try TestRepository()
  }

  private func forest(largestObject: Int? = nil, contentBudget: Int = 1 << 20) throws -> ObjectForest {
    let store = try repository.openObjectStore()
    return ObjectForest(store, largestObject: largestObject, contentBudget: contentBudget)
  }

  @Test func `deltas that double a content are gaps from the largest size on`() throws {
    var pack = HandmadePack()
    var content = sampleText(lines: 20, seed: 1)
    var last = pack.addBlob(content)
    var large: [ObjectID] = []
    for _ in 0..<10 {
      let copy = HandmadePack.delta(baseSize: content.count, copying: content.count, adding: [])
      let start = HandmadePack.size(content.count).count * 2
      let sizes = HandmadePack.size(content.count) + HandmadePack.size(content.count * 2)
      let delta = sizes + copy[start...] + copy[start...]
      content += content
      last = pack.addDelta(delta, id: HandmadePack.id(of: content), ofEntry: last)
      if content.count > 20_000 { large.append(HandmadePack.id(of: content)) }
    }
    try pack.write(to: repository)
    let largest = Mutex(0)
    let gaps = try forest(largestObject: 20_000).visitAll(of: .blob, workers: 1) { _ in
      { _, content, _ in
        let count = content.count
        largest.withLock { $0 = max($0, count) }
      }
    }
    #expect(Set(gaps.map(\.id)) == Set(large))
    #expect(gaps.contains { $0.error.reason.hasPrefix("too large to read") })
    #expect(largest.withLock { $0 } <= 20_000)
  }

  @Test func `one worker at a time has a large content`() throws {
    var pack = HandmadePack()
    for number in 0..<8 { pack.addBlob([UInt8](repeating: UInt8(number), count: 3 << 20)) }
    try pack.write(to: repository)
    let now = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    let visits = Atomic<Int>(0)
    let gaps = try forest().visitAll(of: .blob, workers: 4) { _ in
      { _, _, _ in
        most.max(now.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        ThisProcess.pause(milliseconds: 20)
        now.subtract(1, ordering: .relaxed)
        visits.add(1, ordering: .relaxed)
      }
    }
    #expect(gaps.isEmpty && visits.load(ordering: .relaxed) == 8)
    #expect(most.load(ordering: .relaxed) == 1)
  }

  @Test func `a content that is evicted twice keeps its size`() {
    var pool = BufferPool()
    let slot = pool.take()
    pool[slot].fill([1, 2, 3])
    pool.evict(slot)
    pool.evict(slot)
    #expect(pool.isEvicted(slot) && pool.evictedSize(slot) == 3 && pool.capacity == 0)
    pool.restore(slot, [1, 2, 3])
    #expect(Array(pool[slot].bytes) == [1, 2, 3])
  }

  @Test func `the largest object follows from the budget`() throws {
    #expect(try forest().largestObject < 100 << 20)
    #expect(try forest(contentBudget: ObjectForest.usualContentBudget).largestObject >= 255 << 20)
    #expect(try forest(contentBudget: 1 << 40).largestObject == ObjectReader.usualLargestObject)
  }

  @Test(arguments: [100, 100_000])
  func `the number of links of trees is bounded`(limit: Int) throws {
    var stream = FastImport()
    for number in 0..<60 { stream.commit(files: ["folder/file\(number)": "\(number)\n"]) }
    try repository.load(stream)
    let forest = try forest()
    let links = TreeLinks(
      forest, wanted: [Bool](repeating: true, count: forest.nodeCount), isWantedName: { _ in false }, known: nil,
      leavingOut: [], checksIDs: false, mostLinks: limit, workers: 1)
    #expect(links.isTruncated == (limit == 100))
    #expect(links.links.count < 200 || limit > 100)
  }
}
