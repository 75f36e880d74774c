import ByteSearch
import Findings
import Rules
import Text

/// What is known of the place where a text is, once it is known.
public struct TextPlace: Sendable {
  /// Path relative to the scanned root, as git or the file system has it.
  public var path: [UInt8]
  /// Full hexadecimal id of the commit that brought it.
  public var commit: String?

  /// - Parameters:
  ///   - path: Relative to the scanned root, with `/` between its parts.
  ///   - commit: Full id in lower-case hexadecimal; `nil` outside of a history.
  public init(path: [UInt8], commit: String? = nil) {
    self.path = path
    self.commit = commit
  }
}

extension Detector {
  /// The candidates of one text that are findings at a place: applies what depends on path and commit, then lets the
  /// more specific of two rules keep a secret that both found.
  ///
  /// What the user's configuration hides stays, with its ``Candidate/exclusion``, where no finding has the secret.
  /// - Parameter judged: Is called with why a candidate is dropped.
  public func settled(
    _ candidates: [Candidate], at place: TextPlace, judged: ((Judgement) -> Void)? = nil
  ) -> [Candidate] {
    let file = FileFacts(path: place.path.span)
    var kept: [Candidate] = []
    for var candidate in candidates {
      if let reason = dropReason(of: &candidate, at: place, file) {
        report(judged, candidate, reason)
      } else {
        if let exclusion = candidate.exclusion { report(judged, candidate, exclusion.reason) }
        kept.append(candidate)
      }
    }
    kept = withRequiredRules(withWholeValues(kept, at: place), judged)
    guard kept.contains(where: { $0.exclusion != nil }) else { return mostSpecific(kept, judged) }
    return withHidden(kept, judged)
  }

  /// The findings, and what is hidden beside them.
  private func withHidden(
    _ candidates: [Candidate], _ judged: ((Judgement) -> Void)?
  ) -> [Candidate] {
    let found = mostSpecific(candidates.filter { $0.exclusion == nil }, judged)
    let hidden = mostSpecific(candidates.filter { $0.exclusion != nil }, judged)
    let starts = found.map(\.secret.lowerBound)
    return
      (found
      + hidden.filter { candidate in
        // Findings are sorted and do not overlap: only the last one that begins before the secret's end may touch it.
        let next = starts.partitioningIndex { $0 >= candidate.secret.upperBound }
        return next == 0 || !found[next - 1].secret.overlaps(candidate.secret)
      }).sorted { $0.secret.lowerBound < $1.secret.lowerBound }
  }

  /// Lets values without quotes end where the syntax of their file ends them, unless another secret begins before.
  private func withWholeValues(_ candidates: [Candidate], at place: TextPlace) -> [Candidate] {
    guard candidates.contains(where: { $0.bare != nil }), let syntax = ValueSyntax(path: place.path) else {
      return candidates
    }
    let starts = candidates.map(\.secret.lowerBound).sorted()
    return candidates.map { candidate in
      guard let bare = candidate.bare else { return candidate }
      let end = candidate.secret.upperBound
      let count = syntax.length(of: bare)
      let next = starts.partitioningIndex { $0 >= end }
      if count == 0 || next < starts.count && starts[next] < end + count { return candidate }
      var whole = candidate
      whole.bare?.taken = count
      whole.value = HashedBytes(candidate.value.bytes + whole.continuation)
      whole.secret = candidate.secret.lowerBound..<end + count
      whole.match = candidate.match.lowerBound..<max(candidate.match.upperBound, end + count)
      whole.end.column += count
      return whole
    }
  }

  private func report(_ judged: ((Judgement) -> Void)?, _ candidate: Candidate, _ reason: DropReason) {
    judged?(Judgement(rule: candidate.rule, secret: candidate.secret, match: candidate.match, dropped: reason))
  }

  private func dropReason(of candidate: inout Candidate, at place: TextPlace, _ file: FileFacts) -> DropReason? {
    guard let matcher = matcher(of: candidate.rule) else { return nil }
    if let path = matcher.path, !matchesPath(path, of: matcher, at: place) { return .path }
    for exclusion in candidate.pending {
      if let hidden = hidden(by: exclusion, at: place, matcher), let reason = candidate.hide(hidden) { return reason }
    }
    adjustSeverity(of: &candidate, matcher, at: place, file)
    guard let score = candidate.features?.score(file: file.kind) else { return nil }
    guard let confidence = ContextualScorer.confidence(of: score) else {
      return .score(Double(score), floor: Double(ContextualScorer.floor))
    }
    candidate.confidence = confidence
    if let missed = candidate.missedRule {
      guard let lower = confidence.lowered else { return .shape(of: index.rules.id(at: missed)) }
      candidate.confidence = lower
    }
    return nil
  }

  /// What an allowlist or filter that waited for the place does; `nil` when it does not hide the candidate.
  private func hidden(
    by exclusion: PendingExclusion, at place: TextPlace, _ matcher: RuleMatcher
  ) -> HiddenCandidate? {
    switch exclusion {
    case .allowlist(let index, let isGlobal):
      let list = isGlobal ? filter.globalAllowlists[index] : matcher.allowlists[index]
      return hides(list, at: place, matcher) ? list.hidden(ofRule: isGlobal ? nil : matcher.rule.id) : nil
    case .filter(let index, let isGlobal, let subject):
      let expression = isGlobal ? filter.globalFilters[index] : matcher.filters[index]
      return hides(expression, subject, at: place, matcher) ? expression.hidden : nil
    case .record(let record):
      return record.isExpected(in: place.path)
        ? HiddenCandidate(reason: .record) : nil
    }
  }

  private func hides(
    _ filter: CompiledFilter, _ subject: FilterSubject, at place: TextPlace, _ matcher: RuleMatcher
  ) -> Bool {
    agrees(filter.expression.label, for: matcher) { () throws(MatchError) in
      try filter.outcome(of: subject, at: place, using: scratch) == .hides
    }
  }

  private func hides(_ list: CompiledAllowlist, at place: TextPlace, _ matcher: RuleMatcher) -> Bool {
    agrees(list.list.label, for: matcher) { () throws(MatchError) in
      try list.hides(path: place.path, commit: place.commit, using: scratch)
    }
  }

  /// Whether a rule's regex for paths matches the one of a place.
  func matchesPath(_ path: Pattern, of matcher: RuleMatcher, at place: TextPlace) -> Bool {
    agrees("the path", for: matcher) { () throws(MatchError) in
      try path.matches(anywhereIn: place.path.span, using: scratch)
    }
  }

  /// What hides a place that a rule finds for its path alone: there is no secret, so an allowlist or filter that looks
  /// for one does not apply.
  func hidden(at place: TextPlace, _ matcher: RuleMatcher) -> HiddenCandidate? {
    let lists =
      matcher.allowlists
      + filter.globalAllowlists.filter {
        $0.list.targetRules.isEmpty || $0.list.targetRules.contains(matcher.rule.id)
      }
    let list = lists.first { list in
      if list.list.condition == .and, !list.list.regexes.isEmpty || !list.list.stopwords.isEmpty { return false }
      return hides(list, at: place, matcher)
    }
    if let list { return list.hidden(ofRule: matcher.rule.id) }
    let subject = FilterSubject(rule: matcher.rule.id)
    return (matcher.filters + filter.globalFilters).first { hides($0, subject, at: place, matcher) }?.hidden
  }

  /// Whether a test that depends on the place agrees. One that gives up does not, and is a failure of its rule.
  private func agrees(
    _ subject: @autoclosure () -> String, for matcher: RuleMatcher, _ test: () throws(MatchError) -> Bool
  ) -> Bool {
    do { return try test() } catch {
      note(RuleFailure(rule: matcher.rule.id, reason: "gave up matching \(subject()): \(error.reason)"))
      return false
    }
  }

  /// Drops candidates of composite rules whose other half is not near enough. What is hidden is no half of a finding.
  private func withRequiredRules(
    _ candidates: [Candidate], _ judged: ((Judgement) -> Void)?
  ) -> [Candidate] {
    candidates.filter { candidate in
      guard let matcher = matcher(of: candidate.rule) else { return false }
      let missing = matcher.rule.required.first { required in
        !candidates.contains {
          isNear($0, candidate, required) && ($0.exclusion == nil || candidate.exclusion != nil)
        }
      }
      if let missing { report(judged, candidate, .requiredRuleMissing(missing.id)) }
      return missing == nil
    }
  }

  private func isNear(_ other: Candidate, _ candidate: Candidate, _ required: RequiredRule) -> Bool {
    guard index.rules.id(at: other.rule) == required.id else { return false }
    if let lines = required.withinLines, abs(other.start.line - candidate.start.line) > lines { return false }
    if let columns = required.withinColumns, abs(other.start.column - candidate.start.column) > columns { return false }
    return true
  }

  /// Of candidates whose secrets overlap, keeps the one whose rule says most.
  ///
  /// Works on one run of overlapping secrets at a time, so that a text full of secrets takes no quadratic time.
  private func mostSpecific(_ candidates: [Candidate], _ judged: ((Judgement) -> Void)?) -> [Candidate] {
    let sorted = candidates.sorted { $0.secret.lowerBound < $1.secret.lowerBound }
    var kept: [Candidate] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      var reach = sorted[start].secret.upperBound
      while end < sorted.count, sorted[end].secret.lowerBound < reach {
        reach = max(reach, sorted[end].secret.upperBound)
        end += 1
      }
      if end == start + 1 {
        if isReported(sorted[start]) { kept.append(sorted[start]) }
      } else {
        kept += winners(of: sorted[start..<end], judged)
      }
      start = end
    }
    return kept
  }

  /// Whether a candidate's rule is more than a half of others.
  private func isReported(_ candidate: Candidate) -> Bool { !(matcher(of: candidate.rule)?.rule.skipReport ?? true) }

  /// The candidates to keep of some that overlap each other, in the order of their places.
  private func winners(
    of rivals: ArraySlice<Candidate>, _ judged: ((Judgement) -> Void)?
  ) -> [Candidate] {
    let ranked = withoutEncodedTwins(rivals).sorted { rank($0) > rank($1) }
    var kept: [Candidate] = []
    // A secret that can be decoded in several ways is shown with the fewest layers.
    var shown: [Candidate] = []
    for candidate in ranked {
      guard let winner = kept.firstIndex(where: { competes($0, candidate) }) else {
        if isReported(candidate) {
          kept.append(candidate)
          shown.append(candidate)
        }
        continue
      }
      let isSameSecret = kept[winner].value == candidate.value
      // Two rules that agree on a secret are as sure as the surer one.
      let confidence = isSameSecret ? max(shown[winner].confidence, candidate.confidence) : shown[winner].confidence
      if isSameSecret, kept[winner].rule == candidate.rule {
        if candidate.layerCount < shown[winner].layerCount { shown[winner] = candidate }
      } else {
        report(judged, candidate, .outranked(by: index.rules.id(at: kept[winner].rule)))
      }
      shown[winner].confidence = confidence
    }
    return shown.sorted { $0.secret.lowerBound < $1.secret.lowerBound }
  }

  /// More than any rule's specificity, and than the number of layers.
  private static let layerRank = 1_000_000
  /// More than rules differ in specificity.
  private static let nearMissRank = 1_000

  /// Leaves out what a rule found by decoding where it also found the encoded form: it keeps that one, as it always did.
  private func withoutEncodedTwins(_ rivals: ArraySlice<Candidate>) -> [Candidate] {
    guard rivals.contains(where: { $0.decoded != nil }) else { return Array(rivals) }
    return rivals.filter { candidate in
      candidate.decoded == nil
        || !rivals.contains {
          $0.layerCount < candidate.layerCount && $0.rule == candidate.rule && isSamePlace($0, candidate)
        }
    }
  }

  /// Whether only one of two candidates can be a finding.
  private func competes(_ candidate: Candidate, _ other: Candidate) -> Bool {
    isSamePlace(candidate, other) || candidate.secret.overlaps(other.secret) && candidate.value == other.value
  }

  /// Whether two candidates are of the same bytes, or of those that they were decoded from.
  ///
  /// A secret with a format of its own inside something larger that has one as well is one beside it: a token in the
  /// claims of a JWT.
  private func isSamePlace(_ candidate: Candidate, _ other: Candidate) -> Bool {
    guard candidate.secret.overlaps(other.secret) else { return false }
    switch (candidate.decoded, other.decoded) {
    case (nil, nil): return true
    case (let decoded?, let otherDecoded?): return candidate.secret != other.secret || decoded.overlaps(otherDecoded)
    case (let decoded?, nil): return isSamePlace(candidate, decoded, as: other)
    case (nil, let decoded?): return isSamePlace(other, decoded, as: candidate)
    }
  }

  /// Whether a candidate that was decoded is of the same bytes as one that overlaps it and was not.
  private func isSamePlace(_ candidate: Candidate, _ decoded: DecodedSecret, as other: Candidate) -> Bool {
    decoded.isEscaped || isScored(candidate) || isScored(other) || candidate.secret.contains(other.secret)
  }

  private func isScored(_ candidate: Candidate) -> Bool { !(matcher(of: candidate.rule)?.rule.hasFormat ?? false) }

  /// Specificity, then confidence, then nearness to the context word, then length, then the order of the rules.
  /// A rule with a format is more specific than any without, and most of all one whose format a value has.
  ///
  /// A format that is recognised in what a run encodes says more than any rule for the encoded form; other rules say less.
  /// Escapes leave most of a form as it is, and count for nothing.
  private func rank(_ candidate: Candidate) -> (Int, UInt8, Int, Int, Int) {
    let rule = matcher(of: candidate.rule)?.rule
    let layers = candidate.decoded?.layers.count { !$0.isEscape } ?? 0
    let (hasFormat, specificity) = (rule?.hasFormat ?? false, rule?.specificity ?? 0)
    return (
      hasFormat
        ? specificity + layers * Self.layerRank - (candidate.isNearMiss ? Self.nearMissRank : 0)
        : Int.min + Self.layerRank - layers,
      candidate.confidence.rawValue, -candidate.distance, candidate.secret.count, -candidate.rule
    )
  }
}
