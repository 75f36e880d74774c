public import ByteSearch

/// Judging a version of a text from an earlier version.
///
/// The versions of a file in a history mostly differ in a few lines; judging each in full would look at a hundred times
/// what changed. Packs store versions as deltas, so which bytes a version copied is known (``EditScript``). For each
/// keyword the detector records its *influence*, the range of bytes that judging it looked at. A keyword whose influence
/// is within one copied run has the same judgement in the new text, at its new place; the others are judged.
///
/// For instance, the keyword `token` at 400 of a base looked at 350..<520, and `key` at 5,000 at 4,900..<5,200. A new text
/// copies the first 5,100 bytes, has 30 of its own, and copies the rest. `token` is carried. `key` is judged again, since
/// its influence reaches beyond the first run. Keywords in the 30 new bytes, or across one of their ends, are found by
/// searching these and, on either side, as many bytes as the longest literal has.
///
/// Invariant: the result is that of judging the text in full.
extension Detector {
  /// Copied runs shorter than this are searched like new bytes: beginning another search costs as much. No literal
  /// reaches across one.
  static let shortestRun = 100

  /// Judges a text, carrying over from an earlier text what cannot have changed.
  ///
  /// The result is the same as without a base.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isBinary: Whether contextual rules stay quiet.
  ///   - start: Offset before which nothing is judged; only without a base.
  ///   - base: The judged earlier text and how this one was made from it; `nil` judges everything.
  ///   - isBase: Whether other texts will be judged from this one.
  ///   - memory: Verdicts on other texts, whose candidates were kept by the same numbers.
  ///   - keep: Stores a new candidate and returns the number to find it again by.
  public func judge(
    _ text: Span<UInt8>, isBinary: Bool, from start: Int = 0, base: (judged: JudgedText, edits: EditScript)?,
    isBase: Bool = true, memory: VerdictMemory, keep: (Candidate) -> Int32
  ) -> JudgedText {
    var result = JudgedText(length: text.count, isBinary: isBinary, isBase: isBase)
    beginJudging(isBinary: isBinary)
    // A text that turned from binary to text, or back, is judged by other rules.
    let carried = base.flatMap { $0.judged.isBinary == isBinary && $0.edits.length == text.count ? $0 : nil }
    if let carried {
      result.reserveHits(of: carried.judged)
      judge(text, from: carried.judged, by: carried.edits, memory, into: &result, keep: keep)
    } else {
      judgeNew(start..<text.count, of: text, memory, into: &result, keep: keep)
    }
    judgeWhole(text, into: &result, keep: keep)
    if decodeDepth > 0 { judgeEncoded(text, from: start, base: carried, into: &result, keep: keep) }
    return result
  }

  private func judge(
    _ text: Span<UInt8>, from base: JudgedText, by edits: EditScript, _ memory: VerdictMemory,
    into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    var carriedUntil = 0
    for run in edits.runs where run.length >= Self.shortestRun {
      judgeNew(carriedUntil..<run.start, of: text, memory, into: &result, keep: keep)
      carry(base, through: run, text, memory, into: &result, keep: keep)
      carriedUntil = run.end
    }
    judgeNew(carriedUntil..<text.count, of: text, memory, into: &result, keep: keep)
  }

  /// Judges the keywords that touch a range between copied runs or, where it is empty, cross the seam; those within a run
  /// are carried.
  private func judgeNew(
    _ range: Range<Int>, of text: Span<UInt8>, _ memory: VerdictMemory, into result: inout JudgedText,
    keep: (Candidate) -> Int32
  ) {
    let seam = RuleIndex.longestLiteral
    forEachHit(in: max(0, range.lowerBound - seam)..<min(text.count, range.upperBound + seam), of: text) { hit in
      guard end(of: hit) > range.lowerBound, start(of: hit) < range.upperBound else { return }
      judge(hit, in: text, memory, into: &result, keep: keep)
    }
  }

  /// Where a keyword begins, with the byte before it where that decides whether it is one; -1 before the text's first.
  private func start(of hit: LiteralHit) -> Int { beginsWord(hit.literal) ? hit.position - 1 : hit.position }

  private func end(of hit: LiteralHit) -> Int { hit.position + index.searchedLength(of: hit.literal) }

  /// Carries the keywords that are in a copied run, and judges those again that looked beyond it.
  private func carry(
    _ base: JudgedText, through run: EditScript.CopiedRun, _ text: Span<UInt8>, _ memory: VerdictMemory,
    into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    let shift = run.start - run.baseStart
    let first = base.firstHit(at: run.baseStart)
    var mark = base.firstMark(from: run.baseStart)
    for place in first..<base.hits.count {
      var carried = base.hits[place]
      let origin = carried.position
      carried.position += shift
      let hit = LiteralHit(position: carried.position, literal: carried.literal)
      guard hit.position < run.end else { return }
      if hit.position == run.start, start(of: hit) < run.start { continue }
      if hit.position + RuleIndex.longestLiteral > run.end, end(of: hit) > run.end { continue }
      if carried.influence.isWithin(run, around: hit.position, length: text.count, baseLength: base.length) {
        result.add(carried)
        if !base.isLocal, attemptWholeTextRules(at: hit, in: text) { result.isLocal = false }
        while mark < base.marks.count, base.marks[mark].origin < origin { mark += 1 }
        carryMarks(of: base, from: mark, origin: origin, literal: hit.literal, movedBy: shift, into: &result)
      } else {
        judge(hit, in: text, memory, into: &result, keep: keep)
      }
    }
  }

  private func carryMarks(
    of base: JudgedText, from first: Int, origin: Int, literal: Int32, movedBy shift: Int, into result: inout JudgedText
  ) {
    var place = first
    while place < base.marks.count, base.marks[place].origin == origin {
      var mark = base.marks[place]
      place += 1
      guard mark.literal == literal else { continue }
      mark.origin += shift
      mark.secretStart += shift
      result.add(mark)
    }
  }

  private func judge(
    _ hit: LiteralHit, in text: Span<UInt8>, _ memory: VerdictMemory, into result: inout JudgedText,
    keep: (Candidate) -> Int32
  ) {
    let place =
      isQuicklyJudged(hit.literal) ? nil : memory.place(of: hit, in: text, isBinary: result.isBinary)
    if let place, let known = memory.verdict(at: place, on: hit, in: text) {
      if attemptWholeTextRules(at: hit, in: text) { result.isLocal = false }
      result.add(JudgedText.Hit(position: hit.position, literal: hit.literal, influence: known.influence))
      for number in known.finds { result.add(memory.find(number), by: hit) }
      return
    }
    let looked = attemptAll(at: hit, in: text)
    if !isLocal(hit.literal) { result.isLocal = false }
    var finds: [VerdictMemory.Find] = []
    drainFresh { candidate in
      let distance = candidate.secret.lowerBound - hit.position
      finds.append(VerdictMemory.Find(rule: Int32(candidate.rule), distance: distance, tag: keep(candidate)))
    }
    let influence = Influence(looked, around: hit.position)
    result.add(JudgedText.Hit(position: hit.position, literal: hit.literal, influence: influence))
    for find in finds { result.add(find, by: hit) }
    if let place, failures.isEmpty { memory.remember(finds, lookedAt: looked, at: place, for: hit, in: text) }
  }

  private func judgeWhole(_ text: Span<UInt8>, into result: inout JudgedText, keep: (Candidate) -> Int32) {
    searchWholeTextRules(text)
    drainFresh { candidate in
      result.add(
        JudgedText.Mark(
          rule: Int32(candidate.rule), literal: -1, origin: -1, secretStart: candidate.secret.lowerBound,
          tag: keep(candidate)))
    }
  }
}

extension JudgedText {
  /// Adds what a keyword led to.
  fileprivate mutating func add(_ find: VerdictMemory.Find, by hit: LiteralHit) {
    add(
      Mark(
        rule: find.rule, literal: hit.literal, origin: hit.position, secretStart: hit.position + find.distance,
        tag: find.tag))
  }
}
