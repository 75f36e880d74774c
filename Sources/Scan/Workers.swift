import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs the same work on several threads and waits for all of them.
///
/// Threads rather than tasks: the work blocks on files, and must not keep others from a pool's few threads.
enum Workers {
  /// What a thread runs.
  fileprivate final class Job: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Calls `work` on `count` threads at once, the calling one among them; returns when all are done.
  static func run(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let threads = (1..<max(1, count)).compactMap { _ in start(Job(work)) }
    work()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Hands out the numbers below `total` to `workers` threads, a few at a time and in rising order.
  ///
  /// - Parameter work: Gets a function that returns the next range of numbers, `nil` when none is left.
  static func share(
    _ total: Int, among workers: Int, step: Int = 8, _ work: @escaping @Sendable (() -> Range<Int>?) -> Void
  ) {
    let counter = Counter()
    run(min(workers, max(1, (total + step - 1) / step))) {
      work {
        let first = counter.next.add(step, ordering: .relaxed).oldValue
        return first < total ? first..<min(total, first + step) : nil
      }
    }
  }

  /// Starts a thread that nobody waits for.
  static func detach(_ work: @escaping @Sendable () -> Void) {
    if let thread = start(Job(work)) { pthread_detach(thread) }
  }

  /// Runs one piece of work on a thread of its own while the caller does another; returns when both are done.
  ///
  /// - Throws: What `body` throws.
  static func beside<Other: Sendable, Value, Failure: Error>(
    _ other: @escaping @Sendable () -> Other, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> (Other, Value) {
    let made = Slot<Other>()
    let thread = start(Job { made.value.withLock { $0 = other() } })
    let value = Result { () throws(Failure) in try body() }
    if let thread { pthread_join(thread, nil) }
    return (made.value.withLock { $0 } ?? other(), try value.get())
  }

  /// A place where a thread leaves its result.
  private final class Slot<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
  }

  /// An atomic number that closures can share.
  private final class Counter: Sendable {
    let next = Atomic<Int>(0)
  }

  /// Starts a thread; `nil` when the system has none left: fewer threads do the same work.
  private static func start(_ job: Job) -> pthread_t? {
    let argument = Unmanaged.passRetained(job).toOpaque()
    guard let thread = createThread(argument) else {
      Unmanaged<Job>.fromOpaque(argument).release()
      return nil
    }
    return thread
  }

  private static func createThread(_ argument: UnsafeMutableRawPointer) -> pthread_t? {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    return pthread_create(&thread, nil, runJob, argument) == 0 ? thread : nil
  }
}

#if canImport(Darwin)
  private func runJob(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Workers.Job>.fromOpaque(pointer).takeRetainedValue().work()
    return nil
  }
#else
  private func runJob(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<Workers.Job>.fromOpaque(pointer).takeRetainedValue().work() }
    return nil
  }
#endif
