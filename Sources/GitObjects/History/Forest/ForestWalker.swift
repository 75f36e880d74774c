public import ByteSearch

/// Visits the objects of a family, bases before their deltas, holding only the contents that are still needed.
///
/// At most one content for each doubling of the family's size is held, and fewer when they would exceed the budget:
/// those are made again from their root when their turn comes. One per worker.
public final class ForestWalker {
  /// An object whose content is being handed over; of use during that call alone.
  public struct Visit: Sendable {
    /// The object's id.
    public var id: ObjectID { forest.id(of: node) }
    /// Number of the place where its content is held: free for the visitor to keep its own state under while
    /// dependents follow. A place is used again for other objects later.
    public let slot: Int
    /// The place of its base, whose state is still valid; nil when it has no base or came from a spare copy.
    public let baseSlot: Int?
    /// Whether objects follow whose base this is.
    public let hasDependents: Bool
    /// Whether the content is known from before, and handed over for the sake of objects that follow.
    public let isKnown: Bool
    /// Whether it is known, and one object follows at most.
    public let isPassage: Bool
    let node: Int32
    /// Not counted: the walker keeps the forest for as long as a visit lasts, and all workers would count at one place.
    fileprivate unowned(unsafe) let forest: ObjectForest
  }

  /// Objects that could not be visited, so far.
  public internal(set) var gaps: [ObjectGap] = []

  let forest: ObjectForest
  let known: KnownObjects?
  let budget: Int
  let checksIDs: Bool
  let turn: LargeContentTurn
  var hasTurn = false
  /// Size of a content that was too large to be made.
  var excess: Int?
  let entries: EntryReader
  let reader: ObjectReader
  let deltaBytes = ByteBuffer()
  var slots = SlotPool()
  var frames: [Frame] = []
  var script = EditScript()
  private var nextRoot: Int32 = -1

  /// Contents above which memory is given back after use.
  var keptCapacity: Int { min(4 << 20, max(budget / 16, 64 << 10)) }

  /// A node whose children are being visited.
  struct Frame {
    let node: Int32
    /// Where its content is held; nil when no copy of it could be read.
    let slot: Int?
    var nextChild: Int32
    var heavyChild: Int32
  }

  /// - Parameters:
  ///   - forest: The objects.
  ///   - largestObject: Bytes beyond which an object is a gap; nil means what the forest allows.
  ///   - budget: Bytes of content to hold for later children; at least one content is held whatever its size.
  ///   - known: Objects to leave out where nothing that is not known is made from them.
  ///   - checksIDs: Whether each content must have its id, which the checksums of packs do not tell; loose objects
  ///     always must.
  public convenience init(
    _ forest: ObjectForest, largestObject: Int? = nil, budget: Int = 256 << 20, known: KnownObjects? = nil,
    checksIDs: Bool = false
  ) {
    self.init(
      forest, largestObject: largestObject, budget: budget, known: known, checksIDs: checksIDs,
      turn: LargeContentTurn())
  }

  /// - Parameter turn: What workers wait for that share the memory.
  init(
    _ forest: ObjectForest, largestObject: Int?, budget: Int, known: KnownObjects?, checksIDs: Bool,
    turn: LargeContentTurn
  ) {
    let largestObject = largestObject ?? forest.largestObject
    self.forest = forest
    self.checksIDs = checksIDs
    self.turn = turn
    self.known = known
    self.budget = budget
    reader = ObjectReader(forest.store, largestObject: largestObject, cacheBytes: min(budget / 2, 32 << 20))
    entries = EntryReader(inflater: Inflater(), largest: largestObject)
  }

  /// Visits every object of a family.
  ///
  /// - Parameters:
  ///   - next: The family that will be walked next.
  ///   - visit: Takes the object, its content, and for a delta how the content came from its base's.
  public func walk(
    _ family: ObjectForest.Family, next: ObjectForest.Family? = nil,
    visit: (Visit, Span<UInt8>, EditScript?) -> Void
  ) {
    nextRoot = next?.root ?? -1
    defer { endTurn() }
    enter(family.root, rootSlot(family.root), baseSlot: nil, visit)
    while let top = frames.last {
      guard let (child, isLast) = nextChild() else {
        release(top.slot)
        frames.removeLast()
        continue
      }
      let made = childSlot(child, of: top)
      visitIfRead(child, made, visit)
      if isLast {
        release(top.slot)
        frames.removeLast()
      }
      push(child, made?.slot)
    }
  }

  private func enter(
    _ node: Int32, _ slot: Int?, baseSlot: Int?, _ visit: (Visit, Span<UInt8>, EditScript?) -> Void
  ) {
    visitIfRead(node, slot.map { Made(slot: $0, baseSlot: nil) }, visit)
    push(node, slot)
  }

  /// A content that was made, and the base it was made from.
  struct Made {
    let slot: Int
    let baseSlot: Int?
  }

  private func visitIfRead(_ node: Int32, _ made: Made?, _ visit: (Visit, Span<UInt8>, EditScript?) -> Void) {
    guard let made else { return }
    let content = slots[made.slot].bytes.bindMemory(to: UInt8.self)
    let object = Visit(
      slot: made.slot, baseSlot: made.baseSlot,
      hasDependents: wanted(forest.firstChild[Int(node)]) >= 0, isKnown: known?.isKnown(node) ?? false,
      isPassage: known?.isPassage(node) ?? false, node: node, forest: forest)
    visit(object, content.span, made.baseSlot == nil ? nil : script)
  }

  // MARK: - Frames

  private func push(_ node: Int32, _ slot: Int?) {
    let first = wanted(forest.firstChild[Int(node)])
    guard first >= 0 else { return release(slot) }
    let heavy = forest.heavyChild[Int(node)]
    let isWanted = heavy >= 0 && !(known?.spares(heavy) ?? false)
    frames.append(Frame(node: node, slot: slot, nextChild: first, heavyChild: isWanted ? heavy : -1))
  }

  /// The child, or the next of its siblings that is not left out; -1 when there is none.
  private func wanted(_ child: Int32) -> Int32 {
    guard let known else { return child }
    var child = child
    while child >= 0, known.spares(child) { child = forest.nextSibling[Int(child)] }
    return child
  }

  /// The node that is most likely visited after another one that has no frame yet; -1 when that is not known.
  func upcoming(after node: Int32) -> Int32 {
    let below = forest.firstChild[Int(node)]
    if below >= 0 { return below }
    guard let top = frames.last else { return nextRoot }
    let beside = top.nextChild
    return beside >= 0 ? beside : top.heavyChild >= 0 ? top.heavyChild : nextRoot
  }

  func release(_ slot: Int?) {
    if let slot { slots.release(slot, keeping: keptCapacity) }
  }

  /// The next child of the top frame, its heaviest one last.
  private func nextChild() -> (node: Int32, isLast: Bool)? {
    let top = frames.count - 1
    let heavy = frames[top].heavyChild
    var child = frames[top].nextChild
    if child == heavy, child >= 0 { child = wanted(forest.nextSibling[Int(child)]) }
    guard child >= 0 else {
      guard heavy >= 0 else { return nil }
      frames[top].heavyChild = -1
      frames[top].nextChild = -1
      return (heavy, true)
    }
    frames[top].nextChild = wanted(forest.nextSibling[Int(child)])
    return (child, heavy < 0 && frames[top].nextChild < 0)
  }
}
