/// Where a node's entry lies.
struct EntryPlace {
  let pack: Pack
  let offset: Int
  let end: Int
  let position: Int
  let isSuspect: Bool

  init(_ node: Int32, in forest: ObjectForest) {
    let found = forest.packs[forest.packNumber(of: node)]
    let rank = Int(node) - found.start
    pack = found.pack
    offset = found.order.offsets[rank]
    end = found.order.end(ofRank: rank)
    position = Int(found.order.positions[rank])
    isSuspect = found.suspect
  }

  var entry: PackEntry? { pack.entry(at: offset) }

  /// Version 1 indexes have no CRC; libdeflate's Adler-32 must do there.
  var hasRightCRC: Bool {
    guard let expected = pack.index.crc(at: position) else { return true }
    return crc32(pack.bytes(offset..<end)) == expected
  }
}
