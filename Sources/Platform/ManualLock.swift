#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A lock that is taken in one function and given back in another, which `Mutex` does not allow.
package final class ManualLock: @unchecked Sendable {
  // Sendable: a mutex is made for several threads, and never moves.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  /// Makes a lock that nobody has.
  package init() {
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Takes the lock; waits for whoever has it.
  package func lock() { pthread_mutex_lock(mutex) }

  /// Gives the lock back; called by the thread that took it.
  package func unlock() { pthread_mutex_unlock(mutex) }
}
