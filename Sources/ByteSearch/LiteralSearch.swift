extension LiteralIndex {
  /// Lends the tables for one search.
  func withSearch(_ body: (LiteralSearch) -> Void) {
    sampled.withUnsafeBufferPointer { sampled in
      exact.withUnsafeBufferPointer { exact in
        entries.withUnsafeBufferPointer { entries in
          bucketStart.withUnsafeBufferPointer { bucketStart in
            literalBytes.withUnsafeBufferPointer { literals in
              guard let sampled = sampled.baseAddress, let exact = exact.baseAddress,
                let entries = entries.baseAddress, let bucketStart = bucketStart.baseAddress,
                let literals = literals.baseAddress
              else { return }
              body(
                LiteralSearch(
                  sampled: sampled, exact: exact, entries: entries, bucketStart: bucketStart, bucketBits: bucketBits,
                  literals: literals))
            }
          }
        }
      }
    }
  }
}

/// One pass over a text.
///
/// A block of the text goes through three sieves, each finer and with less to do, before anything is compared. None of
/// them branches on what it finds: a mispredicted branch costs more than all the arithmetic here.
///
/// Invariant: the pointers are those of a ``LiteralIndex``'s tables, whose sizes follow from the widths of the hashes
/// that index them, and outlive the search.
struct LiteralSearch {
  let sampled: UnsafePointer<UInt32>
  let exact: UnsafePointer<UInt32>
  let entries: UnsafePointer<LiteralEntry>
  let bucketStart: UnsafePointer<Int32>
  let bucketBits: Int
  let literals: UnsafePointer<UInt8>

  /// A part of a gram at a place of the text.
  struct Candidate {
    /// Offset of the sampled place in the block.
    var place: UInt32
    /// The part's tagged key.
    var key: UInt32
  }

  /// Bytes of text that go through the sieves at once.
  private static let blockSize = 4096
  /// The same for ranges shorter than ``shortRange``: what is found in so few bytes fits on the stack.
  private static let shortBlockSize = 80
  private static let shortRange = 512
  /// Samples that one turn of the loop takes.
  private static let lanes = 8

  /// Invariant: `text` has `count` readable bytes, and `range` lies within them.
  func run(_ text: UnsafeRawPointer, count: Int, in range: Range<Int>, into hits: inout [LiteralHit]) {
    // Samples before this place have all their four bytes in the text.
    let wholeEnd = min(range.upperBound, count - 3)
    var position = range.lowerBound
    let blockSize = range.count < Self.shortRange ? Self.shortBlockSize : Self.blockSize
    let most = blockSize / 2 + 1
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: most) { places in
      withUnsafeTemporaryAllocation(of: Candidate.self, capacity: 3 * most) { candidates in
        guard let places = places.baseAddress, let candidates = candidates.baseAddress else { return }
        while position < wholeEnd {
          let block = position..<min(wholeEnd, position + blockSize)
          let found = collect(block, of: text, in: places)
          let known = keepKnown(places, found, text + position, in: candidates)
          let likely = keepLikely(candidates, known, at: position, text, count)
          for candidate in 0..<likely {
            let place = position &+ Int(candidates[candidate].place)
            compare(candidates[candidate].key, at: place, text, count, in: range, into: &hits)
          }
          position &+= (block.count &+ 1) & ~1
        }
      }
    }
    while position < range.upperBound {
      let gram = Self.paddedGram(text, at: position, count: count)
      for part in Gram.Part.allCases { compare(part.key(gram), at: position, text, count, in: range, into: &hits) }
      position += 2
    }
  }

  // MARK: - Sieves

  /// Writes the places in a block, relative to its start, whose bit is set: each place is written, and the next one
  /// overwrites it unless its bit is set.
  ///
  /// Invariant: `places` has room for a place at every second byte of a block and one more.
  @inline(__always)
  private func collect(_ block: Range<Int>, of text: UnsafeRawPointer, in places: UnsafeMutablePointer<UInt32>) -> Int {
    let start = text + block.lowerBound
    var found = 0
    var place = 0
    while place &+ 2 &* Self.lanes <= block.count {
      for lane in 0..<Self.lanes { take(place &+ 2 &* lane, start, places, &found) }
      place &+= 2 &* Self.lanes
    }
    while place < block.count {
      take(place, start, places, &found)
      place &+= 2
    }
    return found
  }

  @inline(__always)
  private func take(
    _ place: Int, _ start: UnsafeRawPointer, _ places: UnsafeMutablePointer<UInt32>, _ found: inout Int
  ) {
    let packed = Gram.packed(Self.gram(start, at: place))
    places[found] = UInt32(truncatingIfNeeded: place)
    found &+= Self.bit(packed, of: sampled)
  }

  /// Writes the parts of the grams at some places that some literal may have; returns their number.
  ///
  /// Invariant: `candidates` has room for three a place.
  @inline(__always)
  private func keepKnown(
    _ places: UnsafeMutablePointer<UInt32>, _ count: Int, _ start: UnsafeRawPointer,
    in candidates: UnsafeMutablePointer<Candidate>
  ) -> Int {
    var kept = 0
    for index in 0..<count {
      let place = places[index]
      let gram = Self.gram(start, at: Int(place))
      for part in 0..<3 {
        let key = Gram.Part(place: part).key(gram)
        candidates[kept] = Candidate(place: place, key: key)
        kept &+= Self.bit(Gram.hash(key, bits: Gram.exactBits), of: exact)
      }
    }
    return kept
  }

  /// Keeps the candidates whose literal may stand in the text by its first eight bytes, and those that cannot be told
  /// apart so: of buckets with several literals, and near the text's ends.
  @inline(__always)
  private func keepLikely(
    _ candidates: UnsafeMutablePointer<Candidate>, _ count: Int, at position: Int, _ text: UnsafeRawPointer,
    _ textCount: Int
  ) -> Int {
    guard textCount >= 8 else { return count }
    var kept = 0
    for index in 0..<count {
      let candidate = candidates[index]
      let bucket = Gram.hash(candidate.key, bits: bucketBits)
      let (first, end) = (bucketStart[bucket], bucketStart[bucket &+ 1])
      // An empty bucket's first entry is another bucket's, or the spare one at the end: harmless to look at.
      let entry = entries + Int(first)
      let start = position &+ Int(candidate.place) &- Int(entry.pointee.offset)
      let inside = max(0, min(start, textCount &- 8))
      let isLikely = Self.agrees(entry, text, at: inside)
      candidates[kept] = candidate
      kept &+= (isLikely && first != end) || start != inside || end &- first > 1 ? 1 : 0
    }
    return kept
  }

  // MARK: - Comparing

  /// Compares the literals that a part of a gram may belong to.
  @inline(__always)
  private func compare(
    _ key: UInt32, at place: Int, _ text: UnsafeRawPointer, _ count: Int, in range: Range<Int>,
    into hits: inout [LiteralHit]
  ) {
    let bucket = Gram.hash(key, bits: bucketBits)
    var entry = entries + Int(bucketStart[bucket])
    let end = entries + Int(bucketStart[bucket &+ 1])
    while entry < end {
      let start = place &- Int(entry.pointee.offset)
      if entry.pointee.key == key, start >= range.lowerBound,
        start &+ Int(entry.pointee.length) <= range.upperBound, stands(entry, at: start, text, count)
      {
        hits.append(LiteralHit(position: start, literal: entry.pointee.literal))
      }
      entry += 1
    }
  }

  /// Invariant: the literal's bytes lie in the text.
  @inline(__always)
  private func stands(
    _ entry: UnsafePointer<LiteralEntry>, at start: Int, _ text: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    var matched = 0
    if start &+ 8 <= count {
      guard Self.agrees(entry, text, at: start) else { return false }
      matched = 8
    }
    let literal = literals + Int(entry.pointee.start)
    while matched < entry.pointee.length {
      guard Gram.lowercased(text.load(fromByteOffset: start &+ matched, as: UInt8.self)) == literal[matched] else {
        return false
      }
      matched &+= 1
    }
    return true
  }

  /// Whether the literal's first eight bytes, or all of a shorter one, stand in the text.
  ///
  /// Invariant: eight bytes from `start` on lie in the text.
  @inline(__always)
  private static func agrees(_ entry: UnsafePointer<LiteralEntry>, _ text: UnsafeRawPointer, at start: Int) -> Bool {
    let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    return (bytes | entry.pointee.fold) & entry.pointee.mask == entry.pointee.head
  }

  // MARK: - Reading

  @inline(__always)
  private static func bit(_ index: Int, of table: UnsafePointer<UInt32>) -> Int {
    Int(truncatingIfNeeded: (table[index &>> 5] &>> UInt32(truncatingIfNeeded: index & 31)) & 1)
  }

  @inline(__always)
  private static func gram(_ text: UnsafeRawPointer, at position: Int) -> UInt32 {
    UInt32(littleEndian: text.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// The gram at `position`, with zeros for bytes after the text's end.
  private static func paddedGram(_ text: UnsafeRawPointer, at position: Int, count: Int) -> UInt32 {
    var gram: UInt32 = 0
    for offset in 0..<4 where position + offset < count {
      gram |= UInt32(text.load(fromByteOffset: position + offset, as: UInt8.self)) << UInt32(8 * offset)
    }
    return gram
  }
}
