public import ByteSearch

extension Detector {
  /// Judges a text, carrying over from an earlier text what cannot have changed.
  ///
  /// Keywords inside a copied run are carried, the rest of the text is searched, with seams as wide as the longest
  /// keyword. A keyword's judgement is carried when all bytes that its rules and the filters can look at lie in one
  /// copied run. The result is the same as without a base.
  /// - Parameters:
  ///   - text: The text.
  ///   - isBinary: Whether contextual rules stay quiet.
  ///   - base: The judged earlier text and how this one was made from it; `nil` judges everything.
  ///   - keep: Stores a new candidate and returns the number to find it again by.
  public func judge(
    _ text: Span<UInt8>, isBinary: Bool, base: (judged: JudgedText, edits: EditScript)?,
    keep: (Candidate) -> Int32
  ) -> JudgedText {
    var result = JudgedText()
    result.length = text.count
    result.isBinary = isBinary
    beginJudging(isBinary: isBinary)
    // A text that turned from binary to text, or back, is judged by other rules.
    if let base, base.judged.isBinary == isBinary, base.edits.length == text.count {
      let carrier = HitCarrier(base: base.judged, edits: base.edits, seam: index.literals.longestLiteral)
      carrier.hits(of: text, by: index.literals, into: &result.hits)
      judge(result.hits, in: text, carrier: carrier, into: &result, keep: keep)
    } else {
      index.literals.search(text, in: 0..<text.count, into: &result.hits)
      result.hits.sort { ($0.position, $0.literal) < ($1.position, $1.literal) }
      for hit in result.hits { judge(hit, in: text, into: &result, keep: keep) }
    }
    judgeWhole(text, into: &result, keep: keep)
    return result
  }

  private func judge(
    _ hits: [LiteralHit], in text: Span<UInt8>, carrier: HitCarrier, into result: inout JudgedText,
    keep: (Candidate) -> Int32
  ) {
    var cursor = HitCarrier.Cursor()
    var first = 0
    while first < hits.count {
      // Keywords that begin at one place share their marks, so they are carried or judged together.
      let position = hits[first].position
      let end = hits[first...].firstIndex { $0.position != position } ?? hits.count
      var reach = influence(of: hits[first].literal)
      for hit in hits[first..<end].dropFirst() { reach.formUnion(influence(of: hit.literal)) }
      if let shift = carrier.shift(of: position, reach: reach, cursor: &cursor) {
        for hit in hits[first..<end] { noteWholeTextRules(of: hit) }
        carrier.appendMarks(from: position - shift, movedBy: shift, to: &result.marks)
      } else {
        for hit in hits[first..<end] { judge(hit, in: text, into: &result, keep: keep) }
      }
      first = end
    }
  }

  private func judge(
    _ hit: LiteralHit, in text: Span<UInt8>, into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    for rule in index.rules(of: hit.literal) { attempt(Int(rule), at: hit, in: text) }
    drainFresh { candidate in
      let mark = JudgedText.Mark(
        rule: Int32(candidate.rule), origin: hit.position, secretStart: candidate.secret.lowerBound,
        tag: keep(candidate))
      if !result.marks.hasEqual(mark) { result.marks.append(mark) }
    }
  }

  private func judgeWhole(_ text: Span<UInt8>, into result: inout JudgedText, keep: (Candidate) -> Int32) {
    searchWholeTextRules(text)
    var marks: [JudgedText.Mark] = []
    drainFresh { candidate in
      marks.append(
        JudgedText.Mark(
          rule: Int32(candidate.rule), origin: -1, secretStart: candidate.secret.lowerBound, tag: keep(candidate)))
    }
    result.marks.insert(contentsOf: marks, at: 0)
  }
}

extension [JudgedText.Mark] {
  /// Whether the last marks, those of the same origin, hold this rule and secret already.
  fileprivate func hasEqual(_ mark: JudgedText.Mark) -> Bool {
    reversed().lazy.prefix { $0.origin == mark.origin }
      .contains { $0.rule == mark.rule && $0.secretStart == mark.secretStart }
  }
}

/// Carries keywords and marks of an earlier text through the copied runs of an edit script.
struct HitCarrier {
  /// Where a walk over hits in rising order stands among the runs.
  struct Cursor {
    var run = 0
  }

  let base: JudgedText
  let edits: EditScript
  /// A keyword nearer than this to a run's border is searched for instead of carried.
  let seam: Int

  /// The keywords of the new text, by position: carried ones and those found in what is new.
  func hits(of text: Span<UInt8>, by literals: LiteralIndex, into hits: inout [LiteralHit]) {
    var searchedFrom = 0
    for run in edits.runs where run.length > 4 * seam {
      let inner = run.start + seam..<run.end - seam
      search(text, from: searchedFrom, until: inner.lowerBound, literals, into: &hits)
      carry(run, inner: inner, literals, into: &hits)
      searchedFrom = inner.upperBound
    }
    search(text, from: searchedFrom, until: text.count, literals, into: &hits)
  }

  /// Finds the keywords that do not lie wholly inside a run's inner part: those that begin in `from..<until`, and those
  /// that begin before `from` and reach over it.
  private func search(
    _ text: Span<UInt8>, from: Int, until: Int, _ literals: LiteralIndex, into hits: inout [LiteralHit]
  ) {
    let lower = max(0, from - seam)
    let upper = min(text.count, until + seam)
    let first = hits.count
    literals.search(text, in: lower..<upper, into: &hits)
    // Wholly before `from` they were carried with the run before, wholly after `until` they will be with the next.
    var kept = first
    for index in first..<hits.count {
      let hit = hits[index]
      let end = hit.position + literals.length(of: Int(hit.literal))
      if (end > from || from == 0) && (hit.position < until || until == text.count) {
        hits[kept] = hit
        kept += 1
      }
    }
    hits.removeLast(hits.count - kept)
    hits[first...].sort { ($0.position, $0.literal) < ($1.position, $1.literal) }
  }

  private func carry(
    _ run: EditScript.CopiedRun, inner: Range<Int>, _ literals: LiteralIndex, into hits: inout [LiteralHit]
  ) {
    let shift = run.start - run.baseStart
    var index = firstHit(at: inner.lowerBound - shift)
    while index < base.hits.count {
      var hit = base.hits[index]
      hit.position += shift
      guard hit.position < inner.upperBound else { return }
      if hit.position + literals.length(of: Int(hit.literal)) <= inner.upperBound { hits.append(hit) }
      index += 1
    }
  }

  private func firstHit(at position: Int) -> Int {
    var low = 0
    var high = base.hits.count
    while low < high {
      let middle = (low + high) / 2
      if base.hits[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// By how much a hit has moved, when everything that its judgement can look at was copied with it; else `nil`.
  func shift(of position: Int, reach: Influence, cursor: inout Cursor) -> Int? {
    while cursor.run < edits.runs.count, edits.runs[cursor.run].end <= position { cursor.run += 1 }
    guard cursor.run < edits.runs.count else { return nil }
    let run = edits.runs[cursor.run]
    guard run.start <= position else { return nil }
    let shift = run.start - run.baseStart
    // Where the text begins or ends within reach, the earlier text has to begin or end at the same place.
    let startsAlike = position - reach.before >= run.start || run.start == 0 && run.baseStart == 0
    let endsAlike = position + reach.after <= run.end || run.end == edits.length && run.end - shift == base.length
    return startsAlike && endsAlike ? shift : nil
  }

  /// Appends the marks that a hit of the earlier text led to.
  func appendMarks(from origin: Int, movedBy shift: Int, to marks: inout [JudgedText.Mark]) {
    var low = 0
    var high = base.marks.count
    while low < high {
      let middle = (low + high) / 2
      if base.marks[middle].origin < origin { low = middle + 1 } else { high = middle }
    }
    while low < base.marks.count, base.marks[low].origin == origin {
      var mark = base.marks[low]
      mark.origin += shift
      mark.secretStart += shift
      marks.append(mark)
      low += 1
    }
  }
}
