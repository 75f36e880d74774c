/// The checks of ``PlaceholderFilter``, in the order in which they are tried: cheap ones and those that see most first.
public enum PlaceholderCheck: UInt8, CaseIterable, Sendable {
  // Only values with a byte that is neither letter nor digit.
  case reference, slot, pattern
  // Every value.
  case documentedExample, period, fewCharacters, counting, famousDigits, decoded
  // Only values of rules with a prefix.
  case wordApart
  // Only contextual values.
  case wholeWord, code, coveringWords, phrase, markedDigits
  case beginning, path, url, mailAddress, person, versionRange, packageVersion, numeric, colour
  case object, markup, list, option, requirement, verifierKey, tracker, digestName, symbol, style, halfEscaped
}

extension PlaceholderCheck {
  /// Every check.
  public static let all = CheckSet(allCases)
  /// Those that need a byte that is neither letter nor digit: random keys mostly have none.
  static let needingMarks = CheckSet<PlaceholderCheck>([
    .reference, .slot, .pattern, .code, .phrase, .object, .markup, .list, .option, .requirement, .verifierKey, .tracker,
    .digestName, .symbol, .style, .halfEscaped,
  ])
  /// Those for values of letters and digits alone.
  static let needingNoMarks = CheckSet<PlaceholderCheck>([.markedDigits])
  /// Those for values that are known by a prefix: a word in them counts only where it is apart from the rest.
  static let ofPrefixed = CheckSet<PlaceholderCheck>([.wordApart])
  /// Those for values without a prefix of their own, where words, code and paths are likely.
  static let ofContextual = CheckSet(allCases.filter { $0.rawValue > PlaceholderCheck.wordApart.rawValue })
}
