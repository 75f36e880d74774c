import Rules
import Testing

@testable import Scan

@Suite struct NewLinesTests {
  @Test(arguments: [
    (["a", "b", "c"], ["a", "b", "c"], []),
    (["a", "b", "c"], ["a", "x", "b", "c"], [2]),
    (["a", "b", "c"], ["b", "a", "c"], []),
    (["a", "b"], ["a", "b", "a"], [3]),
    ([], ["a", "b"], [1, 2]),
    (["a\r", "b\r"], ["a", "b", "c\r"], [3]),
    (["a", "b", "c"], ["a", "c"], []),
  ])
  func `lines that were there before are not new`(former: [String], text: [String], new: [Int]) {
    let bytes = Self.bytes(text)
    let lines = NewLines(of: bytes, since: [Self.bytes(former)])
    #expect((1...max(1, text.count)).filter { lines.touch($0...$0) } == new.filter { $0 <= text.count })
    #expect(Self.lines(of: bytes, touching: lines.ranges) == new)
  }

  @Test func `a line of any parent is not new`() {
    let lines = NewLines(
      of: Self.bytes(["a", "b", "c", "d"]), since: [Self.bytes(["a", "b", "d"]), Self.bytes(["a", "c", "d"])])
    #expect(!lines.touch(1...4))
    #expect(lines.ranges.isEmpty)
  }

  @Test func `random edits agree with a count of all lines`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let former = Self.random(using: &generator)
      let text = Self.random(using: &generator)
      let lines = NewLines(of: text, since: [former])
      var left: [ArraySlice<UInt8>: Int] = [:]
      for line in former.split(separator: 0x0A, omittingEmptySubsequences: false) { left[line, default: 0] += 1 }
      let own = text.split(separator: 0x0A, omittingEmptySubsequences: false)
      for line in own { left[line, default: 0] -= 1 }
      let surplus = left.values.reduce(0) { $0 + max(0, -$1) }
      #expect((1...own.count).count { lines.touch($0...$0) } == surplus)
    }
  }

  private static func bytes(_ lines: [String]) -> [UInt8] { lines.flatMap { Array("\($0)\n".utf8) } }

  private static func random(using generator: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0...12, using: &generator)).flatMap { _ in
      Array("ab\n\n".utf8).shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator))
    }
  }

  private static func lines(of text: [UInt8], touching ranges: [Range<Int>]) -> [Int] {
    var numbers: [Int] = []
    var (start, number) = (0, 1)
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      if ranges.contains(where: { $0.contains(start) }) { numbers.append(number) }
      start += line.count + 1
      number += 1
    }
    return numbers
  }
}
