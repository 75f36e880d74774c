import Detection
import Findings

/// A candidate at a place, with all that a report needs of its text, so that the text can be let go.
///
/// What the place decides (path, what hides it) is set when the matches of a text are settled.
struct Match: Sendable {
  var candidate: Candidate
  /// Read where the report shows it, of a text that many versions share.
  var line = MatchLine.unread
  /// The inline comments that refer to it.
  var comments: [InlineMarker] = []
  /// Path for reports.
  var path = ""
  /// Other secrets that the line shows, as places in the text: the excerpt masks them too.
  var neighbours: [Range<Int>] = []
  var history: HistoryFacts?
  /// The layer of a container image that it is in.
  var layer: String?
  /// Its page at the repository's host.
  var link: String?
  /// What hides it.
  var suppression: Suppression?
  /// Kept where requests about the secret need other values near it.
  var surroundings: Surroundings?

  /// Offset of the secret in its text.
  var start: Int { candidate.secret.lowerBound }

  /// The same match after its candidate was settled: the secret may be longer.
  func settled(as candidate: Candidate) -> Match {
    var settled = self
    settled.candidate = candidate
    settled.suppression = candidate.exclusion.map(Suppression.init)
    let added = candidate.continuation.count
    settled.line.secret += line.after.prefix(added)
    settled.line.after.removeFirst(min(added, line.after.count))
    return settled
  }
}

/// The line of a secret, or the middle of a long one.
struct MatchLine: Sendable {
  /// Most bytes that are kept before a secret and after it.
  static let reach = 120
  /// Most bytes that are kept of the secret itself.
  static let longestSecret = 200

  /// Bytes before the secret, of the secret up to the end of its first line, and after it.
  var before: [UInt8]
  var secret: [UInt8]
  var after: [UInt8]
  /// Offset of `before` in the text: other secrets of the line are masked by offset.
  var start: Int

  /// No line yet.
  static let unread = MatchLine(before: [], secret: [], after: [], start: 0)
}

/// A file that a rule reports for its path alone.
struct PathMatch: Sendable, Hashable {
  /// Index of the rule in the rule set.
  var rule: Int
  var path: String
  /// What its fingerprint is made of: the path without the target that reports may put before it.
  let identity: String
  var history: HistoryFacts?
  /// Its page at the repository's host.
  var link: String?
  /// What hides it.
  var suppression: Suppression?

  init(rule: Int, path: String, history: HistoryFacts?, suppression: Suppression?) {
    self.rule = rule
    self.path = path
    identity = path
    self.history = history
    self.suppression = suppression
  }
}

/// What a history scan records of a place.
struct HistoryFacts: Sendable, Hashable {
  var commit: Commit?
  /// `nil` when it was not looked up.
  var inHead: Bool?
  var commitCount: Int?
  /// The commit that took away the last copy.
  var removal: Removal?
}

extension Suppression {
  /// What of a configuration hides a candidate.
  init(_ exclusion: Exclusion) {
    self.init(
      kind: .allowlist, place: exclusion.place,
      reason: exclusion.description.isEmpty ? nil : exclusion.description)
  }
}
