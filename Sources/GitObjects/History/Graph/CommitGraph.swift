/// All commits of a store with their parents, trees and times, in flat arrays.
public final class CommitGraph: Sendable {
  let forest: ObjectForest
  /// Node of each commit, ascending. A commit's number is its index here.
  let nodes: [Node]
  /// Node of each commit's tree; none when it is missing.
  let trees: [Node]
  /// Seconds since 1970 by the committer's clock.
  let times: [Int64]
  /// The parents of commit `n` are `parents[parentStarts[n]..<parentStarts[n + 1]]`; missing ones are left out.
  let parents: [Int32]
  let parentStarts: [Int32]
  /// Trees and parents that commits name and the store lacks, with the commit that names them.
  let missing: [(commit: Int32, object: ObjectID, isParent: Bool)]
  /// Commits whose tree or a parent is missing or could not be read.
  let incomplete: Set<Int32>
  /// Commits that could not be read.
  public let gaps: [ObjectGap]
  /// Objects that git removed while they were read: they are missing only if something leads to them.
  let vanished: Set<Node>
  /// Number of the commit at each node; -1 where there is none.
  private let numbers: [Int32]

  /// Number of commits.
  public var count: Int { nodes.count }

  /// Reads all commits.
  ///
  /// - Parameters:
  ///   - forest: The objects.
  ///   - workers: Number of threads.
  ///   - known: Commits that need not be read.
  ///   - before: Objects of other kinds that could not be read.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - visitor: Returns a closure for each worker that is called with every commit that is read, its bytes, and the
  ///     offset at which what people wrote begins, so that names and messages need no second pass.
  /// - Complexity: Reads each commit once; O(*n* log *n*) for *n* commits.
  public init(
    _ forest: ObjectForest, workers: Int, known: KnownCommits? = nil, unread before: [ObjectGap] = [],
    checksIDs: Bool = false,
    visitor: (@Sendable (_ worker: Int) -> (ForestWalker.Visit, Span<UInt8>, _ textStart: Int) -> Void)? = nil
  ) {
    let collectors = (0..<max(workers, 1)).map { CommitCollector(forest, number: $0) }
    let format = forest.store.format
    let unread = forest.visitAll(
      of: .commit, workers: collectors.count, filter: known?.filter, checksIDs: checksIDs
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
    for collector in collectors { collector.resolve(leavingOut: vanished) }
    if let known { collectors[0].add(known) }
    let commits = collectors.flatMap { $0.commits }.sorted { $0.node < $1.node }
    nodes = commits.map { $0.node }
    times = commits.map { $0.time }
    trees = commits.map { $0.tree }
    var numbers = [Int32](repeating: -1, count: forest.nodeCount)
    for (number, node) in nodes.enumerated() { numbers[node.index] = Int32(number) }
    self.numbers = numbers
    missing = collectors.flatMap { $0.missing }.map { (numbers[$0.node.index], $0.object, $0.isParent) }
    var incomplete = Set(missing.map { $0.commit })
    (parents, parentStarts) = Self.parents(of: commits, collectors, numbers, &incomplete)
    self.incomplete = incomplete
  }

  private static func parents(
    of commits: [CommitCollector.Commit], _ collectors: [CommitCollector], _ numbers: [Int32],
    _ incomplete: inout Set<Int32>
  ) -> ([Int32], [Int32]) {
    var parents: [Int32] = []
    var starts: [Int32] = [0]
    for (number, commit) in commits.enumerated() {
      for node in collectors[commit.collector].parents[commit.parents] {
        if numbers[node.index] >= 0 { parents.append(numbers[node.index]) } else { incomplete.insert(Int32(number)) }
      }
      starts.append(Int32(parents.count))
    }
    return (parents, starts)
  }

  /// Gaps without objects that git removed while they were read; an ``Attribution`` reports those that are reachable.
  public func withoutVanished(_ gaps: [ObjectGap]) -> [ObjectGap] { withoutVanished(gaps, and: []) }

  /// - Parameter others: Further nodes of such objects.
  func withoutVanished(_ gaps: [ObjectGap], and others: [Node]) -> [ObjectGap] {
    let vanished = vanished.union(others)
    return vanished.isEmpty ? gaps : gaps.filter { gap in !(forest.node(of: gap.id).map(vanished.contains) ?? false) }
  }

  /// Whether an object is one of the commits.
  public func contains(_ id: ObjectID) -> Bool { number(of: id) != nil }

  /// The commit's number; nil when it is not among them.
  func number(of id: ObjectID) -> Int32? {
    forest.node(of: id).flatMap { number(of: $0) }
  }

  func number(of node: Node) -> Int32? {
    numbers[node.index] < 0 ? nil : numbers[node.index]
  }

  func id(of commit: Int32) -> ObjectID { forest.id(of: nodes[Int(commit)]) }

  func parents(of commit: Int32) -> ArraySlice<Int32> {
    parents[Int(parentStarts[Int(commit)])..<Int(parentStarts[Int(commit) + 1])]
  }
}
