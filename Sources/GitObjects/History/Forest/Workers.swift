#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Runs work on several threads and waits for all of them.
package enum Workers {
  /// A thread that was started and that somebody has to wait for or let go.
  package struct Thread {
    fileprivate let handle: pthread_t

    /// Waits for the thread's end.
    package func join() { pthread_join(handle, nil) }

    /// Leaves the thread to itself.
    package func detach() { pthread_detach(handle) }
  }

  /// What a thread runs.
  fileprivate final class Job: Sendable {
    let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  /// Calls `work` once for each worker number, all at once; the first worker is the calling thread.
  package static func run(_ count: Int, _ work: @escaping @Sendable (_ worker: Int) -> Void) {
    var threads: [Thread] = []
    var own = [0]
    for worker in 1..<max(count, 1) {
      if let thread = start({ work(worker) }) { threads.append(thread) } else { own.append(worker) }
    }
    own.forEach(work)
    for thread in threads { thread.join() }
  }

  /// Starts a thread; nil when the system has none left.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Thread? {
    let argument = Unmanaged.passRetained(Job(work))
    #if canImport(Darwin)
      var handle: pthread_t?
    #else
      var handle = pthread_t()
    #endif
    guard pthread_create(&handle, nil, runJob, argument.toOpaque()) == 0 else {
      argument.release()
      return nil
    }
    #if canImport(Darwin)
      return handle.map { Thread(handle: $0) }
    #else
      return Thread(handle: handle)
    #endif
  }
}

#if canImport(Darwin)
  private func runJob(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Workers.Job>.fromOpaque(argument).takeRetainedValue().work()
    return nil
  }
#else
  private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Workers.Job>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
  }
#endif
