import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// The children that run, so that a signal which ends this process ends them too.
///
/// A child with a process group of its own gets no signal from the terminal.
package enum RunningChildren {
  /// What `kill` takes for each, 0 for a free place; children beyond the number of places are not ended.
  private static let targets = InlineArray<16, Atomic<pid_t>> { _ in Atomic(0) }
  private static let isWatching = Atomic<Bool>(false)

  static func add(_ target: pid_t) {
    if !isWatching.exchange(true, ordering: .sequentiallyConsistent) { watchSignals() }
    replace(0, by: target)
  }

  static func remove(_ target: pid_t) {
    replace(target, by: 0)
  }

  /// Tells all children to end. Calls only what POSIX allows in a signal handler.
  package static func end() {
    for index in targets.indices {
      let target = targets[index].load(ordering: .sequentiallyConsistent)
      if target != 0 { kill(target, SIGTERM) }
    }
  }

  private static func replace(_ old: pid_t, by new: pid_t) {
    for index in targets.indices
    where targets[index].compareExchange(expected: old, desired: new, ordering: .sequentiallyConsistent).exchanged {
      return
    }
  }

  /// Handles the signals that would end the process; those that someone ignores or handles are left alone.
  private static func watchSignals() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number, endWithChildren)
      if unsafeBitCast(former, to: Int.self) != unsafeBitCast(SIG_DFL, to: Int.self) { signal(number, former) }
    }
  }
}

private func endWithChildren(_ number: Int32) {
  RunningChildren.end()
  signal(number, SIG_DFL)
  raise(number)
}
