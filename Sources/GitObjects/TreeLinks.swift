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
  /// Trees that could not be read.
  let gaps: [ObjectGap]
  let nodeCount: Int
  private var links: [Link] = []
  private var starts: [Int32]
  private var counts: [Int32]

  /// Reads all trees.
  ///
  /// - Parameter wanted: For each node, whether it is a blob that is asked for.
  init(_ forest: ObjectForest, wanted: [Bool], workers: Int) {
    let collectors = (0..<max(workers, 1)).map { _ in LinkCollector(forest, wanted) }
    gaps = forest.visitAll(of: .tree, workers: collectors.count) { worker in
      let collector = collectors[worker]
      return { object, content, _ in collector.add(object.node, content) }
    }
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

/// Links as one worker finds them.
///
/// Sendable: each is touched by its own worker alone until all workers have ended.
private final class LinkCollector: @unchecked Sendable {
  private(set) var links: [TreeLinks.Link] = []
  private(set) var trees: [(node: Int32, range: Range<Int>)] = []
  private(set) var names = NameTable()
  /// Missing objects; a link to the first of them has the target -1.
  private(set) var missing: [ObjectID] = []
  private var missingNumbers: [ObjectID: Int32] = [:]
  private let forest: ObjectForest
  private let wanted: [Bool]
  // Verdicts on ids seen lately: versions of a tree follow each other and share nearly all entries.
  private var recent = [Verdict](repeating: Verdict(first: 0, second: 0, target: Verdict.ignored), count: 1 << 14)

  private struct Verdict {
    let first: UInt64
    let second: UInt64
    let target: Int32

    static let ignored = Int32.min
  }

  init(_ forest: ObjectForest, _ wanted: [Bool]) {
    self.forest = forest
    self.wanted = wanted
  }

  func add(_ node: Int32, _ content: Span<UInt8>) {
    let start = links.count
    content.withUnsafeBytes { bytes in
      var cursor = TreeCursor(forest.store.format)
      while let entry = cursor.next(in: bytes) {
        guard entry.mode & 0o170000 != 0o160000 else { continue }
        let target = target(UnsafeRawBufferPointer(rebasing: bytes[entry.idStart...]))
        guard target != Verdict.ignored else { continue }
        links.append(TreeLinks.Link(name: names.number(of: content.extracting(entry.name)), target: target))
      }
    }
    if links.count > start { trees.append((node, start..<links.count)) }
  }

  /// What an entry leads to, by its id's bytes: the first sixteen tell ids apart, and the rest is not even read when
  /// they were seen lately.
  private func target(_ idBytes: UnsafeRawBufferPointer) -> Int32 {
    let first = idBytes.loadUnaligned(as: UInt64.self)
    let second = idBytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let slot = Int(truncatingIfNeeded: first) & (recent.count &- 1)
    let known = recent[slot]
    if known.first == first, known.second == second { return known.target }
    let target = judge(ObjectID(unchecked: idBytes, forest.store.format))
    recent[slot] = Verdict(first: first, second: second, target: target)
    return target
  }

  private func judge(_ id: ObjectID) -> Int32 {
    guard let node = forest.node(of: id) else {
      return id == id.format.emptyTree ? Verdict.ignored : missingTarget(id)
    }
    let isTree = forest.kinds[Int(node)] == ObjectKind.tree.rawValue
    return isTree || wanted[Int(node)] ? node : Verdict.ignored
  }

  private func missingTarget(_ id: ObjectID) -> Int32 {
    if let number = missingNumbers[id] { return number }
    missing.append(id)
    let number = -Int32(missing.count)
    missingNumbers[id] = number
    return number
  }
}
