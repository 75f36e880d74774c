/// One place where a literal stands.
public struct LiteralHit: Sendable, Hashable {
  /// Offset of the literal's first byte in the text.
  public var position: Int
  /// Index of the literal in the list the index was made from.
  public var literal: Int32

  public init(position: Int, literal: Int32) {
    self.position = position
    self.literal = literal
  }
}

/// Finds thousands of literals in one pass, without regard to the case of ASCII letters.
///
/// The text is sampled at every second byte: four bytes are folded, packed and looked up in a sparse table of bits.
/// Each literal stands there with two of its grams, one at an even and one at an odd offset, so that wherever the literal
/// starts exactly one of them is sampled. A literal too short for a gram of its own at some offset stands with three bytes and
/// all values of the fourth. Places whose bit is set go through an exact table, and what is left is compared.
public struct LiteralIndex: Sendable {
  /// Shortest literal that the index takes, in bytes.
  public static let shortestLiteral = 3

  /// Sampled grams, packed to 20 bits: some literal may have it.
  var sampled = [UInt32](repeating: 0, count: 1 << (Gram.packedBits - 5))
  /// Hashed keys of whole and partial grams.
  var exact = [UInt32](repeating: 0, count: 1 << (Gram.exactBits - 5))
  /// What a gram may be part of, by bucket, and a spare one; `bucketStart` has one more element than there are buckets.
  var entries: [LiteralEntry] = []
  var bucketStart: [Int32] = []
  var bucketBits = 4
  /// The lower-case literals, end to end.
  var literalBytes: [UInt8] = []
  private var literalStart: [Int32] = [0]

  /// - Parameter literals: At least ``shortestLiteral`` bytes each; letter case does not matter.
  public init(_ literals: some Sequence<some Sequence<UInt8>>) {
    var joined: [UInt8] = []
    var ends: [Int32] = []
    for literal in literals {
      joined += literal
      ends.append(Int32(joined.count))
    }
    self.init(joined: joined, ends: ends)
  }

  /// Makes an index from literals that stand end to end.
  ///
  /// - Parameters:
  ///   - joined: Bytes of all literals.
  ///   - ends: Offset behind each literal's last byte; each has at least ``shortestLiteral``.
  public init(joined: [UInt8], ends: [Int32]) {
    literalBytes = joined
    literalStart.reserveCapacity(ends.count + 1)
    literalStart += ends
    longestLiteral = zip(literalStart, ends).map { Int($1 - $0) }.max() ?? 0
    for index in literalBytes.indices { literalBytes[index] = Gram.lowercased(literalBytes[index]) }
    let made = makeEntries()
    for entry in made { mark(entry) }
    // Most buckets stay empty.
    bucketBits = max(bucketBits, Int.bitWidth - (4 * made.count).leadingZeroBitCount)
    fillBuckets(with: made)
  }

  /// Number of literals.
  public var count: Int { literalStart.count - 1 }

  /// Number of bytes of a literal.
  public func length(of literal: Int) -> Int { Int(literalStart[literal + 1] - literalStart[literal]) }

  /// Number of bytes of the longest literal.
  public private(set) var longestLiteral = 0

  /// Appends every occurrence that lies wholly in `range`, each once, ordered by where it was sampled:
  /// positions may step back by less than the longest literal.
  public func search(_ text: Span<UInt8>, in range: Range<Int>, into hits: inout [LiteralHit]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies in the text")
    guard count > 0, range.count >= Self.shortestLiteral else { return }
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      withSearch { $0.run(UnsafeRawPointer(base), count: buffer.count, in: range, into: &hits) }
    }
  }

  // MARK: - Building

  /// Two entries for each literal.
  private func makeEntries() -> [LiteralEntry] {
    var made: [LiteralEntry] = []
    made.reserveCapacity(2 * count)
    literalBytes.withUnsafeBufferPointer { bytes in
      for literal in 0..<count {
        let range = Int(literalStart[literal])..<Int(literalStart[literal + 1])
        precondition(range.count >= Self.shortestLiteral, "a literal has at least \(Self.shortestLiteral) bytes")
        let known = UnsafeBufferPointer(rebasing: bytes[range])
        for parity in 0...1 {
          made.append(
            LiteralEntry(of: known, literal: Int32(literal), parity: parity, start: Int32(range.lowerBound)))
        }
      }
    }
    return made
  }

  /// Sets the bits of a gram in both tables.
  private mutating func mark(_ entry: LiteralEntry) {
    let hash = Gram.hash(entry.key, bits: Gram.exactBits)
    exact[hash >> 5] |= 1 << UInt32(hash & 31)
    entry.part.forEachSample(of: entry.key) { sample in
      let packed = Gram.packed(sample)
      sampled[packed >> 5] |= 1 << UInt32(packed & 31)
    }
  }

  private mutating func fillBuckets(with made: [LiteralEntry]) {
    func bucket(_ entry: LiteralEntry) -> Int { Gram.hash(entry.key, bits: bucketBits) }
    var start = [Int32](repeating: 0, count: (1 << bucketBits) + 1)
    for entry in made { start[bucket(entry) + 1] += 1 }
    for bucket in 1..<start.count { start[bucket] += start[bucket - 1] }
    bucketStart = start
    guard let first = made.first else { return }
    entries = [LiteralEntry](repeating: first, count: made.count + 1)
    for entry in made {
      let place = bucket(entry)
      entries[Int(start[place])] = entry
      start[place] += 1
    }
  }
}
