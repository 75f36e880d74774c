/// Spells out the paths of wanted objects.
struct PlaceFinder {
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
  // The tree of each commit.
  private let roots: [Int32]
  private let order: [Int32]
  private let limit: Int
  private var reached: [Bool] = []
  // Paths as a tree of names: the parent of each, and its own name.
  private var paths: [(parent: Int32, name: Int32)] = [(-1, -1)]
  private var pathNumbers = NumberTable()
  private var found: [Found] = []
  private var foundBy: [[Int32]]
  private var seen = NumberTable()
  private var inHead: Set<UInt64> = []
  private var counts: [Int]
  // How many paths of each pruned tree and of each wanted object were spelled out, and which of them have more.
  private var treeVisits: [Int32] = []
  private var placeCounts: [Int32]
  private var crowdedTrees: Set<Int32> = []
  private var isCrowded: [Bool]

  /// Paths of one folder or file that are spelled out at most: a dozen trees of ten names each, one below the other,
  /// have a million million paths.
  static let mostPlaces: Int32 = 2000

  init(
    _ links: TreeLinks, _ graph: CommitGraph, _ roots: [Int32], order: [Int32], wanted: [Int32], limit: Int
  ) {
    self.links = links
    self.roots = roots
    self.graph = graph
    self.order = order
    self.limit = limit
    pruned = PrunedTrees(links, wanted: wanted)
    foundBy = [[Int32]](repeating: [], count: pruned.isReached.count)
    counts = [Int](repeating: 0, count: pruned.isReached.count)
    placeCounts = [Int32](repeating: 0, count: counts.count)
    isCrowded = [Bool](repeating: false, count: counts.count)
  }

  mutating func find(tipTrees: [Int32], head: Int32?) {
    // Commits by the pruned tree they have.
    var commitsOf: [Int] = []
    for commit in order {
      guard let tree = pruned.tree(of: roots[Int(commit)]) else { continue }
      if commitsOf.count < pruned.count { commitsOf += repeatElement(0, count: pruned.count - commitsOf.count) }
      commitsOf[Int(tree)] += 1
      if commitsOf[Int(tree)] == 1 { spell(tree, commit) }
    }
    if !links.vanishedTrees.isEmpty { reachRoots() }
    for node in tipTrees {
      pruned.reach(node)
      if let tree = pruned.tree(of: node) { spell(tree, -1) }
    }
    reached = pruned.isReached
    if let head, let tree = pruned.tree(of: roots[Int(head)]) { markHead(tree) }
    count(commitsOf)
    spreadCrowding()
    for (number, place) in found.enumerated() { foundBy[Int(place.wanted)].append(Int32(number)) }
  }

  /// Notes trees that commits name and that lead nowhere.
  private mutating func reachRoots() {
    for commit in order where roots[Int(commit)] >= 0 { pruned.reach(roots[Int(commit)]) }
  }

  /// Whether a commit or tip that was looked at leads to a wanted object.
  func isReached(_ node: Int32) -> Bool {
    pruned.wantedNumber(of: node).map { reached[Int($0)] } ?? false
  }

  /// See ``PrunedTrees/standIns(_:leavingOut:)``.
  mutating func standIns(_ known: KnownObjects, leavingOut gaps: [ObjectGap]) -> [Int32] {
    pruned.standIns(known, leavingOut: gaps)
  }

  func history(of id: ObjectID, node: Int32?, isReached: Bool) -> BlobHistory {
    guard let node, let number = pruned.wantedNumber(of: node) else {
      return BlobHistory(blob: id, places: [], hasMorePlaces: false, commitCount: 0, isReachable: isReached)
    }
    // Places are found commit by commit, oldest first; within a commit in the order of its tree, which is by path.
    let spelled = foundBy[Int(number)].map { rank in
      let place = found[Int(rank)]
      return BlobHistory.Place(
        path: spelledPath(place.path), firstCommit: place.commit < 0 ? nil : graph.id(of: place.commit),
        rank: Int(rank), isInHead: inHead.contains(key(place.path, number)))
    }
    return BlobHistory(
      blob: id, places: spelled, hasMorePlaces: isCrowded[Int(number)], commitCount: counts[Int(number)],
      isReachable: isReached)
  }

  /// Notes what a tree has at which path, leaving out folders that an earlier commit had at the same path.
  private mutating func spell(_ root: Int32, _ commit: Int32) {
    if treeVisits.count < pruned.count { treeVisits += repeatElement(0, count: pruned.count - treeVisits.count) }
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    while let (tree, path) = waiting.popLast() {
      guard seen.insert(key(path, tree)) == nil else { continue }
      guard treeVisits[Int(tree)] < Self.mostPlaces else {
        crowdedTrees.insert(tree)
        continue
      }
      treeVisits[Int(tree)] += 1
      for link in pruned.links(of: tree).reversed() where link.target >= 0 {
        guard treeVisits[Int(link.target)] < Self.mostPlaces else {
          if !isSpelled(link, below: path) { crowdedTrees.insert(link.target) }
          continue
        }
        if let inner = self.path(path, link.name) { waiting.append((link.target, inner)) }
      }
      for link in pruned.links(of: tree) where link.target < 0 {
        let wanted = Int(-1 - link.target)
        guard placeCounts[wanted] < Self.mostPlaces else {
          if !isSpelled(link, below: path) { isCrowded[wanted] = true }
          continue
        }
        guard let inner = self.path(path, link.name), seen.insert(key(inner, link.target)) == nil else { continue }
        placeCounts[wanted] += 1
        found.append(Found(wanted: -1 - link.target, path: inner, commit: commit))
      }
    }
  }

  /// Whether what a link leads to was noted at its path.
  private func isSpelled(_ link: PrunedTrees.Link, below path: Int32) -> Bool {
    pathNumbers[key(path, link.name)].map { seen[key($0, link.target)] != nil } ?? false
  }

  /// Marks everything below folders of which not all paths were spelled out.
  private mutating func spreadCrowding() {
    var waiting = Array(crowdedTrees)
    while let tree = waiting.popLast() {
      for link in pruned.links(of: tree) {
        if link.target < 0 {
          isCrowded[Int(-1 - link.target)] = true
        } else if crowdedTrees.insert(link.target).inserted {
          waiting.append(link.target)
        }
      }
    }
  }

  /// Marks the places that are in `HEAD`, of those that were spelled out.
  private mutating func markHead(_ root: Int32) {
    var waiting: [(tree: Int32, path: Int32)] = [(root, 0)]
    var done: Set<UInt64> = []
    while let (tree, path) = waiting.popLast() {
      guard done.insert(key(path, tree)).inserted else { continue }
      for link in pruned.links(of: tree) {
        guard let inner = pathNumbers[key(path, link.name)] else { continue }
        if link.target < 0 { inHead.insert(key(inner, -1 - link.target)) } else { waiting.append((link.target, inner)) }
      }
    }
  }

  /// Adds up in how many commits each wanted object stands, at one path or several.
  private mutating func count(_ commitsOf: [Int]) {
    var treeStamp = [Int32](repeating: -1, count: pruned.count)
    var wantedStamp = [Int32](repeating: -1, count: counts.count)
    var waiting: [Int32] = []
    for (root, commits) in zip(Int32(0)..., commitsOf) where commits > 0 {
      waiting.append(root)
      while let tree = waiting.popLast() {
        guard treeStamp[Int(tree)] != root else { continue }
        treeStamp[Int(tree)] = root
        for index in pruned.range(of: tree) {
          let link = pruned.links[index]
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
    guard paths.count < limit else {
      let known = pathNumbers[key(parent, name)]
      if known == nil { isTruncated = true }
      return known
    }
    if let known = pathNumbers.insert(key(parent, name), Int32(paths.count)) { return known }
    paths.append((parent, name))
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
