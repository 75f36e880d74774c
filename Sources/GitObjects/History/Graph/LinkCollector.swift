internal import ByteSearch

/// Links of the trees that one worker reads: the entries that lead to other trees or to wanted objects.
///
/// Successive versions of a tree share nearly all entries, and packs store them as deltas. So the entries that a delta
/// copies from its base are not read again: their links are taken over. With a base that has the entries
///
///     offset 0    100644 a      a blob that is not wanted: no link
///     offset 29   40000 src     a tree: a link
///     offset 59   100644 z      a wanted blob: a link
///
/// and a delta that inserts a new entry `a` of 29 bytes and copies the rest from offset 29, only the new entry is read;
/// the links at 29 and 59 are the base's.
///
/// Whether an entry matters is known only after its id has been looked up, which is deferred. Until then it is a link to
/// a look-up. A base whose links are unresolved is resolved when a delta takes links over, so that links that do not
/// matter are not copied from version to version; all others are dropped at the end, in ``TreeLinks``.
///
/// Sendable: each is used by its own worker alone until all workers have ended.
final class LinkCollector: @unchecked Sendable {
  /// Links of all trees, one tree after the other.
  private(set) var links: [TreeLinks.Link] = []
  /// Trees with links, in the order of those.
  private(set) var trees: [(node: Node, count: Int32)] = []
  private(set) var names = NameTable()
  /// What ids lead to.
  private(set) var lookups: DeferredLookups<FoundTarget>
  /// Ids that the store lacks; an id may be there several times.
  private(set) var missing: [ObjectID] = []
  /// Trees of which only the first entries could be read, and objects that are not of the kind that a tree says.
  private(set) var gaps: [ObjectGap] = []
  /// Whether links are left out because there are too many.
  private(set) var isTruncated = false
  private let budget: LinkBudget
  /// Links that the budget has counted.
  private var counted = 0
  private let forest: ObjectForest
  private let format: ObjectFormat
  private let emptyTree: ObjectID
  private let wanted: [Bool]
  private let vanished: Set<Node>
  private let isWantedName: (Span<UInt8>) -> Bool
  /// For each waiting look-up, whether the entry says that the object is a tree.
  private var areTrees: [Bool] = []
  // What ids seen recently lead to.
  private var recent = [Recent](repeating: Recent(), count: 1 << 14)
  /// The trees that later deltas may be made from, by the walker's slot.
  private var bases: [BaseTree] = []
  private var tree = BaseTree()

  private struct Recent {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var target = LinkTarget.ignored
  }

  /// Where the entries of a tree begin, and which of them are links.
  private struct BaseTree {
    /// Offset of each entry, and after the last one where reading ended.
    var starts = OffsetList()
    /// Offset of each entry that is a link.
    var linkStarts = OffsetList()
    /// Index of its first link among all.
    var firstLink = 0
    /// Its links depend on look-ups before this number; zero when all are resolved.
    var unresolved = 0

    /// The index of the entry that begins at an offset.
    func entry(at offset: Int) -> Int? {
      let index = starts.firstIndex(from: offset)
      return index < starts.count - 1 && starts[index] == offset ? index : nil
    }
  }

  init(
    _ forest: ObjectForest, _ wanted: [Bool], leavingOut vanished: Set<Node>, _ budget: LinkBudget,
    _ isWantedName: @escaping (Span<UInt8>) -> Bool
  ) {
    self.forest = forest
    self.wanted = wanted
    self.vanished = vanished
    self.budget = budget
    self.isWantedName = isWantedName
    format = forest.store.format
    emptyTree = format.emptyTree
    lookups = DeferredLookups(forest)
  }

  deinit {
    for tree in bases + [tree] {
      tree.starts.free()
      tree.linkStarts.free()
    }
  }

  /// Adds the links of a tree.
  ///
  /// - Parameters:
  ///   - content: The tree's bytes.
  ///   - edits: The runs that were copied from its base's bytes; nil when it has no base.
  func add(_ object: ForestWalker.Visit, _ content: Span<UInt8>, _ edits: EditScript?) {
    guard isWithinBudget() else { return }
    tree.starts.removeAll()
    tree.linkStarts.removeAll()
    tree.firstLink = links.count
    tree.unresolved = 0
    var reading = Reading(cursor: TreeCursor(format), keepsStarts: object.hasDependents)
    content.withUnsafeBytes { bytes in
      if let edits, let slot = object.baseSlot, slot < bases.count {
        if bases[slot].unresolved > 0 { resolve(&bases[slot]) }
        let base = bases[slot]
        for run in edits.runs { takeOver(base, through: run, bytes, &reading) }
      }
      while read(bytes, &reading) {}
    }
    if reading.cursor.isMalformed {
      gaps.append(ObjectGap(object.id, .corrupt(object.id, reason: "an entry is malformed")))
    }
    lookups.prefetch()
    let count = links.count - tree.firstLink
    if count > 0 { trees.append((object.node, Int32(count))) }
    if lookups.isFull { resolveLookups() }
    guard object.hasDependents else { return }
    tree.starts.append(reading.cursor.position)
    while bases.count <= object.slot { bases.append(BaseTree()) }
    swap(&bases[object.slot], &tree)
  }

  /// Whether there may be more links. Once the budget is exceeded no more trees are added: a later one would be made from
  /// a base that is not among ``bases``.
  private func isWithinBudget() -> Bool {
    guard !isTruncated else { return false }
    if links.count - counted > budget.step {
      isTruncated = !budget.add(links.count - counted)
      counted = links.count
    }
    return !isTruncated
  }

  /// Returns the links and keeps none, so that the caller can change them in place.
  func takeLinks() -> [TreeLinks.Link] {
    var taken: [TreeLinks.Link] = []
    swap(&taken, &links)
    return taken
  }

  // MARK: - Reading

  /// How far a tree has been read.
  private struct Reading {
    var cursor: TreeCursor
    /// Whether another tree may be made from this one.
    let keepsStarts: Bool
  }

  /// Takes over the entries that are entirely in a copied run, after reading up to where the first of them begins.
  private func takeOver(
    _ base: BaseTree, through run: EditScript.CopiedRun, _ content: UnsafeRawBufferPointer, _ reading: inout Reading
  ) {
    let shift = run.start - run.baseStart
    while reading.cursor.position < run.end {
      if reading.cursor.position >= run.start, let first = base.entry(at: reading.cursor.position - shift) {
        let end = base.starts.firstIndex(from: run.end - shift + 1) - 1
        if reading.keepsStarts { tree.starts.append(base.starts, first..<end, movedBy: shift) }
        takeOverLinks(base, base.starts[first]..<base.starts[end], movedBy: shift, reading.keepsStarts)
        reading.cursor.skip(to: base.starts[end] + shift)
        return
      }
      guard read(content, &reading) else { return }
    }
  }

  private func takeOverLinks(_ base: BaseTree, _ range: Range<Int>, movedBy shift: Int, _ keepsStarts: Bool) {
    let first = base.linkStarts.firstIndex(from: range.lowerBound)
    let end = base.linkStarts.firstIndex(from: range.upperBound)
    if keepsStarts { tree.linkStarts.append(base.linkStarts, first..<end, movedBy: shift) }
    for index in base.firstLink + first..<base.firstLink + end { links.append(links[index]) }
  }

  /// Reads one entry; false at the end, and where the tree is malformed.
  private func read(_ content: UnsafeRawBufferPointer, _ reading: inout Reading) -> Bool {
    let start = reading.cursor.position
    guard let entry = reading.cursor.next(in: content) else { return false }
    if reading.keepsStarts { tree.starts.append(start) }
    guard !entry.isSubmodule else { return true }
    // The cursor has checked that name and id are inside the content.
    let idBytes = UnsafeRawBufferPointer(rebasing: content[entry.idStart...])
    let name = content.bindMemory(to: UInt8.self).span.extracting(entry.name)
    var target = target(idBytes, isTree: entry.isTree)
    // A tree almost always matters, and may be taken over even if it turns out not to.
    if target.isLookup, !entry.isTree { tree.unresolved = lookups.count }
    if !target.isNode, isWantedName(name) { target = namedTarget(idBytes, target) }
    guard target != .ignored else { return true }
    links.append(TreeLinks.Link(name: names.number(of: name), target: target))
    if reading.keepsStarts { tree.linkStarts.append(start) }
    return true
  }

  /// The target of an entry under a wanted name, which matters whatever it is.
  private func namedTarget(_ idBytes: UnsafeRawBufferPointer, _ target: LinkTarget) -> LinkTarget {
    if target != .ignored { resolveLookups() }
    guard resolved(target) == .ignored, let node = forest.node(of: ObjectID(unchecked: idBytes, format)) else {
      return resolved(target)
    }
    return LinkTarget(node)
  }

  /// The target of an id, by its bytes. The first sixteen are enough to recognise an id seen recently, so that the others
  /// are not even read. An id that is named as a tree and as a file is looked up twice.
  private func target(_ idBytes: UnsafeRawBufferPointer, isTree: Bool) -> LinkTarget {
    let first = idBytes.loadUnaligned(as: UInt64.self)
    let second = idBytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let slot = (Int(truncatingIfNeeded: first) ^ (isTree ? 1 : 0)) & (recent.count &- 1)
    let known = recent[slot]
    if known.first == first, known.second == second { return resolved(known.target) }
    let target = LinkTarget(lookup: lookups.count)
    lookups.add(ObjectID(unchecked: idBytes, format))
    areTrees.append(isTree)
    recent[slot] = Recent(first: first, second: second, target: target)
    return target
  }

  // MARK: - Look-ups

  /// What a look-up found, if it has been made and the object is not missing; other targets as they are.
  private func resolved(_ target: LinkTarget) -> LinkTarget {
    guard target.isLookup, target.lookup < lookups.targets.count else { return target }
    return lookups.targets[target.lookup].target ?? target
  }

  /// Makes all deferred look-ups.
  func resolveLookups() {
    let first = lookups.targets.count
    lookups.resolveAll { number, id, node in
      if let node, !vanished.contains(node) {
        let isTree = forest.isReadable(.tree, node)
        if isTree != areTrees[number - first] { noteKind(of: id, at: node, isTree: areTrees[number - first]) }
        return isTree || wanted[node.index] ? FoundTarget(node) : .ignored
      }
      if id == emptyTree { return .ignored }
      missing.append(id)
      return FoundTarget(missing: missing.count - 1)
    }
    areTrees.removeAll(keepingCapacity: true)
  }

  /// Notes that an object is not of the kind that a tree says, unless it cannot be read at all.
  private func noteKind(of id: ObjectID, at node: Node, isTree: Bool) {
    let expected: ObjectKind = isTree ? .tree : .blob
    guard forest.tables.kinds[node.index] != 0, !forest.isReadable(expected, node) else { return }
    gaps.append(ObjectGap(id, .wrongKind(id, expected: expected)))
  }

  /// Finds out which links of a tree matter, and moves those to the front; the others become ignored.
  private func resolve(_ tree: inout BaseTree) {
    if tree.unresolved > lookups.targets.count { resolveLookups() }
    var kept = 0
    for index in 0..<tree.linkStarts.count {
      let link = links[tree.firstLink + index]
      links[tree.firstLink + index] = TreeLinks.Link(name: link.name, target: .ignored)
      let target = resolved(link.target)
      guard target != .ignored else { continue }
      links[tree.firstLink + kept] = TreeLinks.Link(name: link.name, target: target)
      tree.linkStarts.move(index, to: kept)
      kept += 1
    }
    tree.linkStarts.shorten(to: kept)
    tree.unresolved = 0
  }
}
