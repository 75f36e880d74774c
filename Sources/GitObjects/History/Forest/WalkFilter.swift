/// Which objects a walk leaves out, decided before it, so that the walk tests one byte per object.
///
/// Objects that an earlier scan found clean are *known*. A known object is skipped unless another object that is to be
/// visited is made from it, directly or through further deltas. In this family the marks lead to
///
///     A  known             visited: B and D are made from it
///     ├─ B                 visited
///     ├─ C  known          skipped, with everything below it
///     └─ D  known          visited for E alone: it is passed through
///        └─ E              visited
public struct WalkFilter: Sendable {
  private struct Mark: OptionSet {
    let rawValue: UInt8
    static let known = Mark(rawValue: 1)
    /// To be visited, itself or for an object that is made from it.
    static let needed = Mark(rawValue: 2)
    /// Several of its deltas are needed.
    static let branches = Mark(rawValue: 4)
    /// Known, and to be visited for itself.
    static let revisited = Mark(rawValue: 8)
  }

  private var marks: [Mark]

  /// A filter without objects, so nothing is skipped.
  init(for forest: ObjectForest) { marks = [Mark](repeating: [], count: forest.nodeCount) }

  /// - Parameters:
  ///   - isKnown: For each node, whether it is known. With a node, all bases in its delta chain must be known too.
  ///   - isRevisited: For each node, whether it is visited although it is known.
  /// - Complexity: O(*n*) for *n* nodes.
  init(for forest: ObjectForest, known isKnown: [Bool], revisiting isRevisited: [Bool]) {
    marks = zip(isKnown, isRevisited).map { $0 ? $1 ? [.known, .revisited] : .known : [] }
    for index in marks.indices {
      // Tags are visited one by one, without a filter.
      guard ObjectKind.commit.rawValue...ObjectKind.blob.rawValue ~= forest.tables.kinds[index] else { continue }
      if !isKnown[index] || isRevisited[index] { need(Node(index), forest) }
    }
  }

  /// Whether a walk leaves an object out.
  func skips(_ node: Node) -> Bool { marks[node.index] == .known }

  /// Whether an object is known, visited or not.
  func isKnown(_ node: Node) -> Bool { marks[node.index].contains(.known) }

  /// Whether an object is known, and visited for the sake of a single delta.
  func isPassedThrough(_ node: Node) -> Bool { marks[node.index] == [.known, .needed] }

  /// Marks an object and the bases of its delta chain.
  private mutating func need(_ object: Node, _ forest: ObjectForest) {
    var node = object
    while !marks[node.index].contains(.needed) {
      marks[node.index].insert(.needed)
      let base = forest.tables.bases[node.index]
      guard !base.isNone else { return }
      if marks[base.index].contains(.needed) { marks[base.index].insert(.branches) }
      node = base
    }
  }
}
