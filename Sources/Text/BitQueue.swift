/// Bits on their way from symbols of one width to those of another, most significant first, as the bases of RFC 4648
/// pack them.
@usableFromInline
struct BitQueue {
  @usableFromInline var buffer = UInt32(0)
  /// Number of bits that are waiting, fewer than 16.
  @usableFromInline var count = 0

  @inlinable
  init() {}

  /// Adds the lowest `width` bits of a value, at most 8; earlier ones must have been taken until fewer than 8 are left.
  @inlinable
  mutating func append(_ value: UInt8, width: Int) {
    buffer = (buffer << UInt32(width) | UInt32(value)) & 0xFFFF
    count += width
  }

  /// Takes `width` bits, at most 8; `nil` when fewer are waiting.
  @inlinable
  mutating func next(width: Int) -> UInt8? {
    guard count >= width else { return nil }
    count -= width
    return UInt8(truncatingIfNeeded: buffer >> UInt32(count)) & UInt8(truncatingIfNeeded: (1 << width) - 1)
  }

  /// Takes the bits that are left, with zeros after them up to `width`; `nil` when there are none.
  @inlinable
  mutating func rest(width: Int) -> UInt8? {
    guard count > 0 else { return nil }
    append(0, width: width - count)
    return next(width: width)
  }
}
