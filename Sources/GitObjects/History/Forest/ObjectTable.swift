internal import ByteSearch

/// Finds an object's place by id: ids in order, and where those begin that share their leading bits.
///
/// An index is in that order already, so that for a single pack nothing has to be made but the beginnings, and a look-up
/// reads little more than the id itself.
struct ObjectTable: Sendable {
  private let ids: ObjectIDs
  /// Places by id, and equal ids by place; empty when that is the order of the places themselves.
  private let sorted: [Int32]
  private let count: Int
  /// For each value of the leading bits, which in order is the first id with them; and behind them ``count``.
  let starts: [Int32]
  private let shift: UInt64

  /// - Parameters:
  ///   - ids: All ids.
  ///   - isUsed: Whether there is anything at a place.
  ///   - repeated: Takes each place whose id stands at an earlier one, too, and the first place with that id.
  init(_ ids: ObjectIDs, where isUsed: (_ place: Int) -> Bool, repeated: (_ place: Int, _ first: Int) -> Void) {
    self.ids = ids
    var sorted = (0..<Int32(ids.count)).filter { isUsed(Int($0)) }
    count = sorted.count
    if count < ids.count || !(1..<max(count, 1)).allSatisfy({ ids[$0 - 1] <= ids[$0] }) {
      // What is in order piece by piece is quickly sorted.
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
      let place = sorted.isEmpty ? rank : Int(sorted[rank])
      let id = ids[place]
      while starts.count <= Int(id.word0 >> shift) { starts.append(Int32(rank)) }
      if rank > 0, ids[first] == id { repeated(place, first) } else { first = place }
    }
    while starts.count <= 1 << bits { starts.append(Int32(count)) }
    (self.sorted, self.starts) = (sorted, starts)
  }

  /// The place of an id, the first of several.
  func find(_ id: ObjectID) -> Int? {
    let (start, end) = range(of: id)
    let rank = (start..<end).partitioningIndex { ids[place($0)] >= id }
    return rank < end && ids[place(rank)] == id ? place(rank) : nil
  }

  /// Which ids in order have the same leading bits as another.
  private func range(of id: ObjectID) -> (start: Int, end: Int) {
    let bucket = bucket(of: id)
    return (Int(starts[bucket]), Int(starts[bucket &+ 1]))
  }

  func bucket(of id: ObjectID) -> Int { Int(truncatingIfNeeded: id.word0 >> shift) }

  /// The place of the first id with the leading bits of another, or of one behind it; nil behind the last.
  func firstPlace(like id: ObjectID) -> Int? {
    let start = range(of: id).start
    return start < count ? place(start) : nil
  }

  private func place(_ rank: Int) -> Int { sorted.isEmpty ? rank : Int(sorted[rank]) }
}
