import Findings
import GitObjects

/// A file's content that a commit, or the next one, brings.
struct ContentChange: Sendable {
  var path: [UInt8]
  var blob: ObjectID
  /// What stood at the path before: in each parent of the commit, or in `HEAD`.
  var formerBlobs: [ObjectID]
  /// The commit; `nil` for a staged change.
  var commit: Commit?
}
