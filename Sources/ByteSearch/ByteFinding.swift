internal import Platform

extension Span<UInt8> {
  /// The first place in a range where a byte is.
  package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is in the text")
    return withUnsafeBytes { bytes in
      // Invariant: the range is in the span.
      guard let start = bytes.baseAddress,
        let offset = (start + range.lowerBound).offset(ofFirst: byte, among: range.count)
      else { return nil }
      return range.lowerBound + offset
    }
  }

  /// The first place from `start` on where a literal is; `nil` for an empty literal, too.
  package func firstIndex(of literal: [UInt8], from start: Int) -> Int? {
    guard let anchor = literal.indices.max(by: { Self.rarity(of: literal[$0]) < Self.rarity(of: literal[$1]) }) else {
      return nil
    }
    var start = start
    while start + literal.count <= count,
      let found = firstIndex(of: literal[anchor], in: start + anchor..<count - literal.count + 1 + anchor)
    {
      let place = found - anchor
      if literal.indices.allSatisfy({ self[place + $0] == literal[$0] }) { return place }
      start = place + 1
    }
    return nil
  }

  /// How rare a byte is in most texts: each occurrence interrupts the search for it.
  private static func rarity(of byte: UInt8) -> Int {
    let commonFirst: StaticString = " etaoinsr-:/.\"_lcdumpfhgbyvwkxjqz"
    return commonFirst.withUTF8Buffer { $0.firstIndex(of: byte) ?? 0 }
  }

  /// How often a byte is in a range.
  package func count(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is in the text")
    var total = 0
    var place = range.lowerBound
    while place + 32 <= range.upperBound {
      // A block adds at most four to each of eight counts of a byte, so these do not overflow.
      let last = min(range.upperBound - 32, place + 32 * 62)
      var counts: UInt64 = 0
      while place <= last {
        counts &+= hits(of: byte, from: place) &+ hits(of: byte, from: place + 8)
        counts &+= hits(of: byte, from: place + 16) &+ hits(of: byte, from: place + 24)
        place += 32
      }
      let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ ((counts &>> 8) & 0x00FF_00FF_00FF_00FF)
      total += Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
    }
    while place < range.upperBound {
      if self[place] == byte { total += 1 }
      place += 1
    }
    return total
  }

  /// The last place in a range where a byte is.
  package func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range is in the text")
    var end = range.upperBound
    while end - 32 >= range.lowerBound, !block(at: end - 32, contains: byte) { end -= 32 }
    while end - 8 >= range.lowerBound {
      let found = places(of: byte, from: end - 8)
      if found != 0 { return end - 1 - found.leadingZeroBitCount / 8 }
      end -= 8
    }
    while end > range.lowerBound {
      end -= 1
      if self[end] == byte { return end }
    }
    return nil
  }

  /// Whether a byte is among 32.
  ///
  /// Invariant: 32 bytes from `place` on are in the span.
  @inline(__always)
  private func block(at place: Int, contains byte: UInt8) -> Bool {
    places(of: byte, from: place) | places(of: byte, from: place + 8)
      | places(of: byte, from: place + 16) | places(of: byte, from: place + 24) != 0
  }

  /// One in each of eight bytes that are the one searched for.
  ///
  /// Invariant: eight bytes from `place` on are in the span.
  @inline(__always)
  private func hits(of byte: UInt8, from place: Int) -> UInt64 { places(of: byte, from: place) &>> 7 }

  /// The highest bit of each of eight bytes that are the one searched for: bit 7 for the first, bit 63 for the last.
  ///
  /// Invariant: eight bytes from `place` on are in the span.
  @inline(__always)
  private func places(of byte: UInt8, from place: Int) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let bytes = withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt64.self)) }
    let differing = bytes ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    // Adding carries into a byte's highest bit unless its lower ones are all zero, and never beyond.
    return ~(((differing & low) &+ low) | differing | low)
  }
}
