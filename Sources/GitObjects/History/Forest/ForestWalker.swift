public import ByteSearch
internal import Platform

/// Visits the objects of a family, bases before their deltas, and keeps only the contents that are still needed. One per
/// worker.
///
/// A pack stores most versions of a file as deltas. Reading objects one by one would inflate and apply a chain anew for
/// each of its objects: 1,275 deltas instead of 50 for a chain of 50. A walk makes each content once, from its base's
/// content, and hands it over together with the copied runs, so that a visitor need not look at copied bytes again.
///
/// Which contents are kept is decided by the order. In the family
///
///     A
///     ├─ B            objects are visited in the order A B D C E F:
///     │  └─ D         a base's children as they come, but the one with
///     └─ C            the largest subtree, C, last
///        ├─ E
///        └─ F
///
/// A's content is released as soon as C's is made, since C is its last child: below a heavy child no base above is
/// needed any more. So at most one content for each doubling of the family's size is kept. Where they would exceed the
/// budget, those that are needed last are evicted, and made again from their root when their turn comes.
///
/// Invariant: ``frames`` has the nodes with children still to be visited, each below the one before it, and each with its
/// content in a slot of the buffer pool.
public final class ForestWalker {
  /// An object whose content is handed over; valid only during that call.
  public struct Visit: Sendable {
    /// The object's id.
    ///
    /// - Complexity: A look-up in the index, which likely waits for memory.
    public var id: ObjectID { forest.id(of: node) }
    /// The buffer with the content. A visitor can keep what it computes of the content under this number while objects
    /// that are made from it follow; later the slot is used for other objects.
    public let slot: Int
    /// The slot of its base, for which the visitor's results are still valid; nil when it has no base or was read from a
    /// duplicate.
    public let baseSlot: Int?
    /// Whether objects follow whose base this is.
    public let hasDependents: Bool
    /// Whether the filter has the object: it is handed over for the sake of objects that follow.
    public let isKnown: Bool
    /// Whether it is known, and at most one object that is made from it follows.
    public let isPassedThrough: Bool
    let node: Node
    /// Unretained: the walker keeps the forest for as long as a visit lasts, and all workers would count at one address.
    fileprivate unowned(unsafe) let forest: ObjectForest
  }

  /// Objects that could not be visited, so far.
  public internal(set) var gaps: [ObjectGap] = []

  let forest: ObjectForest
  let filter: WalkFilter?
  let budget: Int
  let checksIDs: Bool
  /// Taken by the one worker at a time that may keep a content beyond its share of the memory; the others wait for it.
  /// It cannot lead to a deadlock: the worker that has it waits for no other, and what the others keep meanwhile is
  /// within their shares.
  let largeContentLock: ManualLock
  var hasLargeContentLock = false
  /// Size of a content that was too large to be made.
  var excess: Int?
  let entries: EntryReader
  let reader: ObjectReader
  let deltaBytes = ByteBuffer()
  var slots = BufferPool()
  var frames: [Frame] = []
  var script = EditScript()
  private var nextRoot = Node.none

  /// Bytes that a buffer may keep allocated after use.
  var keptCapacity: Int { min(4 << 20, max(budget / 16, 64 << 10)) }

  /// A node whose children are being visited.
  struct Frame {
    let node: Node
    /// The slot of its content; nil when no copy of it could be read.
    let slot: Int?
    var nextChild: Node
    var heavyChild: Node
  }

  /// Makes a walker that shares its budget with no other.
  ///
  /// - Parameters:
  ///   - forest: The objects.
  ///   - largestObject: Bytes beyond which an object is a gap; nil means what the forest allows.
  ///   - budget: Bytes of contents to keep for later children; at least one content is kept whatever its size.
  ///   - filter: Which objects to leave out.
  ///   - checksIDs: Whether each content is compared with its id, which the checksums of packs do not ensure; contents of
  ///     loose objects always are.
  public convenience init(
    _ forest: ObjectForest, largestObject: Int? = nil, budget: Int = 256 << 20, filter: WalkFilter? = nil,
    checksIDs: Bool = false
  ) {
    self.init(
      forest, largestObject: largestObject, budget: budget, filter: filter, checksIDs: checksIDs,
      largeContentLock: ManualLock())
  }

  /// - Parameter largeContentLock: The same for all workers that share the memory.
  init(
    _ forest: ObjectForest, largestObject: Int?, budget: Int, filter: WalkFilter?, checksIDs: Bool,
    largeContentLock: ManualLock
  ) {
    let largestObject = largestObject ?? forest.largestObject
    self.forest = forest
    self.checksIDs = checksIDs
    self.largeContentLock = largeContentLock
    self.filter = filter
    self.budget = budget
    reader = ObjectReader(
      forest.store, largestObject: largestObject, cacheBytes: min(budget / 2, ObjectReader.usualCacheBytes))
    entries = EntryReader(inflater: Inflater(), largest: largestObject)
  }

  /// Visits every object of a family that the filter does not skip.
  ///
  /// - Parameters:
  ///   - next: The family that will be walked next.
  ///   - visit: Is called with the object, its content, and for a delta the runs that were copied from its base's.
  public func walk(
    _ family: ObjectForest.Family, next: ObjectForest.Family? = nil,
    visit: (Visit, Span<UInt8>, EditScript?) -> Void
  ) {
    nextRoot = next?.root ?? .none
    defer { unlockLargeContent() }
    let root = rootContent(family.root)
    visitIfRead(family.root, root.map { Content(slot: $0, baseSlot: nil) }, visit)
    push(family.root, root)
    while let top = frames.last {
      guard let (child, isLast) = nextChild() else {
        release(top.slot)
        frames.removeLast()
        continue
      }
      let content = childContent(child, of: top)
      visitIfRead(child, content, visit)
      if isLast {
        release(top.slot)
        frames.removeLast()
      }
      push(child, content?.slot)
    }
  }

  /// The slot of a content, and of the base that it was made from.
  struct Content {
    let slot: Int
    let baseSlot: Int?
  }

  private func visitIfRead(_ node: Node, _ content: Content?, _ visit: (Visit, Span<UInt8>, EditScript?) -> Void) {
    guard let content else { return }
    let bytes = slots[content.slot].bytes.bindMemory(to: UInt8.self)
    let object = Visit(
      slot: content.slot, baseSlot: content.baseSlot,
      hasDependents: !firstVisited(forest.tables.firstChild[node.index]).isNone,
      isKnown: filter?.isKnown(node) ?? false, isPassedThrough: filter?.isPassedThrough(node) ?? false, node: node,
      forest: forest)
    visit(object, bytes.span, content.baseSlot == nil ? nil : script)
  }

  // MARK: - Frames

  private func push(_ node: Node, _ slot: Int?) {
    let first = firstVisited(forest.tables.firstChild[node.index])
    guard !first.isNone else { return release(slot) }
    let heavy = forest.tables.heavyChild[node.index]
    let isVisited = !heavy.isNone && !(filter?.skips(heavy) ?? false)
    frames.append(Frame(node: node, slot: slot, nextChild: first, heavyChild: isVisited ? heavy : .none))
  }

  /// A child, or the first of its later siblings that the filter does not skip.
  private func firstVisited(_ child: Node) -> Node {
    guard let filter else { return child }
    var child = child
    while !child.isNone, filter.skips(child) { child = forest.tables.nextSibling[child.index] }
    return child
  }

  /// The node that is most likely visited after another one that has no frame yet.
  func upcoming(after node: Node) -> Node {
    let below = forest.tables.firstChild[node.index]
    if !below.isNone { return below }
    guard let top = frames.last else { return nextRoot }
    return !top.nextChild.isNone ? top.nextChild : !top.heavyChild.isNone ? top.heavyChild : nextRoot
  }

  func release(_ slot: Int?) {
    if let slot { slots.release(slot, keeping: keptCapacity) }
  }

  /// The next child of the top frame, its heaviest one last.
  private func nextChild() -> (node: Node, isLast: Bool)? {
    let top = frames.count - 1
    let heavy = frames[top].heavyChild
    var child = frames[top].nextChild
    if child == heavy, !child.isNone { child = firstVisited(forest.tables.nextSibling[child.index]) }
    guard !child.isNone else {
      guard !heavy.isNone else { return nil }
      frames[top].heavyChild = .none
      frames[top].nextChild = .none
      return (heavy, true)
    }
    frames[top].nextChild = firstVisited(forest.tables.nextSibling[child.index])
    return (child, heavy.isNone && frames[top].nextChild.isNone)
  }
}
