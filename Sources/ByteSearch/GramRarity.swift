/// How surprising a run of four bytes is in ordinary text and code: the rarer the grams that stand for literals, the
/// fewer places of a text have to be looked at closely.
enum GramRarity {
  private static let symbolCount = 64
  /// A row of the table ends with a line feed.
  private static let rowLength = symbolCount + 1

  /// A byte without what tells small letters from large ones, and ASCII from the rest.
  @inline(__always)
  private static func symbol(_ byte: UInt8) -> Int { Int(byte & 0x1F | byte &>> 1 & 0x20) }

  /// The offset of the rarest run of four bytes among those at `first` and every second offset behind it.
  ///
  /// - Returns: `nil` when the literal is too short.
  static func rarest(in literal: UnsafeBufferPointer<UInt8>, from first: Int) -> Int? {
    var best: (offset: Int, surprise: UInt8)?
    for offset in stride(from: first, through: literal.count - 4, by: 2) {
      // At most 60 half bits each.
      let total = surprise(literal, offset) + surprise(literal, offset + 1) + surprise(literal, offset + 2)
      if best.map({ total > $0.surprise }) ?? true { best = (offset, total) }
    }
    return best?.offset
  }

  /// Whether the last three bytes of a literal of four are rarer than the first three.
  static func endsRarer(_ literal: UnsafeBufferPointer<UInt8>) -> Bool {
    surprise(literal, 2) > surprise(literal, 0)
  }

  /// Surprise of the byte behind `offset` after the one there, in half bits.
  ///
  /// Invariant: symbols are below 64, and so lie in the table.
  private static func surprise(_ literal: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt8 {
    table.utf8Start[symbol(literal[offset]) * rowLength + symbol(literal[offset + 1])] - UInt8(ascii: "0")
  }
}
