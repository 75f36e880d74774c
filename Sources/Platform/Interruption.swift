#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import Synchronization

/// What has to be cleaned up when a signal ends the process: children that run, files and folders that are temporary.
///
/// Cleaning up takes locks, memory and time, none of which a signal handler may use. So the handler only writes the
/// signal's number to a pipe. A thread that waits at its other end does the rest and then lets the signal end the
/// process. It keeps the lock of the list from then on: whoever wants to report that git was ended, say, has to cancel
/// git's registration first and waits there, so that the signal stays the way the process ends.
package enum Interruption {
  /// Something that was registered.
  package struct Registration: Sendable {
    fileprivate let number: Int
  }

  private enum Item {
    /// What `kill` takes.
    case child(pid_t)
    case path([UInt8])
  }

  private struct Registry {
    var items: [Int: Item] = [:]
    var lastNumber = 0
    var isWatching = false

    mutating func add(_ item: Item) -> Registration {
      lastNumber += 1
      items[lastNumber] = item
      return Registration(number: lastNumber)
    }

    /// Ends the children first, which may still write to what is removed then.
    func cleanUp() {
      for case .child(let target) in items.values { kill(target, SIGTERM) }
      for case .path(let path) in items.values { FileSystem.removeTree(path) }
    }
  }

  private static let registry = Mutex(Registry())

  /// Registers a file to remove, or a folder with everything in it. It need not be there yet.
  package static func willRemove(_ path: [UInt8]) -> Registration { add(.path(path)) }

  /// Registers a child process, which a signal from the terminal need not reach.
  ///
  /// - Parameter target: What `kill` takes: the child's number, negative for its whole process group.
  static func willEnd(child target: pid_t) -> Registration { add(.child(target)) }

  /// Takes a registration back. Does not return once the process is being ended.
  package static func cancel(_ registration: Registration) {
    registry.withLock { _ = $0.items.removeValue(forKey: registration.number) }
  }

  /// Cleans up and ends the process at once, whatever its threads are at.
  package static func exit(_ status: Int32) -> Never {
    registry.withLock { registry in
      registry.cleanUp()
      _exit(status)
    }
  }

  private static func add(_ item: Item) -> Registration {
    registry.withLock { registry in
      if !registry.isWatching { registry.isWatching = watch() }
      return registry.add(item)
    }
  }

  // MARK: - Signals

  /// Signals by which a user or the system asks a process to end.
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// Starts the thread, and gives it the signals that would end the process: those that someone ignores (nohup) or
  /// handles are left alone.
  ///
  /// - Returns: Whether the system had what that takes; without it signals end the process as they always do.
  private static func watch() -> Bool {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let receiver = ends[0]
    guard let thread = Thread.start({ waitForSignal(at: receiver) }) else {
      for end in ends { close(end) }
      return false
    }
    thread.detach()
    sender.store(ends[1], ordering: .sequentiallyConsistent)
    for number in signals {
      let former = signal(number, passOn)
      if address(of: former) != address(of: SIG_DFL) { signal(number, former) }
    }
    return true
  }

  private static func waitForSignal(at receiver: Int32) {
    var number: UInt8 = 0
    guard (try? retrying({ read(receiver, &number, 1) })) == 1 else { return }
    registry.withLock { registry in
      // A second signal ends a process whose cleaning up takes too long.
      for each in signals {
        let former = signal(each, SIG_DFL)
        if address(of: former) != address(of: passOn) { signal(each, former) }
      }
      registry.cleanUp()
      // A thread has the mask of the one that started it.
      var unblocked = sigset_t()
      sigemptyset(&unblocked)
      sigaddset(&unblocked, Int32(number))
      pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
      raise(Int32(number))
    }
  }

  private static func address(of handler: (@convention(c) (Int32) -> Void)?) -> Int {
    unsafeBitCast(handler, to: Int.self)
  }
}

/// Where the signal handler writes; -1 until someone reads there.
private let sender = Atomic<Int32>(-1)

/// Calls only what POSIX allows in a signal handler, and leaves `errno` as it was.
private func passOn(_ number: Int32) {
  let error = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(sender.load(ordering: .sequentiallyConsistent), &byte, 1)
  errno = error
}
