public import Platform
import Text

/// Why a git command failed. Has no arguments but the subcommand: they may contain credentials.
public enum GitProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no `git` on `PATH`.
  case gitMissing
  /// The operating system could not start the process.
  case notStarted(command: String, cause: SystemError)
  /// git exited with a status that the caller does not accept; `message` is what it wrote about that.
  case failed(command: String, status: Int32, message: String)
  /// git was ended by a signal.
  case killed(command: String, signal: Int32)
  /// git neither wrote nor read anything for that time, and was ended.
  case stuck(command: String, seconds: Int)
  /// git waited for data from a FIFO in place of a file that it reads, and was ended.
  case blocked(command: String, path: String)

  /// Whether git found no repository where it looked.
  public var isMissingRepository: Bool {
    if case .failed(_, _, let message) = self { message.contains("not a git repository") } else { false }
  }

  /// One sentence, without arguments of the command.
  public var description: String {
    switch self {
    case .gitMissing:
      return "git was not found on PATH; install git or add its folder to PATH"
    case .notStarted(let command, let cause):
      return "\(command) could not be started: \(cause)"
    case .failed(let command, let status, let message):
      let reason = message.isEmpty ? "no message" : message
      return "\(command) failed with status \(status): \(reason)"
    case .killed(let command, let signal):
      return "\(command) was ended by signal \(signal)"
    case .blocked(let command, let path):
      return "\(command) was ended because it waited for \(path), which is a FIFO instead of a file; remove it"
    case .stuck(let command, let seconds):
      return "\(command) neither read nor wrote for \(seconds) seconds and was ended; `git fsck` reports damage"
    }
  }
}

extension ChildEnd {
  /// Throws unless git exited by itself with an accepted status.
  func check(_ command: String, accepting: Set<Int32>) throws(GitProcessError) {
    if let signal { throw .killed(command: command, signal: signal) }
    if !accepting.contains(status) {
      throw .failed(command: command, status: status, message: reason)
    }
  }

  /// Why git failed, in one line without credentials: its lines that begin with "fatal" or "error", otherwise the last one.
  private var reason: String {
    let text = RemoteURL.withoutCredentials(in: String(decoding: standardError, as: UTF8.self))
    let lines = text.split { $0.isNewline }.map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
    let failures = lines.filter { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") }
    let shown = failures.isEmpty ? lines.suffix(1) : failures.suffix(3)
    // For a repository of another owner, git suggests a command on a line of its own.
    let suggestion = lines.last { $0.hasPrefix("git config --global --add safe.directory ") }
    return shown.joined(separator: "; ") + (suggestion.map { "; if you trust it, run `\($0)`" } ?? "")
  }
}
