import ByteSearch
import Findings
import Rules
import Text

/// The filters that need no path, cheapest first: placeholder, entropy, checksum, rarity, allowlists.
struct CandidateFilter {
  /// What becomes of a match.
  enum Decision {
    case kept(Candidate)
    case dropped(DropReason)
  }

  let globalAllowlists: [CompiledAllowlist]
  let globalFilters: [CompiledFilter]
  /// Whether one of them looks at whole lines.
  private let asksForLines: Bool
  let scratch: MatchScratch
  private let reasons: ReasonMemory
  private let dismissals: CheckSet<DismissalCheck>
  private let sums = ChecksumMemory()
  /// Whether a candidate stays that no file could make likely enough: what the scorer is fitted to.
  let keepsUnlikely: Bool

  /// - Throws: `PatternError` when a regex does not compile.
  init(_ rules: RuleSet, scratch: MatchScratch, keepsUnlikely: Bool, heuristics: Heuristics) throws(PatternError) {
    self.keepsUnlikely = keepsUnlikely
    reasons = ReasonMemory(applying: heuristics.placeholders)
    dismissals = heuristics.dismissals
    globalAllowlists = try rules.globalAllowlists.map { list throws(PatternError) in try CompiledAllowlist(list) }
    globalFilters = try rules.globalFilters.map { filter throws(PatternError) in try CompiledFilter(filter) }
    asksForLines =
      globalAllowlists.contains { $0.list.target == .line } || globalFilters.contains { $0.expression.looksAtLine }
    self.scratch = scratch
  }

  /// Judges one match.
  ///
  /// - Parameters:
  ///   - tie: How surely the match belongs to a context word; `nil` for rules without one.
  ///   - restated: The value as if its name were right before it, when it is not.
  ///   - miss: How the match misses the shape of the rule's keys: then no checksum is expected, and it is judged as
  ///     strictly as a value without a format.
  ///   - lookedAt: Grows to what the verdict depends on; it may reach beyond the text.
  func verdict(
    on match: RuleMatch, of matcher: RuleMatcher, tie: ContextRule.Tie?, distance: Int,
    restated: RestatedValue? = nil, miss: ShapeMiss? = nil, in text: Span<UInt8>, lookedAt: inout Range<Int>
  ) throws(MatchError) -> Decision {
    let (rule, secret) = (matcher.rule, match.secret)
    let value = text.extracting(secret)
    if value.isEmpty || tie == ContextRule.Tie.none { return .dropped(.noContext) }
    if rule.placeholders.contains(where: { equals(value, $0) }) { return .dropped(.publishedExample) }
    let sum =
      miss != nil ? nil : rule.checksum.map { sums.verdict(on: value.withUnsafeBufferPointer { Array($0) }, by: $0) }
    if let reason = dropReason(of: value, rule: rule, sum: sum, isContextual: tie != nil || rule.scored, miss) {
      return .dropped(reason)
    }
    var candidate = Candidate(
      rule: matcher.index, secret: secret, match: match.range, severity: rule.severity, confidence: rule.confidence,
      details: [], distance: distance, features: nil, bare: nil, pending: [], exclusion: nil)
    if tie == .loose { candidate.confidence = .low }
    if let miss { candidate.lower(for: miss) }
    if case .valid(let details) = sum { apply(details, to: &candidate) }
    if asksForLines || matcher.asksForLines { lookedAt = lookedAt.widened(by: TextLines.longestShown + 2) }
    if let reason = try applyAllowlists(of: matcher, to: &candidate, in: text) { return .dropped(reason) }
    if let reason = try applyFilters(of: matcher, to: &candidate, in: text) { return .dropped(reason) }
    if let record = ToolRecord(around: secret, in: text, lookedAt: &lookedAt) {
      candidate.pending.append(.record(record))
    }
    if rule.scored, let reason = applyScorer(to: &candidate, restated, in: text, lookedAt: &lookedAt) {
      return .dropped(reason)
    }
    if rule.scored { candidate.loginHost = LoginHost(around: secret, in: text, lookedAt: &lookedAt) }
    if rule.scored, ClaimedFormat.isRefuted(value) { return .dropped(.checksum) }
    lookedAt.formUnion(secret.widened(by: SecretPlaceholder.longest))
    if PlaceholderFilter.isRedacted(secret, in: text) {
      return .dropped(.placeholder(PlaceholderReason.redacted.rawValue))
    }
    if Ciphertext.encloses(secret, in: text, lookedAt: &lookedAt) { return .dropped(.ciphertext) }
    if !candidate.hasValidChecksum,
      EncodedBlock.contains(secret, isNamed: rule.scored, in: text, lookedAt: &lookedAt)
    {
      return .dropped(.encodedData)
    }
    if rule.severity > .low, let setting = PublishedSetting(of: secret, in: text, lookedAt: &lookedAt) {
      candidate.isPublished = matcher.isPublished(by: setting) && !candidate.details.contains(.anonymousRole)
    }
    candidate.value = HashedBytes(value.withUnsafeBufferPointer { Array($0) })
    return .kept(candidate)
  }

  private func dropReason(
    of value: Span<UInt8>, rule: Rule, sum: ChecksumVerdict?, isContextual: Bool, _ miss: ShapeMiss?
  ) -> DropReason? {
    if !rule.defaultWords,
      let reason = placeholderReason(of: value, sum: sum, isContextual: isContextual || miss != nil)
    {
      return .placeholder(reason.rawValue)
    }
    if case .invalid? = sum { return .checksum }
    if let threshold = rule.entropy {
      let entropy = Entropy.bitsPerByte(value)
      if entropy <= threshold { return .entropy(entropy, threshold: threshold) }
    }
    if miss != nil || isContextual && !rule.scored && rule.checksum == nil, containsLetter(value),
      Rarity.looksLikeWords(value)
    {
      return .words(Double(Rarity.surprise(value)), threshold: Double(Rarity.wordBound(for: value)))
    }
    return nil
  }

  /// A value whose checksum is right is no placeholder, whatever it reads like, unless it was published.
  private func placeholderReason(
    of value: Span<UInt8>, sum: ChecksumVerdict?, isContextual: Bool
  ) -> PlaceholderReason? {
    if case .valid? = sum { return PlaceholderFilter.isPublished(value) ? .documentedExample : nil }
    return reasons.reason(for: value, contextual: isContextual)
  }

  private func containsLetter(_ value: Span<UInt8>) -> Bool { value.indices.contains { value[$0].isLetter } }

  private func equals(_ value: Span<UInt8>, _ text: String) -> Bool {
    guard value.count == text.utf8.count else { return false }
    return zip(value.indices, text.utf8).allSatisfy { value[$0] == $1 }
  }

  /// Takes over what a right checksum says about a value.
  private func apply(_ details: [Detail], to candidate: inout Candidate) {
    candidate.details = details
    candidate.confidence = .high
    candidate.hasValidChecksum = true
    // A key under a passphrase opens nothing by itself.
    if details.contains(where: { $0.name == "encrypted" && $0.value == "yes" }) {
      (candidate.severity, candidate.confidence) = (.medium, .medium)
    }
  }

  /// Measures a candidate; the verdict waits for the file's kind unless no kind could make it likely.
  private func applyScorer(
    to candidate: inout Candidate, _ restated: RestatedValue?, in text: Span<UInt8>, lookedAt: inout Range<Int>
  ) -> DropReason? {
    let outcome: ContextualScorer.Measured
    if let restated {
      var ignored = restated.place
      outcome = ContextualScorer.measure(
        text: restated.bytes.span, secret: restated.place, keepsUnlikely: keepsUnlikely, checks: dismissals,
        lookedAt: &ignored)
      lookedAt.formUnion(restated.lookedAt)
    } else {
      outcome = ContextualScorer.measure(
        text: text, secret: candidate.secret, keepsUnlikely: keepsUnlikely, checks: dismissals, lookedAt: &lookedAt)
    }
    let floor = ContextualScorer.floor
    switch outcome {
    case .noSecret: return .noSecret
    case .unlikely(let score): return .score(Double(score), floor: Double(floor))
    case .measured(let features):
      let most = keepsUnlikely ? 1 : ContextualScorer.mostScore(features)
      if most < floor { return .score(Double(most), floor: Double(floor)) }
      candidate.features = Measurement(features)
      return nil
    }
  }

  private func applyAllowlists(
    of matcher: RuleMatcher, to candidate: inout Candidate, in text: Span<UInt8>
  ) throws(MatchError) -> DropReason? {
    for (isGlobal, lists) in [(false, matcher.allowlists), (true, globalAllowlists)] {
      for (index, compiled) in lists.enumerated() where applies(compiled.list, to: matcher.rule) {
        switch try compiled.outcome(secret: candidate.secret, match: candidate.match, in: text, using: scratch) {
        case .hides:
          let hidden = compiled.hidden(ofRule: isGlobal ? nil : matcher.rule.id)
          if let reason = candidate.hide(hidden) { return reason }
        case .waitsForPath: candidate.pending.append(.allowlist(index: index, isGlobal: isGlobal))
        case .doesNotApply: continue
        }
      }
    }
    return nil
  }

  private func applyFilters(
    of matcher: RuleMatcher, to candidate: inout Candidate, in text: Span<UInt8>
  ) throws(MatchError) -> DropReason? {
    if matcher.filters.isEmpty, globalFilters.isEmpty { return nil }
    let subject = FilterSubject(candidate, rule: matcher.rule.id, in: text)
    for (isGlobal, filters) in [(false, matcher.filters), (true, globalFilters)] {
      for (index, filter) in filters.enumerated() {
        switch try filter.outcome(of: subject, at: nil, using: scratch) {
        case .hides: if let reason = candidate.hide(filter.hidden) { return reason }
        case .waitsForPath: candidate.pending.append(.filter(index: index, isGlobal: isGlobal, subject))
        case .doesNotApply: continue
        }
      }
    }
    return nil
  }

  private func applies(_ list: Allowlist, to rule: Rule) -> Bool {
    list.targetRules.isEmpty || list.targetRules.contains(rule.id)
  }
}

extension Range<Int> {
  /// The range with a number of places more on either side.
  func widened(by count: Int) -> Range<Int> { lowerBound - count..<upperBound + count }

  /// Takes in another range and what is between.
  mutating func formUnion(_ other: Range<Int>) {
    self = Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}
