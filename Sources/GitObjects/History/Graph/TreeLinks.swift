/// Which trees lead to which other trees and to wanted blobs, found in one pass over all trees.
///
/// Objects are nodes of the forest; objects that trees name and the store lacks get numbers after the last node.
struct TreeLinks: Sendable {
  /// One entry of a tree that matters.
  struct Link: Sendable {
    /// The number of its name in ``TreeLinks/names``.
    let name: Int32
    /// In the finished ``TreeLinks/links`` always a node.
    let target: LinkTarget
  }

  private(set) var names = NameTable()
  /// Ids of missing objects, ascending; the first has the number ``nodeCount``.
  private(set) var missing: [ObjectID] = []
  /// Objects in the store that some tree leads to and that lead no further: blobs, and trees that cannot be read.
  private(set) var leaves: [Node] = []
  /// The leaves that are not trees and that some tree has under a wanted name.
  private(set) var named: [Node] = []
  /// Trees that could not be read, or not to their end, and objects that are not of the kind that a tree says.
  let gaps: [ObjectGap]
  /// Trees that git removed while they were read.
  let vanishedTrees: [Node]
  /// Whether links are left out because there are too many.
  let isTruncated: Bool
  let nodeCount: Int
  /// Links of all trees, those of one together.
  private(set) var links: [Link] = []
  private var ranges: [LinkRange]

  /// Where the links of a tree are.
  private struct LinkRange {
    var start: Int32 = 0
    var count: Int32 = 0
  }

  /// Reads all trees but those that are skipped.
  ///
  /// - Parameters:
  ///   - wanted: For each node, whether links to it matter when it is not a tree.
  ///   - isWantedName: Whether entries of a name matter whatever they lead to.
  ///   - known: Trees that have representatives: links lead to those, and none to a tree without one.
  ///   - vanished: Objects that were removed since.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - mostLinks: Number of links that are kept at most; nil means what the forest allows.
  ///   - workers: Number of threads.
  init(
    _ forest: ObjectForest, wanted: [Bool], isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool,
    known: KnownTrees?, leavingOut vanished: Set<Node>, checksIDs: Bool, mostLinks: Int? = nil,
    workers: Int
  ) {
    let budget = LinkBudget(limit: mostLinks ?? forest.mostLinks)
    let collectors = (0..<max(workers, 1)).map { _ in
      LinkCollector(forest, wanted, leavingOut: vanished, budget, isWantedName)
    }
    let unread = forest.visitAll(
      of: .tree, workers: collectors.count, filter: known?.filter, checksIDs: checksIDs
    ) { worker in
      let collector = collectors[worker]
      return { object, content, edits in collector.add(object, content, edits) }
    }
    vanishedTrees = forest.vanished(among: unread).sorted()
    isTruncated = collectors.contains { $0.isTruncated }
    nodeCount = forest.nodeCount
    ranges = [LinkRange](repeating: LinkRange(), count: nodeCount)
    for collector in collectors { collector.resolveLookups() }
    gaps = unread + collectors.flatMap { $0.gaps }.sorted { $0.id < $1.id }
    missing = Set(collectors.flatMap { $0.missing }).sorted()
    var numbers: [ObjectID: Node] = [:]
    for (number, id) in missing.enumerated() { numbers[id] = Node(nodeCount + number) }
    for collector in collectors { merge(collector, collector.takeLinks(), numbers, known) }
    findLeaves(forest, unread, isWantedName)
  }

  /// Where in ``links`` those of a tree are.
  func range(of node: Node) -> Range<Int> {
    guard node.index < nodeCount else { return 0..<0 }
    let range = ranges[node.index]
    return Int(range.start)..<Int(range.start) + Int(range.count)
  }

  /// Number of nodes and missing objects.
  var objectCount: Int { nodeCount + missing.count }

  /// Adds a collector's links: in place, leaving out those that do not matter.
  ///
  /// - Parameters:
  ///   - found: The collector's links.
  ///   - numbers: The number of each missing object.
  private mutating func merge(
    _ collector: LinkCollector, _ found: consuming [Link], _ numbers: [ObjectID: Node], _ known: KnownTrees?
  ) {
    let renamed = (0..<Int32(collector.names.count)).map { number in
      collector.names[number].withUnsafeBufferPointer { names.number(of: $0.span) }
    }
    let missing = collector.missing.map { numbers[$0] ?? Node(0) }
    let targets = collector.lookups.targets.map { found in
      found.target ?? LinkTarget(missing[found.missing])
    }
    var next = 0
    var kept = 0
    for (node, count) in collector.trees {
      let start = kept
      let isOwn = known.map { $0.representative(of: node) == node } ?? true
      for _ in 0..<count {
        let link = found[next]
        next += 1
        let target = link.target.isLookup ? targets[link.target.lookup] : link.target
        guard isOwn, target != .ignored else { continue }
        var leadsTo = target.node
        if let known, leadsTo.index < nodeCount { leadsTo = known.representative(of: leadsTo) }
        guard !leadsTo.isNone else { continue }
        found[kept] = Link(name: renamed[Int(link.name)], target: LinkTarget(leadsTo))
        kept += 1
      }
      ranges[node.index] = LinkRange(start: Int32(links.count + start), count: Int32(kept - start))
    }
    found.removeLast(found.count - kept)
    if links.isEmpty { links = found } else { links += found }
  }

  private mutating func findLeaves(
    _ forest: ObjectForest, _ unread: [ObjectGap], _ isWantedName: (Span<UInt8>) -> Bool
  ) {
    let isWanted = (0..<Int32(names.count)).map { names[$0].withUnsafeBufferPointer { isWantedName($0.span) } }
    var isUnread = [Bool](repeating: false, count: nodeCount)
    for gap in unread { forest.node(of: gap.id).map { isUnread[$0.index] = true } }
    var isLeaf = [Bool](repeating: false, count: nodeCount)
    var isNamed = isLeaf
    for link in links where link.target.node.index < nodeCount {
      let node = link.target.node
      let isTree = forest.isReadable(.tree, node)
      if !isTree || isUnread[node.index] { isLeaf[node.index] = true }
      if !isTree, isWanted[Int(link.name)] { isNamed[node.index] = true }
    }
    leaves = isLeaf.indices.filter { isLeaf[$0] }.map { Node($0) }
    named = leaves.filter { isNamed[$0.index] }
  }
}
