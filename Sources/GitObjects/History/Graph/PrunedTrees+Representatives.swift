extension PrunedTrees {
  /// Chooses a representative of all trees that lead to the same wanted objects under the same names: those whose pruned
  /// trees are equal. See ``KnownTrees``.
  ///
  /// - Parameters:
  ///   - forest: The objects.
  ///   - known: Representatives from an earlier scan, which were read in place of other trees. Everything of interest must
  ///     be wanted.
  ///   - gaps: Trees that could not be read.
  /// - Returns: For each node that is a tree its representative, ``Node/none`` when it leads to no wanted object; for
  ///   other nodes, and trees that could not be read, ``Node/undetermined``.
  mutating func representatives(in forest: ObjectForest, _ known: KnownTrees, leavingOut gaps: [ObjectGap]) -> [Node] {
    var representatives = [Node](repeating: .undetermined, count: forest.nodeCount)
    var first: [Node] = []
    for index in 0..<forest.nodeCount where forest.isReadable(.tree, Node(index)) {
      let read = known.representative(of: Node(index))
      guard let tree = tree(of: read) else {
        representatives[index] = .none
        continue
      }
      while first.count < count { first.append(.none) }
      if first[Int(tree)].isNone { first[Int(tree)] = read }
      representatives[index] = first[Int(tree)]
    }
    if hasLoop { return [Node](repeating: .undetermined, count: forest.nodeCount) }
    for gap in gaps {
      if let node = forest.node(of: gap.id) { representatives[node.index] = .undetermined }
    }
    return representatives
  }
}
