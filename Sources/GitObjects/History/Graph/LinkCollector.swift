internal import ByteSearch

/// Links of trees as one worker finds them, a tree from what is known of its delta's base.
///
/// Sendable: each is touched by its own worker alone until all workers have ended.
final class LinkCollector: @unchecked Sendable {
  /// Links of all trees, one tree after the other. A target below zero is one of ``lookups``, the first of them -1.
  private(set) var links: [TreeLinks.Link] = []
  /// Trees with links, in the order of those.
  private(set) var trees: [(node: Int32, count: Int32)] = []
  private(set) var names = NameTable()
  /// Where ids lead: nodes, ``ignored``, or below zero missing objects, the first of them -1.
  private(set) var lookups: DeferredLookups
  /// Ids that the store lacks, some perhaps several times.
  private(set) var missing: [ObjectID] = []
  /// Trees of which only the first entries could be read, and objects that a tree calls what they are not.
  private(set) var gaps: [ObjectGap] = []
  /// Whether links are left out because there are too many to hold.
  private(set) var isTruncated = false
  private let total: LinkTotal
  /// Links that are in the total.
  private var counted = 0
  private let forest: ObjectForest
  private let format: ObjectFormat
  private let emptyTree: ObjectID
  private let wanted: [Bool]
  private let vanished: Set<Int32>
  private let isWantedName: (Span<UInt8>) -> Bool
  /// Whether each id that is looked up next stands as a tree.
  private var areTrees: [Bool] = []
  // What ids seen lately lead to: versions of a tree follow each other and share nearly all entries.
  private var recent = [Recent](repeating: Recent(), count: 1 << 14)
  /// The trees that deltas may still refer to, by the walker's place.
  private var known: [KnownTree] = []
  private var tree = KnownTree()

  /// What does not matter.
  static let ignored = Int32.min

  private struct Recent {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var target = LinkCollector.ignored
  }

  /// Where the entries of a tree begin, and which of them are links.
  private struct KnownTree {
    /// Offset of each entry, and behind them where reading ended.
    var starts = OffsetList()
    /// Offset of each entry that is a link.
    var linkStarts = OffsetList()
    /// Number of its first link among all.
    var firstLink = 0
    /// Look-ups before this number tell which of its links matter; zero when all do.
    var unsettled = 0

    /// The number of the entry that begins at an offset.
    func entry(at offset: Int) -> Int? {
      let number = starts.firstIndex(from: offset)
      return number < starts.count - 1 && starts[number] == offset ? number : nil
    }
  }

  init(
    _ forest: ObjectForest, _ wanted: [Bool], leavingOut vanished: Set<Int32>, _ total: LinkTotal,
    _ isWantedName: @escaping (Span<UInt8>) -> Bool
  ) {
    self.forest = forest
    self.wanted = wanted
    self.vanished = vanished
    self.total = total
    self.isWantedName = isWantedName
    format = forest.store.format
    emptyTree = format.emptyTree
    lookups = DeferredLookups(forest)
  }

  deinit {
    for tree in known + [tree] {
      tree.starts.free()
      tree.linkStarts.free()
    }
  }

  func add(_ object: ForestWalker.Visit, _ content: Span<UInt8>, _ edits: EditScript?) {
    guard hasRoom() else { return }
    tree.starts.removeAll()
    tree.linkStarts.removeAll()
    tree.firstLink = links.count
    tree.unsettled = 0
    var reading = Reading(cursor: TreeCursor(format), keepsStarts: object.hasDependents)
    content.withUnsafeBytes { bytes in
      if let edits, let slot = object.baseSlot, slot < known.count {
        if known[slot].unsettled > 0 { settle(&known[slot]) }
        let base = known[slot]
        for run in edits.runs { carry(base, through: run, bytes, &reading) }
      }
      while read(bytes, &reading) {}
    }
    if reading.cursor.isMalformed {
      gaps.append(ObjectGap(object.id, .corrupt(object.id, reason: "an entry is malformed")))
    }
    lookups.announce()
    let count = links.count - tree.firstLink
    if count > 0 { trees.append((object.node, Int32(count))) }
    if lookups.isFull { settle() }
    guard object.hasDependents else { return }
    tree.starts.append(reading.cursor.position)
    while known.count <= object.slot { known.append(KnownTree()) }
    swap(&known[object.slot], &tree)
  }

  /// Whether more links may be held. Once there is no room there never is again: what is known of a delta's base must be
  /// that of the base.
  private func hasRoom() -> Bool {
    guard !isTruncated else { return false }
    if links.count - counted > total.step {
      isTruncated = !total.add(links.count - counted)
      counted = links.count
    }
    return !isTruncated
  }

  /// Hands the links over, so that who takes them can change them where they lie.
  func takeLinks() -> [TreeLinks.Link] {
    var taken: [TreeLinks.Link] = []
    swap(&taken, &links)
    return taken
  }

  /// How far a tree has been read.
  private struct Reading {
    var cursor: TreeCursor
    /// Whether another tree may be made from this one.
    let keepsStarts: Bool
  }

  /// Takes over the entries that lie wholly in a copied run, after reading on to where the first of them begins.
  private func carry(
    _ base: KnownTree, through run: EditScript.CopiedRun, _ content: UnsafeRawBufferPointer, _ reading: inout Reading
  ) {
    let shift = run.start - run.baseStart
    while reading.cursor.position < run.end {
      if reading.cursor.position >= run.start, let first = base.entry(at: reading.cursor.position - shift) {
        let end = base.starts.firstIndex(from: run.end - shift + 1) - 1
        if reading.keepsStarts { tree.starts.append(base.starts, first..<end, movedBy: shift) }
        carryLinks(base, base.starts[first]..<base.starts[end], movedBy: shift, reading.keepsStarts)
        reading.cursor.skip(to: base.starts[end] + shift)
        return
      }
      guard read(content, &reading) else { return }
    }
  }

  private func carryLinks(_ base: KnownTree, _ range: Range<Int>, movedBy shift: Int, _ keepsStarts: Bool) {
    let first = base.linkStarts.firstIndex(from: range.lowerBound)
    let end = base.linkStarts.firstIndex(from: range.upperBound)
    if keepsStarts { tree.linkStarts.append(base.linkStarts, first..<end, movedBy: shift) }
    for number in base.firstLink + first..<base.firstLink + end { links.append(links[number]) }
  }

  /// Reads one entry; false at the end, and where the tree is malformed.
  private func read(_ content: UnsafeRawBufferPointer, _ reading: inout Reading) -> Bool {
    let start = reading.cursor.position
    guard let entry = reading.cursor.next(in: content) else { return false }
    if reading.keepsStarts { tree.starts.append(start) }
    guard !entry.isSubmodule else { return true }
    // The cursor has checked that name and id lie inside the content.
    let idBytes = UnsafeRawBufferPointer(rebasing: content[entry.idStart...])
    let name = content.bindMemory(to: UInt8.self).span.extracting(entry.name)
    var target = target(idBytes, isTree: entry.isTree)
    // What is named as a tree hardly ever turns out not to matter, and may be taken over all the same.
    if target < 0, target != Self.ignored, !entry.isTree { tree.unsettled = lookups.count }
    if target < 0, isWantedName(name) { target = namedTarget(idBytes, target) }
    guard target != Self.ignored else { return true }
    links.append(TreeLinks.Link(name: names.number(of: name), target: target))
    if reading.keepsStarts { tree.linkStarts.append(start) }
    return true
  }

  /// What an id leads to that stands under a name that is asked for.
  private func namedTarget(_ idBytes: UnsafeRawBufferPointer, _ target: Int32) -> Int32 {
    if target != Self.ignored { settle() }
    guard resolved(target) == Self.ignored, let node = forest.node(of: ObjectID(unchecked: idBytes, format)) else {
      return resolved(target)
    }
    return node
  }

  /// What an id leads to, by its bytes: the first sixteen tell ids apart, and the rest is not even read when they were
  /// seen lately. An id that stands as a tree and as a file is two.
  private func target(_ idBytes: UnsafeRawBufferPointer, isTree: Bool) -> Int32 {
    let first = idBytes.loadUnaligned(as: UInt64.self)
    let second = idBytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let slot = (Int(truncatingIfNeeded: first) ^ (isTree ? 1 : 0)) & (recent.count &- 1)
    let known = recent[slot]
    if known.first == first, known.second == second { return resolved(known.target) }
    let target = -1 - Int32(lookups.count)
    lookups.add(ObjectID(unchecked: idBytes, format))
    areTrees.append(isTree)
    recent[slot] = Recent(first: first, second: second, target: target)
    return target
  }

  // MARK: - Looking up

  /// The target as far as it is known; one that is missing keeps its number.
  private func resolved(_ target: Int32) -> Int32 {
    guard target < 0, target != Self.ignored, Int(-1 - target) < lookups.targets.count else { return target }
    let found = lookups.targets[Int(-1 - target)]
    return found >= 0 || found == Self.ignored ? found : target
  }

  /// Looks up what was put off.
  func settle() {
    let first = lookups.targets.count
    lookups.settle { number, id, node in
      if let node, !vanished.contains(node) {
        let isTree = forest.holds(.tree, at: node)
        if isTree != areTrees[number - first] { noteKind(of: id, at: node, isTree: areTrees[number - first]) }
        return isTree || wanted[Int(node)] ? node : Self.ignored
      }
      if id == emptyTree { return Self.ignored }
      missing.append(id)
      return -Int32(missing.count)
    }
    areTrees.removeAll(keepingCapacity: true)
  }

  /// Notes an object that stands as what it is not, unless it cannot be read at all.
  private func noteKind(of id: ObjectID, at node: Int32, isTree: Bool) {
    let expected: ObjectKind = isTree ? .tree : .blob
    guard forest.kinds[Int(node)] != 0, !forest.holds(expected, at: node) else { return }
    gaps.append(ObjectGap(id, .wrongKind(id, expected: expected)))
  }

  /// Finds out which links of a tree matter, so that others can take those over. The places of the others are left over.
  private func settle(_ tree: inout KnownTree) {
    if tree.unsettled > lookups.targets.count { settle() }
    var kept = 0
    for index in 0..<tree.linkStarts.count {
      let link = links[tree.firstLink + index]
      links[tree.firstLink + index] = TreeLinks.Link(name: link.name, target: Self.ignored)
      let target = resolved(link.target)
      guard target != Self.ignored else { continue }
      links[tree.firstLink + kept] = TreeLinks.Link(name: link.name, target: target)
      tree.linkStarts.move(index, to: kept)
      kept += 1
    }
    tree.linkStarts.shorten(to: kept)
    tree.unsettled = 0
  }
}
