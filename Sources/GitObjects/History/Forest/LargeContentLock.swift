#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A lock for the one worker at a time that may keep a content beyond its share of the memory; the others wait for it.
///
/// It cannot lead to a deadlock: the worker that has it waits for no other, and what the others keep meanwhile is within
/// their shares.
final class LargeContentLock: @unchecked Sendable {
  // Sendable: a mutex is made for several threads, and never moves.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }

  /// Must be called by the thread that called ``lock()``.
  func unlock() { pthread_mutex_unlock(mutex) }
}
