public import Platform

/// Why a git command gave no answer. Never carries arguments: they may hold credentials.
public enum GitProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No `git` on `PATH`.
  case gitMissing
  /// The operating system could not start or serve the process.
  case notStarted(command: String, cause: SystemError)
  /// git ended with a status the caller does not accept; `message` is what it said of that.
  case failed(command: String, status: Int32, message: String)
  /// git was ended by a signal.
  case killed(command: String, signal: Int32)
  /// git neither wrote nor read anything for a long time, and was ended.
  case stuck(command: String, seconds: Int)
  /// git waited for somebody to write to a FIFO that has the place of a file it reads, and was ended.
  case blocked(command: String, path: String)

  /// Whether git found no repository where it looked.
  public var isMissingRepository: Bool {
    if case .failed(_, _, let message) = self { message.contains("not a git repository") } else { false }
  }

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
      return "\(command) was ended, since it waited for \(path), which is a FIFO and no file; remove it"
    case .stuck(let command, let seconds):
      return "\(command) showed no sign of life for \(seconds) seconds and was ended; `git fsck` tells what is damaged"
    }
  }
}

extension ChildEnd {
  /// Throws unless git ended by itself with a status that is an answer.
  func check(_ command: String, accepting: Set<Int32>) throws(GitProcessError) {
    if let signal { throw .killed(command: command, signal: signal) }
    if !accepting.contains(status) {
      throw .failed(command: command, status: status, message: reason)
    }
  }

  /// Why git failed, in one line without credentials: what it calls fatal or an error, else the last thing it said.
  private var reason: String {
    let text = RemoteURL.withoutCredentials(in: String(decoding: standardError, as: UTF8.self))
    let lines = text.split { $0.isNewline }.map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
    let failures = lines.filter { $0.hasPrefix("fatal: ") || $0.hasPrefix("error: ") }
    let said = failures.isEmpty ? lines.suffix(1) : failures.suffix(3)
    // Of a repository that belongs to someone else git names the remedy on a line of its own.
    let remedy = lines.last { $0.hasPrefix("git config --global --add safe.directory ") }
    return said.joined(separator: "; ") + (remedy.map { "; if you trust it, run `\($0)`" } ?? "")
  }
}
