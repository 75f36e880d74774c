extension CachedObjects {
  /// The ``CacheRecords`` of all that is known after a scan.
  ///
  /// - Parameters:
  ///   - graph: The commits, read with ``knownCommits``.
  ///   - attribution: Made with ``knownTrees``, after the clean objects of this scan were added.
  ///   - heading: Bytes to put before the records.
  /// - Returns: `nil` when nothing has changed.
  public func records(_ graph: CommitGraph, _ attribution: Attribution, after heading: [UInt8]) -> [UInt8]? {
    let representatives = attribution.representatives
    let hasNewTrees = representatives.indices.contains {
      representatives[$0] != .undetermined && !filter.isKnown(Node($0))
    }
    guard hasAdditions || hasLosses || hasNewTrees else { return nil }
    let sorted = SortedObjects(forest)
    let blobs = sorted[.blob].filter(isClean)
    let trees = sorted[.tree].filter { representatives[$0.index] != .undetermined }
    let commits = sorted[.commit].filter(isClean)
    let tags = sorted[.tag].filter(isClean)
    var writer = RecordWriter(forest, after: heading)
    let links = CommitLinks(graph, commits, writer.indexes(of: commits))
    let counts = [blobs, trees, commits, tags].map(\.count) + [links.parents.count]
    writer.append(counts.map { UInt32($0) })
    writer.append(blobs)
    writer.append(blobs.map { size(of: $0) })
    let treeIndexes = writer.indexes(of: trees)
    writer.append(trees)
    writer.append(trees.map { writer.index(of: representatives[$0.index], in: treeIndexes) })
    writer.append(commits)
    links.append(to: &writer, trees: treeIndexes)
    writer.append(links.parents)
    writer.append(tags)
    return writer.bytes
  }
}

/// Puts records together.
private struct RecordWriter {
  private(set) var bytes: [UInt8]
  private let forest: ObjectForest

  init(_ forest: ObjectForest, after heading: [UInt8]) {
    self.forest = forest
    bytes = heading
  }

  /// For each node of the forest its index among some nodes, ``CacheRecords/none`` for the others.
  func indexes(of nodes: [Node]) -> [UInt32] {
    var indexes = [UInt32](repeating: CacheRecords.none, count: forest.nodeCount)
    for (index, node) in nodes.enumerated() { indexes[node.index] = UInt32(index) }
    return indexes
  }

  func index(of node: Node, in indexes: [UInt32]) -> UInt32 {
    node.isNone ? CacheRecords.none : indexes[node.index]
  }

  mutating func append(_ numbers: [UInt32]) {
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
  }

  /// Appends the ids of nodes.
  mutating func append(_ nodes: [Node]) {
    for node in nodes { forest.id(of: node).append(to: &bytes) }
  }
}

/// What a graph has of some commits.
private struct CommitLinks {
  private(set) var parents: [UInt32] = []
  private var facts: [(tree: Node, parentEnd: UInt32, time: Int64)] = []

  /// - Parameters:
  ///   - commits: Their nodes.
  ///   - indexes: For each node its index among them.
  init(_ graph: CommitGraph, _ commits: [Node], _ indexes: [UInt32]) {
    for node in commits {
      let commit = graph.number(of: node)
      let named = commit.map { graph.parents(of: $0).map { indexes[graph.nodes[Int($0)].index] } } ?? []
      let isComplete = commit.map { !graph.incomplete.contains($0) } ?? false
      let isLinked = isComplete && !named.contains(CacheRecords.none)
      if isLinked { parents += named }
      let tree = isLinked ? commit.map { graph.trees[Int($0)] } ?? .none : .none
      facts.append((tree, UInt32(parents.count), commit.map { graph.times[Int($0)] } ?? 0))
    }
  }

  func append(to writer: inout RecordWriter, trees: [UInt32]) {
    for fact in facts {
      let time = UInt64(bitPattern: fact.time)
      writer.append([
        writer.index(of: fact.tree, in: trees), fact.parentEnd, UInt32(truncatingIfNeeded: time),
        UInt32(truncatingIfNeeded: time >> 32),
      ])
    }
  }
}
