/// Trees with everything left out that does not lead to a wanted object; equal ones are one.
///
/// Thousands of versions of a tree shrink to the few that differ in what was asked for, so that paths are only
/// spelled out once for each of those.
struct PrunedTrees {
  typealias Link = TreeLinks.Link

  /// A pruned tree's links: targets from zero are pruned trees, below zero wanted objects, the first of them -1.
  func links(of tree: Int32) -> ArraySlice<Link> {
    links[Int(starts[Int(tree)])..<Int(starts[Int(tree) + 1])]
  }

  /// Number of distinct pruned trees.
  var count: Int { starts.count - 1 }

  private var links: [Link] = []
  private var starts: [Int32] = [0]
  private var known: [UInt64: [Int32]] = [:]
  // Pruned tree + 1 by node; zero is not done yet.
  private var done: [Int32]
  private let source: TreeLinks
  private let leading: [Bool]
  private let wantedNumber: [Int32: Int32]

  /// - Parameters:
  ///   - source: All links.
  ///   - leading: Which objects are wanted or lead to wanted ones.
  ///   - wantedNumber: Number of each wanted object.
  init(_ source: TreeLinks, leading: [Bool], wantedNumber: [Int32: Int32]) {
    self.source = source
    self.leading = leading
    self.wantedNumber = wantedNumber
    done = [Int32](repeating: 0, count: source.objectCount)
  }

  /// The pruned tree of a node; nil when nothing wanted is below it.
  mutating func tree(of root: Int32) -> Int32? {
    guard root >= 0, leading[Int(root)] else { return nil }
    var path = [(node: root, next: source.links(of: root).startIndex)]
    var isOpen: Set<Int32> = [root]
    while let (node, next) = path.last {
      let links = source.links(of: node)
      if done[Int(node)] == 0, let index = links[next...].firstIndex(where: { needsWork($0.target) }) {
        path[path.count - 1].next = index + 1
        let child = links[index].target
        // A tree inside itself can only come of a forged or damaged object; it is left out.
        if isOpen.insert(child).inserted { path.append((child, source.links(of: child).startIndex)) }
      } else {
        if done[Int(node)] == 0 { done[Int(node)] = number(of: pruned(links)) + 1 }
        isOpen.remove(node)
        path.removeLast()
      }
    }
    return done[Int(root)] - 1
  }

  private func needsWork(_ node: Int32) -> Bool {
    leading[Int(node)] && wantedNumber[node] == nil && done[Int(node)] == 0
  }

  private func pruned(_ links: ArraySlice<Link>) -> [Link] {
    links.compactMap { link in
      guard leading[Int(link.target)] else { return nil }
      if let number = wantedNumber[link.target] { return Link(name: link.name, target: -1 - number) }
      let tree = done[Int(link.target)]
      return tree > 0 ? Link(name: link.name, target: tree - 1) : nil
    }
  }

  /// The number of a pruned tree, new or known.
  private mutating func number(of tree: [Link]) -> Int32 {
    var hasher = Hasher()
    for link in tree {
      hasher.combine(link.name)
      hasher.combine(link.target)
    }
    let hash = UInt64(bitPattern: Int64(hasher.finalize()))
    for number in known[hash] ?? [] {
      let same = links(of: number).elementsEqual(tree) { $0.name == $1.name && $0.target == $1.target }
      if same { return number }
    }
    links += tree
    starts.append(Int32(links.count))
    known[hash, default: []].append(Int32(count - 1))
    return Int32(count - 1)
  }
}
