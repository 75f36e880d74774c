internal import ByteSearch

/// Links of trees as one worker finds them, a tree from what is known of its delta's base.
///
/// Sendable: each is touched by its own worker alone until all workers have ended.
final class LinkCollector: @unchecked Sendable {
  private(set) var links: [TreeLinks.Link] = []
  private(set) var trees: [(node: Int32, range: Range<Int>)] = []
  private(set) var names = NameTable()
  /// Missing objects; a link to the first of them has the target -1.
  private(set) var missing: [ObjectID] = []
  /// Blobs whose name is asked for.
  private(set) var named: Set<Int32> = []
  private var missingNumbers: [ObjectID: Int32] = [:]
  private let forest: ObjectForest
  private let wanted: [Bool]
  private let isWantedName: (Span<UInt8>) -> Bool
  // Verdicts on ids seen lately: versions of a tree follow each other and share nearly all entries.
  private var recent = [Verdict](repeating: Verdict(first: 0, second: 0, target: Verdict.ignored), count: 1 << 14)
  /// The trees that deltas may still refer to, by the walker's place.
  private var known: [KnownTree] = []
  private var tree = KnownTree()

  private struct Verdict {
    let first: UInt64
    let second: UInt64
    let target: Int32

    static let ignored = Int32.min
  }

  /// Where the entries of a tree begin, and which of them are links.
  private struct KnownTree {
    /// Offset of each entry, and behind them where reading ended.
    var starts: [Int] = []
    var links: [(start: Int, link: TreeLinks.Link)] = []

    mutating func removeAll() {
      starts.removeAll(keepingCapacity: true)
      links.removeAll(keepingCapacity: true)
    }

    /// The number of the entry that begins at an offset.
    func entry(at offset: Int) -> Int? {
      let number = starts.partitioningIndex { $0 >= offset }
      return number < starts.count - 1 && starts[number] == offset ? number : nil
    }

    /// The first link at or behind an offset.
    func firstLink(from offset: Int) -> Int { links.partitioningIndex { $0.start >= offset } }
  }

  init(_ forest: ObjectForest, _ wanted: [Bool], _ isWantedName: @escaping (Span<UInt8>) -> Bool) {
    self.forest = forest
    self.wanted = wanted
    self.isWantedName = isWantedName
  }

  func add(_ object: ForestWalker.Visit, _ content: Span<UInt8>, _ edits: EditScript?) {
    tree.removeAll()
    var cursor = TreeCursor(forest.store.format)
    if let edits, let slot = object.baseSlot, slot < known.count {
      for run in edits.runs { carry(known[slot], through: run, content, &cursor) }
    }
    while read(content, &cursor) {}
    tree.starts.append(cursor.position)
    if !tree.links.isEmpty {
      trees.append((object.node, links.count..<links.count + tree.links.count))
      for (_, link) in tree.links { links.append(link) }
    }
    guard object.hasDependents else { return }
    while known.count <= object.slot { known.append(KnownTree()) }
    swap(&known[object.slot], &tree)
  }

  /// Takes over the entries that lie wholly in a copied run, after reading on to where the first of them begins.
  private func carry(
    _ base: KnownTree, through run: EditScript.CopiedRun, _ content: Span<UInt8>, _ cursor: inout TreeCursor
  ) {
    let shift = run.start - run.baseStart
    while cursor.position < run.end {
      if cursor.position >= run.start, let first = base.entry(at: cursor.position - shift) {
        var next = first
        while next + 1 < base.starts.count, base.starts[next + 1] + shift <= run.end {
          tree.starts.append(base.starts[next] + shift)
          next += 1
        }
        carryLinks(base, base.starts[first]..<base.starts[next], movedBy: shift)
        cursor.skip(to: base.starts[next] + shift)
        return
      }
      guard read(content, &cursor) else { return }
    }
  }

  private func carryLinks(_ base: KnownTree, _ range: Range<Int>, movedBy shift: Int) {
    var place = base.firstLink(from: range.lowerBound)
    while place < base.links.count, base.links[place].start < range.upperBound {
      tree.links.append((base.links[place].start + shift, base.links[place].link))
      place += 1
    }
  }

  /// Reads one entry; false at the end, and where the tree is malformed.
  private func read(_ content: Span<UInt8>, _ cursor: inout TreeCursor) -> Bool {
    let start = cursor.position
    return content.withUnsafeBytes { bytes in
      guard let entry = cursor.next(in: bytes) else { return false }
      tree.starts.append(start)
      guard !entry.isSubmodule else { return true }
      let name = content.extracting(entry.name)
      var target = target(UnsafeRawBufferPointer(rebasing: bytes[entry.idStart...]))
      if target == Verdict.ignored, isWantedName(name) {
        let id = ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: bytes[entry.idStart...]), forest.store.format)
        guard let node = forest.node(of: id) else { return true }
        named.insert(node)
        target = node
      }
      if target != Verdict.ignored {
        tree.links.append((start, TreeLinks.Link(name: names.number(of: name), target: target)))
      }
      return true
    }
  }

  /// What an entry leads to, by its id's bytes: the first sixteen tell ids apart, and the rest is not even read when
  /// they were seen lately.
  private func target(_ idBytes: UnsafeRawBufferPointer) -> Int32 {
    let first = idBytes.loadUnaligned(as: UInt64.self)
    let second = idBytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let slot = Int(truncatingIfNeeded: first) & (recent.count &- 1)
    let known = recent[slot]
    if known.first == first, known.second == second { return known.target }
    let target = judge(ObjectID(unchecked: idBytes, forest.store.format))
    recent[slot] = Verdict(first: first, second: second, target: target)
    return target
  }

  private func judge(_ id: ObjectID) -> Int32 {
    guard let node = forest.node(of: id) else {
      return id == id.format.emptyTree ? Verdict.ignored : missingTarget(id)
    }
    let isTree = forest.kinds[Int(node)] == ObjectKind.tree.rawValue
    return isTree || wanted[Int(node)] ? node : Verdict.ignored
  }

  private func missingTarget(_ id: ObjectID) -> Int32 {
    if let number = missingNumbers[id] { return number }
    missing.append(id)
    let number = -Int32(missing.count)
    missingNumbers[id] = number
    return number
  }
}
