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
/// Threads rather than tasks: the work blocks on files, and deep regexes want a stack of their own size.
enum Workers {
  /// Stack of a worker, in bytes.
  private static let stackSize = 8 << 20

  /// What a thread runs.
  private final class Job: Sendable {
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
  static func share(_ total: Int, among workers: Int, step: Int = 8, _ work: @escaping @Sendable (() -> Range<Int>?) -> Void) {
    let counter = Counter()
    run(min(workers, max(1, (total + step - 1) / step))) {
      work {
        let first = counter.next.add(step, ordering: .relaxed).oldValue
        return first < total ? first..<min(total, first + step) : nil
      }
    }
  }

  /// An atomic number that closures can share.
  private final class Counter: Sendable {
    let next = Atomic<Int>(0)
  }

  private static func start(_ job: Job) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let argument = Unmanaged.passRetained(job)
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, { run(pointer: $0) }, argument.toOpaque())
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, { run(pointer: $0) }, argument.toOpaque())
    #endif
    guard status == 0 else {
      // Fewer threads do the same work.
      argument.release()
      return nil
    }
    return thread
  }

  private static func run(pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let pointer { Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue().work() }
    return nil
  }
}
