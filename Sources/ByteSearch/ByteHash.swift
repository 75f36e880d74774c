/// A hash of bytes to know equal ones by within one run of the program; its keys are drawn anew each time, so that
/// nobody can write two texts that collide.
///
/// Sixteen bytes a turn are multiplied to 128 bits and folded to 64, as in wyhash, <https://github.com/wangyi-fudan/wyhash>.
package struct ByteHash: Sendable {
  private let first = UInt64.random(in: .min ... .max)
  private let second = UInt64.random(in: .min ... .max)
  private let third = UInt64.random(in: .min ... .max)

  package init() {}

  /// - Parameters:
  ///   - range: At least sixteen bytes of the text.
  ///   - seed: Different seeds give different hashes.
  package func hash(_ text: Span<UInt8>, in range: Range<Int>, seed: UInt64) -> UInt64 {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= text.count && range.count >= 16, "sixteen bytes of the text")
    return text.withUnsafeBytes { bytes in
      // Invariant: sixteen bytes from `place` on are in the range, whose last sixteen are taken at the end, whole.
      func turn(_ state: UInt64, at place: Int) -> UInt64 {
        let low = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let high = bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)
        return Self.fold(low ^ first, high ^ state)
      }
      var state = Self.fold(seed ^ second, UInt64(range.count) ^ first)
      var place = range.lowerBound
      if range.count >= 64 {
        // Two turns at once: neither waits for the other's product.
        var other = state ^ third
        while place &+ 32 < range.upperBound {
          state = turn(state, at: place)
          other = turn(other, at: place &+ 16)
          place &+= 32
        }
        state ^= other
      }
      while place &+ 16 < range.upperBound {
        state = turn(state, at: place)
        place &+= 16
      }
      return Self.fold(turn(state, at: range.upperBound &- 16), second)
    }
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
