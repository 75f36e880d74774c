import ByteSearch
public import Findings
import Rules
import Text

/// Finds candidates in texts: bytes in, candidates out, no matter where the bytes came from.
///
/// One per worker: it has scratch memory, and shares compiled rules with those of the same index. What it returns
/// depends on the bytes alone.
public final class Detector {
  /// The rules and literals that it looks for; shared by the detectors of all workers.
  public let index: RuleIndex
  let filter: CandidateFilter
  let scratch: MatchScratch
  /// The matchers of rules that were needed; the index keeps them, and this detector keeps the index.
  ///
  /// They are not counted: a rule is tried at each of its keywords, and counting the matcher up and down again would
  /// cost as much as many a try, and more where several workers count the same one.
  var matchers: [Unmanaged<RuleMatcher>?]
  private var reaches: [MatchReach?]
  /// Of rules whose reach was needed before they were compiled.
  private var furtherValues: [Int: FurtherValues] = [:]
  /// Rules that other rules require nearby.
  private(set) lazy var requiredRules = index.rules.requiredIndices
  private var hits: [LiteralHit] = []
  /// Keywords in the name of one value.
  var nameHits: [LiteralHit] = []
  let state: SearchState
  /// What the index has of literals that were seen.
  private var traits: [LiteralTraits]
  /// How many layers of encodings are decoded; 0 means none.
  let decodeDepth: Int
  /// Whether it searches what another one decoded.
  let isInner: Bool
  /// What may still be decoded of the text that is searched.
  let decodingBudget: DecodingBudget
  let lowering: SeverityLowering
  /// Rules of whose secrets the surroundings are wanted too.
  package let surroundedRules: Set<Int>
  /// What searches decoded texts, by the number of layers that they may still have.
  private var decodedDetectors: [Int: Detector] = [:]
  /// Rules that could not be tried to the end, since the last call of ``takeFailures()``.
  var failures: Set<RuleFailure> = []

  /// - Parameters:
  ///   - decodeDepth: How many layers of encodings are decoded, one in another; 0 means none.
  ///   - lowering: Which places lower the severity of a generic finding.
  ///   - surroundedRules: Indices of rules of whose secrets the caller wants the surroundings too.
  ///   - keepsUnlikely: Whether candidates stay that no file could make likely enough; for fitting the scorer.
  ///   - heuristics: The checks against false alarms; all but for measuring what each is worth.
  /// - Throws: ``RuleFailure`` when a global allowlist does not compile.
  public init(
    _ index: RuleIndex, decodeDepth: Int = 0, lowering: SeverityLowering = SeverityLowering(),
    surroundedRules: Set<Int> = [], keepsUnlikely: Bool = false, heuristics: Heuristics = Heuristics()
  ) throws(RuleFailure) {
    self.index = index
    self.decodeDepth = decodeDepth
    self.lowering = lowering
    self.surroundedRules = surroundedRules
    scratch = MatchScratch()
    isInner = false
    decodingBudget = DecodingBudget()
    do {
      filter = try CandidateFilter(
        index.rules, scratch: scratch, keepsUnlikely: keepsUnlikely, heuristics: heuristics)
    } catch {
      throw RuleFailure(rule: "allowlists", reason: error.description)
    }
    matchers = Array(repeating: nil, count: index.rules.count)
    reaches = Array(repeating: nil, count: index.rules.count)
    state = SearchState(ruleCount: index.rules.count)
    traits = Array(repeating: [], count: index.literals.count)
  }

  /// A detector for texts that another one decoded.
  private init(in outer: Detector, decodeDepth: Int) {
    (index, filter, scratch) = (outer.index, outer.filter, outer.scratch)
    self.decodeDepth = decodeDepth
    isInner = true
    (decodingBudget, lowering, surroundedRules) = (outer.decodingBudget, outer.lowering, outer.surroundedRules)
    matchers = Array(repeating: nil, count: index.rules.count)
    reaches = Array(repeating: nil, count: index.rules.count)
    state = SearchState(ruleCount: index.rules.count)
    traits = Array(repeating: [], count: index.literals.count)
  }

  /// What searches a text that was decoded from one of this detector's; made when it is first needed.
  ///
  /// - Parameter layers: How many layers were decoded for it.
  func detector(behind layers: Int) -> Detector {
    let depth = max(0, decodeDepth - layers)
    if let known = decodedDetectors[depth] { return known }
    let made = Detector(in: self, decodeDepth: depth)
    decodedDetectors[depth] = made
    return made
  }

  /// The candidates of a text, ordered by place, each secret once a rule.
  ///
  /// - Parameters:
  ///   - text: UTF-8, or any single-byte encoding that extends ASCII.
  ///   - range: Only matches whose keyword begins in this range count, and of rules that are tried on the whole text
  ///     those that begin in it; `nil` means the whole text.
  ///   - places: Ranges in rising order that do not overlap: candidates that touch none of them may be left out, unless
  ///     other rules require them; `nil` means all.
  ///   - isBinary: Whether the text is not meant for people: contextual rules then stay quiet.
  ///   - judged: Is called with every match, kept or dropped, for `explain`.
  public func candidates(
    in text: Span<UInt8>, range: Range<Int>? = nil, near places: [Range<Int>]? = nil, isBinary: Bool = false,
    judged: ((Judgement) -> Void)? = nil
  ) -> [Candidate] {
    let range = range ?? 0..<text.count
    state.begin(isBinary: isBinary, remembersMatches: true, judged: judged)
    forEachHit(in: range.lowerBound..<text.count, of: text) { hit in
      guard hit.position < range.upperBound, index.isWhole(hit, in: text) else { return }
      for place in index.rulePlaces(of: hit.literal) {
        let rule = index.rule(at: place)
        if let places, !mayTouch(places, rule: rule, from: hit) { continue }
        attempt(rule, at: hit, in: text)
      }
    }
    for rule in index.alwaysTried { state.wholeTextRules.insert(rule) }
    for rule in state.wholeTextRules.sorted() { searchWhole(text, range: range, rule: rule) }
    return state.takeCandidates(decodedCandidates(in: text, range: range, near: places, judged: judged))
  }

  /// Rules that look at paths alone and match the one of a place, each with what hides it of the user's configuration.
  /// A rule that gives up on the path is among the failures.
  public func pathRules(matching place: TextPlace) -> [(rule: Int, exclusion: Exclusion?)] {
    index.pathRules.compactMap { rule in
      guard let matcher = matcher(of: rule), let pattern = matcher.path,
        matchesPath(pattern, of: matcher, at: place)
      else { return nil }
      guard let hidden = hidden(at: place, matcher) else { return (rule, nil) }
      return hidden.exclusion.map { (rule, $0) }
    }
  }

  /// Rules that gave up or did not compile since the last call: the texts in between were not searched completely.
  public func takeFailures() -> [RuleFailure] {
    if failures.isEmpty { return [] }
    defer { failures.removeAll() }
    return failures.sorted { ($0.rule ?? "", $0.reason) < ($1.rule ?? "", $1.reason) }
  }

  /// Notes that a rule could not be tried to the end.
  func note(_ failure: RuleFailure) { failures.insert(failure) }

  /// The matcher of a rule, compiled now if it was not before; `nil` when it does not compile.
  func matcher(of rule: Int) -> RuleMatcher? { (matchers[rule] ?? compiled(rule))?.takeUnretainedValue() }

  func compiled(_ rule: Int) -> Unmanaged<RuleMatcher>? {
    let outcome = index.matchers.value(rule) {
      let decoded = index.rules.rule(at: rule)
      return Result { () throws(PatternError) in
        try RuleMatcher(
          decoded, index: rule, reach: reach(of: rule), isExact: !index.rules.isBuiltIn(at: rule))
      }.mapError { RuleFailure(rule: decoded.id, reason: $0.description) }
    }
    switch outcome {
    case .success(let matcher):
      matchers[rule] = Unmanaged.passUnretained(matcher)
      return matchers[rule]
    case .failure(let failure):
      failures.insert(failure)
      return nil
    }
  }

  /// Where a rule's regex has to look.
  func reach(of rule: Int) -> MatchReach {
    if let known = reaches[rule] { return known }
    let reach = index.rules.reach(at: rule)
    reaches[rule] = reach
    return reach
  }

  /// Where values are that a rule leads to beside the matches of its regex.
  func furtherValues(of rule: Int) -> FurtherValues {
    if let known = furtherValues[rule] { return known }
    let decoded = index.rules.rule(at: rule)
    let further = FurtherValues(layout: decoded.layout, pair: decoded.pair.flatMap(index.rules.index))
    furtherValues[rule] = further
    return further
  }

  // MARK: - Judging hit by hit

  /// Begins a text whose keywords are judged independently of each other.
  func beginJudging(isBinary: Bool) {
    state.begin(isBinary: isBinary, remembersMatches: false, judged: nil)
  }

  /// Hands over the candidates since the last call.
  func drainFresh(_ body: (Candidate) -> Void) {
    state.drain(body)
  }

  func searchWholeTextRules(_ text: Span<UInt8>) {
    for rule in index.alwaysTried { state.wholeTextRules.insert(rule) }
    for rule in state.wholeTextRules.sorted() { searchWhole(text, range: 0..<text.count, rule: rule) }
  }

  /// Searches a part of a text for keywords, but for those inside a word whose rules all want the word to begin there.
  func forEachHit(in range: Range<Int>, of text: Span<UInt8>, _ body: (LiteralHit) -> Void) {
    hits.removeAll(keepingCapacity: true)
    index.findKeywords(in: range, of: text, into: &hits)
    // Taken out meanwhile, so that nothing else refers to them and they are changed in place.
    var found: [LiteralHit] = []
    swap(&found, &hits)
    defer { swap(&found, &hits) }
    for hit in found {
      if hit.position > 0, text[hit.position - 1].isWordByte, beginsWord(hit.literal) { continue }
      body(hit)
    }
  }

  /// Whether a literal leads to nothing where a letter, a digit or `_` is before it: `ion_` in `function_`.
  func beginsWord(_ literal: Int32) -> Bool { traits(of: literal).contains(.beginsWord) }

  /// Whether none of a literal's rules is tried on whole texts.
  func isLocal(_ literal: Int32) -> Bool { traits(of: literal).contains(.isLocal) }

  /// Whether a literal's verdicts cost less to reach than to remember.
  func isQuicklyJudged(_ literal: Int32) -> Bool { traits(of: literal).contains(.isQuicklyJudged) }

  private func traits(of literal: Int32) -> LiteralTraits {
    let known = traits[Int(literal)]
    if !known.isEmpty { return known }
    let found = index.traits.value(Int(literal)) { findTraits(of: literal) }
    traits[Int(literal)] = found
    return found
  }

  private func findTraits(of literal: Int32) -> LiteralTraits {
    let rules = index.rules(of: literal)
    var traits: LiteralTraits = .known
    if !rules.contains(where: isTriedOnWholeTexts) { traits.insert(.isLocal) }
    if rules.allSatisfy({ RuleMatcher.beginsWord(index.rules.rule(at: $0), reach: reach(of: $0)) }) {
      traits.insert(.beginsWord)
    }
    if rules.allSatisfy({ reach(of: $0).isQuicklyRead }) { traits.insert(.isQuicklyJudged) }
    return traits
  }

  private func isTriedOnWholeTexts(_ rule: Int) -> Bool {
    if case .wholeText = reach(of: rule) { true } else { false }
  }

  /// Tries the rules of a keyword.
  ///
  /// - Returns: The bytes that the verdicts depend on, at least the keyword's own.
  func attemptAll(at hit: LiteralHit, in text: Span<UInt8>) -> Range<Int> {
    state.beginKeyword(index.keyword(at: hit))
    guard index.isWhole(hit, in: text) else { return state.lookedAt }
    for place in index.rulePlaces(of: hit.literal) { attempt(index.rule(at: place), at: hit, in: text) }
    return state.lookedAt
  }

  /// Has the rules of a known keyword that are tried on whole texts tried on this one too.
  ///
  /// - Returns: Whether there are any.
  func attemptWholeTextRules(at hit: LiteralHit, in text: Span<UInt8>) -> Bool {
    if isLocal(hit.literal) { return false }
    if index.isWhole(hit, in: text) {
      for rule in index.rulePlaces(of: hit.literal).lazy.map(index.rule) where isTriedOnWholeTexts(rule) {
        attempt(rule, at: hit, in: text)
      }
    }
    return true
  }
}
