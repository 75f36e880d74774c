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
/// Invariant: the pointers are those of a ``LiteralIndex``'s tables, whose sizes follow from the widths of the hashes
/// that index them, and outlive the search.
struct LiteralSearch {
  let sampled: UnsafePointer<UInt32>
  let exact: UnsafePointer<UInt32>
  let entries: UnsafePointer<LiteralEntry>
  let bucketStart: UnsafePointer<Int32>
  let bucketBits: Int
  let literals: UnsafePointer<UInt8>

  /// Bytes of text whose candidates are collected before any is looked at.
  private static let blockSize = 4096
  /// Samples that one turn of the loop takes.
  private static let lanes = 8
  /// Bits of a place in a block.
  private static let placeBits: UInt32 = 16
  private static let placeMask: UInt32 = 0xFFFF

  /// Invariant: `text` has `count` readable bytes, and `range` lies within them.
  func run(_ text: UnsafeRawPointer, count: Int, in range: Range<Int>, into hits: inout [LiteralHit]) {
    // Samples before this place have all their four bytes in the text.
    let wholeEnd = min(range.upperBound, count - 3)
    var position = range.lowerBound
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.blockSize / 2 + Self.lanes) { places in
      guard let places = places.baseAddress else { return }
      while position < wholeEnd {
        let block = position..<min(wholeEnd, position + Self.blockSize)
        let candidates = keepKnown(places, collect(block, of: text, in: places), text + position)
        for candidate in 0..<candidates {
          let place = position &+ Int(places[candidate] & Self.placeMask)
          let gram = Self.gram(text, at: place)
          var parts = places[candidate] &>> Self.placeBits
          while parts != 0 {
            let part = Gram.Part(place: parts.trailingZeroBitCount)
            parts &= parts &- 1
            compare(part, of: gram, at: place, text, count, in: range, into: &hits)
          }
        }
        position &+= (block.count &+ 1) & ~1
      }
    }
    while position < range.upperBound {
      let gram = Self.paddedGram(text, at: position, count: count)
      for part in Gram.Part.allCases {
        compare(part, of: gram, at: position, text, count, in: range, into: &hits)
      }
      position += 2
    }
  }

  /// Writes the places in a block, relative to its start, whose bit is set.
  ///
  /// No branch depends on the text: each place is written, and the next one overwrites it unless its bit is set.
  /// Invariant: `places` has room for a place at every second byte of a block.
  @inline(__always)
  private func collect(_ block: Range<Int>, of text: UnsafeRawPointer, in places: UnsafeMutablePointer<UInt32>) -> Int {
    let start = text + block.lowerBound
    var found = 0
    var place = 0
    while place &+ 2 &* Self.lanes <= block.count {
      for lane in 0..<Self.lanes {
        take(place &+ 2 &* lane, start, places, &found)
      }
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
    found &+= Int(truncatingIfNeeded: Self.bit(packed, of: sampled))
  }

  /// Keeps the places whose gram, or three bytes of it, some literal may have, with a bit for each such part behind the
  /// bits of the place; returns their number.
  @inline(__always)
  private func keepKnown(
    _ places: UnsafeMutablePointer<UInt32>, _ count: Int, _ start: UnsafeRawPointer
  ) -> Int {
    var kept = 0
    for candidate in 0..<count {
      let place = places[candidate]
      let gram = Self.gram(start, at: Int(place))
      let parts = knows(.all, of: gram) | knows(.firstThree, of: gram) &<< 1 | knows(.lastThree, of: gram) &<< 2
      places[kept] = place | parts &<< Self.placeBits
      kept &+= parts == 0 ? 0 : 1
    }
    return kept
  }

  /// 1 when some literal may have the part of a gram, else 0.
  @inline(__always)
  private func knows(_ part: Gram.Part, of gram: UInt32) -> UInt32 {
    Self.bit(Gram.hash(part.tagged(part.key(gram)), bits: Gram.exactBits), of: exact)
  }

  /// Compares the literals that a part of a gram may belong to.
  @inline(__always)
  private func compare(
    _ part: Gram.Part, of gram: UInt32, at place: Int, _ text: UnsafeRawPointer, _ count: Int, in range: Range<Int>,
    into hits: inout [LiteralHit]
  ) {
    let key = part.key(gram)
    let bucket = Gram.hash(part.tagged(key), bits: bucketBits)
    var entry = entries + Int(bucketStart[bucket])
    let end = entries + Int(bucketStart[bucket &+ 1])
    while entry < end {
      let start = place &- Int(entry.pointee.offset)
      if entry.pointee.key == key, entry.pointee.part == part, start >= range.lowerBound,
        start &+ Int(entry.pointee.length) <= range.upperBound, stands(entry, at: start, text, count)
      {
        hits.append(LiteralHit(position: start, literal: entry.pointee.literal))
      }
      entry += 1
    }
  }

  /// Invariant: the literal's bytes lie in the text.
  private func stands(
    _ entry: UnsafePointer<LiteralEntry>, at start: Int, _ text: UnsafeRawPointer, _ count: Int
  ) -> Bool {
    var matched = 0
    if start &+ 8 <= count {
      let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      guard (bytes | entry.pointee.fold) & entry.pointee.mask == entry.pointee.head else { return false }
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

  @inline(__always)
  private static func bit(_ index: Int, of table: UnsafePointer<UInt32>) -> UInt32 {
    (table[index &>> 5] &>> UInt32(truncatingIfNeeded: index & 31)) & 1
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
