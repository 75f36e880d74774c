import ByteSearch
import Rules

/// Keys that were cut or mistyped: they miss the shape of their vendor's keys by a few bytes, and open nothing.
extension Detector {
  /// Bytes before a value, on its line, in which a vendor's word counts as part of its name.
  private static let nameReach = 80
  /// Shortest beginning of a key that tells whose it is, however short the rest.
  private static let tellingPrefix = 5

  /// The rule whose values a value is nearly one of: of the vendor named before it, or with the prefix it begins with.
  func ruleMissed(by secret: Range<Int>, in text: Span<UInt8>) -> Int? {
    let start = TextLines.start(of: secret.lowerBound, in: text, limit: Self.nameReach)
    state.look(from: start - WordBounds.reach)
    nameHits.removeAll(keepingCapacity: true)
    index.findKeywords(
      in: start..<min(secret.upperBound, secret.lowerBound + RuleIndex.longestLiteral), of: text, into: &nameHits)
    for hit in nameHits where index.isWhole(hit, in: text) {
      let word = index.keyword(at: hit)
      let missed =
        word.upperBound <= secret.lowerBound
        ? ruleMissed(by: secret, named: word, hit.literal, in: text)
        : ruleMissed(by: secret, beginningWith: word, hit.literal, in: text)
      if let missed { return missed }
    }
    return nil
  }

  /// - Returns: `nil` also when another of the word's rules has the value's shape, or may have it.
  private func ruleMissed(
    by secret: Range<Int>, named word: Range<Int>, _ literal: Int32, in text: Span<UInt8>
  ) -> Int? {
    guard WordBounds.isWord(word, in: text) else { return nil }
    var missed: Int?
    for place in index.rulePlaces(of: literal) {
      let rule = index.rule(at: place)
      guard case .context = reach(of: rule) else { continue }
      let value = text.extracting(secret)
      guard case .runs(let runs)? = matcher(of: rule)?.regex, !runs.matches(all: value) else { return nil }
      if runs.isMissed(by: value), isVendor(word, ofRule: rule, in: text) { missed = rule }
    }
    return missed
  }

  /// Whether a rule's id begins with the word: others of its words, such as `hmac`, are no vendor's alone.
  private func isVendor(_ word: Range<Int>, ofRule rule: Int, in text: Span<UInt8>) -> Bool {
    var id = index.rules.id(at: rule).utf8.lazy.filter(\.isLetterOrDigit).makeIterator()
    for place in word where text[place].isLetterOrDigit {
      guard id.next() == ASCII.lowercased(text[place]) else { return false }
    }
    return true
  }

  /// - Returns: `nil` also when another rule with the prefix has the value's shape, or may have it.
  private func ruleMissed(
    by secret: Range<Int>, beginningWith prefix: Range<Int>, _ literal: Int32, in text: Span<UInt8>
  ) -> Int? {
    guard prefix.lowerBound == secret.lowerBound else { return nil }
    var missed: Int?
    for place in index.rulePlaces(of: literal) {
      let rule = index.rule(at: place)
      guard case .anchored = reach(of: rule) else { continue }
      let value = text.extracting(secret)
      guard case .runs(let runs)? = matcher(of: rule)?.regex, !runs.matches(all: value) else { return nil }
      let isCut = prefix.count >= Self.tellingPrefix && runs.isCut(in: value)
      if isCut || runs.isMissed(by: value) { missed = rule }
    }
    return missed
  }
}
