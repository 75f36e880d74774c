import ByteSearch
import Findings
import Rules
import Text

/// Values that a keyword leads to where a regex beside the keyword does not reach: in lists, tables, conditional
/// expressions, columns, pairs and manifests.
extension Detector {
  /// Judges a match, and the further values of what the keyword names.
  ///
  /// - Parameter match: What the rule's regex matches at the keyword, if it does.
  func judge(
    _ layout: ValueLayout, of keyword: Range<Int>, _ match: RuleMatch?, _ matcher: RuleMatcher, in text: Span<UInt8>
  ) throws(MatchError) {
    switch layout {
    case .name:
      if let match { try judge(match, of: matcher, in: text, distance: 0) }
      try judge(furtherValues(of: keyword, match, in: text), except: match?.secret, of: matcher, in: text)
    case .translated:
      // Words as short as `mdp` are in others, too.
      guard keyword.count > Self.shortestDistinct || WordBounds.isWord(keyword, in: text) else { return }
      // What has letters of the other language is a sentence about passwords.
      guard let match, !match.secret.contains(where: { text[$0] >= 0x80 }) else { return }
      // In a list of such words the next one follows.
      let value = String(decoding: match.secret.map { text[$0].lowercased }, as: UTF8.self)
      if Self.words.contains(value) { return }
      let restated = RestatedValue(
        match.secret, after: keyword.lowerBound, name: Self.password, from: keyword.upperBound,
        in: text)
      try judge(match, of: matcher, in: text, distance: 0, restated: restated)
    case .manifest:
      guard let match else { return }
      state.look(at: keyword.widened(by: KubernetesSecret.reach))
      let secret = KubernetesSecret(ofKindAt: match.range.lowerBound, in: text)
      try judge(secret.values(in: text), except: nil, of: matcher, in: text)
    }
  }

  private static let password = Array("password".utf8)
  private static let shortestDistinct = 4
  private static let words = Set(CredentialTerm.words(for: .password))

  private func judge(
    _ values: [RestatedValue], except known: Range<Int>?, of matcher: RuleMatcher, in text: Span<UInt8>
  ) throws(MatchError) {
    for value in values where value.secret != known {
      let match = RuleMatch(range: value.secret, secret: value.secret)
      try judge(match, of: matcher, in: text, distance: 0, restated: value)
    }
  }

  /// Judges the secret that belongs to an id where it is right after it.
  func judgeSecret(after id: Range<Int>, of matcher: RuleMatcher, in text: Span<UInt8>) throws(MatchError) {
    guard !state.isBinary, let pair = furtherValues(of: matcher.index).pair, let partner = self.matcher(of: pair) else {
      return
    }
    state.look(until: id.upperBound + SecretAfterID.reach)
    guard let start = SecretAfterID.start(after: id, in: text) else { return }
    // One byte before it for the boundary that a regex may want to see.
    let match = try partner.firstMatch(
      in: text, from: start - 1, beginningUpTo: start, to: min(text.count, start + SecretAfterID.longest),
      using: scratch)
    guard let match, match.secret.lowerBound == start else { return }
    try judge(match, of: partner, in: text, distance: start - id.upperBound, tie: .firm)
  }

  private func furtherValues(of name: Range<Int>, _ match: RuleMatch?, in text: Span<UInt8>) -> [RestatedValue] {
    var values: [RestatedValue] = []
    var lookedAt = name
    if let match {
      if let list = ValueList(openedAt: match.secret, name: name, in: text, lookedAt: &lookedAt) {
        state.look(until: list.forEach(in: text) { values.append($0) } + 1)
      }
      if values.isEmpty, let choice = ConditionalValue(of: name, match.secret, in: text, lookedAt: &lookedAt) {
        state.look(until: choice.forEach(in: text) { values.append($0) } + 1)
      }
    } else if let list = IndentedList(under: name, in: text, lookedAt: &lookedAt) {
      state.look(until: list.forEach(in: text) { values.append($0) } + 1)
    }
    if values.isEmpty, let column = ValueColumn(under: name, in: text, lookedAt: &lookedAt) {
      state.look(until: column.forEach(in: text) { values.append($0) } + 1)
    }
    if let pair = PairedValue(named: name, in: text, lookedAt: &lookedAt) {
      lookedAt = lookedAt.widened(by: 2 * PairedValue.reach)
      if let value = pair.value(in: text) { values.append(value) }
    }
    state.look(at: lookedAt)
    return values
  }
}
