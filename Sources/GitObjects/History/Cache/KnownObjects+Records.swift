extension KnownObjects {
  /// What is to be known the next time, as ``KnownRecords`` has it.
  ///
  /// - Parameters:
  ///   - graph: The commits, read with what was known.
  ///   - attribution: What was found out of trees with what is known now.
  ///   - heading: Bytes to stand before them.
  /// - Returns: `nil` when nothing has changed.
  public func records(_ graph: CommitGraph, _ attribution: Attribution, after heading: [UInt8]) -> [UInt8]? {
    let standIns = attribution.standIns
    let hasNewTrees = standIns.indices.contains { standIns[$0] != PrunedTrees.unread && !isKnown(Int32($0)) }
    guard hasNews || hasLosses || hasNewTrees else { return nil }
    let sorted = SortedObjects(forest)
    let blobs = sorted[.blob].filter(isClean)
    let trees = sorted[.tree].filter { standIns[Int($0)] != PrunedTrees.unread }
    let commits = sorted[.commit].filter(isClean)
    let tags = sorted[.tag].filter(isClean)
    var writer = RecordWriter(forest, after: heading)
    let links = CommitLinks(graph, commits, writer.numbers(of: commits))
    let counts = [blobs, trees, commits, tags].map(\.count) + [links.parents.count]
    writer.append(counts.map { UInt32($0) })
    writer.append(blobs)
    writer.append(blobs.map { size(of: $0) })
    let numbers = writer.numbers(of: trees)
    writer.append(trees)
    writer.append(trees.map { writer.number(standIns[Int($0)], in: numbers) })
    writer.append(commits)
    links.append(to: &writer, trees: numbers)
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

  /// The place of each node among some.
  func numbers(of nodes: [Int32]) -> [UInt32] {
    var numbers = [UInt32](repeating: KnownRecords.nothing, count: forest.nodeCount)
    for (number, node) in nodes.enumerated() { numbers[Int(node)] = UInt32(number) }
    return numbers
  }

  func number(_ node: Int32, in numbers: [UInt32]) -> UInt32 {
    node < 0 ? KnownRecords.nothing : numbers[Int(node)]
  }

  mutating func append(_ numbers: [UInt32]) {
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
  }

  /// Appends the ids of nodes.
  mutating func append(_ nodes: [Int32]) {
    for node in nodes { forest.id(of: node).append(to: &bytes) }
  }
}

/// What a graph tells of some commits.
private struct CommitLinks {
  private(set) var parents: [UInt32] = []
  private var facts: [(tree: Int32, parentEnd: UInt32, time: Int64)] = []

  /// - Parameters:
  ///   - commits: Their nodes.
  ///   - numbers: The place of each node among them.
  init(_ graph: CommitGraph, _ commits: [Int32], _ numbers: [UInt32]) {
    for node in commits {
      let commit = graph.number(ofNode: node)
      let named = commit.map { graph.parents(of: $0).map { numbers[Int(graph.nodes[Int($0)])] } } ?? []
      let isWhole = commit.map { !graph.cutOff.contains($0) } ?? false
      let isLinked = isWhole && !named.contains(KnownRecords.nothing)
      if isLinked { parents += named }
      let tree = isLinked ? commit.map { graph.trees[Int($0)] } ?? -1 : -1
      facts.append((tree, UInt32(parents.count), commit.map { graph.times[Int($0)] } ?? 0))
    }
  }

  func append(to writer: inout RecordWriter, trees: [UInt32]) {
    for fact in facts {
      let time = UInt64(bitPattern: fact.time)
      writer.append([
        writer.number(fact.tree, in: trees), fact.parentEnd, UInt32(truncatingIfNeeded: time),
        UInt32(truncatingIfNeeded: time >> 32),
      ])
    }
  }
}
