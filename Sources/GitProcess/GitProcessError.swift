/// Why a git command gave no answer. Never carries arguments: they may hold credentials.
public enum GitProcessError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No `git` on `PATH`.
  case gitMissing
  /// The operating system could not start or serve the process.
  case notStarted(command: String, errno: Int32)
  /// git ended with a status the caller does not accept; `message` is its last line on standard error.
  case failed(command: String, status: Int32, message: String)
  /// git was ended by a signal.
  case killed(command: String, signal: Int32)
  /// git neither wrote nor read anything for a long time, and was ended.
  case stuck(command: String, seconds: Int)

  public var description: String {
    switch self {
    case .gitMissing:
      return "git was not found on PATH; install git or add its folder to PATH"
    case .notStarted(let command, let errno):
      return "\(command) could not be started (errno \(errno))"
    case .failed(let command, let status, let message):
      let reason = message.isEmpty ? "no message" : message
      return "\(command) failed with status \(status): \(reason)"
    case .killed(let command, let signal):
      return "\(command) was ended by signal \(signal)"
    case .stuck(let command, let seconds):
      return "\(command) showed no sign of life for \(seconds) seconds and was ended; `git fsck` tells what is damaged"
    }
  }
}

/// How a child process ended.
struct ChildEnd {
  let command: String
  let status: Int32
  let signal: Int32?
  let standardError: [UInt8]
  let standardErrorIsCut: Bool
  let stoppedEarly: Bool

  func check(accepting: Set<Int32>) throws(GitProcessError) {
    if let signal { throw .killed(command: command, signal: signal) }
    if !accepting.contains(status) {
      throw .failed(command: command, status: status, message: lastLine)
    }
  }

  /// The last line with text, without the user part of any URL.
  private var lastLine: String {
    let line = standardError.split(separator: UInt8(ascii: "\n")).last { !$0.allSatisfy { $0 <= 0x20 } } ?? []
    return RemoteURL.withoutCredentials(in: String(decoding: line, as: UTF8.self))
  }
}
