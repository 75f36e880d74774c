/// Commits that one worker reads.
///
/// Sendable: each is used by its own worker alone until all workers have ended.
final class CommitCollector: @unchecked Sendable {
  struct Commit {
    let node: Node
    /// Seconds since 1970 by the committer's clock.
    let time: Int64
    /// Number of the collector that has its parents.
    let collector: Int
    /// Numbers of the look-ups of its tree, then its parents.
    let lookups: Range<Int>
    /// Its tree, once that was looked up; none when it is missing.
    var tree = Node.none
    /// Where its parents are in ``CommitCollector/parents``.
    var parents = 0..<0
  }

  private(set) var commits: [Commit] = []
  private(set) var parents: [Node] = []
  private(set) var missing: [(node: Node, object: ObjectID, isParent: Bool)] = []
  /// Commits that do not name their tree, or a parent without an id.
  private(set) var gaps: [ObjectGap] = []
  private let forest: ObjectForest
  private let number: Int
  private var lookups: DeferredLookups<Node>
  /// Ids that the store lacks, by the number of their look-up.
  private var unknown: [Int: ObjectID] = [:]

  init(_ forest: ObjectForest, number: Int) {
    self.forest = forest
    self.number = number
    lookups = DeferredLookups(forest)
  }

  /// Reads "tree ID", any number of "parent ID", and the time at the end of the committer's line.
  ///
  /// - Returns: Offset of the author's name, or of what is in its place.
  func add(_ node: Node, _ content: Span<UInt8>, _ format: ObjectFormat) -> Int {
    let digits = format.byteCount * 2
    guard starts(content, 0, "tree "), let tree = ObjectID(hexIn: content, at: 5, format) else {
      noteGap(node, "its first line names no tree")
      return 0
    }
    let first = lookups.count
    lookups.add(tree)
    var position = 6 + digits
    while starts(content, position, "parent "), let parent = ObjectID(hexIn: content, at: position + 7, format) {
      lookups.add(parent)
      position += 8 + digits
    }
    if starts(content, position, "parent") { noteGap(node, "a parent of it has no id") }
    let time = committerTime(content, from: position)
    commits.append(Commit(node: node, time: time, collector: number, lookups: first..<lookups.count))
    if lookups.isFull { resolveLookups() }
    let author: StaticString = "author "
    return min(position + (starts(content, position, author) ? author.utf8CodeUnitCount : 0), content.count)
  }

  private func noteGap(_ node: Node, _ reason: String) {
    let id = forest.id(of: node)
    gaps.append(ObjectGap(id, .corrupt(id, reason: reason)))
  }

  /// Fills in the trees and parents of the commits.
  ///
  /// - Parameter vanished: Objects that were removed since.
  func resolve(leavingOut vanished: Set<Node>) {
    resolveLookups()
    for index in commits.indices {
      let commit = commits[index]
      let firstParent = parents.count
      for lookup in commit.lookups {
        let isParent = lookup > commit.lookups.lowerBound
        let kind: ObjectKind = isParent ? .commit : .tree
        guard let found = node(lookup, kind, for: commit.node, leavingOut: vanished) else { continue }
        if isParent { parents.append(found) } else { commits[index].tree = found }
      }
      commits[index].parents = firstParent..<parents.count
    }
  }

  /// Adds the known commits that the walk skipped.
  func add(_ known: KnownCommits) {
    for commit in known.commits where known.filter.skips(commit.node) {
      let first = parents.count
      parents += known.parents[commit.parents]
      commits.append(
        Commit(
          node: commit.node, time: commit.time, collector: number, lookups: 0..<0, tree: commit.tree,
          parents: first..<parents.count))
    }
  }

  private func resolveLookups() {
    lookups.resolveAll { number, id, node in
      if node == nil { unknown[number] = id }
      return node ?? .none
    }
  }

  /// The object that a commit names; nil when it is missing, which is noted.
  private func node(
    _ lookup: Int, _ kind: ObjectKind, for commit: Node, leavingOut vanished: Set<Node>
  ) -> Node? {
    let found = lookups.targets[lookup]
    if !found.isNone, forest.isReadable(kind, found), !vanished.contains(found) { return found }
    let id = unknown[lookup] ?? forest.id(of: found)
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
