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
  public private(set) var gaps: [ObjectGap] = []

  private let forest: ObjectForest
  private let known: KnownObjects?
  private let budget: Int
  private let checksIDs: Bool
  private let entries: EntryReader
  private let reader: ObjectReader
  private let deltaBytes = ByteBuffer()
  private var slots = SlotPool()
  private var frames: [Frame] = []
  private var script = EditScript()
  private var nextRoot: Int32 = -1

  /// Contents above which memory is given back after use.
  private static let keptCapacity = 4 << 20

  /// A node whose children are being visited.
  private struct Frame {
    let node: Int32
    /// Where its content is held; nil when no copy of it could be read.
    let slot: Int?
    var nextChild: Int32
    var heavyChild: Int32
  }

  /// - Parameters:
  ///   - forest: The objects.
  ///   - largestObject: Bytes beyond which an object is a gap.
  ///   - budget: Bytes of content to hold for later children; at least one content is held whatever its size.
  ///   - known: Objects to leave out where nothing that is not known is made from them.
  ///   - checksIDs: Whether each content must have its id, which the checksums of packs do not tell; loose objects
  ///     always must.
  public init(
    _ forest: ObjectForest, largestObject: Int = ObjectReader.usualLargestObject, budget: Int = 256 << 20,
    known: KnownObjects? = nil, checksIDs: Bool = false
  ) {
    self.forest = forest
    self.checksIDs = checksIDs
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
  private struct Made {
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
  private func upcoming(after node: Int32) -> Int32 {
    let below = forest.firstChild[Int(node)]
    if below >= 0 { return below }
    guard let top = frames.last else { return nextRoot }
    let beside = top.nextChild
    return beside >= 0 ? beside : top.heavyChild >= 0 ? top.heavyChild : nextRoot
  }

  private func release(_ slot: Int?) {
    if let slot { slots.release(slot, keeping: Self.keptCapacity) }
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

  // MARK: - Contents

  private func rootSlot(_ node: Int32) -> Int? {
    if Int(node) >= forest.looseStart { return looseContent(Int(node) - forest.looseStart) ?? spareContent(node) }
    let place = EntryPlace(node, in: forest)
    let next = upcoming(after: node)
    forest.prefetchNode(next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && place.isVerified
    if let slot = wholeContent(node, place, isVerified) {
      if isVerified || isSound(node, place, slot) { return slot }
      release(slot)
    }
    return spareContent(node)
  }

  /// Inflates a node that is not a delta, or nil when it is one or is damaged.
  private func wholeContent(_ node: Int32, _ place: EntryPlace, _ isVerified: Bool) -> Int? {
    guard let entry = place.entry, case .whole(let kind) = entry.source,
      forest.holds(kind, at: node)
    else { return nil }
    let slot = slots.take()
    do throws(EntryReader.Fault) {
      try entries.inflate(entry, of: place.packBytes, isVerified: isVerified, into: slots[slot])
      return slot
    } catch {
      release(slot)
      return nil
    }
  }

  private func looseContent(_ number: Int) -> Int? {
    let slot = slots.take()
    let id = forest.ids.loose[number]
    let folder = forest.store.looseFolders[Int(forest.looseFolder[number])]
    do throws(GitError) {
      let found = try LooseObject.read(
        id, in: folder, with: entries.inflater, into: slots[slot], largest: entries.largest)
      slots[slot].drop(first: found.contentStart)
      // No checksum but the id tells that the file is another object's.
      if hasContent(slot, of: id, found.kind) { return slot }
    } catch {}
    release(slot)
    return nil
  }

  private func childSlot(_ child: Int32, of parent: Frame) -> Made? {
    guard let base = parent.slot else {
      return lostContent(child, base: parent.node).map { Made(slot: $0, baseSlot: nil) }
    }
    restore(parent.node, base)
    let place = EntryPlace(child, in: forest)
    let next = upcoming(after: child)
    forest.prefetchNode(next)
    defer { forest.prefetchEntry(of: next) }
    let isVerified = !checksIDs && place.isVerified
    if let slot = deltaContent(place, isVerified, base: base) {
      if isVerified || isSound(child, place, slot) {
        makeRoom(for: slot)
        return Made(slot: slot, baseSlot: base)
      }
      release(slot)
    }
    return spareContent(child).map { Made(slot: $0, baseSlot: nil) }
  }

  /// Applies a node's delta to its base's content; nil when either is not what it should be.
  private func deltaContent(_ place: EntryPlace, _ isVerified: Bool, base: Int) -> Int? {
    guard let entry = place.entry else { return nil }
    do throws(EntryReader.Fault) {
      try entries.inflate(entry, of: place.packBytes, isVerified: isVerified, into: deltaBytes)
    } catch {
      return nil
    }
    let slot = slots.take()
    do throws(Delta.Fault) {
      let baseBytes = slots[base].bytes
      let delta = try Delta(deltaBytes.bytes, baseSize: baseBytes.count)
      guard delta.resultSize <= entries.largest else { throw .otherResultSize }
      try delta.apply(to: baseBytes, into: slots[slot].prepare(delta.resultSize), script: &script)
    } catch {
      release(slot)
      return nil
    }
    deltaBytes.trim(to: Self.keptCapacity)
    return slot
  }

  /// Whether the bytes of an entry that is not verified are the object's: told by the hash of the content. Where an
  /// index has no CRCs, the Adler-32 that was compared must do.
  private func isSound(_ node: Int32, _ place: EntryPlace, _ slot: Int) -> Bool {
    if !checksIDs, !place.isSuspect, place.crc == nil { return true }
    guard let kind = ObjectKind(rawValue: forest.kinds[Int(node)]) else { return false }
    return hasContent(slot, of: forest.id(of: node), kind)
  }

  private func hasContent(_ slot: Int, of id: ObjectID, _ kind: ObjectKind) -> Bool {
    let content = slots[slot].bytes.bindMemory(to: UInt8.self)
    return contentID(of: content.span, kind: kind, format: forest.store.format) == id
  }

  /// Reads a node whose usual entry is no good from wherever a good copy is, or notes a gap.
  private func spareContent(_ node: Int32) -> Int? {
    let id = forest.id(of: node)
    do throws(GitError) {
      let object = try reader.read(id)
      let slot = slots.take()
      slots[slot].fill(object.content)
      return slot
    } catch {
      gaps.append(ObjectGap(id, error))
      return nil
    }
  }

  /// Below a lost base only spare copies can help.
  private func lostContent(_ node: Int32, base: Int32) -> Int? {
    if forest.hasCopies[Int(node)] { return spareContent(node) }
    let id = forest.id(of: node)
    gaps.append(ObjectGap(id, .corrupt(id, reason: "its delta base \(forest.id(of: base)) is unreadable")))
    return nil
  }

  // MARK: - Budget

  /// Gives up contents that are needed last until the others fit the budget.
  private func makeRoom(for newest: Int) {
    guard slots.held > budget else { return }
    for frame in frames.dropLast() {
      guard slots.held > budget else { return }
      if let slot = frame.slot { slots.evict(slot) }
    }
  }

  /// Makes a content again that was given up, from its root or the nearest base still held.
  private func restore(_ node: Int32, _ slot: Int) {
    guard slots.isEvicted(slot), let object = try? reader.read(forest.id(of: node)) else { return }
    slots.restore(slot, object.content)
  }
}
