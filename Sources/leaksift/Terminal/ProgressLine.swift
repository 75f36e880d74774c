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

  /// Shows the counts, unless the last ones were shown a moment ago.
  func update(_ progress: ScanProgress) {
    guard isShown else { return }
    let elapsed = clock.now - start
    guard elapsed >= Self.delay else { return }
    let interval = Duration.milliseconds(console.hasLiveErrorLine ? 100 : 1000)
    state.withLock { state in
      guard !state.finished, elapsed - (state.lastDrawn ?? .zero) >= interval else { return }
      state.lastDrawn = elapsed
      let text = Self.text(progress, elapsed: elapsed)
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

  /// What the line says, such as `scanned 1,204 of 5,000 files, 44.1 MB, 3 s`.
  static func text(_ progress: ScanProgress, elapsed: Duration) -> String {
    var parts: [String] = []
    if progress.commits > 0 { parts.append("\(Counting.count(progress.commits, "commit"))") }
    let (count, unit) = progress.blobs > 0 ? (progress.blobs, "blobs") : (progress.files, "files")
    let total = progress.total.map { " of \(Counting.number($0))" } ?? ""
    parts.append("\(Counting.number(count))\(total) \(unit)")
    parts.append(Counting.megabytes(progress.bytes))
    parts.append("\(elapsed.components.seconds) s")
    return "scanned " + parts.joined(separator: ", ")
  }
}
