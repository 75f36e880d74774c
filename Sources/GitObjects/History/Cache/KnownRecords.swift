/// The form in which what is known of a store's objects is written down: kind by kind, the ids in order, then what is
/// told of each. Numbers are little-endian, and refer to others of a kind by their place among the ids.
///
///     counts    blobs, trees, commits, tags, parents: 4 bytes each
///     blobs     ids; for each, 4 bytes of size
///     trees     ids; for each, 4 bytes: the tree that stands for it, or `nothing`
///     commits   ids; for each, 4 bytes: its tree, or `nothing`; 4 bytes: number of parents up to its last; 8 bytes: time
///     parents   commits, 4 bytes each
///     tags      ids
struct KnownRecords {
  /// A commit as it is written down.
  struct Commit {
    /// Number of its tree; `nil` when the commit is to be read again.
    let tree: Int?
    /// Its parents, among all parents.
    let parents: Range<Int>
    let time: Int64
  }

  /// What stands in place of a number where there is none.
  static let nothing = UInt32.max
  private static let countBytes = 5 * 4
  private static let commitBytes = 16

  /// Where what is told of one kind stands.
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
  ///   - bytes: What holds the records.
  ///   - range: Where in it they stand.
  /// - Returns: `nil` when that is not their form.
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

  /// Finds the objects of a kind among a store's; -1 for those that are not there.
  ///
  /// - Parameter sorted: The store's nodes of that kind, in the order of their ids.
  func nodes(of kind: ObjectKind, among sorted: [Int32], of forest: ObjectForest) -> [Int32] {
    let section = section(of: kind)
    var nodes = [Int32](repeating: -1, count: section.count)
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

  /// Bytes of a blob's content.
  func size(ofBlob number: Int) -> UInt32 { Self.number(in: bytes, at: blobs.facts + number * 4) }

  /// The number of the tree that stands for a tree; `nil` when nothing hangs from it, or when there is no such number.
  func standIn(ofTree number: Int) -> Int? { checked(at: trees.facts + number * 4, trees.count) }

  func commit(_ number: Int) -> Commit {
    let facts = commits.facts + number * Self.commitBytes
    let end = parentEnd(number)
    let start = number == 0 ? 0 : min(parentEnd(number - 1), end)
    let time = (Self.number(in: bytes, at: facts + 8), Self.number(in: bytes, at: facts + 12))
    return Commit(
      tree: checked(at: facts, trees.count), parents: start..<end,
      time: Int64(bitPattern: UInt64(time.0) | UInt64(time.1) << 32))
  }

  /// The number of a parent's commit; `nil` when there is no such commit.
  func parent(_ number: Int) -> Int? { checked(at: parentStart + 4 * number, commits.count) }

  private func parentEnd(_ commit: Int) -> Int {
    min(Int(Self.number(in: bytes, at: commits.facts + commit * Self.commitBytes + 4)), parentCount)
  }

  /// The number at an offset; `nil` when there are not that many.
  private func checked(at offset: Int, _ count: Int) -> Int? {
    let number = Int(Self.number(in: bytes, at: offset))
    return number < count ? number : nil
  }

  private static func number(in bytes: [UInt8], at offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
