/// What the rules of a literal need.
struct LiteralTraits: OptionSet, Sendable {
  let rawValue: UInt8
  static let known = LiteralTraits(rawValue: 1)
  static let beginsWord = LiteralTraits(rawValue: 2)
  /// None is tried on whole texts.
  static let isLocal = LiteralTraits(rawValue: 4)
  /// All look at a few bytes at a known place.
  static let isQuicklyJudged = LiteralTraits(rawValue: 8)
}
