#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The turn of the one worker that may hold contents beyond its share of the memory; the others wait for it.
///
/// Who has it never waits for a worker that waits for it, since what those hold meanwhile is within their shares.
final class LargeContentTurn: @unchecked Sendable {
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

  func begin() { pthread_mutex_lock(mutex) }

  /// Called by the thread that began it.
  func end() { pthread_mutex_unlock(mutex) }
}

extension ObjectForest {
  /// What a history scan may hold on top of its budget for contents: the program with its rules, and the contents that
  /// are being judged.
  public static let fixedAllowance = 256 << 20

  /// Bytes beyond which an object is a gap: it is judged while its delta's base and the delta are held too.
  static func largestObject(_ contentBudget: Int) -> Int {
    min(ObjectReader.usualLargestObject, contentBudget / 3 + fixedAllowance / 3)
  }

  /// Links of trees that are held at most: honest trees have far fewer, small deltas can make thousands of large ones.
  var mostLinks: Int {
    min(nodeCount * 64 + Self.fixedAllowance / (3 * MemoryLayout<TreeLinks.Link>.size), Int(Int32.max) / 2)
  }
}
