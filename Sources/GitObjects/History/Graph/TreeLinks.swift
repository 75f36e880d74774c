internal import ByteSearch

/// Which trees lead to which other trees and to the blobs asked for: one pass over all trees.
///
/// Objects are nodes of the forest; those that trees name and the store lacks get numbers after the last node.
struct TreeLinks: Sendable {
  /// One entry of a tree that matters.
  struct Link: Sendable {
    let name: Int32
    let target: Int32
  }

  private(set) var names = NameTable()
  /// Ids of missing objects, in order; the first has the number ``nodeCount``.
  private(set) var missing: [ObjectID] = []
  /// Objects in the store that some tree leads to and that lead no further: no trees, or trees that cannot be read.
  private(set) var ends: [Int32] = []
  /// Those of them that are no trees and that some tree has under a name that is asked for.
  private(set) var named: [Int32] = []
  /// Trees that could not be read, or not to their end, and what trees call what it is not.
  let gaps: [ObjectGap]
  /// Trees that git removed while they were read.
  let vanishedTrees: [Int32]
  /// Whether links are left out because there are too many to hold.
  let isTruncated: Bool
  let nodeCount: Int
  /// Links of all trees, those of one together.
  private(set) var links: [Link] = []
  private var places: [Place]

  /// Where the links of a tree are.
  private struct Place {
    var start: Int32 = 0
    var count: Int32 = 0
  }

  /// Reads all trees but those that are known.
  ///
  /// - Parameters:
  ///   - wanted: For each node, whether links to it are followed when it is no tree.
  ///   - isWantedName: Whether entries of a name are asked for whatever they are.
  ///   - known: Trees that others stand for: links lead to those, and none to a tree from which nothing hangs.
  ///   - vanished: Objects that are not there any more.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - mostLinks: Links that are held at most; nil means what the forest allows.
  init(
    _ forest: ObjectForest, wanted: [Bool], isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool,
    known: KnownObjects?, leavingOut vanished: Set<Int32>, checksIDs: Bool, mostLinks: Int? = nil,
    workers: Int
  ) {
    let total = LinkTotal(limit: mostLinks ?? forest.mostLinks)
    let collectors = (0..<max(workers, 1)).map { _ in
      LinkCollector(forest, wanted, leavingOut: vanished, total, isWantedName)
    }
    let unread = forest.visitAll(of: .tree, workers: collectors.count, known: known, checksIDs: checksIDs) { worker in
      let collector = collectors[worker]
      return { object, content, edits in collector.add(object, content, edits) }
    }
    vanishedTrees = forest.vanished(among: unread).sorted()
    isTruncated = collectors.contains { $0.isTruncated }
    nodeCount = forest.nodeCount
    places = [Place](repeating: Place(), count: nodeCount)
    for collector in collectors { collector.settle() }
    gaps = unread + collectors.flatMap { $0.gaps }.sorted { $0.id < $1.id }
    missing = Set(collectors.flatMap { $0.missing }).sorted()
    var numbers: [ObjectID: Int32] = [:]
    for (number, id) in missing.enumerated() { numbers[id] = Int32(nodeCount + number) }
    for collector in collectors { merge(collector, collector.takeLinks(), numbers, known) }
    findEnds(forest, unread, isWantedName)
  }

  /// Where in ``links`` those of a tree are.
  func range(of node: Int32) -> Range<Int> {
    guard node < nodeCount else { return 0..<0 }
    let place = places[Int(node)]
    return Int(place.start)..<Int(place.start) + Int(place.count)
  }

  /// Nodes and missing objects.
  var objectCount: Int { nodeCount + missing.count }

  private mutating func merge(
    _ collector: LinkCollector, _ found: consuming [Link], _ numbers: [ObjectID: Int32], _ known: KnownObjects?
  ) {
    let renamed = (0..<Int32(collector.names.count)).map { number in
      collector.names[number].withUnsafeBufferPointer { names.number(of: $0.span) }
    }
    let missing = collector.missing.map { numbers[$0] ?? 0 }
    let targets = collector.lookups.targets.map { target in
      target >= 0 || target == LinkCollector.ignored ? target : missing[Int(-1 - target)]
    }
    var next = 0
    var kept = 0
    for (node, count) in collector.trees {
      let start = kept
      let isOwn = known.map { $0.standIn(for: node) == node } ?? true
      for _ in 0..<count {
        let link = found[next]
        next += 1
        guard link.target != LinkCollector.ignored else { continue }
        var target = link.target >= 0 ? link.target : targets[Int(-1 - link.target)]
        guard isOwn, target != LinkCollector.ignored else { continue }
        if let known, target < nodeCount { target = known.standIn(for: target) }
        guard target != KnownObjects.nothing else { continue }
        found[kept] = Link(name: renamed[Int(link.name)], target: target)
        kept += 1
      }
      places[Int(node)] = Place(start: Int32(links.count + start), count: Int32(kept - start))
    }
    found.removeLast(found.count - kept)
    if links.isEmpty { links = found } else { links += found }
  }

  private mutating func findEnds(
    _ forest: ObjectForest, _ unread: [ObjectGap], _ isWantedName: (Span<UInt8>) -> Bool
  ) {
    let isWanted = (0..<Int32(names.count)).map { names[$0].withUnsafeBufferPointer { isWantedName($0.span) } }
    var isUnread = [Bool](repeating: false, count: nodeCount)
    for gap in unread { forest.node(of: gap.id).map { isUnread[Int($0)] = true } }
    var isEnd = [Bool](repeating: false, count: nodeCount)
    var isNamed = isEnd
    for link in links where link.target < nodeCount {
      let isTree = forest.holds(.tree, at: link.target)
      if !isTree || isUnread[Int(link.target)] { isEnd[Int(link.target)] = true }
      if !isTree, isWanted[Int(link.name)] { isNamed[Int(link.target)] = true }
    }
    ends = isEnd.indices.filter { isEnd[$0] }.map { Int32($0) }
    named = ends.filter { isNamed[Int($0)] }
  }
}
