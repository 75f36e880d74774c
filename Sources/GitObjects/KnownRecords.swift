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
  static let countBytes = 5 * 4
  static let commitBytes = 16

  private let bytes: [UInt8]
  private let format: ObjectFormat
  private let counts: [Int]
  // Where the ids of each kind begin, and what is told of each; parents stand at the place of no kind.
  private var idStarts: [ObjectKind: Int] = [:]
  private var factStarts: [ObjectKind: Int] = [:]
  private var parentStart = 0

  /// - Parameters:
  ///   - bytes: What holds the records.
  ///   - range: Where in it they stand.
  /// - Returns: `nil` when that is not their form.
  init?(_ bytes: [UInt8], in range: Range<Int>, _ format: ObjectFormat) {
    guard range.count >= Self.countBytes else { return nil }
    self.bytes = bytes
    self.format = format
    counts = (0..<5).map { Int(Self.number(in: bytes, at: range.lowerBound + 4 * $0)) }
    var next = range.lowerBound + Self.countBytes
    for kind in [ObjectKind.blob, .tree, .commit, .tag] {
      idStarts[kind] = next
      next += count(of: kind) * format.byteCount
      factStarts[kind] = next
      next += count(of: kind) * Self.factBytes(of: kind)
      guard kind == .commit else { continue }
      parentStart = next
      next += counts[4] * 4
    }
    guard next == range.upperBound else { return nil }
  }

  static func factBytes(of kind: ObjectKind) -> Int {
    switch kind {
    case .blob, .tree: 4
    case .commit: commitBytes
    case .tag: 0
    }
  }

  func count(of kind: ObjectKind) -> Int {
    switch kind {
    case .blob: counts[0]
    case .tree: counts[1]
    case .commit: counts[2]
    case .tag: counts[3]
    }
  }

  /// Finds the objects of a kind among a store's; -1 for those that are not there.
  ///
  /// - Parameter sorted: The store's nodes of that kind, in the order of their ids.
  func nodes(of kind: ObjectKind, among sorted: [Int32], of forest: ObjectForest) -> [Int32] {
    var nodes = [Int32](repeating: -1, count: count(of: kind))
    var start = idStarts[kind] ?? 0
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
  func size(ofBlob number: Int) -> UInt32 { fact(.blob, number, 0) }

  /// The number of the tree that stands for a tree; `nil` when nothing hangs from it, or when there is no such number.
  func standIn(ofTree number: Int) -> Int? { checked(fact(.tree, number, 0), .tree) }

  func commit(_ number: Int) -> Commit {
    let end = min(Int(fact(.commit, number, 4)), counts[4])
    let start = number == 0 ? 0 : min(Int(fact(.commit, number - 1, 4)), end)
    let time = UInt64(fact(.commit, number, 8)) | UInt64(fact(.commit, number, 12)) << 32
    return Commit(
      tree: checked(fact(.commit, number, 0), .tree), parents: start..<end, time: Int64(bitPattern: time))
  }

  /// The number of a parent's commit; `nil` when there is no such commit.
  func parent(_ number: Int) -> Int? {
    checked(Self.number(in: bytes, at: parentStart + 4 * number), .commit)
  }

  private func checked(_ number: UInt32, _ kind: ObjectKind) -> Int? {
    Int(number) < count(of: kind) ? Int(number) : nil
  }

  private func fact(_ kind: ObjectKind, _ number: Int, _ offset: Int) -> UInt32 {
    Self.number(in: bytes, at: (factStarts[kind] ?? 0) + number * Self.factBytes(of: kind) + offset)
  }

  private static func number(in bytes: [UInt8], at offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
