/// Finds the paths of wanted objects, and for each path the oldest commit that has the object there.
///
/// Goes through the pruned trees of all commits, oldest commit first; see ``PrunedTrees``. A pair of path and tree is gone
/// through once: what an earlier commit has at the same path in the same tree is found already.
struct PathFinder {
  /// A wanted object at a path, and the first commit that has it there.
  private struct Found {
    let wanted: Int32
    let path: Int32
    /// Number of the commit; -1 where a tag of a tree leads there.
    let commit: Int32
  }

  /// Whether paths were left out because there are too many.
  private(set) var isTruncated = false
  var pruned: PrunedTrees
  let graph: CommitGraph
  private let links: TreeLinks
  // The tree of each commit.
  let roots: [Node]
  let order: [Int32]
  private let limit: Int
  private var reached: [Bool] = []
  // Paths as a tree of names: the number of each one's parent and of its own name.
  private var paths: [(parent: Int32, name: Int32)] = [(-1, -1)]
  private var pathNumbers = NumberTable()
  private var found: [Found] = []
  // For each wanted object, indexes in `found`.
  private var foundOf: [[Int32]]
  // Pairs of a path and a target that were gone through.
  private var seen = NumberTable()
  private var inHead: Set<UInt64> = []
  private var commitCounts: [Int]
  private var departures: [Int32: HeadDeparture] = [:]
  // Number of paths of each pruned tree and of each wanted object, and those that have more paths than are listed.
  private var treePaths: [Int32] = []
  private var wantedPaths: [Int32]
  private var crowdedTrees: Set<Int32> = []
  private var isCrowded: [Bool]

  /// Most paths of one folder or file that are listed: a dozen trees of ten entries each, one inside the other, have a
  /// million million paths.
  static let mostPaths: Int32 = 2000

  /// - Parameters:
  ///   - roots: The tree of each commit.
  ///   - order: Numbers of commits, oldest first.
  ///   - wanted: Nodes and missing objects.
  ///   - limit: Most paths that are listed for all objects together.
  init(
    _ links: TreeLinks, _ graph: CommitGraph, _ roots: [Node], order: [Int32], wanted: [Node], limit: Int
  ) {
    self.links = links
    self.roots = roots
    self.graph = graph
    self.order = order
    self.limit = limit
    pruned = PrunedTrees(links, wanted: wanted)
    let count = pruned.isReached.count
    foundOf = [[Int32]](repeating: [], count: count)
    commitCounts = [Int](repeating: 0, count: count)
    wantedPaths = [Int32](repeating: 0, count: count)
    isCrowded = [Bool](repeating: false, count: count)
  }

  /// Finds all paths.
  ///
  /// - Parameters:
  ///   - tipTrees: Trees and blobs that refs or tags name.
  ///   - head: Number of the commit that is checked out.
  mutating func find(tipTrees: [Node], head: Int32?) {
    // For each pruned tree, the number of commits that have it.
    var commitsOf: [Int] = []
    for commit in order {
      guard let tree = pruned.tree(of: roots[Int(commit)]) else { continue }
      if commitsOf.count < pruned.count { commitsOf += repeatElement(0, count: pruned.count - commitsOf.count) }
      commitsOf[Int(tree)] += 1
      if commitsOf[Int(tree)] == 1 { findPaths(in: tree, commit) }
    }
    if !links.vanishedTrees.isEmpty { reachRoots() }
    for node in tipTrees {
      pruned.reach(node)
      if let tree = pruned.tree(of: node) { findPaths(in: tree, -1) }
    }
    reached = pruned.isReached
    if let head {
      if let tree = pruned.tree(of: roots[Int(head)]) { markHead(tree) }
      if found.contains(where: { !inHead.contains(key($0.path, $0.wanted)) }) {
        departures = findDepartures(head: head)
      }
    }
    countCommits(commitsOf)
    spreadCrowding()
    for (index, path) in found.enumerated() { foundOf[Int(path.wanted)].append(Int32(index)) }
  }

  /// Notes root trees that could not be read: pruning does not reach them.
  private mutating func reachRoots() {
    for commit in order where !roots[Int(commit)].isNone { pruned.reach(roots[Int(commit)]) }
  }

  /// Whether a commit or tip leads to a wanted object.
  func isReached(_ node: Node) -> Bool {
    pruned.wantedNumber(of: node).map { reached[Int($0)] } ?? false
  }

  /// See ``PrunedTrees/representatives(in:_:leavingOut:)``.
  mutating func representatives(_ known: KnownTrees, leavingOut gaps: [ObjectGap]) -> [Node] {
    pruned.representatives(in: graph.forest, known, leavingOut: gaps)
  }

  /// The paths of an object.
  func history(of id: ObjectID, node: Node?, isReached: Bool) -> BlobHistory {
    guard let node, let number = pruned.wantedNumber(of: node) else {
      return BlobHistory(
        blob: id, paths: [], hasMorePaths: false, commitCount: 0, departure: nil, isReachable: isReached)
    }
    // Paths are found commit by commit, oldest first; those of one commit in the order of its trees, which is by path.
    let paths = foundOf[Int(number)].map { rank in
      let path = found[Int(rank)]
      return BlobPath(
        path: bytes(ofPath: path.path), firstCommit: path.commit < 0 ? nil : graph.id(of: path.commit),
        rank: Int(rank), isInHead: inHead.contains(key(path.path, number)))
    }
    return BlobHistory(
      blob: id, paths: paths, hasMorePaths: isCrowded[Int(number)], commitCount: commitCounts[Int(number)],
      departure: departures[number], isReachable: isReached)
  }

  // MARK: - Going through trees

  /// Finds the paths of wanted objects in a tree, leaving out folders that an earlier commit had at the same path.
  private mutating func findPaths(in root: Int32, _ commit: Int32) {
    if treePaths.count < pruned.count { treePaths += repeatElement(0, count: pruned.count - treePaths.count) }
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    while let (tree, path) = waiting.popLast() {
      guard seen.insert(key(path, tree)) == nil else { continue }
      guard treePaths[Int(tree)] < Self.mostPaths else {
        crowdedTrees.insert(tree)
        continue
      }
      treePaths[Int(tree)] += 1
      for link in pruned.links(of: tree).reversed() where link.target.isTree {
        guard treePaths[Int(link.target.tree)] < Self.mostPaths else {
          if !isSeen(link, below: path) { crowdedTrees.insert(link.target.tree) }
          continue
        }
        if let inner = self.path(path, link.name) { waiting.append((link.target.tree, inner)) }
      }
      for link in pruned.links(of: tree) where !link.target.isTree {
        let wanted = Int(link.target.wanted)
        guard wantedPaths[wanted] < Self.mostPaths else {
          if !isSeen(link, below: path) { isCrowded[wanted] = true }
          continue
        }
        guard let inner = self.path(path, link.name) else { continue }
        guard seen.insert(key(inner, link.target.value)) == nil else { continue }
        wantedPaths[wanted] += 1
        found.append(Found(wanted: link.target.wanted, path: inner, commit: commit))
      }
    }
  }

  /// Whether the target of a link was found at its path.
  private func isSeen(_ link: PrunedTrees.Link, below path: Int32) -> Bool {
    pathNumbers[key(path, link.name)].map { seen[key($0, link.target.value)] != nil } ?? false
  }

  /// Marks everything inside folders of which not all paths are listed.
  private mutating func spreadCrowding() {
    var waiting = Array(crowdedTrees)
    while let tree = waiting.popLast() {
      for link in pruned.links(of: tree) {
        if !link.target.isTree {
          isCrowded[Int(link.target.wanted)] = true
        } else if crowdedTrees.insert(link.target.tree).inserted {
          waiting.append(link.target.tree)
        }
      }
    }
  }

  /// Marks which of the listed paths are in `HEAD`.
  private mutating func markHead(_ root: Int32) {
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    var done: Set<UInt64> = []
    while let (tree, path) = waiting.popLast() {
      guard done.insert(key(path, tree)).inserted else { continue }
      for link in pruned.links(of: tree) {
        guard let inner = pathNumbers[key(path, link.name)] else { continue }
        if link.target.isTree {
          waiting.append((link.target.tree, inner))
        } else {
          inHead.insert(key(inner, link.target.wanted))
        }
      }
    }
  }

  /// Counts for each wanted object the commits that have it, at one path or several.
  private mutating func countCommits(_ commitsOf: [Int]) {
    // The root for which each tree and each wanted object was counted last.
    var treeRoot = [Int32](repeating: -1, count: pruned.count)
    var wantedRoot = [Int32](repeating: -1, count: commitCounts.count)
    var waiting: [Int32] = []
    for (root, commits) in zip(Int32(0)..., commitsOf) where commits > 0 {
      waiting.append(root)
      while let tree = waiting.popLast() {
        guard treeRoot[Int(tree)] != root else { continue }
        treeRoot[Int(tree)] = root
        for index in pruned.range(of: tree) {
          let target = pruned.links[index].target
          if target.isTree {
            waiting.append(target.tree)
          } else if wantedRoot[Int(target.wanted)] != root {
            wantedRoot[Int(target.wanted)] = root
            commitCounts[Int(target.wanted)] += commits
          }
        }
      }
    }
  }

  // MARK: - Paths

  /// The number of the path of a name inside another path, which is added if it is new; nil beyond the limit.
  private mutating func path(_ parent: Int32, _ name: Int32) -> Int32? {
    guard paths.count < limit else {
      let known = pathNumbers[key(parent, name)]
      if known == nil { isTruncated = true }
      return known
    }
    if let known = pathNumbers.insert(key(parent, name), Int32(paths.count)) { return known }
    paths.append((parent, name))
    return Int32(paths.count - 1)
  }

  private func bytes(ofPath path: Int32) -> [UInt8] {
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
