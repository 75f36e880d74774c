import ByteSearch

/// Looking into what a text encodes: each run of base64 or hexadecimal that has text in it, and each part with escapes that
/// hide something, is decoded, and what comes of it is searched like any text, encodings of its own included.
///
/// For instance, `token: Z2hwXzE2Qzdl…` has one run. Its first groups decode to `ghp_16C7e…`, which is printable, so all
/// of it is decoded and searched. The candidate that is found is placed at the run, and its value is what was decoded.
extension Detector {
  /// The candidates in what a text encodes.
  ///
  /// - Parameters:
  ///   - range: Only secrets whose encoded form begins in this range count.
  ///   - places: As for ``candidates(in:range:near:isBinary:judged:)``.
  func decodedCandidates(
    in text: Span<UInt8>, range: Range<Int>, near places: [Range<Int>]?, judged: ((Judgement) -> Void)?
  ) -> [Candidate] {
    guard decodeDepth > 0 else { return [] }
    beginDecoding(text)
    let escapes = EscapedRun.reach(of: range, in: text)
    var (found, parts): ([Candidate], EncodedParts) = ([], EncodedParts())
    parts.forEach(in: EncodedParts.Reach(runs: range, escapes: escapes), of: text) { part in
      if let places, !places.contains(where: { $0.overlaps(part.range) }) { return }
      found += decodedCandidates(of: part, in: text, range: range, judged: judged)
    }
    return found
  }

  /// What is decoded of one text, and of what that encodes, counts together.
  func beginDecoding(_ text: Span<UInt8>) {
    if !isInner { decodingBudget.begin(text) }
  }

  /// The candidates in what a part of a text encodes, in no order.
  ///
  /// - Parameter range: Only secrets whose encoded form begins in this range count; `nil` means all.
  func decodedCandidates(
    of part: EncodedPart, in text: Span<UInt8>, range: Range<Int>? = nil, judged: ((Judgement) -> Void)? = nil
  ) -> [Candidate] {
    guard let decoded = part.decoded(in: text, mostLayers: decodeDepth) else { return [] }
    guard decodingBudget.take(decoded.bytes.count) else {
      note(RuleFailure(reason: "it encodes so much, one encoding in another, that not all of it is decoded"))
      return []
    }
    if let failure = decoded.failure { note(RuleFailure(reason: failure)) }
    let inner = detector(behind: decoded.layers.count)
    let report = judged.map { judged in
      { (judgement: Judgement) in
        if decoded.isHidden(judgement.lookedAt) { judged(judgement.placed(by: decoded)) }
      }
    }
    let found = inner.candidates(in: decoded.bytes.span, isBinary: !decoded.isText, judged: report)
    for failure in inner.takeFailures() { note(failure) }
    return found.compactMap { candidate in
      // Anything else is found in the text as it is.
      guard decoded.isHidden(candidate.lookedAt) else { return nil }
      if let range, !range.contains(decoded.start(of: candidate.secret)) { return nil }
      return candidate.placed(by: decoded, in: text)
    }
  }
}

extension Candidate {
  /// The bytes of its text that decide on it, as far as decoding is concerned; they may reach beyond the text.
  fileprivate var lookedAt: Range<Int> { decoded?.lookedAt ?? match.lowerBound - 1..<match.upperBound + 1 }

  /// A candidate of what a run encodes as one of the text that the run is in.
  fileprivate func placed(by decoded: any DecodedPart, in text: Span<UInt8>) -> Candidate {
    var placed = self
    let place = decoded.place(of: secret)
    placed.decoded = DecodedSecret(
      layers: decoded.layers + (self.decoded?.layers ?? []), places: [secret] + (self.decoded?.places ?? []),
      lookedAt: decoded.origin(of: lookedAt), written: text.extracting(place))
    (placed.secret, placed.match) = (place, place)
    // Where a value ends in the file says nothing of what is encoded.
    placed.bare = nil
    return placed
  }
}

extension Judgement {
  fileprivate var lookedAt: Range<Int> { decoded?.lookedAt ?? match.lowerBound - 1..<match.upperBound + 1 }

  fileprivate func placed(by decoded: any DecodedPart) -> Judgement {
    var placed = self
    let value = self.decoded?.value ?? Array(decoded.bytes[secret])
    placed.decoded = DecodedValue(
      layers: decoded.layers + (self.decoded?.layers ?? []), value: value, lookedAt: decoded.origin(of: lookedAt))
    placed.secret = decoded.place(of: secret)
    placed.match = placed.secret
    return placed
  }
}

/// How much may be decoded of one text, encodings in encodings included: each may be decoded in several ways.
final class DecodingBudget {
  private var left = 0

  /// What compressed data may become, and more than any text of use takes.
  func begin(_ text: Span<UInt8>) { left = Compression.mostBytes + 8 * text.count }

  func take(_ count: Int) -> Bool {
    left -= count
    return left >= 0
  }
}
