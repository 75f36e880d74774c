internal import CPrefetch

/// Hints about what a walk reads next: objects lie in no order in memory, and each would be waited for.
extension ObjectForest {
  /// Has the tables' rows for a node brought near; any number will do.
  func prefetchNode(_ node: Int32) {
    guard node >= 0, node < looseStart else { return }
    prefetch(firstChild, node)
    prefetch(nextSibling, node)
    prefetch(heavyChild, node)
    prefetch(positions, node)
    let number = packNumber(of: node)
    prefetch(packs[number].order.offsets, node - Int32(packs[number].start))
  }

  /// Has the beginning of a node's entry and its checksum brought near, after its rows; any number will do.
  func prefetchEntry(of node: Int32) {
    guard node >= 0, node < looseStart else { return }
    let number = packNumber(of: node)
    packs[number].bytes.prefetch(
      entryAt: packs[number].order.offsets[Int(node) - packs[number].start], position: Int(positions[Int(node)]))
  }

  /// Has brought near where the search for an id begins.
  func prefetchStart(of id: ObjectID) { prefetch(table.starts, Int32(table.bucket(of: id))) }

  /// Has brought near what is read then.
  func prefetchNode(of id: ObjectID) {
    guard let place = table.firstPlace(like: id), place < ids.looseStart else { return }
    ids.prefetch(place)
    prefetch(nodes, Int32(place))
  }
}

private func prefetch<Row: BitwiseCopyable>(_ table: [Row], _ row: Int32) {
  // The address outlives the closure: the forest keeps its tables, and nothing is read through it. Within, the table
  // would be counted once more and once less, by all workers at the same place.
  if let start = table.withUnsafeBufferPointer({ $0.baseAddress }) { prefetch_for_reading(start + Int(row)) }
}

extension ObjectIDs {
  /// Has the id at a place of a pack brought near.
  func prefetch(_ place: Int) {
    let pack = packs[packNumber(of: place)]
    if let start = pack.ids.baseAddress { prefetch_for_reading(start + (place - pack.start) * pack.stride) }
  }
}

extension PackBytes {
  fileprivate func prefetch(entryAt offset: Int, position: Int) {
    if let start = bytes.baseAddress {
      prefetch_for_reading(start + offset)
      prefetch_for_reading(start + offset + 64)
    }
    if let start = crcs?.baseAddress { prefetch_for_reading(start + position * 4) }
  }
}
