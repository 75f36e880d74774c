/// Finds the objects of ``CacheRecords`` in a store, and drops those that are gone or damaged since.
struct CacheLoader {
  let forest: ObjectForest
  private(set) var isKnown: [Bool]
  /// Known objects that are to be read again.
  private(set) var isRevisited: [Bool]
  /// Whether some of the objects in the records are gone or damaged.
  private(set) var hasLosses = false
  /// For each node that is a known blob its size in bytes, for each known tree the bits of its representative's number.
  private(set) var facts: [UInt32]
  private(set) var commits: [KnownCommits.Commit] = []
  /// Nodes of the parents of commits.
  private(set) var parents: [Node] = []

  init(_ forest: ObjectForest) {
    self.forest = forest
    isKnown = [Bool](repeating: false, count: forest.nodeCount)
    isRevisited = isKnown
    facts = [UInt32](repeating: 0, count: forest.nodeCount)
  }

  /// Whether there are trees that are not known.
  var hasUnknownTrees: Bool {
    isKnown.indices.contains { forest.isReadable(.tree, Node($0)) && !isKnown[$0] }
  }

  /// Adds all objects of some records that the store has.
  mutating func load(_ records: CacheRecords) {
    let sorted = SortedObjects(forest)
    func nodes(_ kind: ObjectKind) -> [Node] { records.nodes(of: kind, among: sorted[kind], of: forest) }
    for (number, node) in nodes(.blob).enumerated() { add(node, records.size(ofBlob: number)) }
    for node in nodes(.tag) { add(node, 0) }
    let trees = nodes(.tree)
    for (number, node) in trees.enumerated() {
      let representative = records.representative(ofTree: number).map { trees[$0] } ?? .none
      add(node, UInt32(bitPattern: representative.number))
      // A representative is read in place of the trees that it represents.
      if !node.isNone, representative == node { isRevisited[node.index] = true }
    }
    let commitNodes = nodes(.commit)
    for node in commitNodes { add(node, 0) }
    addCommits(records, commitNodes, trees)
  }

  private mutating func add(_ node: Node, _ fact: UInt32) {
    guard !node.isNone else { return hasLosses = true }
    isKnown[node.index] = true
    facts[node.index] = fact
  }

  /// Adds the commits whose tree and parents are all in the store. The others must be read again to report what is missing.
  private mutating func addCommits(_ records: CacheRecords, _ nodes: [Node], _ trees: [Node]) {
    for (number, node) in nodes.enumerated() where !node.isNone {
      let commit = records.commit(number)
      let first = parents.count
      for parent in commit.parents { parents.append(records.parent(parent).map { nodes[$0] } ?? .none) }
      let tree = commit.tree.map { trees[$0] } ?? .none
      if !tree.isNone, parents[first...].allSatisfy({ !$0.isNone }) {
        commits.append(
          KnownCommits.Commit(node: node, tree: tree, time: commit.time, parents: first..<parents.count))
      } else {
        parents.removeLast(parents.count - first)
        isRevisited[node.index] = true
      }
    }
  }

  /// Drops the objects that are damaged, all that are made from them, and when any object is lost all trees.
  mutating func dropUnsound(workers: Int) {
    guard isKnown.contains(true) else { return }
    for node in EntryCheck.unsoundNodes(of: forest, isKnown: isKnown, workers: workers) { drop(from: node) }
    guard hasLosses else { return }
    for index in isKnown.indices where forest.isReadable(.tree, Node(index)) { isKnown[index] = false }
  }

  private mutating func drop(from root: Node) {
    var waiting = [root]
    while let node = waiting.popLast() {
      if isKnown[node.index] { hasLosses = true }
      isKnown[node.index] = false
      var child = forest.tables.firstChild[node.index]
      while !child.isNone {
        waiting.append(child)
        child = forest.tables.nextSibling[child.index]
      }
    }
  }
}
