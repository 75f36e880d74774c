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
/// The text is sampled at every second byte: four bytes, case-folded, are hashed into a sparse bit table. Each literal
/// stands in the table with two of its four-byte grams, one at an even and one at an odd offset, so that wherever the
/// literal starts exactly one of them is sampled. Only a set bit costs more than a few instructions.
/// A literal needs at least three bytes; where it has no gram of its own at one parity, the missing byte is spelled out
/// in all its values.
public struct LiteralIndex: Sendable {
  /// What a sampled gram may be part of.
  private struct Entry {
    /// The folded gram.
    var gram: UInt32
    var literal: Int32
    /// Offset of the gram from the literal's start; -1 when the gram begins one byte early.
    var offset: Int32
  }

  /// Shortest literal that the index takes, in bytes.
  public static let shortestLiteral = 3

  private static let tableBits = 18
  private static let fold: UInt32 = 0x2020_2020

  /// One bit a hash value: some gram has it.
  private var bits: [UInt32]
  /// Entries sorted by bucket; `bucketStart` has one more element than there are buckets.
  private var entries: [Entry] = []
  private var bucketStart: [Int32] = []
  private var bucketBits = 4
  /// The folded literals, end to end.
  private var literalBytes: [UInt8] = []
  private var literalStart: [Int32] = [0]

  /// - Parameter literals: At least ``shortestLiteral`` bytes each; letter case does not matter.
  public init(_ literals: some Sequence<some Sequence<UInt8>>) {
    bits = [UInt32](repeating: 0, count: 1 << (Self.tableBits - 5))
    for literal in literals {
      literalBytes.append(contentsOf: literal.lazy.map(Self.lowercased))
      literalStart.append(Int32(literalBytes.count))
    }
    var made: [Entry] = []
    made.reserveCapacity(2 * literalStart.count)
    for literal in 0..<(literalStart.count - 1) { addEntries(of: literal, to: &made) }
    bucketBits = max(bucketBits, Int.bitWidth - made.count.leadingZeroBitCount)
    fillBuckets(with: made)
  }

  /// Number of literals.
  public var count: Int { literalStart.count - 1 }

  /// Number of bytes of a literal.
  public func length(of literal: Int) -> Int { Int(literalStart[literal + 1] - literalStart[literal]) }

  /// Number of bytes of the longest literal.
  public var longestLiteral: Int {
    zip(literalStart, literalStart.dropFirst()).map { Int($1 - $0) }.max() ?? 0
  }

  /// Appends every occurrence that lies wholly in `range`, each once, ordered by where it was sampled:
  /// positions may step back by less than the longest literal.
  public func search(_ text: Span<UInt8>, in range: Range<Int>, into hits: inout [LiteralHit]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count, "the range lies in the text")
    guard count > 0, range.count >= Self.shortestLiteral else { return }
    text.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      bits.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        sample(UnsafeRawPointer(base), count: buffer.count, in: range, table: table, into: &hits)
      }
    }
  }

  // MARK: - Searching

  /// Invariant: `text` has `count` readable bytes, and `range` lies within them.
  private func sample(
    _ text: UnsafeRawPointer, count: Int, in range: Range<Int>, table: UnsafePointer<UInt32>,
    into hits: inout [LiteralHit]
  ) {
    var position = range.lowerBound
    // Eight samples at stride 2 read 18 bytes.
    let lastBlock = min(range.upperBound, count - 18)
    while position <= lastBlock {
      var found: UInt32 = 0
      for lane in 0..<8 {
        let gram = text.loadUnaligned(fromByteOffset: position &+ 2 &* lane, as: UInt32.self) | Self.fold
        let hash = Self.hash(gram, bits: Self.tableBits)
        found |= ((table[hash &>> 5] &>> UInt32(truncatingIfNeeded: hash & 31)) & 1) &<< UInt32(lane)
      }
      while found != 0 {
        let place = position &+ 2 &* found.trailingZeroBitCount
        found &= found &- 1
        let gram = text.loadUnaligned(fromByteOffset: place, as: UInt32.self) | Self.fold
        verify(gram, at: place, in: range, text: text, into: &hits)
      }
      position &+= 16
    }
    while position < range.upperBound {
      let gram = Self.paddedGram(text, at: position, count: count)
      let hash = Self.hash(gram, bits: Self.tableBits)
      if (table[hash &>> 5] &>> UInt32(truncatingIfNeeded: hash & 31)) & 1 != 0 {
        verify(gram, at: position, in: range, text: text, into: &hits)
      }
      position &+= 2
    }
  }

  /// Invariant: bytes are read only inside `range`, which lies in the text.
  private func verify(
    _ gram: UInt32, at place: Int, in range: Range<Int>, text: UnsafeRawPointer, into hits: inout [LiteralHit]
  ) {
    let bucket = Self.hash(gram, bits: bucketBits)
    for index in Int(bucketStart[bucket])..<Int(bucketStart[bucket + 1]) {
      let entry = entries[index]
      guard entry.gram == gram else { continue }
      let start = place - Int(entry.offset)
      let first = Int(literalStart[Int(entry.literal)])
      let length = Int(literalStart[Int(entry.literal) + 1]) - first
      guard start >= range.lowerBound, start + length <= range.upperBound else { continue }
      var matched = 0
      while matched < length,
        Self.lowercased(text.load(fromByteOffset: start + matched, as: UInt8.self)) == literalBytes[first + matched]
      {
        matched += 1
      }
      if matched == length { hits.append(LiteralHit(position: start, literal: entry.literal)) }
    }
  }

  /// The folded gram at `position`, with zeros for bytes after the text's end.
  private static func paddedGram(_ text: UnsafeRawPointer, at position: Int, count: Int) -> UInt32 {
    var gram: UInt32 = 0
    for offset in 0..<4 where position + offset < count {
      gram |= UInt32(text.load(fromByteOffset: position + offset, as: UInt8.self)) << UInt32(8 * offset)
    }
    return UInt32(littleEndian: gram) | fold
  }

  @inline(__always)
  private static func hash(_ gram: UInt32, bits: Int) -> Int {
    Int(truncatingIfNeeded: (gram &* 0x9E37_79B1) &>> UInt32(truncatingIfNeeded: 32 &- bits))
  }

  @inline(__always)
  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  // MARK: - Building

  private mutating func addEntries(of literal: Int, to made: inout [Entry]) {
    let bytes = Array(literalBytes[Int(literalStart[literal])..<Int(literalStart[literal + 1])])
    precondition(bytes.count >= Self.shortestLiteral, "a literal has at least \(Self.shortestLiteral) bytes")
    for parity in 0...1 {
      let offsets = stride(from: parity, through: bytes.count - 4, by: 2)
      if let rarest = offsets.min(by: { GramRarity.of(bytes, at: $0) < GramRarity.of(bytes, at: $1) }) {
        add(Array(bytes[rarest..<rarest + 4]), literal: literal, offset: rarest, to: &made)
      } else if parity == 0 {
        addWithAnyByte(after: bytes[0..<3], literal: literal, offset: 0, to: &made)
      } else if bytes.count == 4 {
        addWithAnyByte(after: bytes[1..<4], literal: literal, offset: 1, to: &made)
      } else {
        addWithAnyByte(before: bytes[0..<3], literal: literal, to: &made)
      }
    }
  }

  private mutating func addWithAnyByte(
    after known: ArraySlice<UInt8>, literal: Int, offset: Int, to made: inout [Entry]
  ) {
    for byte in UInt8.min...UInt8.max where byte & 0x20 != 0 {
      add(known + [byte], literal: literal, offset: offset, to: &made)
    }
  }

  private mutating func addWithAnyByte(before known: ArraySlice<UInt8>, literal: Int, to made: inout [Entry]) {
    for byte in UInt8.min...UInt8.max where byte & 0x20 != 0 {
      add([byte] + known, literal: literal, offset: -1, to: &made)
    }
  }

  private mutating func add(_ bytes: some Sequence<UInt8>, literal: Int, offset: Int, to made: inout [Entry]) {
    let little = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let gram = UInt32(littleEndian: little) | Self.fold
    let hash = Self.hash(gram, bits: Self.tableBits)
    bits[hash >> 5] |= 1 << UInt32(hash & 31)
    made.append(Entry(gram: gram, literal: Int32(literal), offset: Int32(offset)))
  }

  private mutating func fillBuckets(with made: [Entry]) {
    var start = [Int32](repeating: 0, count: (1 << bucketBits) + 1)
    for entry in made { start[Self.hash(entry.gram, bits: bucketBits) + 1] += 1 }
    for bucket in 1..<start.count { start[bucket] += start[bucket - 1] }
    bucketStart = start
    entries = [Entry](repeating: Entry(gram: 0, literal: 0, offset: 0), count: made.count)
    for entry in made {
      let bucket = Self.hash(entry.gram, bits: bucketBits)
      entries[Int(start[bucket])] = entry
      start[bucket] += 1
    }
  }
}
