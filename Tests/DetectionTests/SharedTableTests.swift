import Rules
import Synchronization
import Testing

@testable import Detection

@Suite struct SharedTableTests {
  private final class Counter: Sendable {
    let count = Atomic<Int>(0)
  }

  @Test func `each value is made once, however many need it`() async {
    let table = SharedTable<Int>(count: 100)
    let made = Counter()
    let answers = await withTaskGroup(of: [Int].self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<100).map { number in
            table.value(number) {
              made.count.add(1, ordering: .relaxed)
              return number * number
            }
          }
        }
      }
      return await group.reduce(into: [[Int]]()) { $0.append($1) }
    }
    #expect(made.count.load(ordering: .relaxed) == 100)
    #expect(answers == Array(repeating: (0..<100).map { $0 * $0 }, count: 8))
  }

  @Test func `detectors of one index share compiled rules`() throws {
    let index = RuleIndex(RuleSet([Rule(id: "one", regex: #"one_([a-z]+)\d"#, keywords: ["one_"])]))
    let first = try Detector(index)
    let second = try Detector(index)
    let matcher = try #require(first.matcher(of: 0) as RuleMatcher?)
    #expect(second.matcher(of: 0) === matcher)
  }

  @Test func `each detector says that a rule does not compile`() throws {
    let index = RuleIndex(RuleSet([Rule(id: "bad", regex: "bad_(", keywords: ["bad_"])]))
    for _ in 0..<2 {
      let detector = try Detector(index)
      #expect(detector.candidates(in: Array("bad_ bad_".utf8).span).isEmpty)
      #expect(detector.takeFailures().map(\.rule) == ["bad"])
    }
  }
}
