import Platform
import Testing

/// Work is shared among threads.
struct WorkersTests {
  @Test(arguments: [0, 1, 7, 8, 9, 1_000], [1, 2, 8])
  func `every number is handed out once`(total: Int, workers: Int) {
    let seen = Collected()
    Workers.share(total, among: workers) {
      [Int]()
    } work: { mine, next in
      while let range = next() { mine += range }
      seen.add(mine)
    }
    #expect(seen.all.sorted() == Array(0..<total))
  }

  @Test func `a thread that cannot be set up is not left out in silence`() {
    #expect(throws: SystemError.noMemory) {
      try Workers.share(10, among: 2) { () throws(SystemError) -> Int in
        throw .noMemory
      } work: { _, _ in
      }
    }
  }

  @Test func `work beside other work is done when both are`() throws {
    let (other, own) = Workers.beside({ 1 }, { 2 })
    #expect((other, own) == (1, 2))
    let seen = Collected()
    #expect(throws: SystemError.noEntry) {
      try Workers.beside({ seen.add([1]) }, { () throws(SystemError) in throw .noEntry })
    }
    #expect(seen.all == [1])
  }
}
