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
  private var links: [Link] = []
  private var starts: [Int32]
  private var counts: [Int32]

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
    starts = [Int32](repeating: 0, count: nodeCount)
    counts = starts
    let ids = Set(collectors.flatMap { $0.missing }).sorted()
    missing = ids
    var numbers: [ObjectID: Int32] = [:]
    for (number, id) in ids.enumerated() { numbers[id] = Int32(nodeCount + number) }
    for collector in collectors { merge(collector, numbers) }
  }

  /// The links of a tree.
  func links(of node: Int32) -> ArraySlice<Link> {
    guard node < nodeCount else { return [] }
    let start = Int(starts[Int(node)])
    return links[start..<start + Int(counts[Int(node)])]
  }

  /// Nodes and missing objects.
  var objectCount: Int { nodeCount + missing.count }

  /// Marks every node that a link leads to from marked ones.
  func spread(_ marked: inout [Bool], from start: [Int32]) {
    var waiting = start
    for node in start { marked[Int(node)] = true }
    while let node = waiting.popLast() {
      for link in links(of: node) where !marked[Int(link.target)] {
        marked[Int(link.target)] = true
        waiting.append(link.target)
      }
    }
  }

  /// Which trees lead to a marked object, through however many trees.
  func leading(to marked: [Bool]) -> [Bool] {
    var upStarts = [Int32](repeating: 0, count: objectCount + 1)
    for link in links { upStarts[Int(link.target) + 1] += 1 }
    for node in 0..<objectCount { upStarts[node + 1] += upStarts[node] }
    var up = [Int32](repeating: 0, count: links.count)
    var next = upStarts
    for node in 0..<nodeCount where counts[node] > 0 {
      for link in links(of: Int32(node)) {
        up[Int(next[Int(link.target)])] = Int32(node)
        next[Int(link.target)] += 1
      }
    }
    var result = marked
    var waiting = marked.indices.filter { marked[$0] }
    while let node = waiting.popLast() {
      for parent in up[Int(upStarts[node])..<Int(upStarts[node + 1])] where !result[Int(parent)] {
        result[Int(parent)] = true
        waiting.append(Int(parent))
      }
    }
    return result
  }

  private mutating func merge(_ collector: LinkCollector, _ numbers: [ObjectID: Int32]) {
    let renamed = (0..<Int32(collector.names.count)).map { number in
      collector.names[number].withUnsafeBufferPointer { names.number(of: $0.span) }
    }
    let missingNumbers = collector.missing.map { numbers[$0] ?? 0 }
    for (node, range) in collector.trees {
      starts[Int(node)] = Int32(links.count)
      counts[Int(node)] = Int32(range.count)
      for link in collector.links[range] {
        let target = link.target >= 0 ? link.target : missingNumbers[Int(-1 - link.target)]
        links.append(Link(name: renamed[Int(link.name)], target: target))
      }
    }
  }
}
