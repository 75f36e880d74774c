import Platform
import Scan
import Synchronization

/// Ends the process with a refusal when a scan takes too long, and says on standard error how far it is until then.
final class TimeLimit: Sendable {
  /// Seconds by default: as long as a person waits for a push.
  static let usual = 300
  /// Seconds between two lines of progress: connections that are silent for a minute are often cut.
  private static let interval = 5

  private struct State {
    var progress = ScanProgress()
    var isFinished = false
  }

  private let console: Console
  private let state = Mutex(State())

  /// - Throws: When the system has no thread left to watch the clock.
  init(seconds: Int, console: Console) throws(CommandFailure) {
    self.console = console
    let watch = Thread.start { [weak self] in
      var elapsed = 0
      while let self, !self.isFinished {
        if elapsed >= seconds { self.refuse(after: seconds) }
        if elapsed > 0, elapsed % Self.interval == 0 { self.report(elapsed) }
        ThisProcess.pause(milliseconds: 1000)
        elapsed += 1
      }
    }
    guard let watch else { throw CommandFailure("cannot start a thread that watches the time limit; try again") }
    watch.detach()
  }

  private var isFinished: Bool { state.withLock { $0.isFinished } }

  /// Takes how far the scan is.
  @Sendable func update(_ progress: ScanProgress) { state.withLock { $0.progress = progress } }

  /// Lets the process go on without a limit.
  func finish() { state.withLock { $0.isFinished = true } }

  private func report(_ seconds: Int) {
    let progress = state.withLock { $0.progress }
    console.report(ProgressLine.text(progress, elapsed: .seconds(seconds)))
  }

  private func refuse(after seconds: Int) {
    console.report(
      "push refused: the scan took longer than \(seconds) seconds; push fewer commits at once, or have the limit raised "
        + "(`leaksift hook receive --time-limit SECONDS`)")
    Interruption.exit(ExitCode.incomplete.value)
  }
}
