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

  static func found(_ index: LiteralIndex, _ text: [UInt8], _ range: Range<Int>) -> [LiteralHit] {
    var hits: [LiteralHit] = []
    index.search(text.span, in: range, into: &hits)
    return hits
  }

  /// Bytes that make overlaps, case pairs and fold traps (`@` and `` ` ``, `[` and `{`, 0x00 and 0x20) likely.
  static let alphabets: [[UInt8]] = [
    Array("ab".utf8), Array("abAB_".utf8), Array("aA@`[{".utf8), [0x00, 0x20, 0x41, 0x61],
    [0xC3, 0xA9, 0x89, 0xE9, 0xFF, 0xDF, 0x7F], Array(UInt8.min...UInt8.max),
  ]

  static func literals(
    _ count: Int, lengths: ClosedRange<Int>, of alphabet: [UInt8], using generator: inout SystemRandomNumberGenerator
  ) -> [[UInt8]] {
    var made: [[UInt8]] = []
    for _ in 0..<count {
      let length = Int.random(in: lengths, using: &generator)
      // Every other literal begins like an earlier one.
      var bytes = Bool.random() ? Array((made.randomElement() ?? []).prefix(length - 1)) : []
      while bytes.count < length { bytes.append(alphabet.randomElement() ?? 0) }
      made.append(bytes)
    }
    return made
  }

  @Test(arguments: alphabets.indices)
  func findsWhatANaiveSearchFinds(alphabet: Int) {
    let bytes = Self.alphabets[alphabet]
    var generator = SystemRandomNumberGenerator()
    for round in 0..<40 {
      let literals = Self.literals(
        [1, 3, 20, 60][round % 4], lengths: 3...(round % 2 == 0 ? 6 : 20), of: bytes, using: &generator)
      let index = LiteralIndex(literals)
      var text = (0..<Int.random(in: 0...300)).map { _ in bytes.randomElement() ?? 0 }
      // A long literal hardly comes up by chance.
      for _ in 0..<4 {
        let planted = literals.randomElement() ?? []
        let place = Int.random(in: 0...text.count)
        text.insert(contentsOf: planted.map { Bool.random() ? Self.lowered($0) : $0 }, at: place)
      }
      let whole = 0..<text.count
      let hits = Self.found(index, text, whole)
      #expect(Set(hits) == Self.naive(literals, text, whole), "\(literals) in \(text)")
      #expect(Set(hits).count == hits.count, "each hit comes once")
    }
  }

  @Test func findsInEveryRangeOfAText() {
    var generator = SystemRandomNumberGenerator()
    let literals = Self.literals(12, lengths: 3...9, of: Array("abc".utf8), using: &generator)
    let index = LiteralIndex(literals)
    let text = (0..<70).map { _ in Array("abcABC".utf8).randomElement() ?? 0 }
    for start in 0...text.count {
      for end in start...text.count {
        let hits = Self.found(index, text, start..<end)
        #expect(Set(hits) == Self.naive(literals, text, start..<end), "\(literals) in \(text)[\(start)..<\(end)]")
        #expect(Set(hits).count == hits.count)
      }
    }
  }

  @Test(arguments: 3...20)
  func findsALiteralAtEveryOffsetAndAtTheVeryEnd(length: Int) {
    let literal = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let index = LiteralIndex([literal])
    for before in 0..<40 {
      for after in [0, 1, 2, 3, 5, 17, 33] {
        let text = [UInt8](repeating: 0x2E, count: before) + literal + [UInt8](repeating: 0x2E, count: after)
        #expect(Self.found(index, text, 0..<text.count) == [LiteralHit(position: before, literal: 0)])
        #expect(Self.found(index, text, 0..<before + length - 1).isEmpty)
        #expect(Self.found(index, text, before + 1..<text.count).isEmpty)
      }
    }
  }

  @Test func theOrderNeverStepsBackByMoreThanTheLongestLiteral() {
    var generator = SystemRandomNumberGenerator()
    let literals = Self.literals(30, lengths: 3...12, of: Array("ab".utf8), using: &generator)
    let index = LiteralIndex(literals)
    let text = (0..<2_000).map { _ in Array("ab".utf8).randomElement() ?? 0 }
    var highest = 0
    for hit in Self.found(index, text, 0..<text.count) {
      #expect(hit.position > highest - index.longestLiteral)
      highest = max(highest, hit.position)
    }
  }

  @Test func onlyTheCaseOfASCIILettersDoesNotMatter() {
    let index = LiteralIndex(["key@home".utf8, "é[x]".utf8])
    func count(_ text: String) -> Int { Self.found(index, Array(text.utf8), 0..<text.utf8.count).count }
    #expect(count("KEY@Home") == 1)
    #expect(count("key`home") == 0)
    #expect(count("é[X]") == 1)
    #expect(count("É[x]") == 0)
    #expect(count("é{x}") == 0)
    #expect(count("\u{212A}ey@home") == 0, "the Kelvin sign is no k")
  }

  @Test func theSameLiteralTwiceIsTwoHits() {
    let index = LiteralIndex(["abc".utf8, "ABC".utf8])
    #expect(Set(Self.found(index, Array("xabc".utf8), 0..<4).map(\.literal)) == [0, 1])
  }

  @Test func anIndexWithoutLiteralsFindsNothing() {
    let index = LiteralIndex([[UInt8]]())
    #expect(index.count == 0)
    #expect(index.longestLiteral == 0)
    #expect(Self.found(index, Array("anything at all, and more".utf8), 0..<25).isEmpty)
  }

  @Test func hitsAreAppended() {
    let index = LiteralIndex(["abc".utf8])
    var hits = [LiteralHit(position: 7, literal: 9)]
    index.search(Array("abc".utf8).span, in: 0..<3, into: &hits)
    #expect(hits == [LiteralHit(position: 7, literal: 9), LiteralHit(position: 0, literal: 0)])
  }
}
