import ByteSearch
import Rules
import Text

/// Values that miss the shape of a vendor's keys by a few bytes.
///
/// One with the vendor's prefix is told by the vendor's rule, less surely: vendors change their formats. Of scored rules'
/// values those that are shorter or mistyped are less sure, too, and those of which much was cut off open nothing.
extension Detector {
  /// Bytes before a value, on its line, in which a vendor's word counts as part of its name.
  private static let nameReach = 80
  /// Shortest beginning of a key that shows whose it is, however short the rest.
  private static let tellingPrefix = 5

  /// Judges what is nearly a key of an anchored rule whose regex does not match at a keyword.
  func judgeNearMiss(
    of matcher: RuleMatcher, _ distances: ClosedRange<Int>, _ keyword: Range<Int>, in text: Span<UInt8>
  ) throws(MatchError) {
    guard let shape = matcher.shape else { return }
    for distance in distances where distance <= keyword.lowerBound {
      var lookedUntil = keyword.lowerBound
      let near = shape.nearMiss(in: text, at: keyword.lowerBound - distance, lookedUntil: &lookedUntil)
      state.look(until: lookedUntil)
      guard let (value, miss) = near else { continue }
      return try judge(RuleMatch(range: value, secret: value), of: matcher, in: text, distance: 0, miss: miss)
    }
  }

  /// What becomes of a scored rule's candidate for the shapes of vendors' keys.
  func heldAgainstShapes(_ candidate: Candidate, in text: Span<UInt8>) -> CandidateFilter.Decision {
    guard let missed = ruleMissed(by: candidate.secret, in: text) else { return .kept(candidate) }
    if missed.isCut { return .dropped(.shape(of: index.rules.id(at: missed.rule))) }
    var less = candidate
    less.missedRule = missed.rule
    return .kept(less)
  }

  /// A rule that a value nearly has the shape of, or whose keys' first part it is.
  private typealias Missed = (rule: Int, isCut: Bool)

  /// The rule whose values a value is nearly one of: of the vendor named before it, or with the prefix it begins with.
  private func ruleMissed(by secret: Range<Int>, in text: Span<UInt8>) -> Missed? {
    let start = TextLines.start(of: secret.lowerBound, in: text, limit: Self.nameReach)
    state.look(from: start - WordBounds.reach)
    nameHits.removeAll(keepingCapacity: true)
    index.findKeywords(
      in: start..<min(secret.upperBound, secret.lowerBound + RuleIndex.longestLiteral), of: text, into: &nameHits)
    for hit in nameHits where index.isWhole(hit, in: text) {
      let keyword = index.keyword(at: hit)
      let isName = keyword.upperBound <= secret.lowerBound
      guard isName ? WordBounds.isWord(keyword, in: text) : keyword.lowerBound == secret.lowerBound else { continue }
      // A password is none of the vendor's keys.
      if isName, CredentialWords.sayPassword(in: keyword.upperBound..<secret.lowerBound, of: text) { continue }
      if let missed = ruleMissed(by: secret, keyword, hit.literal, isName: isName, in: text) { return missed }
    }
    return nil
  }

  /// - Parameter isName: Whether the keyword is before the value; else it begins it.
  /// - Returns: `nil` also when another of the keyword's rules has the value's shape, or may have it.
  private func ruleMissed(
    by secret: Range<Int>, _ keyword: Range<Int>, _ literal: Int32, isName: Bool, in text: Span<UInt8>
  ) -> Missed? {
    let value = text.extracting(secret)
    var missed: Missed?
    for place in index.rulePlaces(of: literal) {
      let rule = index.rule(at: place)
      guard isLed(rule, byName: isName) else { continue }
      guard let runs = matcher(of: rule)?.runs, !runs.matches(all: value) else { return nil }
      let isCut = !isName && keyword.count >= Self.tellingPrefix && runs.isCut(in: value)
      guard isCut || runs.isMissed(by: value) else { continue }
      if !isName || isVendor(keyword, ofRule: rule, in: text) { missed = (rule, isCut) }
    }
    return missed
  }

  /// Whether a rule's keywords are beside its values, or begin them.
  private func isLed(_ rule: Int, byName isName: Bool) -> Bool {
    switch reach(of: rule) {
    case .context: isName
    case .anchored: !isName
    case .window, .wholeText: false
    }
  }

  /// Whether a rule's id begins with the word: others of its words, such as `hmac`, are no vendor's alone.
  private func isVendor(_ word: Range<Int>, ofRule rule: Int, in text: Span<UInt8>) -> Bool {
    var id = index.rules.id(at: rule).utf8.lazy.filter(\.isLetterOrDigit).makeIterator()
    for place in word where text[place].isLetterOrDigit {
      guard id.next() == text[place].lowercased else { return false }
    }
    return true
  }
}
