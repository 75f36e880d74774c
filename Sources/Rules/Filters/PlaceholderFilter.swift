/// Why a candidate is not a leak.
public enum PlaceholderReason: String, Sendable, CaseIterable {
  /// It names where the value comes from, such as `${TOKEN}`.
  case reference
  /// It is code that fetches the value, such as `process.env.TOKEN`.
  case code
  /// It is a slot for the reader to fill in, such as `<token>` or `YOUR_API_KEY`.
  case slot
  /// It is a word or made of words that stand for a value, such as `changeme`.
  case word
  /// It is a login that products ship with, such as `postgres`. On a public host it is still worth a finding.
  case defaultLogin = "default-login"
  /// It repeats a character or a short text.
  case repetition
  /// It counts, or follows the keyboard or the alphabet.
  case sequence
  /// It is a path, an address, a version or another thing that only looks like a value.
  case otherThing = "other-thing"
  /// leaksift has put it in place of a secret.
  case redacted
  /// A vendor's documentation shows this very value.
  case documentedExample = "documented-example"
}

/// Finds values that only stand for a secret.
///
/// It looks at the whole value. A word inside a random value proves nothing, so words count only when they cover it or,
/// in keys with a prefix, when they are apart.
public enum PlaceholderFilter {
  /// Longest value that is looked at in full, in bytes; longer ones are never written by hand.
  private static let longest = 4096

  /// Says why a candidate is a placeholder, or `nil` when it may be a secret.
  ///
  /// - Parameters:
  ///   - value: The candidate as it is in the text; quotes around it do not matter.
  ///   - contextual: Whether the candidate has no prefix of its own, so that words, code and paths are likely.
  ///   - checks: What is tried; all but for measuring what a check is worth.
  public static func reason(
    for value: Span<UInt8>, contextual: Bool, applying checks: CheckSet<PlaceholderCheck> = PlaceholderCheck.all
  ) -> PlaceholderReason? {
    let value = value.trimmed()
    guard value.count > 1 else { return .word }
    guard value.count <= longest else { return nil }
    let present = BytesPresent(value)
    var open = checks
    open.subtract(present.hasMarks ? PlaceholderCheck.needingNoMarks : PlaceholderCheck.needingMarks)
    open.subtract(contextual ? PlaceholderCheck.ofPrefixed : PlaceholderCheck.ofContextual)
    while let check = open.popFirst() {
      if let reason = reason(by: check, value, present, contextual: contextual, all: checks) { return reason }
    }
    return nil
  }

  /// Why one check takes a value for a placeholder.
  ///
  /// - Parameter all: What is tried on a text that the value decodes to.
  @inline(__always)
  private static func reason(
    by check: PlaceholderCheck, _ value: Span<UInt8>, _ present: BytesPresent, contextual: Bool,
    all: CheckSet<PlaceholderCheck>
  ) -> PlaceholderReason? {
    switch check {
    case .reference: isReference(value, present) ? .reference : nil
    case .slot: isSlot(value, present) ? .slot : nil
    case .pattern: isPattern(value) ? .slot : nil
    case .documentedExample: isDocumentedExample(value) ? .documentedExample : nil
    case .period: hasPeriod(value) ? .repetition : nil
    case .fewCharacters: isNearlyOneCharacter(value, contextual: contextual) ? .repetition : nil
    case .counting: isSequence(value, contextual: contextual) ? .sequence : nil
    case .famousDigits: containsFamousDigits(value) ? .sequence : nil
    case .decoded: decodedReason(value, present, contextual: contextual, applying: all)
    case .wordApart: containsPlaceholderWord(value) ? .slot : nil
    case .wholeWord: wholeWord(value)
    case .code: isCode(value) ? .code : nil
    case .coveringWords: words(covering: value)
    case .phrase: isPhrase(value) ? .slot : nil
    case .markedDigits: isMarkedDigits(value) ? .slot : nil
    default: isOtherThing(by: check, value, present) ? .otherThing : nil
    }
  }

  /// Whether one check takes a contextual value for something else than a secret or a placeholder.
  @inline(__always)
  private static func isOtherThing(
    by check: PlaceholderCheck, _ value: Span<UInt8>, _ present: BytesPresent
  ) -> Bool {
    switch check {
    case .beginning: value.startsWithAny(beginnings)
    case .path: isPath(value)
    case .url: isURL(value)
    case .mailAddress: isMailAddress(value)
    case .person: isPerson(value)
    case .versionRange: isVersionRange(value)
    case .packageVersion: isPackageVersion(value)
    case .numeric: isNumeric(value)
    case .colour: isColour(value)
    case .object: isObject(value)
    case .markup: present.contains("<") && isMarkup(value)
    case .list: present.contains(",") && isList(value)
    case .option: present.contains("=") && isOption(value)
    case .requirement: present.contains("=") && isRequirement(value)
    case .verifierKey: present.contains("+") && isVerifierKey(value)
    case .tracker: present.contains("-") && isTracker(value)
    case .digestName: present.contains("-") && isDigestName(value)
    case .symbol: present.contains(":") && isSymbol(value)
    case .style: present.contains("#") && isStyle(value)
    case .halfEscaped: present.hasNonASCII && isHalfEscaped(value)
    default: false
    }
  }

  /// Whether a vendor's documentation shows this very value; quotes around it do not matter.
  public static func isPublished(_ value: Span<UInt8>) -> Bool { isDocumentedExample(value.trimmed()) }

  /// Says why a candidate is a placeholder, or `nil` when it may be a secret.
  public static func reason(for value: [UInt8], contextual: Bool) -> PlaceholderReason? {
    reason(for: value.span, contextual: contextual)
  }
}
