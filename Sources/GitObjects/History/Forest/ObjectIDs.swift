internal import ByteSearch

/// The ids of all objects by place: as they stand in the indexes, one pack after the other, then the loose objects.
struct ObjectIDs: Sendable {
  private(set) var packs: [PackedIDs] = []
  private(set) var loose: [ObjectID] = []
  /// The place of the first loose object.
  private(set) var looseStart = 0

  /// Number of places.
  var count: Int { looseStart + loose.count }

  init(_ packs: [Pack], loose: [ObjectID]) {
    for pack in packs {
      self.packs.append(PackedIDs(pack.index, start: looseStart))
      looseStart += pack.index.count
    }
    self.loose = loose
  }

  subscript(place: Int) -> ObjectID {
    if place >= looseStart { return loose[place - looseStart] }
    let number = packNumber(of: place)
    return packs[number][place - packs[number].start]
  }

  /// The pack that a place before ``looseStart`` belongs to.
  func packNumber(of place: Int) -> Int {
    max(0, packs.partitioningIndex { $0.start > place } - 1)
  }
}

/// The ids in one index: they are looked up by the million.
struct PackedIDs: @unchecked Sendable {
  // Sendable: `ids` points into the index's mapping, which `index` keeps and nothing changes.
  /// The place of the first.
  let start: Int
  let ids: UnsafeRawBufferPointer
  let stride: Int
  private let index: PackIndex
  private let format: ObjectFormat

  init(_ index: PackIndex, start: Int) {
    self.index = index
    self.start = start
    (ids, stride) = index.idTable
    format = index.format
  }

  /// The id at a position of the index, which has checked that its table holds all its positions.
  subscript(position: Int) -> ObjectID {
    ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: ids[(position &* stride)...]), format)
  }
}
