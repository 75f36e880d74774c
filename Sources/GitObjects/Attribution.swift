/// Where and since when a blob has stood in a history.
public struct BlobHistory: Sendable {
  /// A path the blob stood at.
  public struct Place: Hashable, Sendable {
    /// Path from the repository's root, any bytes.
    public let path: [UInt8]
    /// The first commit with the blob at this path, parents before children and else by time; nil when only a tag of
    /// a tree leads here.
    public let firstCommit: ObjectID?
    /// Whether it still stands there in `HEAD`.
    public let isInHead: Bool
  }

  /// The blob.
  public let blob: ObjectID
  /// All its paths, oldest first, then by path.
  public fileprivate(set) var places: [Place]
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
  /// Objects that a commit or tree within reach names and that are missing, with the paths that lead to them.
  public let missing: [BlobHistory]
  /// Commits and trees that could not be read.
  public let gaps: [ObjectGap]
  /// Whether paths were left out because a history has more of them than can be listed.
  public let isTruncated: Bool

  /// Distinct paths that are listed at most; real histories stay far below.
  private static let mostPaths = 4_000_000

  /// Asks about blobs.
  ///
  /// - Parameters:
  ///   - wanted: The blobs; those that are not in the store come back as unreachable.
  ///   - isWantedName: Whether blobs under a name are asked for whatever they are.
  ///   - graph: The commits.
  ///   - tips: Where reachability starts: refs, `HEAD`, reflog entries; tags of anything are followed.
  ///   - head: The commit that is checked out.
  ///   - shallow: Commits whose parents a shallow clone left out, which are not missing then.
  ///   - workers: Threads to use.
  public init(
    of wanted: [ObjectID], named isWantedName: @escaping @Sendable (Span<UInt8>) -> Bool = { _ in false },
    in graph: CommitGraph, tips: [ObjectID], head: ObjectID?, shallow: Set<ObjectID> = [], workers: Int
  ) {
    let forest = graph.forest
    let nodes = wanted.map { forest.node(of: $0) }
    var isWanted = [Bool](repeating: false, count: forest.nodeCount)
    for case let node? in nodes { isWanted[Int(node)] = true }
    let links = TreeLinks(forest, wanted: isWanted, isWantedName: isWantedName, workers: workers)
    let starts = Tips(tips, graph)
    let order = graph.oldestFirst(graph.reachable(from: starts.commits))
    var reached = [Bool](repeating: false, count: links.objectCount)
    links.spread(&reached, from: starts.others + order.map { graph.trees[Int($0)] }.filter { $0 >= 0 })
    let missingNodes = (links.nodeCount..<links.objectCount).map { Int32($0) }
    var finder = PlaceFinder(
      links, graph, order: order, wanted: nodes.compactMap { $0 } + links.named + missingNodes, limit: Self.mostPaths)
    finder.find(tipTrees: starts.others, head: head.flatMap { graph.number(of: $0) })
    blobs = zip(wanted, nodes).map { id, node in
      finder.history(of: id, node: node, isReached: node.map { reached[Int($0)] } ?? false)
    }
    let named = links.named.map { (forest.id(of: $0), $0) }.sorted { $0.0 < $1.0 }
    self.named = named.map { id, node in finder.history(of: id, node: node, isReached: reached[Int(node)]) }
    let lost = missingNodes.filter { reached[Int($0)] }.map { node in
      finder.history(of: links.missing[Int(node) - links.nodeCount], node: node, isReached: true)
    }
    missing = lost + Self.missingCommits(graph, order, shallow)
    gaps = graph.gaps + links.gaps
    isTruncated = finder.isTruncated
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
      BlobHistory(blob: $0, places: [], commitCount: 0, isReachable: true)
    }
  }
}

/// Where reachability starts, by kind.
private struct Tips {
  private(set) var commits: [Int32] = []
  /// Trees and blobs that refs or tags name directly.
  private(set) var others: [Int32] = []

  init(_ ids: [ObjectID], _ graph: CommitGraph) {
    let reader = ObjectReader(graph.forest.store)
    for id in ids {
      var id = id
      // Tags of tags end somewhere: a loop would need a broken hash, a forged one is cut here.
      for _ in 0..<64 {
        guard let node = graph.forest.node(of: id) else { break }
        let kind = graph.forest.kinds[Int(node)]
        if kind == ObjectKind.commit.rawValue, let commit = graph.number(of: id) { commits.append(commit) }
        if kind == ObjectKind.tree.rawValue || kind == ObjectKind.blob.rawValue { others.append(node) }
        guard kind == ObjectKind.tag.rawValue, let content = try? reader.read(id, as: .tag),
          let tag = TagObject(content)
        else { break }
        id = tag.target
      }
    }
  }
}

/// Spells out the paths of wanted objects.
private struct PlaceFinder {
  /// Something wanted at a path, and the first commit that has it there.
  private struct Found {
    let wanted: Int32
    let path: Int32
    let commit: Int32
  }

  private(set) var isTruncated = false
  private var pruned: PrunedTrees
  private let graph: CommitGraph
  private let links: TreeLinks
  private let order: [Int32]
  private let limit: Int
  private let numbers: [Int32: Int32]
  // Paths as a tree of names: the parent of each, and its own name.
  private var paths: [(parent: Int32, name: Int32)] = [(-1, -1)]
  private var pathNumbers: [UInt64: Int32] = [:]
  private var found: [Found] = []
  private var foundBy: [[Int32]]
  private var seen: Set<UInt64> = []
  private var inHead: Set<UInt64> = []
  private var counts: [Int]

  init(_ links: TreeLinks, _ graph: CommitGraph, order: [Int32], wanted: [Int32], limit: Int) {
    self.links = links
    self.graph = graph
    self.order = order
    self.limit = limit
    var numbers: [Int32: Int32] = [:]
    for node in wanted where numbers[node] == nil { numbers[node] = Int32(numbers.count) }
    self.numbers = numbers
    var marked = [Bool](repeating: false, count: links.objectCount)
    for node in wanted { marked[Int(node)] = true }
    pruned = PrunedTrees(links, leading: links.leading(to: marked), wantedNumber: numbers)
    foundBy = [[Int32]](repeating: [], count: numbers.count)
    counts = [Int](repeating: 0, count: numbers.count)
  }

  mutating func find(tipTrees: [Int32], head: Int32?) {
    var commitsOf: [Int32: Int] = [:]
    for commit in order {
      guard let tree = pruned.tree(of: graph.trees[Int(commit)]) else { continue }
      commitsOf[tree, default: 0] += 1
      if commitsOf[tree] == 1 { spell(tree, commit) }
    }
    for tree in tipTrees {
      if let tree = pruned.tree(of: tree) { spell(tree, -1) }
    }
    if let head, let tree = pruned.tree(of: graph.trees[Int(head)]) { markHead(tree) }
    count(commitsOf)
    for (number, place) in found.enumerated() { foundBy[Int(place.wanted)].append(Int32(number)) }
  }

  func history(of id: ObjectID, node: Int32?, isReached: Bool) -> BlobHistory {
    guard let node, let number = numbers[node] else {
      return BlobHistory(blob: id, places: [], commitCount: 0, isReachable: isReached)
    }
    let places = foundBy[Int(number)].map { found[Int($0)] }
    let spelled = places.map { place in
      BlobHistory.Place(
        path: spelledPath(place.path), firstCommit: place.commit < 0 ? nil : graph.id(of: place.commit),
        isInHead: inHead.contains(key(place.path, number)))
    }
    // Places are found commit by commit, oldest first; within a commit in the order of its tree, which is by path.
    return BlobHistory(blob: id, places: spelled, commitCount: counts[Int(number)], isReachable: isReached)
  }

  /// Notes what a tree holds at which path, leaving out folders that an earlier commit had at the same path.
  private mutating func spell(_ root: Int32, _ commit: Int32) {
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    while let (tree, path) = waiting.popLast() {
      guard seen.insert(key(path, tree)).inserted else { continue }
      for link in pruned.links(of: tree).reversed() where link.target >= 0 {
        if let inner = self.path(path, link.name) { waiting.append((link.target, inner)) }
      }
      for link in pruned.links(of: tree) where link.target < 0 {
        guard let inner = self.path(path, link.name), seen.insert(key(inner, link.target)).inserted else { continue }
        found.append(Found(wanted: -1 - link.target, path: inner, commit: commit))
      }
    }
  }

  private mutating func markHead(_ root: Int32) {
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    var done: Set<UInt64> = []
    while let (tree, path) = waiting.popLast() {
      guard done.insert(key(path, tree)).inserted else { continue }
      for link in pruned.links(of: tree) {
        guard let inner = self.path(path, link.name) else { continue }
        if link.target < 0 { inHead.insert(key(inner, -1 - link.target)) } else { waiting.append((link.target, inner)) }
      }
    }
  }

  /// Adds up in how many commits each wanted object stands, at one path or several.
  private mutating func count(_ commitsOf: [Int32: Int]) {
    var treeStamp = [Int32](repeating: -1, count: pruned.count)
    var wantedStamp = [Int32](repeating: -1, count: counts.count)
    for (root, commits) in commitsOf {
      var waiting = [root]
      while let tree = waiting.popLast() {
        guard treeStamp[Int(tree)] != root else { continue }
        treeStamp[Int(tree)] = root
        for link in pruned.links(of: tree) {
          if link.target >= 0 {
            waiting.append(link.target)
          } else if wantedStamp[Int(-1 - link.target)] != root {
            wantedStamp[Int(-1 - link.target)] = root
            counts[Int(-1 - link.target)] += commits
          }
        }
      }
    }
  }

  /// The number of the path that leads from another path to a name; nil beyond the limit.
  private mutating func path(_ parent: Int32, _ name: Int32) -> Int32? {
    let key = key(parent, name)
    if let known = pathNumbers[key] { return known }
    guard paths.count < limit else {
      isTruncated = true
      return nil
    }
    paths.append((parent, name))
    pathNumbers[key] = Int32(paths.count - 1)
    return Int32(paths.count - 1)
  }

  private func spelledPath(_ path: Int32) -> [UInt8] {
    var names: [ArraySlice<UInt8>] = []
    var path = path
    while path > 0 {
      names.append(links.names[paths[Int(path)].name])
      path = paths[Int(path)].parent
    }
    return Array(names.reversed().joined(separator: [UInt8(ascii: "/")]))
  }

  private func key(_ path: Int32, _ other: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: path)) << 32 | UInt64(UInt32(bitPattern: other))
  }
}
