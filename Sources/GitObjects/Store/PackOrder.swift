/// A pack's entries in pack order, that is by offset: where each one ends, and which one begins at an offset.
final class PackOrder: Sendable {
  /// Offsets, ascending.
  let offsets: [Int]
  /// For each offset, the entry's position in the index.
  let positions: [Int32]
  /// Positions whose offset is outside the pack: the index is damaged there.
  let outsidePack: [Int32]
  // The first rank at or after each multiple of the bucket size, so that a look-up compares a few offsets only.
  private let buckets: [Int32]
  private let bucketShift: Int
  private let dataEnd: Int

  /// - Parameter dataEnd: Offset after the pack's last entry.
  init(_ index: PackIndex, dataEnd: Int) {
    var keys: [UInt64] = []
    var values: [Int32] = []
    var outside: [Int32] = []
    keys.reserveCapacity(index.count)
    values.reserveCapacity(index.count)
    for position in 0..<Int32(index.count) {
      if let offset = index.offset(at: Int(position)), PackBytes.firstEntry..<min(dataEnd, 1 << 40) ~= offset {
        keys.append(UInt64(offset))
        values.append(position)
      } else {
        outside.append(position)
      }
    }
    outsidePack = outside
    radixSort(&keys, &values, below: UInt64(dataEnd))
    offsets = keys.map { Int($0) }
    positions = values
    self.dataEnd = dataEnd
    (buckets, bucketShift) = Self.makeBuckets(offsets, end: dataEnd)
  }

  /// The rank of the entry that begins at an offset; nil when none does.
  func rank(ofOffset offset: Int) -> Int? {
    let bucket = offset >> bucketShift
    guard bucket >= 0, bucket < buckets.count else { return nil }
    var rank = Int(buckets[bucket])
    while rank < offsets.count, offsets[rank] < offset { rank += 1 }
    return rank < offsets.count && offsets[rank] == offset ? rank : nil
  }

  /// Offset at which the entry's bytes end: where the next one begins.
  func end(ofRank rank: Int) -> Int {
    var next = rank + 1
    while next < offsets.count, offsets[next] == offsets[rank] { next += 1 }
    return next < offsets.count ? offsets[next] : dataEnd
  }

  /// What the offsets say is wrong with an index: an entry under two ids, in place of one that then has none.
  func fault(of index: PackIndex) -> GitError? {
    let isShared = zip(offsets, offsets.dropFirst()).contains { $0 == $1 }
    return isShared ? .malformed(path: index.path, reason: "two of its ids have one offset") : nil
  }

  private static func makeBuckets(_ offsets: [Int], end: Int) -> ([Int32], Int) {
    var shift = 4
    while end >> shift > offsets.count * 2 + 1 { shift += 1 }
    var buckets = [Int32](repeating: 0, count: end >> shift + 1)
    var rank = 0
    for bucket in buckets.indices {
      while rank < offsets.count, offsets[rank] >> shift < bucket { rank += 1 }
      buckets[bucket] = Int32(rank)
    }
    return (buckets, shift)
  }
}

/// Sorts keys, and the values that belong to them, by a radix sort of eleven bits per pass.
private func radixSort(_ keys: inout [UInt64], _ values: inout [Int32], below limit: UInt64) {
  var otherKeys = keys
  var otherValues = values
  var shift: UInt64 = 0
  while limit >> shift > 0 {
    var starts = [Int](repeating: 0, count: 2049)
    for key in keys { starts[Int(key >> shift & 2047) + 1] += 1 }
    for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
    for index in keys.indices {
      let digit = Int(keys[index] >> shift & 2047)
      otherKeys[starts[digit]] = keys[index]
      otherValues[starts[digit]] = values[index]
      starts[digit] += 1
    }
    swap(&keys, &otherKeys)
    swap(&values, &otherValues)
    shift += 11
  }
}
