internal import Text

/// Finds ids among ``ObjectIDs``: their indexes in the order of the ids, and where in that order each value of an id's
/// leading bits begins.
///
/// The ids of a pack's index are in order already, so for a single pack only the beginnings are computed, and a look-up
/// reads little more than the id itself.
struct ObjectTable: Sendable {
  private let ids: ObjectIDs
  /// Indexes in the order of their ids, those of equal ids ascending; empty when that is the order of the ids themselves.
  private let sorted: [Int32]
  private let count: Int
  /// For each value of the leading bits, the rank of the first id with them; at the end ``count``.
  let starts: [Int32]
  private let shift: UInt64

  /// - Parameters:
  ///   - ids: All ids.
  ///   - isUsed: Whether there is an object at an index.
  ///   - repeated: Is called with each index whose id is at an earlier one too, and with the first index of that id.
  /// - Complexity: O(*n* log *n*) for *n* ids, O(*n*) when they are in order.
  init(_ ids: ObjectIDs, where isUsed: (_ index: Int) -> Bool, repeated: (_ index: Int, _ first: Int) -> Void) {
    self.ids = ids
    var sorted = (0..<Int32(ids.count)).filter { isUsed(Int($0)) }
    count = sorted.count
    if count < ids.count || !(1..<max(count, 1)).allSatisfy({ ids[$0 - 1] <= ids[$0] }) {
      // Fast, since the ids consist of a few sorted runs.
      sorted.sort { ids[Int($0)] == ids[Int($1)] ? $0 < $1 : ids[Int($0)] < ids[Int($1)] }
    } else {
      sorted = []
    }
    let bits = max(4, Int.bitWidth - 1 - max(count, 1).leadingZeroBitCount)
    shift = UInt64(64 - bits)
    var starts: [Int32] = []
    starts.reserveCapacity(1 << bits + 1)
    var first = 0
    for rank in 0..<count {
      let index = sorted.isEmpty ? rank : Int(sorted[rank])
      let id = ids[index]
      while starts.count <= Int(id.word0 >> shift) { starts.append(Int32(rank)) }
      if rank > 0, ids[first] == id { repeated(index, first) } else { first = index }
    }
    while starts.count <= 1 << bits { starts.append(Int32(count)) }
    (self.sorted, self.starts) = (sorted, starts)
  }

  /// The index of an id, the first of several.
  func find(_ id: ObjectID) -> Int? {
    let (start, end) = ranks(like: id)
    let rank = (start..<end).partitioningIndex { ids[index($0)] >= id }
    return rank < end && ids[index(rank)] == id ? index(rank) : nil
  }

  /// The ranks of the ids with the same leading bits as another.
  private func ranks(like id: ObjectID) -> (start: Int, end: Int) {
    let bucket = bucket(of: id)
    return (Int(starts[bucket]), Int(starts[bucket &+ 1]))
  }

  /// The value of an id's leading bits: its index in ``starts``.
  func bucket(of id: ObjectID) -> Int { Int(truncatingIfNeeded: id.word0 >> shift) }

  /// The index of the first id whose leading bits are those of another, or are greater; nil when there is none.
  func firstIndex(like id: ObjectID) -> Int? {
    let start = ranks(like: id).start
    return start < count ? index(start) : nil
  }

  private func index(_ rank: Int) -> Int { sorted.isEmpty ? rank : Int(sorted[rank]) }
}
