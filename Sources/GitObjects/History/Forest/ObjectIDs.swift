internal import Text

/// The ids of all objects in one sequence: those of each pack in the order of its index, then those of loose objects. An
/// object with several copies is in it several times.
struct ObjectIDs: Sendable {
  private(set) var packs: [PackedIDs] = []
  private(set) var loose: [ObjectID] = []
  /// The index of the first loose object.
  private(set) var looseStart = 0

  /// Number of ids.
  var count: Int { looseStart + loose.count }

  init(_ packs: [Pack], loose: [ObjectID]) {
    for pack in packs {
      self.packs.append(PackedIDs(pack.index, start: looseStart))
      looseStart += pack.index.count
    }
    self.loose = loose
  }

  subscript(index: Int) -> ObjectID {
    if index >= looseStart { return loose[index - looseStart] }
    let number = packNumber(of: index)
    return packs[number][index - packs[number].start]
  }

  /// The number of the pack that an index before ``looseStart`` belongs to.
  func packNumber(of index: Int) -> Int {
    max(0, packs.partitioningIndex { $0.start > index } - 1)
  }
}

/// The ids in one pack's index, read from its mapping without reference counting.
struct PackedIDs: @unchecked Sendable {
  // Sendable: `ids` points into the index's mapping, which `packIndex` keeps and nothing changes.
  /// The index of the first one among all ids.
  let start: Int
  let ids: UnsafeRawBufferPointer
  let stride: Int
  private let packIndex: PackIndex
  private let format: ObjectFormat

  init(_ packIndex: PackIndex, start: Int) {
    self.packIndex = packIndex
    self.start = start
    (ids, stride) = packIndex.idTable
    format = packIndex.format
  }

  /// The id at a position of the pack's index, which has checked that its table has all of its positions.
  subscript(position: Int) -> ObjectID {
    ObjectID(unchecked: UnsafeRawBufferPointer(rebasing: ids[(position &* stride)...]), format)
  }
}
