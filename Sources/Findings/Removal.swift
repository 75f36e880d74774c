/// The commit that took a secret out of `HEAD`; the history has it still.
public struct Removal: Sendable, Hashable {
  /// Full lower-case hexadecimal object id.
  public var commit: String
  /// Author time in seconds since 1970-01-01 UTC.
  public var time: Int64

  /// Creates a removal from its parts.
  public init(commit: String, time: Int64) {
    (self.commit, self.time) = (commit, time)
  }

  /// The last of several copies' removals; `nil` when one of them is not known to be removed.
  public static func last(_ removals: [Removal?]) -> Removal? {
    let known = removals.compactMap(\.self)
    return known.count < removals.count ? nil : known.max { ($0.time, $0.commit) < ($1.time, $1.commit) }
  }
}
