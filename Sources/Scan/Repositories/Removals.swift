import Findings
import GitObjects

extension HeadDeparture {
  /// The one of the version that `HEAD` had last.
  static func later(_ one: HeadDeparture?, _ other: HeadDeparture?) -> HeadDeparture? {
    guard let one, let other else { return one ?? other }
    return one.rank < other.rank ? other : one
  }
}

extension Removal {
  /// What a report says about the commit that took something away; `nil` while `HEAD` has it, or never had.
  init?(_ departure: HeadDeparture?, isInHead: Bool, _ commit: (ObjectID) -> Commit?) {
    guard !isInHead, let commit = departure?.commit.flatMap(commit) else { return nil }
    self.init(commit: commit.id, time: commit.time)
  }
}
