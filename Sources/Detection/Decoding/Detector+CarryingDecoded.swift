import ByteSearch
import Text

/// Judging what a version of a text encodes from what an earlier version does.
///
/// A part whose bytes were copied, with those beside it that decide where it begins and ends, encodes what it did: its
/// candidates are carried, and it is not decoded again. The others touch what is new, or the seam of two copied pieces.
extension Detector {
  /// Judges what a text encodes.
  ///
  /// - Parameters:
  ///   - start: Offset before which nothing is judged; only without a base.
  ///   - base: The judged earlier text and how this one was made from it; `nil` judges everything.
  func judgeEncoded(
    _ text: Span<UInt8>, from start: Int, base: (judged: JudgedText, edits: EditScript)?, into result: inout JudgedText,
    keep: (Candidate) -> Int32
  ) {
    beginDecoding(text)
    var parts = EncodedParts()
    func judge(_ part: EncodedPart) { judgeEncoded(part, in: text, into: &result, keep: keep) }
    guard let base else {
      let range = start..<text.count
      return parts.forEach(in: EncodedParts.Reach(runs: range, escapes: range), of: text, judge)
    }
    var before: EditScript.CopiedRun?
    for copied in base.edits.runs where copied.length >= Self.shortestRun {
      judgeEncoded(between: before, and: copied, of: text, base, &parts, judge)
      carryDecoded(base.judged, through: copied, length: text.count, into: &result)
      before = copied
    }
    judgeEncoded(between: before, and: nil, of: text, base, &parts, judge)
  }

  /// Judges the parts between two copied pieces, and those in either that are not copied with all that decides on them.
  private func judgeEncoded(
    between before: EditScript.CopiedRun?, and after: EditScript.CopiedRun?, of text: Span<UInt8>,
    _ base: (judged: JudgedText, edits: EditScript), _ parts: inout EncodedParts, _ judge: (EncodedPart) -> Void
  ) {
    let change = (before?.end ?? 0)..<(after?.start ?? text.count)
    let (formerStart, formerEnd) = (before?.baseEnd ?? 0, after?.baseStart ?? base.judged.length)
    // Before the first copied piece and after the last one there mostly is nothing, and never was.
    if change.isEmpty, formerStart == formerEnd { return }
    let hasRunsNearby = base.judged.hasEscapes(around: formerStart) || base.judged.hasEscapes(around: formerEnd)
    let reach = EncodedParts.Reach(
      runs: EncodedRun.reach(of: change, in: text),
      escapes: EscapedRun.reach(of: change, hasRunsNearby: hasRunsNearby, in: text))
    let (runs, formerLength) = (base.edits.runs, base.judged.length)
    parts.forEach(in: reach, of: text) { part in
      let place = runs.partitioningIndex { $0.start > max(0, part.lookedAt.lowerBound) } - 1
      let isCopied =
        place >= 0 && runs[place].length >= Self.shortestRun
        && runs[place].copies(part.lookedAt, length: text.count, baseLength: formerLength)
      if !isCopied { judge(part) }
    }
  }

  private func judgeEncoded(
    _ part: EncodedPart, in text: Span<UInt8>, into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    if case .escaped = part { result.addEscapes(in: part.lookedAt) }
    for candidate in decodedCandidates(of: part, in: text) {
      let mark = JudgedText.Mark(
        rule: Int32(candidate.rule), literal: -1, origin: -1, secretStart: candidate.secret.lowerBound,
        tag: keep(candidate))
      result.add(JudgedText.DecodedMark(mark: mark, lookedAt: part.lookedAt))
    }
  }

  private func carryDecoded(
    _ base: JudgedText, through copied: EditScript.CopiedRun, length: Int, into result: inout JudgedText
  ) {
    // Most texts have neither.
    if base.escapes.isEmpty, base.decodedMarks.isEmpty { return }
    let shift = copied.start - copied.baseStart
    for escapes in base.escapes(in: copied.baseStart..<copied.baseEnd) {
      result.addEscapes(in: escapes.lowerBound + shift..<escapes.upperBound + shift)
    }
    for decoded in base.decodedMarks(in: copied.baseStart..<copied.baseEnd) {
      let lookedAt = decoded.lookedAt.lowerBound + shift..<decoded.lookedAt.upperBound + shift
      guard copied.copies(lookedAt, length: length, baseLength: base.length) else { continue }
      var mark = decoded.mark
      mark.secretStart += shift
      result.add(JudgedText.DecodedMark(mark: mark, lookedAt: lookedAt))
    }
  }
}
