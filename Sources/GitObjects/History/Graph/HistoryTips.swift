/// A tip that leads to no object, or to one of another kind than it must.
public struct BrokenTip: Sendable {
  /// The id that a ref, `HEAD`, or reflog entry has.
  public let tip: ObjectID
  /// The tip itself or the object that a tag leads to, and why it cannot be read.
  public let gap: ObjectGap
}

/// The objects from which reachability starts, by kind.
struct HistoryTips {
  /// Numbers of commits.
  private(set) var commits: [Int32] = []
  /// Trees and blobs that refs or tags name directly.
  private(set) var others: [Node] = []
  private(set) var broken: [BrokenTip] = []

  /// Replaces trees by their representatives.
  mutating func replaceTrees(_ known: KnownTrees) {
    others = others.map { known.representative(of: $0) }.filter { !$0.isNone }
  }

  /// Follows tips, through annotated tags, to the objects that they lead to.
  ///
  /// - Parameters:
  ///   - ids: The tips.
  ///   - branches: Those of them that must be commits.
  init(_ ids: [ObjectID], _ branches: Set<ObjectID>, _ graph: CommitGraph) {
    let forest = graph.forest
    let reader = ObjectReader(forest.store)
    // Tags that were followed. A loop of tags would need a broken hash; a forged one ends here.
    var followed: Set<ObjectID> = []
    for tip in ids {
      var next: ObjectID? = tip
      while let id = next {
        next = nil
        do throws(GitError) {
          guard let node = forest.node(of: id), !graph.vanished.contains(node) else {
            if id == id.format.emptyTree { break }
            throw .missing(id)
          }
          let isReadable = forest.tables.kinds[node.index] != 0
          if id == tip, branches.contains(id), isReadable, !forest.isReadable(.commit, node) {
            broken.append(BrokenTip(tip: tip, gap: ObjectGap(id, .wrongKind(id, expected: .commit))))
          }
          if let commit = graph.number(of: node) { commits.append(commit) }
          if forest.isReadable(.tree, node) || forest.isReadable(.blob, node) { others.append(node) }
          guard forest.isReadable(.tag, node), followed.insert(id).inserted else { break }
          guard let tag = TagObject(try reader.read(id, as: .tag)) else {
            throw .corrupt(id, reason: "its first line names no object")
          }
          next = tag.target
        } catch {
          broken.append(BrokenTip(tip: tip, gap: ObjectGap(id, error)))
        }
      }
    }
  }
}
