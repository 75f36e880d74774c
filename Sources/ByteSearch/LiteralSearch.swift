import CGramSieve
import Text

extension LiteralIndex {
  /// Lends the tables for one search.
  @inline(__always)
  func withTables(_ body: (LiteralSearch.Tables) -> Void) {
    sampled.withUnsafeBufferPointer { sampled in
      slots.neighbours.withUnsafeBufferPointer { neighbours in
        slots.start.withUnsafeBufferPointer { slotStart in
          slots.entries.withUnsafeBufferPointer { entries in
            literalBytes.withUnsafeBufferPointer { literals in
              guard let sampled = sampled.baseAddress, let neighbours = neighbours.baseAddress,
                let slotStart = slotStart.baseAddress, let entries = entries.baseAddress,
                let literals = literals.baseAddress
              else { return }
              body(
                LiteralSearch.Tables(
                  sampled: sampled, layout: slots.layout, neighbours: neighbours, slotStart: slotStart,
                  entries: entries, literals: literals))
            }
          }
        }
      }
    }
  }
}

/// One pass over a text.
///
/// A block of the text goes through two sieves, the second finer and with less to do, before anything is compared. None of
/// them branches on what it finds: a mispredicted branch costs more than all the arithmetic here.
///
/// Invariant: `text` has `count` readable bytes, and `range` is within them.
struct LiteralSearch {
  /// Invariant: the pointers are those of a ``LiteralIndex``'s tables, whose sizes follow from the hashes that index them,
  /// and outlive the search.
  struct Tables {
    let sampled: UnsafePointer<UInt32>
    let layout: LiteralSlots.Layout
    let neighbours: UnsafePointer<GramNeighbours>
    let slotStart: UnsafePointer<Int32>
    let entries: UnsafePointer<LiteralEntry>
    let literals: UnsafePointer<UInt8>
  }

  let tables: Tables
  let sieve: LiteralIndex.Sieve
  let text: UnsafeRawPointer
  let count: Int
  let range: Range<Int>

  /// A gram of the text whose neighbours are those of some literal.
  private struct Candidate {
    /// Offset of the gram in the block.
    var place: UInt32
    var slot: UInt32
  }

  /// Bytes of text that go through the first sieve at once.
  private static let blockSize = 4096
  /// The same for ranges shorter than ``shortRange``: what is found in so few bytes fits on the stack.
  private static let shortBlockSize = 448
  private static let shortRange = 1024
  /// Places that go through the second sieve at once: what is left of so few fits on the stack.
  private static let groupSize = 40
  /// Places that the first sieve may write after the last that it found.
  private static let sparePlaces = 16
  /// Samples that one turn of the portable loop takes.
  private static let lanes = 8

  func run(into hits: inout [LiteralHit]) {
    // A literal needs two bytes after its sample. Two bytes before a gram and two after it are looked at.
    let end = range.upperBound &- 2
    let wholeEnd = min(end, count &- 5)
    var position = range.lowerBound
    if position < 2 {
      compareAll(at: position, into: &hits)
      position &+= 2
    }
    if position < wholeEnd { position = sift(position..<wholeEnd, into: &hits) }
    while position < end {
      compareAll(at: position, into: &hits)
      position &+= 2
    }
  }

  // MARK: - Sieves

  /// Searches for what is sampled at every second byte of a part; returns where the next sample is.
  ///
  /// Invariant: two bytes before each sample and six from it on are in the text.
  private func sift(_ part: Range<Int>, into hits: inout [LiteralHit]) -> Int {
    var position = part.lowerBound
    let blockSize = part.count < Self.shortRange ? Self.shortBlockSize : Self.blockSize
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: blockSize / 2 + Self.sparePlaces) { places in
      withUnsafeTemporaryAllocation(of: Candidate.self, capacity: 3 * Self.groupSize + 1) { candidates in
        guard let places = places.baseAddress, let candidates = candidates.baseAddress else { return }
        while position < part.upperBound {
          let samples = min(part.upperBound &- position &+ 1, blockSize) &>> 1
          let found = collect(samples, at: position, in: places)
          var done = 0
          while done < found {
            let group = min(found &- done, Self.groupSize)
            let kept = keepKnown(places + done, group, text + position, in: candidates)
            for index in 0..<kept {
              compare(Int(candidates[index].slot), at: position &+ Int(candidates[index].place), into: &hits)
            }
            done &+= group
          }
          position &+= 2 &* samples
        }
      }
    }
    return position
  }

  /// Writes the places of samples whose bit is set, relative to the first one's.
  ///
  /// Invariant: `places` has capacity for one a sample and ``sparePlaces`` more.
  @inline(__always)
  private func collect(_ samples: Int, at position: Int, in places: UnsafeMutablePointer<UInt32>) -> Int {
    let start = text + position
    switch sieve {
    case .vectors, .vectorsWithGathers:
      return gram_sieve_collect(
        tables.sampled, start.assumingMemoryBound(to: UInt8.self), samples, places, sieve == .vectorsWithGathers)
    case .scalar:
      var found = 0
      var sample = 0
      while sample &+ Self.lanes <= samples {
        for lane in 0..<Self.lanes { take(2 &* (sample &+ lane), start, places, &found) }
        sample &+= Self.lanes
      }
      while sample < samples {
        take(2 &* sample, start, places, &found)
        sample &+= 1
      }
      return found
    }
  }

  /// Writes a place, which the next one overwrites unless its bit is set.
  @inline(__always)
  private func take(
    _ place: Int, _ start: UnsafeRawPointer, _ places: UnsafeMutablePointer<UInt32>, _ found: inout Int
  ) {
    let gram = UInt32(littleEndian: start.loadUnaligned(fromByteOffset: place, as: UInt32.self))
    let packed = Gram.packed(gram)
    places[found] = UInt32(truncatingIfNeeded: place)
    found &+= Int(truncatingIfNeeded: (tables.sampled[packed &>> 5] &>> UInt32(truncatingIfNeeded: packed & 31)) & 1)
  }

  /// Writes the slots of those parts of grams that some literal has with the same bytes beside them; returns their number.
  ///
  /// Invariant: `candidates` has capacity for three a place and one more.
  @inline(__always)
  private func keepKnown(
    _ places: UnsafeMutablePointer<UInt32>, _ count: Int, _ start: UnsafeRawPointer,
    in candidates: UnsafeMutablePointer<Candidate>
  ) -> Int {
    var kept = 0
    for index in 0..<count {
      let sample = places[index]
      let window = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: Int(sample) &- 2, as: UInt64.self))
      let gram = UInt32(truncatingIfNeeded: window &>> 16)
      for place in 0..<3 {
        let part = Gram.Part(place: place)
        let slot = tables.layout.slot(part.key(gram), of: part)
        candidates[kept] = Candidate(place: sample, slot: UInt32(truncatingIfNeeded: slot))
        kept &+= tables.neighbours[slot].allow(part.neighbours(window)) ? 1 : 0
      }
    }
    return kept
  }

  // MARK: - Comparing

  /// Compares the literals that a sample may belong to, at an end of the text.
  private func compareAll(at place: Int, into hits: inout [LiteralHit]) {
    let gram = paddedGram(at: place)
    for part in Gram.Part.allCases { compare(tables.layout.slot(part.key(gram), of: part), at: place, into: &hits) }
  }

  @inline(__always)
  private func compare(_ slot: Int, at place: Int, into hits: inout [LiteralHit]) {
    var entry = tables.entries + Int(tables.slotStart[slot])
    let end = tables.entries + Int(tables.slotStart[slot &+ 1])
    while entry < end {
      let start = place &- Int(entry.pointee.offset)
      if start >= range.lowerBound, start &+ Int(entry.pointee.length) <= range.upperBound,
        isLiteral(of: entry, at: start)
      {
        hits.append(LiteralHit(position: start, literal: entry.pointee.literal))
      }
      entry += 1
    }
  }

  /// Invariant: the literal's bytes are in the text.
  @inline(__always)
  private func isLiteral(of entry: UnsafePointer<LiteralEntry>, at start: Int) -> Bool {
    var matched = 0
    if start &+ 8 <= count {
      let bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self))
      guard bytes & entry.pointee.mask == entry.pointee.head else { return false }
      matched = 8
    }
    let literal = tables.literals + Int(entry.pointee.start)
    while matched < entry.pointee.length {
      guard text.load(fromByteOffset: start &+ matched, as: UInt8.self).lowercased == literal[matched] else {
        return false
      }
      matched &+= 1
    }
    return true
  }

  /// The gram at `position`, with zeros for bytes after the text's end.
  private func paddedGram(at position: Int) -> UInt32 {
    var gram: UInt32 = 0
    for offset in 0..<4 where position + offset < count {
      gram |= UInt32(text.load(fromByteOffset: position + offset, as: UInt8.self)) << UInt32(8 * offset)
    }
    return gram
  }
}
