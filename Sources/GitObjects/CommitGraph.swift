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
  /// Commits that name something that is missing or could not be read.
  let cutOff: Set<Int32>
  /// Commits that could not be read.
  public let gaps: [ObjectGap]
  /// Number of the commit at each node; -1 where there is none.
  private let numbers: [Int32]

  /// Number of commits.
  public var count: Int { nodes.count }

  /// Reads all commits.
  ///
  /// - Parameters:
  ///   - forest: The objects.
  ///   - workers: Threads to use.
  ///   - known: Commits that need not be read.
  ///   - visitor: Makes a closure for each worker that is shown every other commit's bytes along the way, and where in
  ///     them what people wrote begins, so that names and messages need no second pass.
  public init(
    _ forest: ObjectForest, workers: Int, known: KnownObjects? = nil,
    visitor: (@Sendable (_ worker: Int) -> (ObjectID, Span<UInt8>, _ textStart: Int) -> Void)? = nil
  ) {
    let collectors = (0..<max(workers, 1)).map { Collector(forest, number: $0) }
    let format = forest.store.format
    gaps = forest.visitAll(of: .commit, workers: collectors.count, known: known) { worker in
      let collector = collectors[worker]
      let visit = visitor?(worker)
      return { object, content, _ in
        let textStart = collector.add(object.node, content, format)
        visit?(object.id, content, textStart)
      }
    }
    self.forest = forest
    for collector in collectors { collector.settle() }
    if let known { collectors[0].add(known) }
    let commits = collectors.flatMap { $0.commits }.sorted { $0.node < $1.node }
    nodes = commits.map { $0.node }
    times = commits.map { $0.time }
    trees = commits.map { $0.tree }
    var numbers = [Int32](repeating: -1, count: forest.nodeCount)
    for (number, node) in nodes.enumerated() { numbers[Int(node)] = Int32(number) }
    self.numbers = numbers
    missing = collectors.flatMap { $0.missing }.map { (numbers[Int($0.node)], $0.object, $0.isParent) }
    var cutOff = Set(missing.map { $0.commit })
    (parents, parentStarts) = Self.parents(of: commits, collectors, numbers, &cutOff)
    self.cutOff = cutOff
  }

  private static func parents(
    of commits: [Collector.Commit], _ collectors: [Collector], _ numbers: [Int32], _ cutOff: inout Set<Int32>
  ) -> ([Int32], [Int32]) {
    var parents: [Int32] = []
    var starts: [Int32] = [0]
    for (number, commit) in commits.enumerated() {
      for node in collectors[commit.collector].parents[commit.parents] {
        if numbers[Int(node)] >= 0 { parents.append(numbers[Int(node)]) } else { cutOff.insert(Int32(number)) }
      }
      starts.append(Int32(parents.count))
    }
    return (parents, starts)
  }

  /// The commit's number; nil when it is not among them.
  func number(of id: ObjectID) -> Int32? {
    forest.node(of: id).flatMap { number(ofNode: $0) }
  }

  func number(ofNode node: Int32) -> Int32? {
    numbers[Int(node)] < 0 ? nil : numbers[Int(node)]
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
    let time: Int64
    /// Number of the collector that has its parents.
    let collector: Int
    /// Numbers of what it names: its tree, then its parents.
    let lookups: Range<Int>
    /// Its tree's node once that was looked up; -1 when it is missing.
    var tree: Int32 = -1
    /// Where among the parents its own are.
    var parents = 0..<0
  }

  private(set) var commits: [Commit] = []
  private(set) var parents: [Int32] = []
  private(set) var missing: [(node: Int32, object: ObjectID, isParent: Bool)] = []
  private let forest: ObjectForest
  private let number: Int
  private var lookups: DeferredLookups
  /// Ids that the store lacks, by the number of their look-up.
  private var unknown: [Int: ObjectID] = [:]

  init(_ forest: ObjectForest, number: Int) {
    self.forest = forest
    self.number = number
    lookups = DeferredLookups(forest)
  }

  /// Reads "tree ID", any number of "parent ID", and the time at the end of the committer's line.
  ///
  /// - Returns: Offset of the author's name, or of what stands in its place.
  func add(_ node: Int32, _ content: Span<UInt8>, _ format: ObjectFormat) -> Int {
    let digits = format.byteCount * 2
    guard starts(content, 0, "tree "), let tree = ObjectID(hexIn: content, at: 5, format) else { return 0 }
    let first = lookups.count
    lookups.add(tree)
    var position = 6 + digits
    while starts(content, position, "parent "), let parent = ObjectID(hexIn: content, at: position + 7, format) {
      lookups.add(parent)
      position += 8 + digits
    }
    let time = committerTime(content, from: position)
    commits.append(Commit(node: node, time: time, collector: number, lookups: first..<lookups.count))
    if lookups.isFull { lookUp() }
    let author: StaticString = "author "
    return min(position + (starts(content, position, author) ? author.utf8CodeUnitCount : 0), content.count)
  }

  /// Fills in what commits name.
  func settle() {
    lookUp()
    for index in commits.indices {
      let commit = commits[index]
      let firstParent = parents.count
      for place in commit.lookups {
        let isParent = place > commit.lookups.lowerBound
        guard let found = node(place, isParent ? .commit : .tree, for: commit.node) else { continue }
        if isParent { parents.append(found) } else { commits[index].tree = found }
      }
      commits[index].parents = firstParent..<parents.count
    }
  }

  /// Takes over the commits that a walk leaves out.
  func add(_ known: KnownObjects) {
    for commit in known.commits where known.spares(commit.node) {
      let first = parents.count
      parents += known.parents[commit.parents]
      commits.append(
        Commit(
          node: commit.node, time: commit.time, collector: number, lookups: 0..<0, tree: commit.tree,
          parents: first..<parents.count))
    }
  }

  private func lookUp() {
    lookups.settle { number, id, node in
      if node == nil { unknown[number] = id }
      return node ?? -1
    }
  }

  private func node(_ place: Int, _ kind: ObjectKind, for commit: Int32) -> Int32? {
    let found = lookups.targets[place]
    if found >= 0, forest.kinds[Int(found)] == kind.rawValue { return found }
    let id = unknown[place] ?? forest.id(of: found)
    if kind != .tree || id != id.format.emptyTree { missing.append((commit, id, kind == .commit)) }
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
