/// Four neighbouring bytes of a text as one little-endian number, and its keys in tables.
enum Gram {
  /// Width of a packed gram: the five bits of each byte that differ between letters of one case.
  static let packedBits = 20

  /// Without letter case, and without the bit that ASCII does not use: equal bytes stay equal.
  static let keyMask: UInt32 = 0x5F5F_5F5F

  /// The five low bits of each byte side by side, the first byte's in the lowest ones.
  @inline(__always)
  static func packed(_ bytes: UInt32) -> Int {
    let halves = bytes & 0x001F_001F | bytes &>> 3 & 0x03E0_03E0
    return Int(truncatingIfNeeded: halves & 0x3FF | halves &>> 6 & 0xF_FC00)
  }

  /// What of four sampled bytes belongs to a literal.
  enum Part: CaseIterable {
    case all, firstThree, lastThree

    /// - Parameter place: The part's place among all.
    @inline(__always)
    init(place: Int) { self = place == 0 ? .all : place == 1 ? .firstThree : .lastThree }

    /// The part of four bytes, folded.
    @inline(__always)
    func key(_ bytes: UInt32) -> UInt32 {
      switch self {
      case .all: bytes & Gram.keyMask
      case .firstThree: bytes & Gram.keyMask & 0x00FF_FFFF
      case .lastThree: bytes & Gram.keyMask & 0xFFFF_FF00
      }
    }

    /// What differs between a part's literals, of eight bytes of which the first two are before the gram: two bytes on
    /// either side of a whole gram, or three bytes and the one beside them.
    @inline(__always)
    func neighbours(_ window: UInt64) -> UInt32 {
      switch self {
      case .all: UInt32(truncatingIfNeeded: window & 0xFFFF | window &>> 32 & 0xFFFF_0000)
      case .firstThree: UInt32(truncatingIfNeeded: window &>> 8)
      case .lastThree: UInt32(truncatingIfNeeded: window &>> 24)
      }
    }

    /// Visits four bytes for each packed gram that may contain the part of a key.
    @inline(__always)
    func forEachSample(of key: UInt32, _ visit: (UInt32) -> Void) {
      switch self {
      case .all: visit(key)
      case .firstThree: for byte in 0..<32 as Range<UInt32> { visit(key | byte << 24) }
      case .lastThree: for byte in 0..<32 as Range<UInt32> { visit(key | byte) }
      }
    }
  }

  /// The upper half of a hash.
  @inline(__always)
  static func hash(_ key: UInt32) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B1) &>> 16) }
}
