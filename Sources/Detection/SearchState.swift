/// What a detector remembers while it searches one text. A class, so that no access to a part locks the whole.
final class SearchState {
  private(set) var isBinary = false
  /// Number of the text.
  private(set) var textNumber = 0
  private var remembersMatches = true
  /// End of the last match that became a candidate, by rule: keywords inside it bring nothing new.
  private(set) var judgedUntil: [Int]
  /// Where in the text contextual rules have looked and found nothing, by rule.
  var barren: [BarrenRange]
  /// Rules whose regex runs over the whole text.
  var wholeTextRules: Set<Int> = []
  private var lookedFrom = 0
  private var lookedUntil = 0
  private var judged: ((Judgement) -> Void)?
  private var candidates: [Candidate] = []
  private var touchedRules: [Int] = []
  private var lastWord: Range<Int>?
  private var lastNeighbourhood = Neighbourhood()

  init(ruleCount: Int) {
    judgedUntil = Array(repeating: 0, count: ruleCount)
    barren = Array(repeating: BarrenRange(), count: ruleCount)
  }

  /// - Parameter remembersMatches: Whether a keyword inside a match that became a candidate is passed over.
  func begin(isBinary: Bool, remembersMatches: Bool, judged: ((Judgement) -> Void)?) {
    self.isBinary = isBinary
    textNumber += 1
    self.remembersMatches = remembersMatches
    self.judged = judged
    candidates.removeAll(keepingCapacity: true)
    wholeTextRules.removeAll(keepingCapacity: true)
    lastWord = nil
    for rule in touchedRules { judgedUntil[rule] = 0 }
    touchedRules.removeAll(keepingCapacity: true)
  }

  func judgedUntil(_ end: Int, rule: Int) {
    guard remembersMatches else { return }
    judgedUntil[rule] = end
    touchedRules.append(rule)
  }

  /// Begins the judgement of a keyword.
  func beginKeyword(_ keyword: Range<Int>) {
    (lookedFrom, lookedUntil) = (keyword.lowerBound, keyword.upperBound)
  }

  /// Remembers how far before the keyword its judgement looks; an offset before the text's start stands for the start.
  func look(from start: Int) { lookedFrom = min(lookedFrom, start) }

  /// Remembers how far after the keyword its judgement looks; an offset after the text's end stands for the end.
  func look(until end: Int) { lookedUntil = max(lookedUntil, end) }

  /// Remembers both.
  func look(at range: Range<Int>) {
    look(from: range.lowerBound)
    look(until: range.upperBound)
  }

  /// What the judgement of the keyword has looked at; it may reach beyond the text.
  var lookedAt: Range<Int> { lookedFrom..<lookedUntil }

  /// Where a value may be near a context word; empty when the literal is only a part of another word.
  func neighbourhood(of word: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    if lastWord != word {
      lastWord = word
      lastNeighbourhood = Neighbourhood(of: word, in: text)
    }
    look(at: lastNeighbourhood.lookedAt)
    return lastNeighbourhood.range
  }

  func record(_ verdict: CandidateFilter.Decision, rule: Int, secret: Range<Int>, match: Range<Int>) {
    switch verdict {
    case .kept(let candidate):
      candidates.append(candidate)
      judged?(Judgement(rule: rule, secret: secret, match: match, dropped: candidate.exclusion?.reason))
    case .dropped(let reason):
      judged?(Judgement(rule: rule, secret: secret, match: match, dropped: reason))
    }
  }

  /// Hands over the candidates since the last call, in the order in which they were found.
  func drain(_ body: (Candidate) -> Void) {
    if candidates.isEmpty { return }
    for candidate in candidates { body(candidate) }
    candidates.removeAll(keepingCapacity: true)
  }

  /// The candidates in order, of those with the same rule and secret one that nothing hides, if there is one, and the
  /// one nearest to its context word.
  ///
  /// - Parameter decoded: Further ones, in what the text encodes.
  func takeCandidates(_ decoded: [Candidate]) -> [Candidate] {
    let sorted = (candidates + decoded).sorted { left, right in
      let (isHidden, isOtherHidden) = (left.exclusion == nil ? 0 : 1, right.exclusion == nil ? 0 : 1)
      return (left.secret.lowerBound, left.secret.upperBound, left.rule, isHidden, left.distance)
        < (right.secret.lowerBound, right.secret.upperBound, right.rule, isOtherHidden, right.distance)
    }
    candidates.removeAll(keepingCapacity: true)
    judged = nil
    return sorted.enumerated().compactMap { place, candidate in
      guard place > 0 else { return candidate }
      let previous = sorted[place - 1]
      let isKnown = previous.rule == candidate.rule && previous.secret == candidate.secret
      return isKnown && previous.hasSameForm(as: candidate) ? nil : candidate
    }
  }
}
