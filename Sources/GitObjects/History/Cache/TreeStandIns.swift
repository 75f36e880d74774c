extension PrunedTrees {
  /// What stands for a tree of which nothing is to be remembered.
  static let unread: Int32 = -2

  /// Chooses one tree of all those from which the same hangs under the same names.
  ///
  /// - Parameters:
  ///   - known: What was known of trees, and which blobs are clean: whatever else trees have in them must be wanted.
  ///   - gaps: What could not be read.
  /// - Returns: For each node that is a tree its stand-in, ``KnownObjects/nothing`` when nothing wanted hangs from it, or
  ///   ``unread``.
  mutating func standIns(_ known: KnownObjects, leavingOut gaps: [ObjectGap]) -> [Int32] {
    let forest = known.forest
    let isTree = forest.kinds.map { $0 == ObjectKind.tree.rawValue }
    var standIns = [Int32](repeating: Self.unread, count: isTree.count)
    var first: [Int32] = []
    for node in isTree.indices where isTree[node] {
      let read = known.standIn(for: Int32(node))
      guard let tree = tree(of: read) else {
        standIns[node] = KnownObjects.nothing
        continue
      }
      while first.count < count { first.append(-1) }
      if first[Int(tree)] < 0 { first[Int(tree)] = read }
      standIns[node] = first[Int(tree)]
    }
    if hasLoop { return [Int32](repeating: Self.unread, count: isTree.count) }
    for gap in gaps {
      if let node = forest.node(of: gap.id) { standIns[Int(node)] = Self.unread }
    }
    return standIns
  }
}
