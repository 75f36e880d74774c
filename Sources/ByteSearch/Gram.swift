/// Four neighbouring bytes of a text as one little-endian number, and how tables are asked for it.
enum Gram {
  /// Width of a packed gram: the five bits of each byte that tell letters of one case apart.
  static let packedBits = 20
  /// Width of a hashed key in the exact table.
  static let exactBits = 17

  /// Without letter case, and without the bit that ASCII does not use: equal bytes stay equal.
  fileprivate static let keyMask: UInt32 = 0x5F5F_5F5F

  /// Places the five low bits of each byte side by side in the upper bits of a product; the fields overlap a little,
  /// which makes it a hash and not a code, and one multiplication.
  @inline(__always)
  static func packed(_ bytes: UInt32) -> Int {
    Int(truncatingIfNeeded: ((bytes & 0x1F1F_1F1F) &* 0x1248) &>> 12)
  }

  /// What of four sampled bytes belongs to a literal.
  enum Part: UInt8, CaseIterable {
    case all, firstThree, lastThree

    /// - Parameter place: The part's place among all.
    @inline(__always)
    init(place: Int) { self = place == 0 ? .all : place == 1 ? .firstThree : .lastThree }

    /// The part of four bytes, folded; no other part's key equals it, since folded bytes leave the marks free.
    @inline(__always)
    func key(_ bytes: UInt32) -> UInt32 {
      switch self {
      case .all: bytes & Gram.keyMask
      case .firstThree: bytes & Gram.keyMask & 0x00FF_FFFF | 0x8000_0000
      case .lastThree: bytes & Gram.keyMask & 0xFFFF_FF00 | 0x0000_0080
      }
    }

    /// Visits four bytes for each packed gram that may hold the part of a key.
    @inline(__always)
    func forEachSample(of key: UInt32, _ visit: (UInt32) -> Void) {
      let bytes = key & Gram.keyMask
      switch self {
      case .all: visit(bytes)
      case .firstThree: for byte in 0..<32 as Range<UInt32> { visit(bytes | byte << 24) }
      case .lastThree: for byte in 0..<32 as Range<UInt32> { visit(bytes | byte) }
      }
    }
  }

  @inline(__always)
  static func hash(_ key: UInt32, bits: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B1) &>> UInt32(truncatingIfNeeded: 32 &- bits))
  }

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
}

/// A literal as it is found by one of its grams.
struct LiteralEntry {
  /// The key of the gram's part.
  let key: UInt32
  let part: Gram.Part
  let literal: Int32
  /// Offset of the sampled place from the literal's start; -1 when it lies one byte before it.
  let offset: Int32
  let length: Int32
  /// Offset of the literal's lower-case bytes among those of all.
  let start: Int32
  /// The literal's first eight bytes, or all of a shorter one, as a little-endian number.
  let head: UInt64
  /// The bits of ``head`` that letter case may set.
  let fold: UInt64
  /// The bytes of ``head`` that the literal has.
  let mask: UInt64

  /// Chooses the gram by which a literal is found that starts an even (0) or odd (1) number of bytes before a sample.
  init(of known: UnsafeBufferPointer<UInt8>, literal: Int32, parity: Int, start: Int32) {
    let chosen: (part: Gram.Part, offset: Int)
    if let rarest = GramRarity.rarest(in: known, from: parity) {
      chosen = (.all, rarest)
    } else {
      let isFirstThreeRarer = parity == 1 && known.count == 4 && GramRarity.endsRarer(known)
      chosen = isFirstThreeRarer || parity == 0 ? (.firstThree, parity) : (.lastThree, -1)
    }
    var bytes: UInt32 = 0
    for place in 0..<4 where known.indices.contains(chosen.offset + place) {
      bytes |= UInt32(known[chosen.offset + place]) << UInt32(8 * place)
    }
    var (head, fold, mask): (UInt64, UInt64, UInt64) = (0, 0, 0)
    for place in 0..<min(8, known.count) {
      let byte = known[place]
      head |= UInt64(byte) << UInt64(8 * place)
      if byte &- 0x61 < 26 { fold |= 0x20 << UInt64(8 * place) }
      mask |= 0xFF << UInt64(8 * place)
    }
    key = chosen.part.key(bytes)
    part = chosen.part
    self.literal = literal
    offset = Int32(chosen.offset)
    length = Int32(known.count)
    self.start = start
    (self.head, self.fold, self.mask) = (head, fold, mask)
  }
}
