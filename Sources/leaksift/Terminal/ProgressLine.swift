import Findings
import Scan
import Synchronization
import Text

/// One line on standard error that says how far a scan is, from half a second after its start.
///
/// Updates may come from any thread. On a terminal the line is rewritten in place and erased by ``finish()``; elsewhere,
/// its number only on request, each update is a line of its own.
final class ProgressLine: Sendable {
  /// When to show it: `--progress`.
  enum Wish: String, CaseIterable {
    case auto, always, never
  }

  private struct State {
    var lastDrawn: Duration?
    var finished = false
  }

  private let console: Console
  private let isShown: Bool
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private let state = Mutex(State())

  private static let delay = Duration.milliseconds(500)

  init(_ wish: Wish, console: Console) {
    self.console = console
    isShown = wish == .always || (wish == .auto && console.hasLiveErrorLine)
    start = clock.now
  }

  /// Shows the counts of a scan, unless the last ones were shown a moment ago.
  func update(_ progress: ScanProgress) { show { Self.text(progress, elapsed: $0) } }

  /// Shows how many of the secrets their vendors were asked about.
  func update(asked: Int, of total: Int) {
    show { elapsed in
      "asked about \(Counting.number(asked)) of \(Counting.count(total, "secret")), \(Self.time(elapsed))"
    }
  }

  private func show(_ line: (Duration) -> String) {
    guard isShown else { return }
    let elapsed = clock.now - start
    guard elapsed >= Self.delay else { return }
    let interval = Duration.milliseconds(console.hasLiveErrorLine ? 100 : 1000)
    state.withLock { state in
      guard !state.finished, elapsed - (state.lastDrawn ?? .zero) >= interval else { return }
      state.lastDrawn = elapsed
      let text = line(elapsed)
      if console.hasLiveErrorLine {
        console.writeError("\r" + String(text.prefix(max(0, console.width - 1))) + "\u{1B}[K")
      } else {
        console.writeError(text + "\n")
      }
    }
  }

  /// Erases the line; later updates are dropped.
  func finish() {
    state.withLock { state in
      if state.lastDrawn != nil, console.hasLiveErrorLine { console.writeError("\r\u{1B}[K") }
      state.finished = true
    }
  }

  /// What the line says, such as `scanned 1,204 of 5,000 files (24 %), 44.1 MB, 3 s, some 9 s left`.
  static func text(_ progress: ScanProgress, elapsed: Duration) -> String {
    var parts: [String] = []
    if progress.commits > 0 { parts.append("\(Counting.count(progress.commits, "commit"))") }
    let (count, unit) = progress.blobs > 0 ? (progress.blobs, "blobs") : (progress.files, "files")
    let portion = progress.total.flatMap { $0 > 0 ? min(1, Double(count) / Double($0)) : nil }
    let total = progress.total.map { " of \(Counting.number($0))" } ?? ""
    let percent = portion.map { " (\(Int($0 * 100)) %)" } ?? ""
    parts.append("\(Counting.number(count))\(total) \(unit)\(percent)")
    parts.append(Counting.megabytes(progress.bytes))
    parts.append(time(elapsed))
    if let portion, portion >= leastPortion, elapsed >= leastElapsed {
      parts.append("some \(time(elapsed * ((1 - portion) / portion))) left")
    }
    return "scanned " + parts.joined(separator: ", ")
  }

  /// Before so much was done, nothing can be said of the rest.
  private static let leastPortion = 0.02
  private static let leastElapsed = Duration.seconds(2)

  private static func time(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    return seconds < 100 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
  }
}
