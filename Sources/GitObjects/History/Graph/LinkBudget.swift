internal import Synchronization

/// Counts the links of all collectors, so that small packs with very large trees cannot fill the memory.
final class LinkBudget: Sendable {
  /// Links that a collector finds before it counts them here: counting each would make all workers wait for each other.
  let step: Int

  private let limit: Int
  private let count = Atomic<Int>(0)

  init(limit: Int) { (self.limit, step) = (limit, min(1 << 16, limit / 16)) }

  /// Counts links.
  ///
  /// - Returns: Whether there may be more.
  func add(_ links: Int) -> Bool { count.add(links, ordering: .relaxed).newValue < limit }
}

extension ObjectForest {
  /// Links of trees that are kept at most: usual trees have far fewer, small deltas can make thousands of large ones.
  var mostLinks: Int {
    min(nodeCount * 64 + Self.fixedAllowance / (3 * MemoryLayout<TreeLinks.Link>.size), Int(Int32.max) / 2)
  }
}
