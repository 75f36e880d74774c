/// Where and since when a blob has stood in a history.
public struct BlobHistory: Sendable {
  /// A path the blob stood at.
  public struct Place: Hashable, Sendable {
    /// Path from the repository's root, any bytes.
    public let path: [UInt8]
    /// The first commit with the blob at this path, parents before children and else by time; nil when only a tag of
    /// a tree leads here.
    public let firstCommit: ObjectID?
    /// Its rank among the places of all blobs, older ones first.
    public let rank: Int
    /// Whether it still stands there in `HEAD`.
    public let isInHead: Bool
  }

  /// The blob.
  public let blob: ObjectID
  /// Its paths, oldest first, then by path.
  public fileprivate(set) var places: [Place]
  /// Whether it stands at more paths than are listed.
  public fileprivate(set) var hasMorePlaces = false
  /// Number of commits whose tree contains it.
  public fileprivate(set) var commitCount: Int
  /// Whether any ref leads to it; a blob that a tag names directly is reachable without a path.
  public fileprivate(set) var isReachable: Bool

  /// Whether it stands in `HEAD`.
  public var isInHead: Bool { places.contains { $0.isInHead } }
}

/// Answers which commits, paths and authors brought blobs into a history.
public struct Attribution: Sendable {
  /// For each blob asked for, in the order asked.
  public let blobs: [BlobHistory]
  /// Blobs that were not asked for and stand somewhere under a name that was, by id. Only places where that name leads
  /// to them count.
  public let named: [BlobHistory]
  /// Objects that a commit or tree within reach names and that are missing, with the paths that lead to them; without
  /// those of ``lostTips``.
  public let missing: [BlobHistory]
  /// Tips that the store lacks or that lead to what it lacks, and tags that cannot be followed.
  public let lostTips: [LostTip]
  /// Commits and trees that could not be read, and what trees call what it is not.
  public let gaps: [ObjectGap]
  /// Whether paths were left out because a history has more of them, or more entries of folders, than can be held.
  public let isTruncated: Bool
  /// Which tree the same hangs from as from each tree; made when what is known of objects has changed.
  let standIns: [Int32]

  /// Distinct paths that are listed at most; real histories stay far below.
  private static let mostPaths = 4_000_000

  /// Asks about blobs.
  ///
  /// - Parameters:
  ///   - wanted: The blobs; those that are not in the store come back as unreachable.
  ///   - isWantedName: Whether blobs under a name are asked for whatever they are.
  ///   - graph: The commits.
  ///   - tips: Where reachability starts: refs, `HEAD`, reflog entries; tags of anything are followed.
  ///   - branches: Tips that must be commits.
  ///   - head: The commit that is checked out.
  ///   - shallow: Commits whose parents a shallow clone left out, which are not missing then.
  ///   - known: What is known of objects, so that it can be told what of trees is to be remembered; none of `wanted`.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - workers: Threads to use.
  public init(
    of wanted: [ObjectID], named isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool = { _ in false },
    in graph: CommitGraph, tips: [ObjectID], branches: Set<ObjectID> = [], head: ObjectID?,
    shallow: Set<ObjectID> = [], known: KnownObjects? = nil, checksIDs: Bool = false, workers: Int
  ) {
    let forest = graph.forest
    let nodes = wanted.map { forest.node(of: $0) }
    var isWanted = [Bool](repeating: false, count: forest.nodeCount)
    for case let node? in nodes { isWanted[Int(node)] = true }
    let links = TreeLinks(
      forest, wanted: known?.unclean ?? isWanted, isWantedName: isWantedName, known: known,
      leavingOut: graph.vanished, checksIDs: checksIDs, workers: workers)
    let roots = known.map { known in graph.trees.map { $0 < 0 ? $0 : known.standIn(for: $0) } } ?? graph.trees
    var starts = Tips(tips, branches, graph)
    if let known { starts.replaceTrees(known) }
    let order = graph.oldestFirst(graph.reachable(from: starts.commits))
    let missingNodes = (links.nodeCount..<links.objectCount).map { Int32($0) }
    var finder = PlaceFinder(
      links, graph, roots, order: order,
      wanted: nodes.compactMap { $0 } + links.ends + links.vanishedTrees + missingNodes, limit: Self.mostPaths)
    finder.find(tipTrees: starts.others, head: head.flatMap { graph.number(of: $0) })
    blobs = zip(wanted, nodes).map { id, node in
      finder.history(of: id, node: node, isReached: node.map { finder.isReached($0) } ?? false)
    }
    let named = links.named.filter { !isWanted[Int($0)] }.map { (forest.id(of: $0), $0) }.sorted { $0.0 < $1.0 }
    self.named = named.map { id, node in finder.history(of: id, node: node, isReached: finder.isReached(node)) }
    let lost = (links.vanishedTrees + missingNodes).filter { finder.isReached($0) }.map { node in
      let id = node < links.nodeCount ? forest.id(of: node) : links.missing[Int(node) - links.nodeCount]
      return finder.history(of: id, node: node, isReached: true)
    }
    lostTips = starts.lost
    let lostIDs = Set(lostTips.map { $0.gap.id })
    missing = (lost + Self.missingCommits(graph, order, shallow)).filter { !lostIDs.contains($0.blob) }
    gaps = graph.lasting(graph.gaps + links.gaps, leavingOut: links.vanishedTrees)
    isTruncated = finder.isTruncated || links.isTruncated
    if let known, known.hasChanged { standIns = finder.standIns(known, leavingOut: links.gaps) } else { standIns = [] }
  }

  /// Trees and parents that commits within reach name in vain.
  private static func missingCommits(
    _ graph: CommitGraph, _ order: [Int32], _ shallow: Set<ObjectID>
  ) -> [BlobHistory] {
    guard !graph.missing.isEmpty else { return [] }
    let reached = Set(order)
    let ids = graph.missing.filter { entry in
      let isCutOff = entry.isParent && shallow.contains(graph.id(of: entry.commit))
      return reached.contains(entry.commit) && !isCutOff
    }
    return Set(ids.map { $0.object }).sorted().map {
      BlobHistory(blob: $0, places: [], hasMorePlaces: false, commitCount: 0, isReachable: true)
    }
  }
}

/// A tip from which no object can be reached, or not the one it should lead to.
public struct LostTip: Sendable {
  /// What was asked to start at.
  public let tip: ObjectID
  /// The tip itself or what a tag leads to, and why it is not there.
  public let gap: ObjectGap
}

/// Where reachability starts, by kind.
private struct Tips {
  private(set) var commits: [Int32] = []
  /// Trees and blobs that refs or tags name directly.
  private(set) var others: [Int32] = []
  private(set) var lost: [LostTip] = []

  /// Puts those trees in place of known ones that stand for them.
  mutating func replaceTrees(_ known: KnownObjects) {
    others = others.map { known.standIn(for: $0) }.filter { $0 != KnownObjects.nothing }
  }

  init(_ ids: [ObjectID], _ branches: Set<ObjectID>, _ graph: CommitGraph) {
    let forest = graph.forest
    let reader = ObjectReader(forest.store)
    // Tags that were followed: a loop of tags would need a broken hash, a forged one ends here.
    var followed: Set<ObjectID> = []
    for tip in ids {
      var next: ObjectID? = tip
      while let id = next {
        next = nil
        do throws(GitError) {
          guard let node = forest.node(of: id), !graph.vanished.contains(node) else {
            if id == id.format.emptyTree { break }
            throw .missing(id)
          }
          if id == tip, branches.contains(id), forest.kinds[Int(node)] != 0, !forest.holds(.commit, at: node) {
            lost.append(LostTip(tip: tip, gap: ObjectGap(id, .wrongKind(id, expected: .commit))))
          }
          if let commit = graph.number(ofNode: node) { commits.append(commit) }
          if forest.holds(.tree, at: node) || forest.holds(.blob, at: node) { others.append(node) }
          guard forest.holds(.tag, at: node), followed.insert(id).inserted else { break }
          guard let tag = TagObject(try reader.read(id, as: .tag)) else {
            throw .corrupt(id, reason: "its first line names no object")
          }
          next = tag.target
        } catch {
          lost.append(LostTip(tip: tip, gap: ObjectGap(id, error)))
        }
      }
    }
  }
}
