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
  /// Blobs in the store that some tree has under a name that is asked for.
  let named: [Int32]
  /// Trees that could not be read.
  let gaps: [ObjectGap]
  let nodeCount: Int
  /// Links of all trees, those of one together.
  private(set) var links: [Link] = []
  private var places: [Place]

  /// Where the links of a tree are.
  private struct Place {
    var start: Int32 = 0
    var count: Int32 = 0
  }

  /// Reads all trees.
  ///
  /// - Parameters:
  ///   - wanted: For each node, whether it is a blob that is asked for.
  ///   - isWantedName: Whether entries of a name are asked for whatever they are.
  init(
    _ forest: ObjectForest, wanted: [Bool], isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool, workers: Int
  ) {
    let collectors = (0..<max(workers, 1)).map { _ in LinkCollector(forest, wanted, isWantedName) }
    gaps = forest.visitAll(of: .tree, workers: collectors.count) { worker in
      let collector = collectors[worker]
      return { object, content, edits in collector.add(object, content, edits) }
    }
    named = Set(collectors.flatMap { $0.named }).sorted()
    nodeCount = forest.nodeCount
    places = [Place](repeating: Place(), count: nodeCount)
    let found = collectors.map { $0.end() }
    missing = Set(collectors.flatMap { $0.missing }).sorted()
    var numbers: [ObjectID: Int32] = [:]
    for (number, id) in missing.enumerated() { numbers[id] = Int32(nodeCount + number) }
    for (collector, links) in zip(collectors, found) { merge(collector, links, numbers) }
  }

  /// Where in ``links`` those of a tree are.
  func range(of node: Int32) -> Range<Int> {
    guard node < nodeCount else { return 0..<0 }
    let place = places[Int(node)]
    return Int(place.start)..<Int(place.start) + Int(place.count)
  }

  /// Nodes and missing objects.
  var objectCount: Int { nodeCount + missing.count }

  private mutating func merge(_ collector: LinkCollector, _ found: consuming [Link], _ numbers: [ObjectID: Int32]) {
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
      for _ in 0..<count {
        let link = found[next]
        next += 1
        guard link.target != LinkCollector.ignored else { continue }
        let target = link.target >= 0 ? link.target : targets[Int(-1 - link.target)]
        guard target != LinkCollector.ignored else { continue }
        found[kept] = Link(name: renamed[Int(link.name)], target: target)
        kept += 1
      }
      places[Int(node)] = Place(start: Int32(links.count + start), count: Int32(kept - start))
    }
    found.removeLast(found.count - kept)
    if links.isEmpty { links = found } else { links += found }
  }
}
