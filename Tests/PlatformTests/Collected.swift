import Synchronization

/// Numbers that threads put together.
final class Collected: Sendable {
  private let numbers = Mutex<[Int]>([])

  func add(_ more: [Int]) { numbers.withLock { $0 += more } }

  var all: [Int] { numbers.withLock { $0 } }
}
