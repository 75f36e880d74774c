/// A pack's entries by offset: where each one ends, and which one stands at an offset.
final class PackOrder: Sendable {
  /// Offsets, ascending.
  let offsets: [Int]
  /// For each offset, the entry's position in the index.
  let positions: [Int32]
  /// Positions whose offset lies outside the pack: the index is damaged there.
  let unplaced: [Int32]
  // First rank at or after each multiple of the bucket size, so that a look-up scans a few offsets.
  private let buckets: [Int32]
  private let bucketShift: Int
  private let dataEnd: Int

  init(_ pack: Pack) {
    let index = pack.index
    var keys: [UInt64] = []
    var lost: [Int32] = []
    keys.reserveCapacity(index.count)
    for position in 0..<index.count {
      if let offset = index.offset(at: position), offset >= Pack.dataStart, offset < pack.dataEnd, offset < 1 << 40 {
        keys.append(UInt64(offset))
        lost.append(Int32(position))
      } else {
        lost.append(-1 - Int32(position))
      }
    }
    unplaced = lost.filter { $0 < 0 }.map { -1 - $0 }
    var values = lost.filter { $0 >= 0 }
    radixSort(&keys, &values, below: UInt64(pack.dataEnd))
    offsets = keys.map { Int($0) }
    positions = values
    dataEnd = pack.dataEnd
    (buckets, bucketShift) = Self.makeBuckets(offsets, end: pack.dataEnd)
  }

  /// The entry that begins exactly at an offset.
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

/// Sorts numbers, and values along with them, eleven bits at a time.
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
