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
  /// Objects that git removed while they were read: only what leads to them makes them missing.
  let vanished: Set<Int32>
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
  ///   - unread: What could not be read before.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - visitor: Makes a closure for each worker that is shown every other commit along the way, its bytes, and where
  ///     in them what people wrote begins, so that names and messages need no second pass.
  public init(
    _ forest: ObjectForest, workers: Int, known: KnownObjects? = nil, unread before: [ObjectGap] = [],
    checksIDs: Bool = false,
    visitor: (@Sendable (_ worker: Int) -> (ForestWalker.Visit, Span<UInt8>, _ textStart: Int) -> Void)? = nil
  ) {
    let collectors = (0..<max(workers, 1)).map { CommitCollector(forest, number: $0) }
    let format = forest.store.format
    let unread = forest.visitAll(
      of: .commit, workers: collectors.count, known: known, checksIDs: checksIDs
    ) { worker in
      let collector = collectors[worker]
      let visit = visitor?(worker)
      return { object, content, _ in
        let textStart = collector.add(object.node, content, format)
        visit?(object, content, textStart)
      }
    }
    self.forest = forest
    gaps = unread + collectors.flatMap { $0.gaps }.sorted { $0.id < $1.id }
    let vanished = forest.vanished(among: forest.gaps + before + unread)
    self.vanished = vanished
    for collector in collectors { collector.settle(leavingOut: vanished) }
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
    of commits: [CommitCollector.Commit], _ collectors: [CommitCollector], _ numbers: [Int32],
    _ cutOff: inout Set<Int32>
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

  /// Some gaps without objects that git removed while they were read; those that something leads to are told by an
  /// ``Attribution``.
  public func lasting(_ gaps: [ObjectGap]) -> [ObjectGap] { lasting(gaps, leavingOut: []) }

  /// - Parameter others: Further nodes of such objects.
  func lasting(_ gaps: [ObjectGap], leavingOut others: [Int32]) -> [ObjectGap] {
    let vanished = vanished.union(others)
    return vanished.isEmpty ? gaps : gaps.filter { gap in !(forest.node(of: gap.id).map(vanished.contains) ?? false) }
  }

  /// Whether an object is one of the commits.
  public func contains(_ id: ObjectID) -> Bool { number(of: id) != nil }

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
