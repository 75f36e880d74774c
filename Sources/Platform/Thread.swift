#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A thread that was started and that somebody has to wait for or let go.
package struct Thread: Sendable {
  private let handle: PlatformThread

  /// Starts a thread; `nil` when the system has none left.
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
      return handle.map { Thread(handle: PlatformThread($0)) }
    #else
      return Thread(handle: PlatformThread(handle))
    #endif
  }

  /// Waits for the thread's end.
  package func join() { pthread_join(handle.raw, nil) }

  /// Leaves the thread to itself.
  package func detach() { pthread_detach(handle.raw) }
}

/// The system's handle of a thread, which may be used on any other.
private struct PlatformThread: @unchecked Sendable {
  let raw: pthread_t

  init(_ raw: pthread_t) { self.raw = raw }
}

/// What a thread runs.
private final class Job: Sendable {
  let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

#if canImport(Darwin)
  private func runJob(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work()
    return nil
  }
#else
  private func runJob(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
  }
#endif
