import Detection
import Findings

/// A candidate with all that a report needs of the text it stood in, so that the text can be let go.
struct Sighting: Sendable {
  var placed: PlacedCandidate
  /// The secret's bytes.
  var secret: HashedBytes
  /// Read where the report shows it, of a text that many versions share.
  var line = SightedLine.unread
  /// The inline comments that speak of it.
  var markers: [InlineMarker] = []

  /// The sighting of a candidate that was settled, and whose secret may be longer now.
  func settled(as placed: PlacedCandidate) -> Sighting {
    var settled = self
    settled.placed = placed
    let more = placed.candidate.continuation
    guard !more.isEmpty else { return settled }
    settled.secret = HashedBytes(secret.bytes + more)
    settled.line.secret += line.after.prefix(more.count)
    settled.line.after.removeFirst(min(more.count, line.after.count))
    return settled
  }
}

/// The line of a secret, or the middle of a long one.
struct SightedLine: Sendable {
  /// Most bytes that are kept before and behind a secret.
  static let reach = 120
  /// Most bytes that are kept of the secret itself.
  static let longestSecret = 200

  /// Bytes before the secret, of the secret as far as it stands on its first line, and behind it.
  var before: [UInt8]
  var secret: [UInt8]
  var after: [UInt8]
  /// Offset of `before` in the text: other secrets of the line are masked by offset.
  var start: Int

  /// No line yet.
  static let unread = SightedLine(before: [], secret: [], after: [], start: 0)
}

/// A candidate's place among the files.
struct FoundSecret: Sendable {
  var sighting: Sighting
  /// Path for reports.
  var path: String
  /// Other secrets that the line shows, as places in the text: the excerpt masks them too.
  var neighbours: [Range<Int>]
  var history: HistoryFacts?
  /// What hides it.
  var suppression: Suppression?
}

/// A file that a rule reports for its path alone.
struct FoundFile: Sendable, Hashable {
  /// Index of the rule in the rule set.
  var rule: Int
  var path: String
  /// What its fingerprint is made of: the path without the target that reports may put before it.
  let identity: String
  var history: HistoryFacts?
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

/// What a history scan knows of a place.
struct HistoryFacts: Sendable, Hashable {
  var commit: Commit?
  /// `nil` when nobody asked.
  var inHead: Bool?
  var commitCount: Int?
}
