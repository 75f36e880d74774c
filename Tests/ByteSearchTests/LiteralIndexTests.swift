import RandomTestSupport
import ByteSearch
import Testing

/// Compares the index with the plainest search there is.
@Suite struct LiteralIndexTests {
  static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  static func naive(_ literals: [[UInt8]], _ text: [UInt8], _ range: Range<Int>) -> Set<LiteralHit> {
    let folded = text.map(lowered)
    var hits: Set<LiteralHit> = []
    for (index, literal) in literals.enumerated() where literal.count <= range.count {
      let wanted = literal.map(lowered)
      for start in range.lowerBound...(range.upperBound - literal.count)
      where folded[start..<start + wanted.count].elementsEqual(wanted) {
        hits.insert(LiteralHit(position: start, literal: Int32(index)))
      }
    }
    return hits
  }

  /// What this processor can; the others are tested where they can be used.
  static let sieves = LiteralIndex.Sieve.allCases.filter(\.isSupported)

  static func found(
    _ index: LiteralIndex, _ text: [UInt8], _ range: Range<Int>, with sieve: LiteralIndex.Sieve? = nil
  ) -> [LiteralHit] {
    var hits: [LiteralHit] = []
    if let sieve {
      index.search(text.span, in: range, with: sieve, into: &hits)
    } else {
      index.search(text.span, in: range, into: &hits)
    }
    return hits
  }

  /// Random bytes among which some literals are in any letter case; a long literal hardly comes up by chance.
  static func text(
    _ count: Int, of alphabet: [UInt8], planting literals: [[UInt8]], _ planted: Int, using random: inout TestRandom
  ) -> [UInt8] {
    var text = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    for _ in 0..<planted {
      let literal = literals.randomElement(using: &random) ?? []
      text.insert(
        contentsOf: literal.map { Bool.random(using: &random) ? lowered($0) : $0 },
        at: Int.random(in: 0...text.count, using: &random))
    }
    return text
  }

  /// Bytes that make overlaps, case pairs and fold traps (`@` and `` ` ``, `[` and `{`, 0x00 and 0x20) likely.
  static let alphabets: [[UInt8]] = [
    Array("ab".utf8), Array("abAB_".utf8), Array("aA@`[{".utf8), [0x00, 0x20, 0x41, 0x61],
    [0xC3, 0xA9, 0x89, 0xE9, 0xFF, 0xDF, 0x7F], Array(UInt8.min...UInt8.max),
  ]

  static func literals(
    _ count: Int, lengths: ClosedRange<Int>, of alphabet: [UInt8], using random: inout TestRandom
  ) -> [[UInt8]] {
    var made: [[UInt8]] = []
    for _ in 0..<count {
      let length = Int.random(in: lengths, using: &random)
      // Every other literal begins like an earlier one.
      var bytes =
        Bool.random(using: &random) ? Array((made.randomElement(using: &random) ?? []).prefix(length - 1)) : []
      while bytes.count < length { bytes.append(alphabet.randomElement(using: &random) ?? 0) }
      made.append(bytes)
    }
    return made
  }

  @Test(arguments: alphabets.indices, sieves)
  func `finds what a naive search finds`(alphabet: Int, sieve: LiteralIndex.Sieve) {
    let bytes = Self.alphabets[alphabet]
    var random = TestRandom()
    for round in 0..<40 {
      let literals = Self.literals(
        [1, 3, 20, 60][round % 4], lengths: 3...(round % 2 == 0 ? 6 : 20), of: bytes, using: &random)
      let index = LiteralIndex(literals)
      let text = Self.text(Int.random(in: 0...300, using: &random), of: bytes, planting: literals, 4, using: &random)
      let whole = 0..<text.count
      let hits = Self.found(index, text, whole, with: sieve)
      #expect(Set(hits) == Self.naive(literals, text, whole), "\(literals) in \(text)")
      #expect(Set(hits).count == hits.count, "each hit comes once")
    }
  }

  @Test(arguments: sieves) func `finds thousands of literals`(sieve: LiteralIndex.Sieve) {
    let bytes = Array("abcdeklmnorst_-= ".utf8)
    var random = TestRandom()
    let literals = Self.literals(3_000, lengths: 3...16, of: bytes, using: &random)
    let index = LiteralIndex(literals)
    // Longer than what is searched in one block.
    let text = Self.text(9_000, of: bytes, planting: literals, 300, using: &random)
    let hits = Self.found(index, text, 0..<text.count, with: sieve)
    let byStart = Dictionary(grouping: literals.indices) { literals[$0].prefix(3).map(Self.lowered) }
    let folded = text.map(Self.lowered)
    var expected: Set<LiteralHit> = []
    for start in folded.indices.dropLast(2) {
      for literal in byStart[Array(folded[start..<start + 3])] ?? []
      where folded[start...].starts(with: literals[literal].map(Self.lowered)) {
        expected.insert(LiteralHit(position: start, literal: Int32(literal)))
      }
    }
    #expect(Set(hits) == expected)
    #expect(Set(hits).count == hits.count)
  }

  @Test(arguments: sieves) func `finds in every range of a text`(sieve: LiteralIndex.Sieve) {
    var random = TestRandom()
    let literals = Self.literals(12, lengths: 3...9, of: Array("abc".utf8), using: &random)
    let index = LiteralIndex(literals)
    let text = (0..<70).map { _ in Array("abcABC".utf8).randomElement(using: &random) ?? 0 }
    for start in 0...text.count {
      for end in start...text.count {
        let hits = Self.found(index, text, start..<end, with: sieve)
        #expect(Set(hits) == Self.naive(literals, text, start..<end), "\(literals) in \(text)[\(start)..<\(end)]")
        #expect(Set(hits).count == hits.count)
      }
    }
  }

  @Test(arguments: alphabets.indices, sieves)
  func `finds in ranges of every length`(alphabet: Int, sieve: LiteralIndex.Sieve) {
    let bytes = Self.alphabets[alphabet]
    var random = TestRandom()
    let literals = Self.literals(30, lengths: 3...18, of: bytes, using: &random)
    let index = LiteralIndex(literals)
    let text = Self.text(300, of: bytes, planting: literals, 12, using: &random)
    let all = Self.naive(literals, text, 0..<text.count)
    for length in 0...300 {
      for start in [0, 1, 2, Int.random(in: 0...text.count - length, using: &random), text.count - length] {
        let range = start..<start + length
        guard range.upperBound <= text.count else { continue }
        let hits = Self.found(index, text, range, with: sieve)
        let expected = all.filter { hit in
          hit.position >= start && hit.position + index.length(of: Int(hit.literal)) <= range.upperBound
        }
        #expect(Set(hits) == expected, "\(literals) in \(text)[\(range)]")
        #expect(Set(hits).count == hits.count)
      }
    }
  }

  @Test(arguments: sieves) func `reads nothing outside the text`(sieve: LiteralIndex.Sieve) throws {
    let guarded = try #require(GuardedPage())
    let bytes = Array("abAB_".utf8)
    var random = TestRandom()
    let literals = Self.literals(30, lengths: 3...18, of: bytes, using: &random)
    let index = LiteralIndex(literals)
    for length in 0...300 {
      let text = Array(Self.text(length, of: bytes, planting: literals, 3, using: &random).prefix(length))
      for end in GuardedPage.End.allCases {
        guarded.withCopy(of: text, at: end) { copy in
          var hits: [LiteralHit] = []
          index.search(copy.span, in: 0..<length, with: sieve, into: &hits)
          #expect(hits == Self.found(index, text, 0..<length))
        }
      }
    }
  }

  @Test(arguments: 3...20, sieves)
  func `finds a literal at every offset and at the very end`(length: Int, sieve: LiteralIndex.Sieve) {
    let literal = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let index = LiteralIndex([literal])
    for before in 0..<40 {
      for after in [0, 1, 2, 3, 5, 17, 33] {
        let text = [UInt8](repeating: 0x2E, count: before) + literal + [UInt8](repeating: 0x2E, count: after)
        #expect(Self.found(index, text, 0..<text.count, with: sieve) == [LiteralHit(position: before, literal: 0)])
        #expect(Self.found(index, text, 0..<before + length - 1, with: sieve).isEmpty)
        #expect(Self.found(index, text, before + 1..<text.count, with: sieve).isEmpty)
      }
    }
  }

  @Test(arguments: sieves) func `the order never steps back by more than the longest literal`(sieve: LiteralIndex.Sieve)
  {
    var random = TestRandom()
    let literals = Self.literals(30, lengths: 3...12, of: Array("ab".utf8), using: &random)
    let index = LiteralIndex(literals)
    let text = (0..<2_000).map { _ in Array("ab".utf8).randomElement(using: &random) ?? 0 }
    var highest = 0
    for hit in Self.found(index, text, 0..<text.count, with: sieve) {
      #expect(hit.position > highest - index.longestLiteral)
      highest = max(highest, hit.position)
    }
  }

  @Test func `only the case of ASCII letters does not matter`() {
    let index = LiteralIndex(["key@home".utf8, "é[x]".utf8])
    func count(_ text: String) -> Int { Self.found(index, Array(text.utf8), 0..<text.utf8.count).count }
    #expect(count("KEY@Home") == 1)
    #expect(count("key`home") == 0)
    #expect(count("é[X]") == 1)
    #expect(count("É[x]") == 0)
    #expect(count("é{x}") == 0)
    #expect(count("\u{212A}ey@home") == 0, "the Kelvin sign is no k")
  }

  @Test func `the same literal twice is two hits`() {
    let index = LiteralIndex(["abc".utf8, "ABC".utf8])
    #expect(Set(Self.found(index, Array("xabc".utf8), 0..<4).map(\.literal)) == [0, 1])
  }

  @Test func `an index without literals finds nothing`() {
    let index = LiteralIndex([[UInt8]]())
    #expect(index.count == 0)
    #expect(index.longestLiteral == 0)
    #expect(Self.found(index, Array("anything at all, and more".utf8), 0..<25).isEmpty)
  }

  @Test func `hits are appended`() {
    let index = LiteralIndex(["abc".utf8])
    var hits = [LiteralHit(position: 7, literal: 9)]
    index.search(Array("abc".utf8).span, in: 0..<3, into: &hits)
    #expect(hits == [LiteralHit(position: 7, literal: 9), LiteralHit(position: 0, literal: 0)])
  }
}
