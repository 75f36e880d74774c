import Platform
import Reports
import Text

/// Standard output and standard error: the only place that writes to them and handles broken pipes.
struct Console: Sendable {
  /// Whether escape sequences for colour may be written to standard output.
  private(set) var usesColour: Bool
  /// Whether standard error is a terminal that can erase a line.
  let hasLiveErrorLine: Bool
  /// Columns of the terminal at standard error.
  let width: Int

  private let output: OpenStream
  private let error: OpenStream

  /// The process's own streams.
  ///
  /// From then on a reader that goes away and a file that may not grow any more make writes fail, and do not end the
  /// process.
  static func standard() -> Console {
    ThisProcess.survivesFailedWrites()
    return Console(output: .output, error: .error, environment: ThisProcess.variable)
  }

  /// - Parameter environment: Looks up an environment variable.
  init(output: OpenStream, error: OpenStream, environment: (String) -> String?) {
    self.output = output
    self.error = error
    let isDumb = environment("TERM") == "dumb"
    usesColour = Self.wantsColour(isTerminal: output.isTerminal, environment: environment)
    hasLiveErrorLine = error.isTerminal && !isDumb
    width = error.columns ?? 80
  }

  /// When standard output is coloured: `--color`.
  enum ColourWish: String, CaseIterable {
    case auto, always, never
  }

  /// The same streams, coloured as wished whatever the environment says.
  func coloured(_ wish: ColourWish) -> Console {
    var console = self
    switch wish {
    case .auto: break
    case .always: console.usesColour = true
    case .never: console.usesColour = false
    }
    return console
  }

  /// Decides about colour by https://no-color.org and https://bixense.com/clicolors.
  static func wantsColour(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    if let value = environment("NO_COLOR"), !value.isEmpty { return false }
    if let value = environment("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
    return isTerminal && environment("TERM") != "dumb"
  }

  /// Writes to standard output. A reader that closed its end wants no more: that is no failure.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    do throws(SystemError) { try output.write(bytes) } catch {
      guard error != .brokenPipe else { return }
      throw CommandFailure("cannot write to standard output: \(error)")
    }
  }

  /// Writes to standard output for a program at its other end; whether that still reads.
  @Sendable func canWrite(_ bytes: [UInt8]) -> Bool { (try? output.write(bytes)) != nil }

  /// Writes text to standard output.
  func write(_ text: String) throws(CommandFailure) {
    try write(Array(text.utf8))
  }

  /// Writes one message to standard error, each of its lines with the program's name; what steers a
  /// terminal or a CI job is made visible, and credentials of URLs, which may come from the command line, are left
  /// out.
  func report(_ message: String) {
    let shown = Escaping.visibleLines(RemoteURL.withoutCredentials(in: message))
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false).map { "leaksift: \($0)\n" }
    try? error.write(Array(lines.joined().utf8))
  }

  /// Writes to standard error as it is.
  func writeError(_ text: String) {
    try? error.write(Array(text.utf8))
  }
}
