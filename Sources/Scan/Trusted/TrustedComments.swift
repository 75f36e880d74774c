import Detection
import Content

/// The inline comments that count when only a trusted revision is believed: those that it has beside the same secret in
/// the same file.
final class TrustedComments {
  private struct Key: Hashable {
    var rule: Int
    var secret: HashedBytes
  }

  private let revision: TrustedRevision
  private let rules: ScanRules
  private var known: [String: [Key: Set<InlineMarker>]] = [:]

  init(_ revision: TrustedRevision, rules: ScanRules) {
    self.revision = revision
    self.rules = rules
  }

  /// The comments beside a secret that the revision has too.
  ///
  /// - Parameter naming: What the secret's path is relative to.
  /// - Throws: ``ScanError`` when the rules cannot be used.
  func comments(of match: Match, _ naming: PathNaming) throws(ScanError) -> [InlineMarker] {
    guard !match.comments.isEmpty,
      let shift = PathShift(from: naming.root.isEmpty ? revision.top : naming.root, to: revision.top),
      let path = shift(match.path)
    else { return [] }
    let trusted = try comments(at: path)[Key(rule: match.candidate.rule, secret: match.candidate.value)] ?? []
    return match.comments.filter { trusted.contains($0.unplaced) }
  }

  private func comments(at path: String) throws(ScanError) -> [Key: Set<InlineMarker>] {
    if let comments = known[path] { return comments }
    var comments: [Key: Set<InlineMarker>] = [:]
    // A file that cannot be read has no comment that counts: its secrets are reported.
    if let content = try? revision.read(Array(path.utf8)) {
      let text = BlobText.decoded(content)
      let scanner = TextScanner(try rules.detector())
      scanner.scan(TextChunk(text.span))
      for match in scanner.takePortion().matches {
        let key = Key(rule: match.candidate.rule, secret: match.candidate.value)
        comments[key, default: []].formUnion(match.comments.map(\.unplaced))
      }
    }
    known[path] = comments
    return comments
  }
}

extension InlineMarker {
  /// The comment without its line.
  fileprivate var unplaced: InlineMarker {
    var marker = self
    marker.line = 0
    return marker
  }
}
