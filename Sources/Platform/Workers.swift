internal import Synchronization

/// Runs work on several threads and waits for all of them.
///
/// Threads rather than tasks: the work blocks on files, and must not keep others from a pool's few threads.
package enum Workers {
  /// Calls `work` once for each worker number, all at once; the first worker is the calling thread.
  ///
  /// Where the system has no thread left, the calling one does the work of several, one after the other.
  package static func run(_ count: Int, _ work: @escaping @Sendable (_ worker: Int) -> Void) {
    var threads: [Thread] = []
    var own = [0]
    for worker in 1..<max(count, 1) {
      if let thread = Thread.start({ work(worker) }) { threads.append(thread) } else { own.append(worker) }
    }
    own.forEach(work)
    for thread in threads { thread.join() }
  }

  /// Hands out the numbers below `total` to `workers` threads, a few at a time and in rising order.
  ///
  /// - Parameters:
  ///   - step: How many numbers are handed out at a time.
  ///   - isCancelled: Whether the rest is not wanted any longer; then no more numbers are handed out.
  ///   - setUp: Makes what one thread works with; called on each of them, and not at all when there is no work.
  ///   - work: Gets that, and a function that returns the next range of numbers, `nil` when none is left.
  /// - Throws: What `setUp` throws; nothing is handed out to a thread where it did.
  package static func share<Tool: ~Copyable, Failure: Error>(
    _ total: Int, among workers: Int, step: Int = 8, until isCancelled: @escaping @Sendable () -> Bool = { false },
    setUp: @escaping @Sendable () throws(Failure) -> Tool,
    work: @escaping @Sendable (inout Tool, () -> Range<Int>?) -> Void
  ) throws(Failure) {
    guard total > 0 else { return }
    let counter = Counter()
    let failure = Slot<Failure>()
    run(min(workers, (total + step - 1) / step)) { _ in
      do throws(Failure) {
        var tool = try setUp()
        work(&tool) {
          if isCancelled() { return nil }
          let first = counter.next.add(step, ordering: .relaxed).oldValue
          return first < total ? first..<min(total, first + step) : nil
        }
      } catch {
        failure.value.withLock { $0 = error }
      }
    }
    if let failure = failure.value.withLock({ $0 }) { throw failure }
  }

  /// Runs one piece of work on a thread of its own while the caller does another; returns when both are done.
  ///
  /// - Throws: What `body` throws.
  package static func beside<Other: Sendable, Value, Failure: Error>(
    _ other: @escaping @Sendable () -> Other, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> (Other, Value) {
    let made = Slot<Other>()
    let thread = Thread.start { made.value.withLock { $0 = other() } }
    let value = Result { () throws(Failure) in try body() }
    thread?.join()
    return (made.value.withLock { $0 } ?? other(), try value.get())
  }

  /// Where a thread leaves its result.
  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }

  /// An atomic number that closures can share.
  private final class Counter: Sendable {
    let next = Atomic<Int>(0)
  }
}
