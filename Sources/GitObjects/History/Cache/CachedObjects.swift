/// An object in which no rule has a candidate.
public struct CleanObject: Sendable {
  /// The object's id.
  public var id: ObjectID
  /// Size of its content in bytes.
  public var size: UInt32

  /// Makes a record of an object.
  public init(id: ObjectID, size: UInt32) {
    self.id = id
    self.size = size
  }
}

/// Objects that earlier scans found clean, what is remembered of commits and trees, and which objects a walk must visit
/// all the same.
///
/// A history scan with a cache reads only objects that are new:
///
/// 1. ``init(_:in:of:workers:)`` reads the records of the last scan and drops every object that is gone or damaged since,
///    so that leaving objects out hides no damage. An object counts as sound only if its entry and those of all bases in
///    its delta chain are.
/// 2. Walks over blobs, commits and tags skip known objects (``filter``), a walk over trees reads the representatives
///    (``knownTrees``).
/// 3. ``add(_:)`` records the objects that this scan found clean, and ``records(_:_:after:)`` writes all down again.
///
/// Of trees either all are known or none: that a tree leads to no object of interest is true only as long as everything
/// that was known is still there and sound. For example, when a clean blob of `docs/` is damaged, every version of `docs/`
/// and of the root may lead to it, so all trees are read again and the damage is reported with its paths.
public struct CachedObjects: Sendable {
  let forest: ObjectForest
  /// Which objects walks skip: blobs, trees and commits that are known, unless a delta is needed that is made from them.
  public let filter: WalkFilter
  private let commits: [KnownCommits.Commit]
  /// Nodes of the parents of commits.
  private let parents: [Node]
  /// Whether some of the objects in the records are gone or damaged.
  let hasLosses: Bool
  /// Whether objects were added.
  private(set) var hasAdditions = false
  /// Whether there are trees that are not known.
  private let hasUnknownTrees: Bool
  /// Number of blobs that a walk skips.
  public private(set) var skippedCount = 0
  /// Size of their contents in bytes.
  public private(set) var skippedBytes = 0
  /// For each node that is a known or added blob its size in bytes, for each known tree its representative.
  private var facts: [UInt32]
  /// For each node, whether this scan found it clean.
  private var isAdded: [Bool]

  /// No object is known.
  public init(in forest: ObjectForest) {
    self.init(CacheLoader(forest), filter: WalkFilter(for: forest), hasUnknownTrees: true)
  }

  /// Reads the records of an earlier scan of the same repository.
  ///
  /// - Parameters:
  ///   - bytes: A file with records that ``records(_:_:after:)`` wrote.
  ///   - range: Where they are in it.
  ///   - forest: The objects that the store has now.
  ///   - workers: Number of threads.
  /// - Returns: `nil` when the bytes are not in the form of records.
  /// - Complexity: Computes the checksum of every entry of the store.
  public init?(_ bytes: [UInt8], in range: Range<Int>, of forest: ObjectForest, workers: Int) {
    guard let records = CacheRecords(bytes, in: range, forest.store.format) else { return nil }
    var loader = CacheLoader(forest)
    loader.load(records)
    loader.dropUnsound(workers: workers)
    let filter = WalkFilter(for: forest, known: loader.isKnown, revisiting: loader.isRevisited)
    self.init(loader, filter: filter, hasUnknownTrees: loader.hasUnknownTrees)
    for index in 0..<forest.nodeCount where forest.isReadable(.blob, Node(index)) && filter.skips(Node(index)) {
      skippedCount += 1
      skippedBytes += Int(facts[index])
    }
  }

  private init(_ loader: consuming CacheLoader, filter: WalkFilter, hasUnknownTrees: Bool) {
    forest = loader.forest
    commits = loader.commits
    parents = loader.parents
    hasLosses = loader.hasLosses
    facts = loader.facts
    isAdded = [Bool](repeating: false, count: loader.forest.nodeCount)
    self.filter = filter
    self.hasUnknownTrees = hasUnknownTrees
  }

  /// Whether an object is known to be clean from an earlier scan.
  public func contains(_ id: ObjectID) -> Bool {
    forest.node(of: id).map(filter.isKnown) ?? false
  }

  /// Records objects that this scan found clean, after the walk that visited them.
  public mutating func add(_ objects: some Sequence<CleanObject>) {
    for object in objects {
      guard let node = forest.node(of: object.id) else { continue }
      isAdded[node.index] = true
      facts[node.index] = object.size
      hasAdditions = true
    }
  }

  /// The commits that need not be read.
  public var knownCommits: KnownCommits { KnownCommits(filter: filter, commits: commits, parents: parents) }

  /// The trees that need not be read, given the objects that are clean by now.
  ///
  /// - Complexity: O(*n*) for *n* objects, at each call.
  public var knownTrees: KnownTrees {
    let nodes = (0..<forest.nodeCount).map { Node($0) }
    return KnownTrees(
      filter: filter,
      isOfInterest: nodes.map { !forest.isReadable(.blob, $0) || !isClean($0) },
      areOutdated: hasAdditions || hasLosses || hasUnknownTrees,
      representatives: nodes.map { node in
        let isTree = filter.isKnown(node) && forest.isReadable(.tree, node)
        return isTree ? Node(number: Int32(bitPattern: facts[node.index])) : node
      })
  }

  /// Whether an object is clean, found in this scan or an earlier one.
  func isClean(_ node: Node) -> Bool { filter.isKnown(node) || isAdded[node.index] }

  /// The size of a clean blob in bytes.
  func size(of blob: Node) -> UInt32 { facts[blob.index] }
}
