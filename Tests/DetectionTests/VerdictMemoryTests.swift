import RandomTestSupport
import ByteSearch
import Testing

@testable import Detection

/// A verdict is remembered for the bytes that it looked at, and for nothing else.
@Suite struct VerdictMemoryTests {
  private let memory = VerdictMemory()
  private let find = VerdictMemory.Find(rule: 3, distance: 12, tag: 5)
  private let text = {
    var random = TestRandom()
    return (0..<600).map { _ in UInt8.random(in: 32...126, using: &random) }
  }()
  private let hit = LiteralHit(position: 300, literal: 7)

  private func remember(_ looked: Range<Int>) throws {
    let found = memory.place(of: hit, in: text.span, isBinary: false)
    let place = try #require(found)
    memory.remember([find], lookedAt: looked, at: place, for: hit, in: text.span)
  }

  private func known(_ hit: LiteralHit, in text: [UInt8], isBinary: Bool = false) -> Range<Int>? {
    guard let place = memory.place(of: hit, in: text.span, isBinary: isBinary) else { return nil }
    guard let known = memory.verdict(at: place, on: hit, in: text.span) else { return nil }
    #expect(known.finds.map(memory.find) == [find])
    return known.influence.range(around: hit.position)
  }

  @Test func `the same bytes elsewhere have the same verdict`() throws {
    try remember(200..<480)
    #expect(known(hit, in: text) == 200..<480)
    let moved = Array(text[190..<490])
    #expect(known(LiteralHit(position: 110, literal: 7), in: moved) == 10..<290)
  }

  @Test(arguments: [200, 250, 299, 300, 320, 400, 479])
  func `any other byte that was looked at counts`(place: Int) throws {
    try remember(200..<480)
    var other = text
    other[place] ^= 1
    #expect(known(hit, in: other) == nil)
  }

  @Test(arguments: [0, 199, 480, 599])
  func `bytes beyond do not count`(place: Int) throws {
    try remember(200..<480)
    var other = text
    other[place] ^= 1
    #expect(known(hit, in: other) == 200..<480)
  }

  @Test func `another keyword or kind of text has its own verdict`() throws {
    try remember(200..<480)
    #expect(known(LiteralHit(position: 300, literal: 8), in: text) == nil)
    #expect(known(hit, in: text, isBinary: true) == nil)
  }

  @Test func `a text that ends within reach is judged anew`() throws {
    try remember(200..<480)
    #expect(known(hit, in: Array(text.prefix(479))) == nil)
    #expect(known(LiteralHit(position: 99, literal: 7), in: Array(text.dropFirst(201))) == nil)
  }

  @Test(arguments: [-1..<480, 200..<601, 290..<310])
  func `what reaches beyond the text or is quick to judge is not remembered`(looked: Range<Int>) throws {
    try remember(looked)
    #expect(known(hit, in: text) == nil)
  }

  @Test func `the newest two verdicts of a place are remembered`() throws {
    let versions = (0..<3).map { version in
      var other = text
      other[250] = UInt8(version)
      return other
    }
    for version in versions {
      let found = memory.place(of: hit, in: version.span, isBinary: false)
      let place = try #require(found)
      memory.remember([find], lookedAt: 200..<480, at: place, for: hit, in: version.span)
    }
    #expect(versions.map { known(hit, in: $0) != nil } == [false, true, true])
  }
}
