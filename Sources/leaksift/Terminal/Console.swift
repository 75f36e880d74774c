import GitProcess
import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error: the only place that writes to them and knows about broken pipes.
struct Console: Sendable {
  /// Whether escape sequences for colour may be written to standard output.
  private(set) var usesColour: Bool
  /// Whether standard error is a terminal that can erase a line.
  let hasLiveErrorLine: Bool
  /// Columns of the terminal at standard error.
  let width: Int

  private let output: Int32
  private let error: Int32

  /// The process's own streams.
  ///
  /// Takes SIGPIPE's power to end the process, with a handler that does nothing: unlike an ignored signal, a handler is
  /// not inherited by the programs that leaksift starts. So it is with SIGXFSZ: a file that may not grow any more then
  /// fails to be written, and is removed.
  static func standard() -> Console {
    signal(SIGPIPE) { _ in }
    signal(SIGXFSZ) { _ in }
    return Console(output: STDOUT_FILENO, error: STDERR_FILENO, environment: environmentVariable)
  }

  /// - Parameter environment: Looks up an environment variable.
  init(output: Int32, error: Int32, environment: (String) -> String?) {
    self.output = output
    self.error = error
    let isDumb = environment("TERM") == "dumb"
    usesColour = Self.wantsColour(isTerminal: isatty(output) == 1, environment: environment)
    hasLiveErrorLine = isatty(error) == 1 && !isDumb
    var size = winsize()
    width = ioctl(error, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The same streams, never coloured.
  var withoutColour: Console {
    var plain = self
    plain.usesColour = false
    return plain
  }

  /// Decides about colour by https://no-color.org and https://bixense.com/clicolors.
  static func wantsColour(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    if let value = environment("NO_COLOR"), !value.isEmpty { return false }
    if let value = environment("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return true }
    return isTerminal && environment("TERM") != "dumb"
  }

  /// Writes to standard output. A reader that closed its end wants no more: that is no failure.
  func write(_ bytes: [UInt8]) throws(CommandFailure) {
    guard let code = writeAll(bytes, to: output), code != EPIPE else { return }
    throw CommandFailure("cannot write to standard output: \(errorText(code))")
  }

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
    _ = writeAll(Array(lines.joined().utf8), to: error)
  }

  /// Writes to standard error as it is.
  func writeError(_ text: String) {
    _ = writeAll(Array(text.utf8), to: error)
  }
}

/// Writes all bytes, resuming after signals and short writes.
///
/// - Returns: `nil`, or the system's error number.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
    if count >= 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      return errno
    }
  }
  return nil
}
