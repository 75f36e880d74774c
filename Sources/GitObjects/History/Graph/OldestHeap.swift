/// A heap of commits that returns the one with the earliest time first, of several the one with the lowest number.
struct OldestHeap {
  private let times: [Int64]
  private var items: [Int32] = []

  init(times: [Int64]) { self.times = times }

  mutating func push(_ commit: Int32) {
    items.append(commit)
    var child = items.count - 1
    while child > 0, isOlder(items[child], items[(child - 1) / 2]) {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> Int32? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if isOlder(items[child], items[smallest]) { smallest = child }
      }
      if smallest == parent { return first }
      items.swapAt(parent, smallest)
      parent = smallest
    }
  }

  private func isOlder(_ left: Int32, _ right: Int32) -> Bool {
    (times[Int(left)], left) < (times[Int(right)], right)
  }
}
