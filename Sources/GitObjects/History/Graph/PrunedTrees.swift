/// Trees with everything left out that does not lead to a wanted object; equal ones are one.
///
/// Thousands of versions of a tree shrink to the few that differ in what was asked for, so that paths are only
/// spelled out once for each of those.
struct PrunedTrees {
  typealias Link = TreeLinks.Link

  /// A pruned tree's links: targets from zero are pruned trees, below zero wanted objects, the first of them -1.
  func links(of tree: Int32) -> ArraySlice<Link> { links[range(of: tree)] }

  /// Where in ``links`` those of a pruned tree are.
  func range(of tree: Int32) -> Range<Int> { Int(starts[Int(tree)])..<Int(starts[Int(tree) + 1]) }

  /// Number of distinct pruned trees.
  var count: Int { starts.count - 1 }

  /// Whether a tree was found inside itself, so that what was left out depends on where it was looked at first.
  private(set) var hasLoop = false
  /// For each wanted object, whether a tree that was asked about leads to it.
  private(set) var isReached: [Bool]
  private(set) var links: [Link] = []
  private var starts: [Int32] = [0]
  private var slots = NumberSlots()
  private let salt = UInt64.random(in: 0...UInt64.max) | 1
  /// What is known of each object: a pruned tree + 1, or one of the states below zero.
  private var states: [Int32]
  private let source: TreeLinks
  private var open: [(node: Int32, next: Int, end: Int)] = []
  private var pruned: [Link] = []

  private static let unknown: Int32 = 0
  /// Nothing wanted is below it.
  private static let empty: Int32 = -1
  /// It is being looked at.
  private static let isOpen: Int32 = -2
  /// The first wanted object, others below.
  private static let firstWanted: Int32 = -3

  /// - Parameters:
  ///   - source: All links.
  ///   - wanted: Wanted objects.
  init(_ source: TreeLinks, wanted: [Int32]) {
    self.source = source
    states = [Int32](repeating: Self.unknown, count: source.objectCount)
    var count: Int32 = 0
    for node in wanted where states[Int(node)] == Self.unknown {
      states[Int(node)] = Self.firstWanted - count
      count += 1
    }
    isReached = [Bool](repeating: false, count: Int(count))
  }

  /// The number of a wanted object, in the order in which they were given; nil when it is not wanted.
  func wantedNumber(of node: Int32) -> Int32? {
    let state = states[Int(node)]
    return state <= Self.firstWanted ? Self.firstWanted - state : nil
  }

  /// The pruned tree of a node; nil when nothing wanted is below it.
  mutating func tree(of root: Int32) -> Int32? {
    guard root >= 0 else { return nil }
    if states[Int(root)] == Self.unknown { prune(from: root) }
    let state = states[Int(root)]
    return state > 0 ? state - 1 : nil
  }

  /// Notes that a wanted object was named directly.
  mutating func reach(_ node: Int32) {
    if let number = wantedNumber(of: node) { isReached[Int(number)] = true }
  }

  /// Prunes a tree and all that is below it.
  private mutating func prune(from root: Int32) {
    enter(root)
    while let (node, next, end) = open.last {
      var next = next
      while next < end, states[Int(source.links[next].target)] != Self.unknown { next += 1 }
      if next < end {
        open[open.count - 1].next = next + 1
        enter(source.links[next].target)
      } else {
        open.removeLast()
        states[Int(node)] = closed(source.range(of: node))
      }
    }
  }

  private mutating func enter(_ node: Int32) {
    let range = source.range(of: node)
    states[Int(node)] = range.isEmpty ? Self.empty : Self.isOpen
    if !range.isEmpty { open.append((node, range.lowerBound, range.upperBound)) }
  }

  /// The state of a tree below which everything is known.
  private mutating func closed(_ range: Range<Int>) -> Int32 {
    pruned.removeAll(keepingCapacity: true)
    for index in range {
      let link = source.links[index]
      let state = states[Int(link.target)]
      if state > 0 {
        pruned.append(Link(name: link.name, target: state - 1))
      } else if state <= Self.firstWanted {
        let number = Self.firstWanted - state
        isReached[Int(number)] = true
        pruned.append(Link(name: link.name, target: -1 - number))
      } else if state == Self.isOpen {
        // A tree inside itself can only come of a forged or damaged object; it is left out.
        hasLoop = true
      }
    }
    return pruned.isEmpty ? Self.empty : number(of: pruned) + 1
  }

  // MARK: - Equal trees

  /// The number of a pruned tree, new or known.
  private mutating func number(of tree: [Link]) -> Int32 {
    if slots.isHalfFull { slots = slots.grown { hash(links, range(of: $0)) } }
    switch slots.place(of: hash(tree, 0..<tree.count), isEqual: { isEqual($0, tree) }) {
    case .number(let number): return number
    case .free(let slot):
      links += tree
      starts.append(Int32(links.count))
      return slots.insert(at: slot)
    }
  }

  private func isEqual(_ number: Int32, _ tree: [Link]) -> Bool {
    let range = range(of: number)
    guard range.count == tree.count else { return false }
    return tree.indices.allSatisfy {
      let known = links[range.lowerBound + $0]
      return known.name == tree[$0].name && known.target == tree[$0].target
    }
  }

  /// Salted, so that nobody can choose trees that crowd together.
  private func hash(_ links: [Link], _ range: Range<Int>) -> Int {
    var hash = salt
    for index in range {
      let link = links[index]
      hash ^= UInt64(UInt32(bitPattern: link.name)) << 32 | UInt64(UInt32(bitPattern: link.target))
      hash = (hash ^ hash >> 29) &* 0x9e37_79b9_7f4a_7c15
      hash = (hash ^ hash >> 32) &* salt
    }
    return Int(truncatingIfNeeded: hash >> 20)
  }
}
