/// A few ASCII literals, looked for at every place of a value in one pass.
struct LiteralSet: Sendable {
  private let literals: [StaticString]
  /// Length of the longest literal.
  let longest: Int
  /// A bit for each first byte of a literal, below and above 64.
  private let low: UInt64
  private let high: UInt64

  init(_ literals: [StaticString]) {
    self.literals = literals
    longest = literals.map(\.utf8CodeUnitCount).max() ?? 0
    var (low, high): (UInt64, UInt64) = (0, 0)
    for literal in literals {
      let initial = literal.utf8Start[0] & 0x7F
      if initial < 64 { low |= 1 << UInt64(initial) } else { high |= 1 << UInt64(initial & 63) }
    }
    (self.low, self.high) = (low, high)
  }

  /// Length of a literal that is in the value; `nil` when none does.
  func match(in value: Span<UInt8>) -> Int? {
    for place in value.indices {
      let byte = value[place]
      let bits = byte < 64 ? low : byte < 128 ? high : 0
      guard bits >> UInt64(byte & 63) & 1 == 1 else { continue }
      for literal in literals where value.matches(literal, at: place) { return literal.utf8CodeUnitCount }
    }
    return nil
  }
}
