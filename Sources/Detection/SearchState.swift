/// What a detector remembers while it searches one text.
struct SearchState {
  /// The surroundings of a context word, shared by the rules that have it.
  struct Neighbourhood {
    var range: Range<Int>
    var longestRun: Int
  }

  private(set) var isBinary = false
  private var remembersMatches = true
  /// End of the last match judged, by rule: keywords inside it bring nothing new.
  private(set) var judgedUntil: [Int]
  /// Rules whose regex runs over the whole text.
  var wholeTextRules: Set<Int> = []
  private var judged: ((Judgement) -> Void)?
  private var candidates: [Candidate] = []
  private var touchedRules: [Int] = []
  private var lastNeighbourhood: (word: Range<Int>, found: Neighbourhood?)?

  init(ruleCount: Int) {
    judgedUntil = Array(repeating: 0, count: ruleCount)
  }

  /// - Parameter remembersMatches: Whether a keyword inside a match that was judged is passed over.
  mutating func begin(isBinary: Bool, remembersMatches: Bool, judged: ((Judgement) -> Void)?) {
    self.isBinary = isBinary
    self.remembersMatches = remembersMatches
    self.judged = judged
    candidates.removeAll(keepingCapacity: true)
    wholeTextRules.removeAll(keepingCapacity: true)
    lastNeighbourhood = nil
    for rule in touchedRules { judgedUntil[rule] = 0 }
    touchedRules.removeAll(keepingCapacity: true)
  }

  mutating func judgedUntil(_ end: Int, rule: Int) {
    guard remembersMatches else { return }
    judgedUntil[rule] = end
    touchedRules.append(rule)
  }

  /// - Returns: `nil` when the literal is only a part of another word.
  mutating func neighbourhood(of word: Range<Int>, in text: Span<UInt8>) -> Neighbourhood? {
    if let last = lastNeighbourhood, last.word == word { return last.found }
    var found: Neighbourhood?
    if WordBounds.isWord(word, in: text) {
      let range = ContextRule.neighbourhood(of: word, in: text)
      found = Neighbourhood(range: range, longestRun: ContextRule.longestRun(in: range, of: text))
    }
    lastNeighbourhood = (word, found)
    return found
  }

  mutating func record(_ verdict: CandidateFilter.Verdict, rule: Int, secret: Range<Int>, match: Range<Int>) {
    switch verdict {
    case .kept(let candidate):
      candidates.append(candidate)
      judged?(Judgement(rule: rule, secret: secret, match: match, dropped: nil))
    case .dropped(let reason):
      judged?(Judgement(rule: rule, secret: secret, match: match, dropped: reason))
    }
  }

  /// Hands over the candidates since the last call, in the order in which they were found.
  mutating func drain(_ body: (Candidate) -> Void) {
    for candidate in candidates { body(candidate) }
    candidates.removeAll(keepingCapacity: true)
  }

  /// The candidates in order, of those with the same rule and secret the one nearest to its context word.
  mutating func takeCandidates() -> [Candidate] {
    let sorted = candidates.sorted { left, right in
      (left.secret.lowerBound, left.secret.upperBound, left.rule, left.distance)
        < (right.secret.lowerBound, right.secret.upperBound, right.rule, right.distance)
    }
    candidates.removeAll(keepingCapacity: true)
    judged = nil
    return sorted.enumerated().compactMap { place, candidate in
      guard place > 0 else { return candidate }
      let previous = sorted[place - 1]
      return previous.rule == candidate.rule && previous.secret == candidate.secret ? nil : candidate
    }
  }
}
