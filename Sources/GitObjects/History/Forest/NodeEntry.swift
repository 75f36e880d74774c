/// A packed node's entry: where it is in its pack. A plain value, since one is made for every object of a walk.
struct NodeEntry {
  let offset: Int
  let end: Int
  /// See ``ForestPack/isSuspect``.
  let isSuspect: Bool
  /// The CRC-32 that the index gives for the entry; nil in version 1 indexes, which have none.
  let crc: UInt32?
  private let pack: PackBytes

  /// - Parameter node: A node of a packed object.
  init(_ node: Node, in forest: ObjectForest) {
    let number = forest.packNumber(of: node)
    let rank = node.index - forest.tables.packs[number].start
    pack = forest.tables.packs[number].bytes
    isSuspect = forest.tables.packs[number].isSuspect
    offset = forest.tables.packs[number].order.offsets[rank]
    end = forest.tables.packs[number].order.end(ofRank: rank)
    // Read early although it is needed late: it is anywhere in memory, and waiting for it overlaps with inflating.
    crc = pack.crc(at: Int(forest.tables.positions[node.index]))
  }

  /// The entry's header; nil when it is damaged.
  var header: EntryHeader? { pack.header(at: offset) }

  /// Whether the entry's bytes have the CRC-32 that the index gives for them.
  var isVerified: Bool {
    guard !isSuspect, let crc else { return false }
    return crc32(UnsafeRawBufferPointer(rebasing: pack.bytes[offset..<end])) == crc
  }

  /// The pack's bytes up to the end of the entry.
  var packBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: pack.bytes[..<end]) }
}
