/// A set of byte values.
package struct ByteSet: Sendable, Equatable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  init() {}

  init(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { insert(byte) }
  }

  package static func == (left: ByteSet, right: ByteSet) -> Bool {
    left.low == right.low && left.high == right.high
  }

  /// The set as four numbers, 64 byte values each.
  var words: [UInt64] { [low.0, low.1, high.0, high.1] }

  init(words: ArraySlice<UInt64>) {
    let all = Array(words) + [0, 0, 0, 0]
    low = (all[0], all[1])
    high = (all[2], all[3])
  }

  static let all = ByteSet(0...255)
  static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
  static let lower = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
  static let upper = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
  static let letters = lower.union(upper)
  static let word = letters.union(digits).union(ByteSet([UInt8(ascii: "_")]))
  static let space = ByteSet(9...13).union(ByteSet([UInt8(ascii: " ")]))
  static let graphic = ByteSet(0x21...0x7E)

  mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  @inline(__always)
  package func contains(_ byte: UInt8) -> Bool {
    let word = byte < 64 ? low.0 : byte < 128 ? low.1 : byte < 192 ? high.0 : high.1
    return word >> UInt64(byte & 63) & 1 != 0
  }

  var isEmpty: Bool { self == ByteSet() }

  /// The byte of a set that has one; of others `nil`.
  package var onlyByte: UInt8? {
    let counts = (low.0.nonzeroBitCount + low.1.nonzeroBitCount, high.0.nonzeroBitCount + high.1.nonzeroBitCount)
    guard counts.0 + counts.1 == 1 else { return nil }
    let (word, start) =
      low.0 != 0 ? (low.0, 0) : low.1 != 0 ? (low.1, 64) : high.0 != 0 ? (high.0, 128) : (high.1, 192)
    return UInt8(start + word.trailingZeroBitCount)
  }

  func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.low = (low.0 | other.low.0, low.1 | other.low.1)
    result.high = (high.0 | other.high.0, high.1 | other.high.1)
    return result
  }

  func subtracting(_ other: ByteSet) -> ByteSet {
    var result = self
    result.low = (low.0 & ~other.low.0, low.1 & ~other.low.1)
    result.high = (high.0 & ~other.high.0, high.1 & ~other.high.1)
    return result
  }

  func isSubset(of other: ByteSet) -> Bool { subtracting(other).isEmpty }

  func isDisjoint(with other: ByteSet) -> Bool { subtracting(other) == self }

  var inverted: ByteSet { ByteSet.all.subtracting(self) }

  /// The set as a text looks once its ASCII letters are lower-case.
  var folded: ByteSet {
    var result = subtracting(.upper)
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") where contains(byte) { result.insert(byte | 0x20) }
    return result
  }

  /// The set with the capitals of its small letters.
  var withCapitals: ByteSet {
    var result = self
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(byte) { result.insert(byte & ~0x20) }
    return result
  }
}
