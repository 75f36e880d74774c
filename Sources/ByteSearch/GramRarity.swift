import CModels

/// How rare a run of four bytes is in ordinary text and code (`Scripts/fit-grams` counts both): the rarer the grams that
/// stand for literals, the fewer places of a text have to be looked at closely.
enum GramRarity {
  /// The offset of the rarest run of four bytes among those at `first` and every second offset after it.
  ///
  /// - Returns: `nil` when the literal is too short.
  static func rarest(in literal: UnsafeBufferPointer<UInt8>, from first: Int) -> Int? {
    var best: (offset: Int, surprise: Int)?
    for offset in stride(from: first, through: literal.count - 4, by: 2) {
      let both = surprise(literal, offset) + surprise(literal, offset + 1)
      if best.map({ both > $0.surprise }) ?? true { best = (offset, both) }
    }
    return best?.offset
  }

  /// Whether the last three bytes of a literal of four are rarer than the first three.
  static func endsRarer(_ literal: UnsafeBufferPointer<UInt8>) -> Bool {
    surprise(literal, 1) > surprise(literal, 0)
  }

  /// Surprise of three bytes in eighths of a bit. What folding leaves of a byte is what ``Gram/packed(_:)`` takes of it.
  private static func surprise(_ literal: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
    let (first, second, third) = (literal[offset], literal[offset + 1], literal[offset + 2])
    return model[Int(first & 0x1F) | Int(second & 0x1F) << 5 | Int(third & 0x1F) << 10]
  }

  private static let model = FittedTable(start: gram_model(), count: gram_model_size())
}
