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
  /// A vendor's documentation shows this very value.
  case documentedExample = "documented-example"
}

/// Tells values that stand for a secret from secrets.
///
/// It looks at the whole value. A word inside a random value proves nothing, so words count only when they cover it or,
/// in keys with a prefix, when they stand apart.
public enum PlaceholderFilter {
  /// Longest value that is looked at in full; longer ones are never written by hand.
  private static let longest = 4096

  /// Says why a candidate is a placeholder, or `nil` when it may be a secret.
  ///
  /// - Parameters:
  ///   - value: The candidate as it stands in the text; quotes around it do not matter.
  ///   - contextual: Whether the candidate has no prefix of its own, so that words, code and paths are likely.
  public static func reason(for value: Span<UInt8>, contextual: Bool) -> PlaceholderReason? {
    let value = value.trimmed()
    guard value.count > 1 else { return .word }
    guard value.count <= longest else { return nil }
    let present = BytesPresent(value)
    // References, cut and masked values all need a mark; random keys mostly have none.
    if present.holdsMarks {
      if isReference(value, present) { return .reference }
      if isSlot(value, present) { return .slot }
      if isPattern(value) { return .slot }
    }
    if isDocumentedExample(value) { return .documentedExample }
    if let reason = repetition(value, contextual: contextual) { return reason }
    if let reason = decodedReason(value, present, contextual: contextual) { return reason }
    guard contextual else { return holdsPlaceholderWord(value) ? .slot : nil }
    if let reason = wholeWord(value) { return reason }
    if present.holdsMarks, isCode(value) { return .code }
    if let reason = words(covering: value) { return reason }
    if present.holdsMarks ? isPhrase(value) : isMarkedDigits(value) { return .slot }
    return isOtherThing(value) || present.holdsMarks && isNotation(value, present) ? .otherThing : nil
  }

  /// Whether a vendor's documentation shows this very value; quotes around it do not matter.
  public static func isPublished(_ value: Span<UInt8>) -> Bool { isDocumentedExample(value.trimmed()) }

  /// Says why a candidate is a placeholder, or `nil` when it may be a secret.
  public static func reason(for value: [UInt8], contextual: Bool) -> PlaceholderReason? {
    reason(for: value.span, contextual: contextual)
  }
}
