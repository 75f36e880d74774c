/// Commits that are known from an earlier scan, so that they need not be read.
public struct KnownCommits: Sendable {
  /// A commit in whose text nothing was found.
  struct Commit: Sendable {
    let node: Node
    let tree: Node
    /// Seconds since 1970 by the committer's clock.
    let time: Int64
    /// Where its parents are in ``KnownCommits/parents``.
    let parents: Range<Int>
  }

  /// Which commits are skipped; the others are read although they may be among ``commits``.
  let filter: WalkFilter
  let commits: [Commit]
  let parents: [Node]
}
