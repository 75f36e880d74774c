/// Which commits brought blobs into a history, and at which paths they are.
public struct Attribution: Sendable {
  /// For each requested blob, in the order of the request.
  public let blobs: [BlobHistory]
  /// Blobs that were not requested and are somewhere under a requested name, by id. Only their paths with such a name
  /// count.
  public let named: [BlobHistory]
  /// Objects that a reachable commit or tree names and the store lacks, with the paths that lead to them; without those
  /// of ``brokenTips``.
  public let missing: [BlobHistory]
  /// Tips that the store lacks or that lead to an object that it lacks, and tags that cannot be followed.
  public let brokenTips: [BrokenTip]
  /// Commits and trees that could not be read, and objects that are not of the kind that a tree says.
  public let gaps: [ObjectGap]
  /// Whether paths were left out because the history has too many paths or entries of folders.
  public let isTruncated: Bool
  /// For each tree a representative, see ``PrunedTrees/representatives(in:_:leavingOut:)``; empty when what is known of
  /// trees is not outdated.
  let representatives: [Node]

  /// Most distinct paths that are listed; usual histories have far fewer.
  private static let mostPaths = 4_000_000

  /// Finds the paths of blobs.
  ///
  /// - Parameters:
  ///   - wanted: The blobs; those that are not in the store are in the result as unreachable.
  ///   - isWantedName: Whether blobs under a name are requested whatever they are.
  ///   - graph: The commits.
  ///   - tips: Where reachability starts: refs, `HEAD`, reflog entries; tags of anything are followed.
  ///   - branches: Tips that must be commits.
  ///   - head: The commit that is checked out.
  ///   - shallow: Commits whose parents a shallow clone left out, so that they are not missing.
  ///   - known: Trees that need not be read; none of `wanted` may be among the blobs known to be clean.
  ///   - checksIDs: See ``ForestWalker``.
  ///   - workers: Number of threads.
  /// - Complexity: Reads all trees that are not known once.
  public init(
    of wanted: [ObjectID], named isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool = { _ in false },
    in graph: CommitGraph, tips: [ObjectID], branches: Set<ObjectID> = [], head: ObjectID?,
    shallow: Set<ObjectID> = [], known: KnownTrees? = nil, checksIDs: Bool = false, workers: Int
  ) {
    let forest = graph.forest
    let nodes = wanted.map { forest.node(of: $0) }
    var isWanted = [Bool](repeating: false, count: forest.nodeCount)
    for case let node? in nodes { isWanted[node.index] = true }
    let links = TreeLinks(
      forest, wanted: known?.isOfInterest ?? isWanted, isWantedName: isWantedName, known: known,
      leavingOut: graph.vanished, checksIDs: checksIDs, workers: workers)
    let roots = known.map { known in graph.trees.map { $0.isNone ? $0 : known.representative(of: $0) } } ?? graph.trees
    var starts = HistoryTips(tips, branches, graph)
    if let known { starts.replaceTrees(known) }
    let order = graph.oldestFirst(graph.reachable(from: starts.commits))
    let missingNodes = (links.nodeCount..<links.objectCount).map { Node($0) }
    var finder = PathFinder(
      links, graph, roots, order: order,
      wanted: nodes.compactMap { $0 } + links.leaves + links.vanishedTrees + missingNodes, limit: Self.mostPaths)
    finder.find(tipTrees: starts.others, head: head.flatMap { graph.number(of: $0) })
    blobs = zip(wanted, nodes).map { id, node in
      finder.history(of: id, node: node, isReached: node.map { finder.isReached($0) } ?? false)
    }
    let named = links.named.filter { !isWanted[$0.index] }.map { (forest.id(of: $0), $0) }.sorted { $0.0 < $1.0 }
    self.named = named.map { id, node in finder.history(of: id, node: node, isReached: finder.isReached(node)) }
    let missing = (links.vanishedTrees + missingNodes).filter { finder.isReached($0) }.map { node in
      let id = node.index < links.nodeCount ? forest.id(of: node) : links.missing[node.index - links.nodeCount]
      return finder.history(of: id, node: node, isReached: true)
    }
    brokenTips = starts.broken
    let brokenIDs = Set(brokenTips.map { $0.gap.id })
    self.missing = (missing + Self.missing(from: graph, order, shallow)).filter { !brokenIDs.contains($0.blob) }
    gaps = graph.withoutVanished(graph.gaps + links.gaps, and: links.vanishedTrees)
    isTruncated = finder.isTruncated || links.isTruncated
    if let known, known.areOutdated {
      representatives = finder.representatives(known, leavingOut: links.gaps)
    } else {
      representatives = []
    }
  }

  /// Trees and parents that reachable commits name and the store lacks.
  private static func missing(
    from graph: CommitGraph, _ order: [Int32], _ shallow: Set<ObjectID>
  ) -> [BlobHistory] {
    guard !graph.missing.isEmpty else { return [] }
    let reached = Set(order)
    let ids = graph.missing.filter { missing in
      let isCutOff = missing.isParent && shallow.contains(graph.id(of: missing.commit))
      return reached.contains(missing.commit) && !isCutOff
    }
    return Set(ids.map { $0.object }).sorted().map {
      BlobHistory(blob: $0, paths: [], hasMorePaths: false, commitCount: 0, departure: nil, isReachable: true)
    }
  }
}
