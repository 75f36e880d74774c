/// What is known of trees from an earlier scan, so that they need not be read: for each tree a representative, one of the
/// trees that lead to the same objects of interest under the same names.
///
/// Of interest is every object but the blobs that are known to be clean. For example, when `config/` has one blob of interest
/// and `docs/` only clean ones, all versions of the root that differ below `docs/` have the same representative, `docs/`
/// has none, and only one of those versions of the root is read.
public struct KnownTrees: Sendable {
  /// Which trees are skipped.
  let filter: WalkFilter
  /// For each node, whether it is of interest.
  let isOfInterest: [Bool]
  /// Whether there is something new to remember, so that an ``Attribution`` is to find representatives anew.
  let areOutdated: Bool
  /// For each node its representative; itself when nothing is known of it.
  private let representatives: [Node]

  /// - Parameters:
  ///   - representatives: For each node that is known and a tree its representative, ``Node/none`` when it leads to no
  ///     object of interest. For each other node that node.
  init(filter: WalkFilter, isOfInterest: [Bool], areOutdated: Bool, representatives: [Node]) {
    self.filter = filter
    self.isOfInterest = isOfInterest
    self.areOutdated = areOutdated
    self.representatives = representatives
  }

  /// The tree that is read in place of another one; none when that leads to no object of interest.
  func representative(of node: Node) -> Node { representatives[node.index] }
}
