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
    result.escapes = base?.judged.escapes ?? []
    // By type: of a list of existentials each call would look up its metadata, which costs more than the search.
    judgeParts(EncodedRuns(), of: text, from: start, base: base, into: &result, keep: keep)
    for family in EscapeFamily.allCases {
      judgeParts(EscapedRuns(family: family), of: text, from: start, base: base, into: &result, keep: keep)
    }
    guard let base else { return }
    for copied in base.edits.runs where copied.length >= Self.shortestRun {
      carryDecoded(base.judged, through: copied, length: text.count, into: &result)
    }
  }

  private func judgeParts<Parts: EncodedParts>(
    _ parts: Parts, of text: Span<UInt8>, from start: Int, base: (judged: JudgedText, edits: EditScript)?,
    into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    var judgedUntil = start
    guard let base else {
      return judgeParts(parts, in: start..<text.count, of: text, &judgedUntil, into: &result, keep: keep) { _ in false }
    }
    var before: EditScript.CopiedRun?
    for copied in base.edits.runs where copied.length >= Self.shortestRun {
      judgeParts(parts, between: before, and: copied, of: text, base, &judgedUntil, into: &result, keep: keep)
      before = copied
    }
    judgeParts(parts, between: before, and: nil, of: text, base, &judgedUntil, into: &result, keep: keep)
  }

  /// Judges the parts between two copied pieces, and those in either that are not copied with all that decides on them.
  private func judgeParts<Parts: EncodedParts>(
    _ parts: Parts, between before: EditScript.CopiedRun?, and after: EditScript.CopiedRun?, of text: Span<UInt8>,
    _ base: (judged: JudgedText, edits: EditScript),
    _ judgedUntil: inout Int, into result: inout JudgedText, keep: (Candidate) -> Int32
  ) {
    let change = (before?.end ?? 0)..<(after?.start ?? text.count)
    let range = parts.reach(of: change, in: text, after: base.judged)
    judgeParts(parts, in: range, of: text, &judgedUntil, into: &result, keep: keep) { part in
      let place = base.edits.runs.partitioningIndex { $0.start > max(0, part.lookedAt.lowerBound) } - 1
      guard place >= 0, base.edits.runs[place].length >= Self.shortestRun else { return false }
      return base.edits.runs[place].copies(part.lookedAt, length: text.count, baseLength: base.judged.length)
    }
  }

  /// Judges the parts that have a place in a range by which they are found.
  ///
  /// - Parameters:
  ///   - judgedUntil: Where the last part that was judged ends.
  ///   - isCarried: Whether a part's candidates are carried from an earlier text.
  private func judgeParts<Parts: EncodedParts>(
    _ parts: Parts, in range: Range<Int>, of text: Span<UInt8>, _ judgedUntil: inout Int, into result: inout JudgedText,
    keep: (Candidate) -> Int32, isCarried: (Parts.Part) -> Bool
  ) {
    var place = max(judgedUntil, range.lowerBound)
    while let part = parts.first(in: text, after: place, beginningBefore: range.upperBound) {
      place = part.range.upperBound
      if part.range.lowerBound < judgedUntil || isCarried(part) { continue }
      judgedUntil = place
      parts.noteOne(in: &result)
      for candidate in decodedCandidates(of: part, in: text) {
        let mark = JudgedText.Mark(
          rule: Int32(candidate.rule), literal: -1, origin: -1, secretStart: candidate.secret.lowerBound,
          tag: keep(candidate))
        result.add(JudgedText.DecodedMark(mark: mark, lookedAt: part.lookedAt))
      }
    }
  }

  private func carryDecoded(
    _ base: JudgedText, through copied: EditScript.CopiedRun, length: Int, into result: inout JudgedText
  ) {
    let shift = copied.start - copied.baseStart
    for decoded in base.decodedMarks(in: copied.baseStart..<copied.baseStart + copied.length) {
      let lookedAt = decoded.lookedAt.lowerBound + shift..<decoded.lookedAt.upperBound + shift
      guard copied.copies(lookedAt, length: length, baseLength: base.length) else { continue }
      var mark = decoded.mark
      mark.secretStart += shift
      result.add(JudgedText.DecodedMark(mark: mark, lookedAt: lookedAt))
    }
  }
}
