/// The form in which clean objects are written down: kind by kind the ids, ascending, then what is known of each. Numbers
/// are little-endian; an object is referred to by its index among the ids of its kind.
///
///     counts    blobs, trees, commits, tags, parents: 4 bytes each
///     blobs     ids; for each, 4 bytes: its size
///     trees     ids; for each, 4 bytes: its representative, or `none`
///     commits   ids; for each, 4 bytes: its tree, or `none`; 4 bytes: number of parents up to its last; 8 bytes: time
///     parents   commits, 4 bytes each
///     tags      ids
struct CacheRecords {
  /// A commit as it is written down.
  struct Commit {
    /// The index of its tree; `nil` when the commit is to be read again.
    let tree: Int?
    /// Its parents, among those of all commits.
    let parents: Range<Int>
    /// Seconds since 1970 by the committer's clock.
    let time: Int64
  }

  /// Takes the place of an index where there is none.
  static let none = UInt32.max
  private static let countBytes = 5 * 4
  private static let commitBytes = 16

  /// Where the ids of one kind are, and what is known of each.
  private struct Section {
    var count = 0
    var ids = 0
    var facts = 0
  }

  private let bytes: [UInt8]
  private let format: ObjectFormat
  private var blobs = Section()
  private var trees = Section()
  private var commits = Section()
  private var tags = Section()
  private var parentStart = 0
  private let parentCount: Int

  /// - Parameters:
  ///   - bytes: A file with records.
  ///   - range: Where they are in it.
  /// - Returns: `nil` when the bytes do not have the form of records.
  init?(_ bytes: [UInt8], in range: Range<Int>, _ format: ObjectFormat) {
    guard range.count >= Self.countBytes else { return nil }
    self.bytes = bytes
    self.format = format
    let counts = (0..<5).map { Int(Self.number(in: bytes, at: range.lowerBound + 4 * $0)) }
    parentCount = counts[4]
    var next = range.lowerBound + Self.countBytes
    func section(_ count: Int, factBytes: Int) -> Section {
      let facts = next + count * format.byteCount
      defer { next = facts + count * factBytes }
      return Section(count: count, ids: next, facts: facts)
    }
    blobs = section(counts[0], factBytes: 4)
    trees = section(counts[1], factBytes: 4)
    commits = section(counts[2], factBytes: Self.commitBytes)
    parentStart = next
    next += parentCount * 4
    tags = section(counts[3], factBytes: 0)
    guard next == range.upperBound else { return nil }
  }

  private func section(of kind: ObjectKind) -> Section {
    switch kind {
    case .blob: blobs
    case .tree: trees
    case .commit: commits
    case .tag: tags
    }
  }

  /// Finds the objects of a kind in a store; none for those that it lacks.
  ///
  /// - Parameter sorted: The store's nodes of that kind, in the order of their ids.
  func nodes(of kind: ObjectKind, among sorted: [Node], of forest: ObjectForest) -> [Node] {
    let section = section(of: kind)
    var nodes = [Node](repeating: .none, count: section.count)
    var start = section.ids
    var next = 0
    var candidate = sorted.first.map { forest.id(of: $0) }
    for number in nodes.indices {
      guard let id = ObjectID(bytes.span.extracting(start..<start + format.byteCount)) else { break }
      start += format.byteCount
      while let present = candidate, present < id {
        next += 1
        candidate = next < sorted.count ? forest.id(of: sorted[next]) : nil
      }
      if candidate == id { nodes[number] = sorted[next] }
    }
    return nodes
  }

  /// Size of a blob's content in bytes.
  func size(ofBlob index: Int) -> UInt32 { Self.number(in: bytes, at: blobs.facts + index * 4) }

  /// The index of a tree's representative; `nil` when it has none, or when there is no such tree.
  func representative(ofTree index: Int) -> Int? { self.index(at: trees.facts + index * 4, below: trees.count) }

  func commit(_ index: Int) -> Commit {
    let facts = commits.facts + index * Self.commitBytes
    let end = parentEnd(index)
    let start = index == 0 ? 0 : min(parentEnd(index - 1), end)
    let time = (Self.number(in: bytes, at: facts + 8), Self.number(in: bytes, at: facts + 12))
    return Commit(
      tree: self.index(at: facts, below: trees.count), parents: start..<end,
      time: Int64(bitPattern: UInt64(time.0) | UInt64(time.1) << 32))
  }

  /// The index of a parent's commit; `nil` when there is no such commit.
  func parent(_ index: Int) -> Int? { self.index(at: parentStart + 4 * index, below: commits.count) }

  private func parentEnd(_ commit: Int) -> Int {
    min(Int(Self.number(in: bytes, at: commits.facts + commit * Self.commitBytes + 4)), parentCount)
  }

  /// The index at an offset; `nil` when it is not below a number of objects.
  private func index(at offset: Int, below count: Int) -> Int? {
    let index = Int(Self.number(in: bytes, at: offset))
    return index < count ? index : nil
  }

  private static func number(in bytes: [UInt8], at offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
