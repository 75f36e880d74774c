/// Commits as one worker finds them.
///
/// Sendable: each is touched by its own worker alone until all workers have ended.
final class CommitCollector: @unchecked Sendable {
  struct Commit {
    let node: Int32
    let time: Int64
    /// Number of the collector that has its parents.
    let collector: Int
    /// Numbers of what it names: its tree, then its parents.
    let lookups: Range<Int>
    /// Its tree's node once that was looked up; -1 when it is missing.
    var tree: Int32 = -1
    /// Where among the parents its own are.
    var parents = 0..<0
  }

  private(set) var commits: [Commit] = []
  private(set) var parents: [Int32] = []
  private(set) var missing: [(node: Int32, object: ObjectID, isParent: Bool)] = []
  /// Commits that do not tell their tree, or not all of their parents.
  private(set) var gaps: [ObjectGap] = []
  private let forest: ObjectForest
  private let number: Int
  private var lookups: DeferredLookups
  /// Ids that the store lacks, by the number of their look-up.
  private var unknown: [Int: ObjectID] = [:]

  init(_ forest: ObjectForest, number: Int) {
    self.forest = forest
    self.number = number
    lookups = DeferredLookups(forest)
  }

  /// Reads "tree ID", any number of "parent ID", and the time at the end of the committer's line.
  ///
  /// - Returns: Offset of the author's name, or of what stands in its place.
  func add(_ node: Int32, _ content: Span<UInt8>, _ format: ObjectFormat) -> Int {
    let digits = format.byteCount * 2
    guard starts(content, 0, "tree "), let tree = ObjectID(hexIn: content, at: 5, format) else {
      note(node, "its first line names no tree")
      return 0
    }
    let first = lookups.count
    lookups.add(tree)
    var position = 6 + digits
    while starts(content, position, "parent "), let parent = ObjectID(hexIn: content, at: position + 7, format) {
      lookups.add(parent)
      position += 8 + digits
    }
    if starts(content, position, "parent") { note(node, "a parent of it has no id") }
    let time = committerTime(content, from: position)
    commits.append(Commit(node: node, time: time, collector: number, lookups: first..<lookups.count))
    if lookups.isFull { lookUp() }
    let author: StaticString = "author "
    return min(position + (starts(content, position, author) ? author.utf8CodeUnitCount : 0), content.count)
  }

  private func note(_ node: Int32, _ reason: String) {
    let id = forest.id(of: node)
    gaps.append(ObjectGap(id, .corrupt(id, reason: reason)))
  }

  /// Fills in what commits name.
  ///
  /// - Parameter vanished: Objects that are not there any more.
  func settle(leavingOut vanished: Set<Int32>) {
    lookUp()
    for index in commits.indices {
      let commit = commits[index]
      let firstParent = parents.count
      for place in commit.lookups {
        let isParent = place > commit.lookups.lowerBound
        let kind: ObjectKind = isParent ? .commit : .tree
        guard let found = node(place, kind, for: commit.node, leavingOut: vanished) else { continue }
        if isParent { parents.append(found) } else { commits[index].tree = found }
      }
      commits[index].parents = firstParent..<parents.count
    }
  }

  /// Takes over the commits that a walk leaves out.
  func add(_ known: KnownObjects) {
    for commit in known.commits where known.spares(commit.node) {
      let first = parents.count
      parents += known.parents[commit.parents]
      commits.append(
        Commit(
          node: commit.node, time: commit.time, collector: number, lookups: 0..<0, tree: commit.tree,
          parents: first..<parents.count))
    }
  }

  private func lookUp() {
    lookups.settle { number, id, node in
      if node == nil { unknown[number] = id }
      return node ?? -1
    }
  }

  private func node(
    _ place: Int, _ kind: ObjectKind, for commit: Int32, leavingOut vanished: Set<Int32>
  ) -> Int32? {
    let found = lookups.targets[place]
    if found >= 0, forest.holds(kind, at: found), !vanished.contains(found) { return found }
    let id = unknown[place] ?? forest.id(of: found)
    if kind != .tree || id != id.format.emptyTree { missing.append((commit, id, kind == .commit)) }
    return nil
  }

  private func committerTime(_ content: Span<UInt8>, from start: Int) -> Int64 {
    var line = start
    while line < content.count, content[line] != 0x0a {
      var end = line
      while end < content.count, content[end] != 0x0a { end &+= 1 }
      if starts(content, line, "committer ") { return time(content, line..<end) }
      line = end + 1
    }
    return 0
  }

  /// The number after the last ">" of a line.
  private func time(_ content: Span<UInt8>, _ line: Range<Int>) -> Int64 {
    var position = line.upperBound
    while position > line.lowerBound, content[position - 1] != UInt8(ascii: ">") { position -= 1 }
    while position < line.upperBound, content[position] == 0x20 { position += 1 }
    var time: Int64 = 0
    while position < line.upperBound, content[position] &- 0x30 < 10, time < Int64.max / 100 {
      time = time * 10 + Int64(content[position] &- 0x30)
      position += 1
    }
    return time
  }

  private func starts(_ content: Span<UInt8>, _ position: Int, _ word: StaticString) -> Bool {
    guard position + word.utf8CodeUnitCount <= content.count else { return false }
    for offset in 0..<word.utf8CodeUnitCount where content[position + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }
}
