/// A literal as it is found by one of its grams.
struct LiteralEntry {
  let literal: Int32
  /// Offset of the sampled place from the literal's start; -1 when it is one byte before it.
  let offset: Int32
  let length: Int32
  /// Offset of the literal's lower-case bytes among those of all.
  let start: Int32
  /// The literal's first eight bytes, or all of a shorter one, as a little-endian number; letters as large ones.
  let head: UInt64
  /// The bits of ``head`` that the text must have: those of the literal's bytes but the one that differs between small and
  /// large letters.
  let mask: UInt64

  init(of known: UnsafeBufferPointer<UInt8>, literal: Int32, start: Int32, at gram: SampledGram) {
    var (head, mask): (UInt64, UInt64) = (0, 0)
    for place in 0..<min(8, known.count) {
      let byte = known[place]
      head |= UInt64(byte) << UInt64(8 * place)
      mask |= (byte &- 0x61 < 26 ? 0xDF : 0xFF) << UInt64(8 * place)
    }
    self.literal = literal
    offset = Int32(gram.offset)
    length = Int32(known.count)
    self.start = start
    (self.head, self.mask) = (head & mask, mask)
  }
}

/// The gram by which a literal is found that starts an even or odd number of bytes before a sample.
struct SampledGram {
  let part: Gram.Part
  /// Offset of the sampled place from the literal's start; -1 when it is one byte before it.
  let offset: Int
  /// The key of the part.
  let key: UInt32
  /// What is beside it in the literal.
  let neighbours: GramNeighbours

  /// Chooses the gram.
  ///
  /// - Parameter parity: Whether the literal starts an even (0) or odd (1) number of bytes before the sample.
  init(of known: UnsafeBufferPointer<UInt8>, parity: Int) {
    if let rarest = GramRarity.rarest(in: known, from: parity) {
      (part, offset) = (.all, rarest)
    } else {
      let isFirstThreeRarer = parity == 1 && known.count == 4 && GramRarity.endsRarer(known)
      (part, offset) = isFirstThreeRarer || parity == 0 ? (.firstThree, parity) : (.lastThree, -1)
    }
    var bytes: UInt32 = 0
    for place in 0..<4 where known.indices.contains(offset + place) {
      bytes |= UInt32(known[offset + place]) << UInt32(8 * place)
    }
    key = part.key(bytes)
    neighbours = GramNeighbours(of: known, at: offset, part: part)
  }
}

/// What bytes of a text around a sample have to be; a byte or a bit of one may be left open.
struct GramNeighbours: Equatable {
  /// The bits that have to be set.
  private(set) var value: UInt32
  /// The bits that are not left open.
  private(set) var mask: UInt32

  /// What no bytes meet: a bit that has to be set is left open.
  static let never = GramNeighbours(value: .max, mask: 0)

  private init(value: UInt32, mask: UInt32) { (self.value, self.mask) = (value, mask) }

  /// What is in a literal around the part of the gram at an offset.
  init(of literal: UnsafeBufferPointer<UInt8>, at offset: Int, part: Gram.Part) {
    var (window, known): (UInt64, UInt64) = (0, 0)
    for lane in 0..<8 where literal.indices.contains(offset - 2 + lane) {
      window |= UInt64(literal[offset - 2 + lane]) << UInt64(8 * lane)
      known |= 0xFF << UInt64(8 * lane)
    }
    mask = part.neighbours(known) & Gram.keyMask
    value = part.neighbours(window) & mask
  }

  /// What both allow.
  func common(with other: GramNeighbours) -> GramNeighbours {
    if self == .never { return other }
    let mask = mask & other.mask & ~(value ^ other.value)
    return GramNeighbours(value: value & mask, mask: mask)
  }

  /// - Parameter bytes: The part's ``Gram/Part/neighbours(_:)``.
  @inline(__always)
  func allow(_ bytes: UInt32) -> Bool { bytes & mask == value }
}
