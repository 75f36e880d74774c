/// Ascending offsets in memory that is freed by hand, so that lists are swapped and copied without reference counting.
///
/// Invariant: `start` points to memory for `capacity` offsets, of which the first `count` are set.
struct OffsetList {
  private(set) var count = 0
  private var capacity = 0
  private var start: UnsafeMutablePointer<Int32>?

  subscript(index: Int) -> Int {
    guard let start, index >= 0, index < count else { preconditionFailure("no such offset") }
    return Int(start[index])
  }

  mutating func removeAll() { count = 0 }

  /// Overwrites an earlier offset with the one at an index.
  mutating func move(_ index: Int, to earlier: Int) {
    guard let start, index < count, earlier >= 0, earlier <= index else { preconditionFailure("no such offset") }
    start[earlier] = start[index]
  }

  /// Removes offsets at the end.
  mutating func shorten(to count: Int) { self.count = min(self.count, count) }

  mutating func append(_ offset: Int) {
    let start = grown(for: 1)
    start[count] = Int32(truncatingIfNeeded: offset)
    count &+= 1
  }

  /// Appends some of another list's offsets, each moved by the same distance.
  mutating func append(_ other: OffsetList, _ range: Range<Int>, movedBy distance: Int) {
    guard let source = other.start, !range.isEmpty else { return }
    precondition(range.lowerBound >= 0 && range.upperBound <= other.count)
    let target = grown(for: range.count) + count
    let distance = Int32(truncatingIfNeeded: distance)
    for index in 0..<range.count { target[index] = source[range.lowerBound &+ index] &+ distance }
    count &+= range.count
  }

  /// Index of the first offset that is not less than another; `count` when there is none.
  ///
  /// - Complexity: A binary search.
  func firstIndex(from offset: Int) -> Int {
    guard let start, count > 0 else { return 0 }
    // Without branches that depend on the offsets, since those could not be predicted.
    var low = 0
    var length = count
    while length > 1 {
      let half = length / 2
      low &+= Int(start[low &+ half &- 1]) < offset ? half : 0
      length &-= half
    }
    return Int(start[low]) < offset ? low &+ 1 : low
  }

  /// Frees the memory; no copy of the list may be used afterwards.
  func free() { start?.deallocate() }

  /// The memory, enlarged if that many more offsets do not fit.
  private mutating func grown(for more: Int) -> UnsafeMutablePointer<Int32> {
    if let start, count &+ more <= capacity { return start }
    capacity = max(64, (count + more) * 2)
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    if let start {
      larger.update(from: start, count: count)
      start.deallocate()
    }
    start = larger
    return larger
  }
}
