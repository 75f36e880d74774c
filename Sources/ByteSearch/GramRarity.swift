/// How often a run of four bytes is to be expected in ordinary source text.
enum GramRarity {
  /// Bytes of source code from the most to the least common, letters folded; anything else is rarer still.
  /// Order counted over this project's own sources and documentation.
  private static let common = Array(" etaiorsnlcdupmfhg.b,(y)_\"wv-=/k:;0x1'2{}j><qz[]3456789".utf8)

  private static let rank: [Int] = {
    var rank = [Int](repeating: common.count, count: 256)
    for (index, byte) in common.enumerated() { rank[Int(byte)] = index }
    return rank
  }()

  /// Lower is rarer: the negated sum of the four bytes' ranks.
  static func of(_ bytes: [UInt8], at offset: Int) -> Int {
    -(bytes[offset..<offset + 4].reduce(0) { $0 + rank[Int($1)] })
  }
}
