import Text

/// What one outermost container has used up of its bounds.
final class ContainerBudget {
  let bounds: ContainerBounds
  /// Why the rest of the container is not read; `nil` while there is nothing to stop for.
  private(set) var stopReason: String?
  /// Bytes of memory that are in use for nested containers and windows.
  var reserved = 0
  private let outermost: ContainerInput
  private var members = 0
  /// Bytes of members, by level of nesting.
  private var produced: [Int] = []
  private let start = ContinuousClock.now
  private let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - outermost: The container that is in no other.
  ///   - isCancelled: Whether the rest is not wanted any longer.
  init(
    _ bounds: ContainerBounds, _ outermost: ContainerInput, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.bounds = bounds
    self.outermost = outermost
    self.isCancelled = isCancelled
  }

  var isStopped: Bool { stopReason != nil }

  /// Whether there is something to stop for, of which the time is looked at now.
  var hasRunOut: Bool {
    checkTime()
    return isStopped
  }

  /// Counts a member, be it a folder or a link.
  func addMember() {
    members += 1
    if members > bounds.members {
      stop(
        "it has more than \(Counting.count(bounds.members, "member")); max_members of [archives] sets how many are read"
      )
    }
    checkTime()
  }

  /// Counts bytes of a member that were decompressed, or will be on the way to the next one.
  func add(_ bytes: Int, level: Int) {
    while produced.count <= level { produced.append(0) }
    let (sum, isTooLarge) = produced[level].addingReportingOverflow(max(0, bytes))
    produced[level] = isTooLarge ? .max : sum
    if produced[level] > bounds.size {
      stop(
        "its members have more than \(Counting.number(bounds.size)) bytes; --max-archive-size sets how many are read")
    } else if produced[level] > ContainerBounds.ratioStart, produced[level] / bounds.ratio > outermost.delivered {
      stop(
        "its members have more than \(Counting.number(bounds.ratio)) times its bytes; "
          + "max_ratio of [archives] sets how many are read")
    }
  }

  /// Bytes of memory that may still be used.
  var freeMemory: Int { bounds.memory - reserved }

  /// Notes that there is no time left, or nobody waits.
  func checkTime() {
    if isCancelled() { return stop("the scan was cancelled") }
    if ContinuousClock.now - start > .seconds(bounds.seconds) {
      stop(
        "it takes more than \(Counting.count(bounds.seconds, "second")); max_seconds of [archives] sets how long it may take"
      )
    }
  }

  private func stop(_ reason: String) { stopReason = stopReason ?? reason }
}
