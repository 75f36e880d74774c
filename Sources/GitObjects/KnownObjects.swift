/// Objects whose content is known from before, and which of them a walk must visit all the same: bases of others.
///
/// An object is known only as long as its entry is sound, and with it every base below which it hangs, so that leaving
/// it out hides no damage. Nothing is left out but blobs.
public struct KnownObjects: Sendable {
  private struct Mark: OptionSet {
    let rawValue: UInt8
    static let known = Mark(rawValue: 1)
    /// A blob that is not known, or leads to one.
    static let needed = Mark(rawValue: 2)
    /// Several of its deltas are needed.
    static let branches = Mark(rawValue: 4)
  }

  private let forest: ObjectForest
  private var marks: [Mark]
  /// Node of each object that was given, in the order given; -1 when the store has it no more.
  private var nodes: [Int32] = []
  /// Number of blobs that a walk leaves out.
  public private(set) var sparedCount = 0
  /// Bytes of their content.
  public private(set) var sparedBytes = 0

  /// - Parameters:
  ///   - objects: Ids of known objects, and the size of their content in bytes.
  ///   - forest: The objects of a store.
  public init(_ objects: some Collection<(id: ObjectID, size: Int)>, in forest: ObjectForest) {
    self.forest = forest
    marks = [Mark](repeating: [], count: forest.nodeCount)
    nodes.reserveCapacity(objects.count)
    for object in objects {
      let node = forest.node(of: object.id) ?? -1
      nodes.append(node)
      if node >= 0 { marks[Int(node)] = .known }
    }
    let blobs = marks.indices.filter { forest.kinds[$0] == ObjectKind.blob.rawValue }
    for node in blobs where !isSound(Int32(node)) { forget(from: Int32(node)) }
    for node in blobs where !marks[node].contains(.known) { need(Int32(node)) }
    for (node, object) in zip(nodes, objects) where node >= 0 && spares(node) {
      sparedCount += 1
      sparedBytes += object.size
    }
  }

  /// Whether one of the objects that were given, by its place among them, is still known.
  public func holds(_ number: Int) -> Bool {
    nodes[number] >= 0 && marks[Int(nodes[number])].contains(.known)
  }

  /// Whether an object is known.
  public func contains(_ id: ObjectID) -> Bool {
    forest.node(of: id).map(isKnown) ?? false
  }

  func isKnown(_ node: Int32) -> Bool { marks[Int(node)].contains(.known) }

  /// Whether a walk leaves a blob out.
  func spares(_ node: Int32) -> Bool {
    forest.kinds[Int(node)] == ObjectKind.blob.rawValue && marks[Int(node)] == .known
  }

  /// Whether a blob is known, and visited for the sake of a single delta.
  func isPassage(_ node: Int32) -> Bool { marks[Int(node)] == [.known, .needed] }

  // MARK: - Marking

  /// Whether an entry's own checksum holds; loose objects were read when the forest was built.
  private func isSound(_ node: Int32) -> Bool {
    if Int(node) >= forest.looseStart { return true }
    return EntryPlace(node, in: forest).isVerified
  }

  /// Takes a blob and all that is made from it for unknown.
  private mutating func forget(from root: Int32) {
    var waiting = [root]
    while let node = waiting.popLast() {
      marks[Int(node)] = []
      var child = forest.firstChild[Int(node)]
      while child >= 0 {
        waiting.append(child)
        child = forest.nextSibling[Int(child)]
      }
    }
  }

  /// Marks a blob and the bases that lead to it.
  private mutating func need(_ blob: Int32) {
    var node = blob
    while !marks[Int(node)].contains(.needed) {
      marks[Int(node)].insert(.needed)
      let base = forest.bases[Int(node)]
      guard base >= 0 else { return }
      if marks[Int(base)].contains(.needed) { marks[Int(base)].insert(.branches) }
      node = base
    }
  }
}
