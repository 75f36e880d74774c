internal import Synchronization

/// Counts the links that all collectors hold, so that trees made to have very many cannot fill the memory.
final class LinkTotal: Sendable {
  /// Links that a collector finds before it counts them here, where all would wait for each other.
  let step: Int

  private let limit: Int
  private let count = Atomic<Int>(0)

  init(limit: Int) { (self.limit, step) = (limit, min(1 << 16, limit / 16)) }

  /// - Returns: Whether there is room for more.
  func add(_ links: Int) -> Bool { count.add(links, ordering: .relaxed).newValue < limit }
}
