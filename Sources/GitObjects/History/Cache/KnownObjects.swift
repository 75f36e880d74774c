/// An object that holds no candidate of any rule.
public struct CleanObject: Sendable {
  public var id: ObjectID
  /// Bytes of its content.
  public var size: UInt32

  public init(id: ObjectID, size: UInt32) {
    self.id = id
    self.size = size
  }
}

/// Objects that were read before, what is remembered of them, and which a walk must visit all the same.
///
/// An object is known only as long as its entry is sound, and with it every base below which it hangs, so that leaving
/// it out hides no damage. Of trees either all are known or none: that nothing of interest hangs from a tree holds only
/// while all that was known is still there and sound.
public struct KnownObjects: Sendable {
  private struct Mark: OptionSet {
    let rawValue: UInt8
    static let known = Mark(rawValue: 1)
    /// An object that is to be read, or leads to one.
    static let needed = Mark(rawValue: 2)
    /// Several of its deltas are needed.
    static let branches = Mark(rawValue: 4)
    /// Known, and to be read all the same.
    static let again = Mark(rawValue: 8)
    /// Found clean by this scan.
    static let learned = Mark(rawValue: 16)
  }

  /// A commit whose text holds no candidate, and all that a graph of commits tells of it.
  struct Commit: Sendable {
    let node: Int32
    let tree: Int32
    let time: Int64
    /// Its parents, among ``KnownObjects/parents``.
    let parents: Range<Int>
  }

  /// What stands for a tree when nothing of interest hangs from it.
  static let nothing: Int32 = -1

  let forest: ObjectForest
  private(set) var commits: [Commit] = []
  /// Nodes of the parents of commits.
  private(set) var parents: [Int32] = []
  /// Whether some of what was known is known no more.
  private(set) var hasLosses = false
  /// Whether something was learned.
  private(set) var hasNews = false
  /// Whether there are trees that are not known.
  private var hasOtherTrees = true
  /// Number of blobs that a walk leaves out.
  public private(set) var sparedCount = 0
  /// Bytes of their content.
  public private(set) var sparedBytes = 0
  private var marks: [Mark]
  /// Of a known blob its size, of a known tree the one that stands for it.
  private var facts: [UInt32]

  /// Nothing is known.
  public init(in forest: ObjectForest) {
    self.forest = forest
    marks = [Mark](repeating: [], count: forest.nodeCount)
    facts = [UInt32](repeating: 0, count: forest.nodeCount)
  }

  /// Takes over what was written down of a store as it was.
  ///
  /// - Parameters:
  ///   - bytes: What holds the records that ``records(_:_:after:)`` made.
  ///   - range: Where in it they stand.
  ///   - forest: The objects of the store as it is.
  ///   - workers: Threads to use.
  /// - Returns: `nil` when those are no records.
  public init?(_ bytes: [UInt8], in range: Range<Int>, of forest: ObjectForest, workers: Int) {
    guard let records = KnownRecords(bytes, in: range, forest.store.format) else { return nil }
    self.init(in: forest)
    take(records)
    forgetUnsound(workers)
    noteNeeds()
  }

  /// Whether an object is known.
  public func contains(_ id: ObjectID) -> Bool {
    forest.node(of: id).map(isKnown) ?? false
  }

  func isKnown(_ node: Int32) -> Bool { marks[Int(node)].contains(.known) }

  /// Whether a walk leaves an object out: blobs, trees and commits.
  func spares(_ node: Int32) -> Bool { marks[Int(node)] == .known }

  /// Whether an object is known, and visited for the sake of a single delta.
  func isPassage(_ node: Int32) -> Bool { marks[Int(node)] == [.known, .needed] }

  /// Whether an object holds no candidate.
  func isClean(_ node: Int32) -> Bool { !marks[Int(node)].isDisjoint(with: [.known, .learned]) }

  /// For each node, whether it is anything but a blob that holds no candidate.
  var unclean: [Bool] {
    marks.indices.map { !forest.holds(.blob, at: Int32($0)) || !isClean(Int32($0)) }
  }

  /// Takes up objects that hold no candidate, after the walk that found them.
  public mutating func learn(_ objects: some Sequence<CleanObject>) {
    for object in objects {
      guard let node = forest.node(of: object.id) else { continue }
      marks[Int(node)].insert(.learned)
      facts[Int(node)] = object.size
      hasNews = true
    }
  }

  /// Whether there may be more to remember than what was written down, or less.
  var hasChanged: Bool { hasNews || hasLosses || hasOtherTrees }

  /// The size of a known blob in bytes.
  func size(of blob: Int32) -> UInt32 { facts[Int(blob)] }

  /// The tree that is read in place of a known one, since the same hangs from both under the same names;
  /// ``nothing`` when nothing of interest does. What is not known stands for itself.
  func standIn(for node: Int32) -> Int32 {
    guard isKnown(node), forest.holds(.tree, at: node) else { return node }
    return Int32(bitPattern: facts[Int(node)])
  }

  // MARK: - Taking over

  private mutating func take(_ records: KnownRecords) {
    let sorted = SortedObjects(forest)
    func nodes(_ kind: ObjectKind) -> [Int32] { records.nodes(of: kind, among: sorted[kind], of: forest) }
    for (number, node) in nodes(.blob).enumerated() { know(node, records.size(ofBlob: number)) }
    for node in nodes(.tag) { know(node, 0) }
    let trees = nodes(.tree)
    for (number, node) in trees.enumerated() {
      let standIn = records.standIn(ofTree: number).map { trees[$0] }
      know(node, UInt32(bitPattern: standIn ?? Self.nothing))
      if node >= 0, standIn == node { marks[Int(node)].insert(.again) }
    }
    let known = nodes(.commit)
    for node in known { know(node, 0) }
    takeCommits(records, known, trees)
  }

  private mutating func know(_ node: Int32, _ fact: UInt32) {
    guard node >= 0 else { return hasLosses = true }
    marks[Int(node)] = .known
    facts[Int(node)] = fact
  }

  /// Notes the commits whose tree and parents are all there; the others must be read again to tell what is missing.
  private mutating func takeCommits(_ records: KnownRecords, _ nodes: [Int32], _ trees: [Int32]) {
    for (number, node) in nodes.enumerated() where node >= 0 {
      let commit = records.commit(number)
      let first = parents.count
      for parent in commit.parents { parents.append(records.parent(parent).map { nodes[$0] } ?? -1) }
      let tree = commit.tree.map { trees[$0] } ?? -1
      if tree >= 0, parents[first...].allSatisfy({ $0 >= 0 }) {
        commits.append(Commit(node: node, tree: tree, time: commit.time, parents: first..<parents.count))
      } else {
        parents.removeLast(parents.count - first)
        marks[Int(node)].insert(.again)
      }
    }
  }

  // MARK: - Soundness

  private mutating func forgetUnsound(_ workers: Int) {
    guard marks.contains(where: { !$0.isEmpty }) else { return }
    for node in EntryCheck.unsoundNodes(of: forest, workers: workers) { forget(from: node) }
    guard hasLosses else { return }
    for node in marks.indices where forest.holds(.tree, at: Int32(node)) { marks[node] = [] }
  }

  /// Takes an object and all that is made from it for unknown.
  private mutating func forget(from root: Int32) {
    var waiting = [root]
    while let node = waiting.popLast() {
      if isKnown(node) { hasLosses = true }
      marks[Int(node)] = []
      var child = forest.firstChild[Int(node)]
      while child >= 0 {
        waiting.append(child)
        child = forest.nextSibling[Int(child)]
      }
    }
  }

  // MARK: - What is to be read

  private mutating func noteNeeds() {
    for node in marks.indices where 1...3 ~= forest.kinds[node] {
      if !marks[node].contains(.known) || marks[node].contains(.again) { need(Int32(node)) }
    }
    hasOtherTrees = marks.indices.contains {
      forest.holds(.tree, at: Int32($0)) && !marks[$0].contains(.known)
    }
    for node in marks.indices where forest.holds(.blob, at: Int32(node)) && spares(Int32(node)) {
      sparedCount += 1
      sparedBytes += Int(facts[node])
    }
  }

  /// Marks an object and the bases that lead to it.
  private mutating func need(_ object: Int32) {
    var node = object
    while !marks[Int(node)].contains(.needed) {
      marks[Int(node)].insert(.needed)
      let base = forest.bases[Int(node)]
      guard base >= 0 else { return }
      if marks[Int(base)].contains(.needed) { marks[Int(base)].insert(.branches) }
      node = base
    }
  }
}
