internal import CPrefetch

/// Hints to the processor about what a walk reads next: nodes are in no order in memory, so each read would wait for it.
extension ObjectForest {
  /// Loads a node's rows of the tables into the cache; any number is allowed.
  func prefetchRows(of node: Node) {
    guard !node.isNone, node.index < tables.looseStart else { return }
    prefetch(tables.firstChild, node.number)
    prefetch(tables.nextSibling, node.number)
    prefetch(tables.heavyChild, node.number)
    prefetch(tables.positions, node.number)
    let number = packNumber(of: node)
    prefetch(tables.packs[number].order.offsets, node.number - Int32(tables.packs[number].start))
  }

  /// Loads the beginning of a node's entry and its checksum, once its rows are loaded; any number is allowed.
  func prefetchEntry(of node: Node) {
    guard !node.isNone, node.index < tables.looseStart else { return }
    let number = packNumber(of: node)
    tables.packs[number].bytes.prefetch(
      entryAt: tables.packs[number].order.offsets[node.index - tables.packs[number].start],
      position: Int(tables.positions[node.index]))
  }

  /// Loads where the search for an id begins.
  func prefetchBucket(of id: ObjectID) { prefetch(tables.lookup.starts, Int32(tables.lookup.bucket(of: id))) }

  /// Loads what the search for an id reads after its bucket.
  func prefetchNode(of id: ObjectID) {
    guard let index = tables.lookup.firstIndex(like: id), index < tables.ids.looseStart else { return }
    tables.ids.prefetch(index)
    prefetch(tables.nodes, Int32(index))
  }
}

private func prefetch<Row: BitwiseCopyable>(_ table: [Row], _ row: Int32) {
  // The address is used after the closure: the forest keeps its tables, and a prefetch reads nothing. Inside the closure,
  // the table would be retained and released, by all workers at the same address.
  if let start = table.withUnsafeBufferPointer({ $0.baseAddress }) { prefetch_for_reading(start + Int(row)) }
}

extension ObjectIDs {
  /// Loads the id at an index before ``looseStart``.
  func prefetch(_ index: Int) {
    let pack = packs[packNumber(of: index)]
    if let start = pack.ids.baseAddress { prefetch_for_reading(start + (index - pack.start) * pack.stride) }
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
