#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A bounded queue between threads whose receiver can wait, also for a limited time.
///
/// With the system's own condition variable: `Synchronization` has none.
package final class Mailbox<Element: Sendable>: @unchecked Sendable {
  /// What waiting came to.
  package enum Taken {
    case element(Element)
    /// Nothing arrived in time.
    case nothing
    /// Nothing is left, and nothing will come.
    case closed
  }

  // Sendable: every stored property is only used with the mutex locked, and mutex and condition never move.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  private let capacity: Int
  private var elements: [(element: Element, weight: Int)] = []
  /// Elements at the front that were taken already.
  private var taken = 0
  private var weight = 0
  private var isClosed = false

  /// - Parameter capacity: The weight of what may wait in it; one element is always let in.
  package init(capacity: Int) {
    self.capacity = capacity
    mutex = .allocate(capacity: 1)
    changed = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Puts an element at the end; waits while the queue is full. What is posted after ``close()`` is dropped.
  package func post(_ element: Element, weight: Int) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isClosed, self.weight > 0, self.weight + weight > capacity { pthread_cond_wait(changed, mutex) }
    if isClosed { return }
    elements.append((element, weight))
    self.weight += weight
    pthread_cond_broadcast(changed)
  }

  /// Takes the first element.
  ///
  /// - Parameter milliseconds: How long to wait for one at most; `nil` waits until there is one or the end.
  package func take(within milliseconds: Int? = nil) -> Taken {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let deadline = milliseconds.map(Self.time(after:))
    while taken == elements.count, !isClosed {
      guard var deadline else {
        pthread_cond_wait(changed, mutex)
        continue
      }
      if pthread_cond_timedwait(changed, mutex, &deadline) != 0 { break }
    }
    guard taken < elements.count else { return isClosed ? .closed : .nothing }
    let (element, weight) = elements[taken]
    taken += 1
    if taken == elements.count {
      elements.removeAll()
      taken = 0
    }
    self.weight -= weight
    pthread_cond_broadcast(changed)
    return .element(element)
  }

  /// Says that nothing more will come; what waits can still be taken.
  package func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// The time of day after some milliseconds, as `pthread_cond_timedwait` takes it.
  private static func time(after milliseconds: Int) -> timespec {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let nanoseconds = Int(time.tv_nsec) + milliseconds % 1_000 * 1_000_000
    time.tv_sec += milliseconds / 1_000 + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
  }
}
