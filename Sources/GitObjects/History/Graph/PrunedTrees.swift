/// Trees without everything that leads to no wanted object; equal ones are one.
///
/// Paths of wanted objects are spelled out by going down from the root of each commit. A history has too many trees for
/// that: a repository of 50,000 commits has some 50,000 roots, nearly all of which lead to the same wanted objects under
/// the same names. Without the entries that do not matter, most versions of a tree are equal, and each is gone through
/// once. With one wanted blob, `k`, in the three roots
///
///     1: a/ → { k, x }   b → y          1: a/ → { k }      pruned tree 1: a/ → 0
///     2: a/ → { k, x }   b → z          2: a/ → { k }      pruned tree 0: k
///     3: a/ → { k }      b → z          3: a/ → { k }
///
/// all lead to the same pruned tree 1.
///
/// Invariant: the links of a pruned tree lead to wanted objects and to pruned trees of smaller numbers, since a tree is
/// pruned after all trees inside it. No two pruned trees have equal links.
struct PrunedTrees {
  /// An entry of a pruned tree.
  struct Link: Equatable, BitwiseCopyable {
    /// The number of its name in ``TreeLinks/names``.
    let name: Int32
    let target: Target
  }

  /// What an entry of a pruned tree leads to, in 32 bits: a pruned tree or a wanted object, by their numbers.
  struct Target: Equatable, BitwiseCopyable {
    /// Zero and up for pruned trees, -1 and down for wanted objects.
    let value: Int32

    static func tree(_ number: Int32) -> Target { Target(value: number) }
    static func wanted(_ number: Int32) -> Target { Target(value: -1 - number) }

    var isTree: Bool { value >= 0 }
    /// The number of the pruned tree; only where ``isTree``.
    var tree: Int32 { value }
    /// The number of the wanted object; only where not ``isTree``.
    var wanted: Int32 { -1 - value }
  }

  /// What is known of an object, in 32 bits.
  private struct State: Equatable, BitwiseCopyable {
    let value: Int32

    static var unknown: State { State(value: 0) }
    /// It leads to no wanted object.
    static var empty: State { State(value: -1) }
    /// It is being pruned.
    static var isOpen: State { State(value: -2) }
    static func tree(_ number: Int32) -> State { State(value: number + 1) }
    static func wanted(_ number: Int32) -> State { State(value: -3 - number) }

    var tree: Int32? { value > 0 ? value - 1 : nil }
    var wanted: Int32? { value <= -3 ? -3 - value : nil }
  }

  /// Whether a tree was found inside itself, so that what was left out depends on where pruning began.
  private(set) var hasLoop = false
  /// For each wanted object, whether a tree that was pruned leads to it, or it was named directly.
  private(set) var isReached: [Bool]
  /// Links of all pruned trees, those of one together.
  private(set) var links: [Link] = []
  private var starts: [Int32] = [0]
  private var slots = NumberSlots()
  private let salt = UInt64.random(in: 0...UInt64.max) | 1
  private var states: [State]
  private let source: TreeLinks
  private var open: [(node: Node, next: Int, end: Int)] = []
  private var pruned: [Link] = []

  /// - Parameters:
  ///   - source: The links of all trees.
  ///   - wanted: Nodes and missing objects. Each gets a number, in the order of their first appearance.
  init(_ source: TreeLinks, wanted: [Node]) {
    self.source = source
    states = [State](repeating: .unknown, count: source.objectCount)
    var count: Int32 = 0
    for node in wanted where states[node.index] == .unknown {
      states[node.index] = .wanted(count)
      count += 1
    }
    isReached = [Bool](repeating: false, count: Int(count))
  }

  /// Number of distinct pruned trees so far.
  var count: Int { starts.count - 1 }

  /// The links of a pruned tree.
  func links(of tree: Int32) -> ArraySlice<Link> { links[range(of: tree)] }

  /// Where in ``links`` those of a pruned tree are.
  func range(of tree: Int32) -> Range<Int> { Int(starts[Int(tree)])..<Int(starts[Int(tree) + 1]) }

  /// The number of a wanted object; nil when it is not wanted.
  func wantedNumber(of node: Node) -> Int32? { states[node.index].wanted }

  /// The pruned tree of a node, which is pruned at the first call; nil when it leads to no wanted object.
  mutating func tree(of root: Node) -> Int32? {
    guard !root.isNone else { return nil }
    if states[root.index] == .unknown { prune(from: root) }
    return states[root.index].tree
  }

  /// Notes that an object was named directly.
  mutating func reach(_ node: Node) {
    if let number = wantedNumber(of: node) { isReached[Int(number)] = true }
  }

  /// Prunes a tree, and before it all trees inside it.
  private mutating func prune(from root: Node) {
    enter(root)
    while let (node, next, end) = open.last {
      var next = next
      while next < end, states[source.links[next].target.node.index] != .unknown { next += 1 }
      if next < end {
        open[open.count - 1].next = next + 1
        enter(source.links[next].target.node)
      } else {
        open.removeLast()
        states[node.index] = prunedState(source.range(of: node))
      }
    }
  }

  private mutating func enter(_ node: Node) {
    let range = source.range(of: node)
    states[node.index] = range.isEmpty ? .empty : .isOpen
    if !range.isEmpty { open.append((node, range.lowerBound, range.upperBound)) }
  }

  /// The state of a tree whose links all lead to objects of known state.
  private mutating func prunedState(_ range: Range<Int>) -> State {
    pruned.removeAll(keepingCapacity: true)
    for index in range {
      let link = source.links[index]
      let state = states[link.target.node.index]
      if let tree = state.tree {
        pruned.append(Link(name: link.name, target: .tree(tree)))
      } else if let number = state.wanted {
        isReached[Int(number)] = true
        pruned.append(Link(name: link.name, target: .wanted(number)))
      } else if state == .isOpen {
        // A tree inside itself: only a forged or damaged object can be one. It is left out.
        hasLoop = true
      }
    }
    return pruned.isEmpty ? .empty : .tree(number(of: pruned))
  }

  // MARK: - Equal trees

  /// The number of the pruned tree with these links, which may be new.
  private mutating func number(of tree: [Link]) -> Int32 {
    if slots.isHalfFull { slots = slots.grown { hash(links, range(of: $0)) } }
    switch slots.find(hash(tree, 0..<tree.count), isEqual: { isEqual($0, tree) }) {
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
    return tree.indices.allSatisfy { links[range.lowerBound + $0] == tree[$0] }
  }

  /// Salted, so that nobody can make trees whose hashes collide.
  private func hash(_ links: [Link], _ range: Range<Int>) -> Int {
    var hash = salt
    for index in range {
      let link = links[index]
      hash ^= UInt64(UInt32(bitPattern: link.name)) << 32 | UInt64(UInt32(bitPattern: link.target.value))
      hash = (hash ^ hash >> 29) &* 0x9e37_79b9_7f4a_7c15
      hash = (hash ^ hash >> 32) &* salt
    }
    return Int(truncatingIfNeeded: hash >> 20)
  }
}
