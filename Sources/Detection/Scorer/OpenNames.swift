extension CandidateName {
  /// Whether the name, with the shape of the value, says that the value may be shown.
  ///
  /// A public key, a fingerprint, something encrypted or hashed; the id of a key; a password's digest; a UUID that
  /// identifies something; a token of a few digits, which is a code that soon expires.
  func opens(_ secret: Range<Int>, in text: Span<UInt8>) -> Bool {
    if words(Vocabulary.InName.open) > 0 { return true }
    guard !range.isEmpty, secret.lowerBound - range.upperBound <= Self.longestGap else { return false }
    let (name, value) = (text.extracting(range), text.extracting(secret))
    if Self.ends(name, withOneOf: Self.keyIDs) { return words(Vocabulary.InName.access) == 0 }
    if Self.isOfIdentifier(name), Dismissal.isUUID(value) { return true }
    if words(Vocabulary.InName.pass) > 0 { return words(Vocabulary.InName.hash) > 0 && Dismissal.isDigest(value) }
    return words(Vocabulary.InName.token) > 0 && value.count <= Self.longestCode
      && value.indices.allSatisfy { ASCII.isDigit(value[$0]) }
  }

  /// Bytes between a name and the value that is its own.
  private static let longestGap = 24
  private static let longestCode = 10

  private static let keyIDs = ["keyid", "key_id", "key-id"].map { Array($0.utf8) }
  private static let identifiers = ["_id", "-id", "guid", "uuid"].map { Array($0.utf8) }

  /// `_id`, `-id`, `Id`, `ID`, `guid`.
  private static func isOfIdentifier(_ name: Span<UInt8>) -> Bool {
    if ends(name, withOneOf: identifiers) { return true }
    guard name.count > 2, ends(name, withOneOf: [Array("id".utf8)]) else { return false }
    return ASCII.isUpper(name[name.count - 2]) && ASCII.isLower(name[name.count - 3])
  }

  private static func ends(_ name: Span<UInt8>, withOneOf tails: [[UInt8]]) -> Bool {
    tails.contains { tail in
      name.count >= tail.count
        && tail.indices.allSatisfy { ASCII.lowercased(name[name.count - tail.count + $0]) == tail[$0] }
    }
  }
}
