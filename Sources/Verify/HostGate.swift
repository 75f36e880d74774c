import Platform
import Synchronization

/// Keeps the limits of one host: so many requests in a second, so many at once, and pauses that it asks for.
final class HostGate: Sendable {
  private struct State {
    /// When the next request may begin.
    var next = ContinuousClock.now
    var waiting = 0
  }

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
  func pause(seconds: Double) {
    state.withLock { $0.next = max($0.next, .now + .seconds(seconds)) }
  }

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
