import Platform
import Synchronization

/// Keeps the limits of one host: so many requests in a second, so many at once, pauses that it asks for, and how long it is
/// tried.
final class HostGate: Sendable {
  private struct State {
    /// When the next request may begin.
    var next = ContinuousClock.now
    var waiting = 0
    /// Seconds of all pauses so far.
    var paused = 0.0
    /// Requests without an answer since the last one that had one.
    var unanswered = 0
  }

  /// Requests in a row without an answer after which a host is given up.
  static let mostUnanswered = 10
  /// Seconds that all pauses of a host may take.
  static let longestPauses = 60.0

  private let state = Mutex(State())
  private let interval: Duration
  private let concurrent: Int

  /// - Parameters:
  ///   - rate: Requests in a second.
  ///   - concurrent: Requests that may wait for their answers.
  init(rate: Double, concurrent: Int) {
    interval = .seconds(1 / max(rate, 0.001))
    self.concurrent = concurrent
  }

  /// Waits until a request may begin, and does it.
  func pass<Value>(_ work: () -> Value) -> Value {
    while true {
      let start: ContinuousClock.Instant? = state.withLock { state in
        guard state.waiting < concurrent else { return nil }
        state.waiting += 1
        let start = max(state.next, .now)
        state.next = start + interval
        return start
      }
      guard let start else {
        ThisProcess.pause(milliseconds: 5)
        continue
      }
      wait(until: start)
      defer { state.withLock { $0.waiting -= 1 } }
      return work()
    }
  }

  /// Lets no further request begin for some seconds.
  ///
  /// - Returns: Whether that is done: a host that asks for pauses again and again is not waited for.
  func pause(seconds: Double) -> Bool {
    state.withLock { state in
      guard state.paused + seconds <= Self.longestPauses else { return false }
      state.paused += seconds
      state.next = max(state.next, .now + .seconds(seconds))
      return true
    }
  }

  /// Notes whether a request had an answer.
  func note(isAnswered: Bool) {
    state.withLock { $0.unanswered = isAnswered ? 0 : $0.unanswered + 1 }
  }

  /// Whether the host is not to be asked any more.
  var isGivenUp: Bool { state.withLock { $0.unanswered >= Self.mostUnanswered } }

  /// A pause may be asked for while others wait already.
  private func wait(until start: ContinuousClock.Instant) {
    let left = start - .now
    if left > .zero { ThisProcess.pause(milliseconds: Int(left / .milliseconds(1)) + 1) }
  }
}

/// The gates of all hosts of a run.
final class HostGates: Sendable {
  private let gates = Mutex<[String: HostGate]>([:])
  private let rate: Double
  private let concurrent: Int

  init(rate: Double, concurrent: Int) { (self.rate, self.concurrent) = (rate, concurrent) }

  /// The gate of a host.
  subscript(host: String) -> HostGate {
    gates.withLock { gates in
      if let gate = gates[host] { return gate }
      let gate = HostGate(rate: rate, concurrent: concurrent)
      gates[host] = gate
      return gate
    }
  }
}
