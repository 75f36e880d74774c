import Findings

/// One place of a finding, as suppressions look at it.
struct Suspect {
  /// The rule's id.
  var rule: String
  /// Path relative to the root of the target's naming, with `!` before the path inside an archive.
  var path: String
  /// The same path as reports give it.
  var reported: String
  /// 1-based; 0 when the finding is about the whole file.
  var line: Int
  /// Full id of the commit, in scans of git history.
  var commit: String?
  /// `nil` when only a hash of the secret is at hand.
  var secret: [UInt8]?
  var fingerprint: Fingerprint
  var markers: [InlineMarker] = []
}
