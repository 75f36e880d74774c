/// Where a node's entry lies: a plain value, since one is made for every object of a walk.
struct EntryPlace {
  let offset: Int
  let end: Int
  let isSuspect: Bool
  /// The entry's CRC-32; nil in version 1 indexes, which have none.
  let crc: UInt32?
  private let pack: PackBytes

  init(_ node: Int32, in forest: ObjectForest) {
    let number = forest.packNumber(of: node)
    let rank = Int(node) - forest.packs[number].start
    pack = forest.packs[number].bytes
    isSuspect = forest.packs[number].isSuspect
    offset = forest.packs[number].order.offsets[rank]
    end = forest.packs[number].order.end(ofRank: rank)
    // Read early, and needed late: it lies in no order, and the wait for memory overlaps with inflating.
    crc = pack.crc(at: Int(forest.positions[Int(node)]))
  }

  var header: EntryHeader? { pack.header(at: offset) }

  /// Whether the entry's bytes are those that the index was made of.
  var isVerified: Bool {
    guard !isSuspect, let crc else { return false }
    return crc32(UnsafeRawBufferPointer(rebasing: pack.bytes[offset..<end])) == crc
  }

  /// Bytes of the pack as far as they can belong to the entry.
  var packBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: pack.bytes[..<end]) }
}
