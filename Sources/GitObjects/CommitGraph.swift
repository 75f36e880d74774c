internal import ByteSearch

/// All commits of a store with their parents, trees and times, in flat arrays.
public final class CommitGraph: Sendable {
  let forest: ObjectForest
  /// Node of each commit, ascending.
  let nodes: [Int32]
  /// Node of each commit's tree; -1 when it is missing.
  let trees: [Int32]
  /// Seconds since 1970 by the committer's clock.
  let times: [Int64]
  /// Parents of commit `n` are `parents[parentStarts[n]..<parentStarts[n + 1]]`; those that are missing are left out.
  let parents: [Int32]
  let parentStarts: [Int32]
  /// Trees and parents that commits name and that are missing, with the commit that names them.
  let missing: [(commit: Int32, object: ObjectID, isParent: Bool)]
  /// Commits that could not be read.
  public let gaps: [ObjectGap]
  private let numbers: [Int32: Int32]

  /// Number of commits.
  public var count: Int { nodes.count }

  /// Reads all commits.
  ///
  /// - Parameters:
  ///   - forest: The objects.
  ///   - workers: Threads to use.
  ///   - visitor: Makes a closure for each worker that is shown every commit's bytes along the way, and where in them
  ///     what people wrote begins, so that names and messages need no second pass.
  public init(
    _ forest: ObjectForest, workers: Int,
    visitor: (@Sendable (_ worker: Int) -> (ObjectID, Span<UInt8>, _ textStart: Int) -> Void)? = nil
  ) {
    let collectors = (0..<max(workers, 1)).map { _ in Collector(forest) }
    let format = forest.store.format
    gaps = forest.visitAll(of: .commit, workers: collectors.count) { worker in
      let collector = collectors[worker]
      let visit = visitor?(worker)
      return { object, content, _ in
        let textStart = collector.add(object.node, content, format)
        visit?(object.id, content, textStart)
      }
    }
    self.forest = forest
    let commits = collectors.flatMap { $0.commits }.sorted { $0.node < $1.node }
    nodes = commits.map { $0.node }
    times = commits.map { $0.time }
    trees = commits.map { $0.tree }
    numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, Int32($0)) })
    let named = collectors.flatMap { $0.missing }
    (parents, parentStarts) = Self.parents(of: commits, collectors, numbers)
    let numbers = numbers
    missing = named.compactMap { entry in numbers[entry.node].map { ($0, entry.object, entry.isParent) } }
  }

  private static func parents(
    of commits: [Collector.Commit], _ collectors: [Collector], _ numbers: [Int32: Int32]
  ) -> ([Int32], [Int32]) {
    var parents: [Int32] = []
    var starts: [Int32] = [0]
    var collectorOf: [ObjectIdentifier: Collector] = [:]
    for collector in collectors { collectorOf[ObjectIdentifier(collector)] = collector }
    for commit in commits {
      let all = collectorOf[commit.collector]?.parents[commit.parents] ?? []
      parents += all.compactMap { numbers[$0] }
      starts.append(Int32(parents.count))
    }
    return (parents, starts)
  }

  /// The commit's number; nil when it is not among them.
  func number(of id: ObjectID) -> Int32? {
    forest.node(of: id).flatMap { numbers[$0] }
  }

  func id(of commit: Int32) -> ObjectID { forest.id(of: nodes[Int(commit)]) }

  func parents(of commit: Int32) -> ArraySlice<Int32> {
    parents[Int(parentStarts[Int(commit)])..<Int(parentStarts[Int(commit) + 1])]
  }

  /// Which commits the given ones lead to, themselves included.
  func reachable(from commits: [Int32]) -> [Bool] {
    var reached = [Bool](repeating: false, count: count)
    var waiting = commits
    while let commit = waiting.popLast() {
      guard !reached[Int(commit)] else { continue }
      reached[Int(commit)] = true
      waiting += parents(of: commit).filter { !reached[Int($0)] }
    }
    return reached
  }

  /// The chosen commits with every parent before its children, and else by time.
  func oldestFirst(_ chosen: [Bool]) -> [Int32] {
    var waitingFor = [Int32](repeating: 0, count: count)
    var childStarts = [Int32](repeating: 0, count: count + 1)
    for commit in 0..<Int32(count) where chosen[Int(commit)] {
      for parent in parents(of: commit) where chosen[Int(parent)] {
        waitingFor[Int(commit)] += 1
        childStarts[Int(parent) + 1] += 1
      }
    }
    for commit in 0..<count { childStarts[commit + 1] += childStarts[commit] }
    var children = [Int32](repeating: 0, count: Int(childStarts[count]))
    var next = childStarts
    for commit in 0..<Int32(count) where chosen[Int(commit)] {
      for parent in parents(of: commit) where chosen[Int(parent)] {
        children[Int(next[Int(parent)])] = commit
        next[Int(parent)] += 1
      }
    }
    var ready = OldestHeap(times: times)
    for commit in 0..<Int32(count) where chosen[Int(commit)] && waitingFor[Int(commit)] == 0 { ready.push(commit) }
    var order: [Int32] = []
    while let commit = ready.pop() {
      order.append(commit)
      for child in children[Int(childStarts[Int(commit)])..<Int(childStarts[Int(commit) + 1])] {
        waitingFor[Int(child)] -= 1
        if waitingFor[Int(child)] == 0 { ready.push(child) }
      }
    }
    return order
  }
}

/// Commits as one worker finds them.
///
/// Sendable: each is touched by its own worker alone until all workers have ended.
private final class Collector: @unchecked Sendable {
  struct Commit {
    let node: Int32
    let tree: Int32
    let time: Int64
    let parents: Range<Int>
    let collector: ObjectIdentifier
  }

  private let forest: ObjectForest
  private(set) var commits: [Commit] = []
  private(set) var parents: [Int32] = []
  private(set) var missing: [(node: Int32, object: ObjectID, isParent: Bool)] = []

  init(_ forest: ObjectForest) { self.forest = forest }

  /// Reads "tree ID", any number of "parent ID", and the time at the end of the committer's line.
  ///
  /// - Returns: Offset of the author's name, or of what stands in its place.
  func add(_ node: Int32, _ content: Span<UInt8>, _ format: ObjectFormat) -> Int {
    let digits = format.byteCount * 2
    guard starts(content, 0, "tree "), let treeID = ObjectID(hexIn: content, at: 5, format) else { return 0 }
    let tree = known(treeID, .tree, node)
    let firstParent = parents.count
    var position = 6 + digits
    while starts(content, position, "parent "), let parent = ObjectID(hexIn: content, at: position + 7, format) {
      if let parent = known(parent, .commit, node) { parents.append(parent) }
      position += 8 + digits
    }
    commits.append(
      Commit(
        node: node, tree: tree ?? -1, time: committerTime(content, from: position),
        parents: firstParent..<parents.count, collector: ObjectIdentifier(self)))
    let author: StaticString = "author "
    return min(position + (starts(content, position, author) ? author.utf8CodeUnitCount : 0), content.count)
  }

  private func known(_ id: ObjectID, _ kind: ObjectKind, _ node: Int32) -> Int32? {
    if let found = forest.node(of: id), forest.kinds[Int(found)] == kind.rawValue { return found }
    if kind != .tree || id != id.format.emptyTree { missing.append((node, id, kind == .commit)) }
    return nil
  }

  private func committerTime(_ content: Span<UInt8>, from start: Int) -> Int64 {
    var line = start
    while line < content.count, content[line] != 0x0a {
      var end = line
      while end < content.count, content[end] != 0x0a { end &+= 1 }
      if starts(content, line, "committer ") { return time(content, line..<end) }
      line = end + 1
    }
    return 0
  }

  /// The number after the last ">" of a line.
  private func time(_ content: Span<UInt8>, _ line: Range<Int>) -> Int64 {
    var position = line.upperBound
    while position > line.lowerBound, content[position - 1] != UInt8(ascii: ">") { position -= 1 }
    while position < line.upperBound, content[position] == 0x20 { position += 1 }
    var time: Int64 = 0
    while position < line.upperBound, content[position] &- 0x30 < 10, time < Int64.max / 100 {
      time = time * 10 + Int64(content[position] &- 0x30)
      position += 1
    }
    return time
  }

  private func starts(_ content: Span<UInt8>, _ position: Int, _ word: StaticString) -> Bool {
    guard position + word.utf8CodeUnitCount <= content.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where content[position + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }
}

/// A heap that gives the commit with the earliest time, then the lowest number.
private struct OldestHeap {
  private let times: [Int64]
  private var items: [Int32] = []

  init(times: [Int64]) { self.times = times }

  mutating func push(_ commit: Int32) {
    items.append(commit)
    var child = items.count - 1
    while child > 0, isOlder(items[child], items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int32? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if isOlder(items[child], items[smallest]) { smallest = child }
      }
      if smallest == parent { return first }
      items.swapAt(parent, smallest)
      parent = smallest
    }
  }

  private func isOlder(_ left: Int32, _ right: Int32) -> Bool {
    (times[Int(left)], left) < (times[Int(right)], right)
  }
}
