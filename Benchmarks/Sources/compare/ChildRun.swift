import Foundation

/// What a program cost: measured by the system for it and all processes that it waited for.
struct Cost {
  /// Seconds from start to end.
  var wall: Double
  /// Seconds of processor time, in the program and in the system for it.
  var cpu: Double
  /// Most bytes that were resident at a time, mapped files included.
  var peak: Int
  /// The exit code, or the negative number of the signal that ended it.
  var status: Int32
}

/// Starts programs and measures them.
enum ChildRun {
  /// Runs a program to its end; what it prints goes nowhere.
  ///
  /// - Parameters:
  ///   - words: The program's path and its arguments.
  ///   - folder: Its working directory.
  /// - Throws: ``Mistake`` when it cannot be started.
  static func measure(_ words: [String], in folder: String) throws -> Cost {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addchdir_np(&actions, folder)
    var arguments = words.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var child = pid_t()
    let start = ContinuousClock.now
    let error = posix_spawn(&child, words[0], &actions, nil, &arguments, environ)
    guard error == 0 else { throw Mistake(description: "\(words[0]): \(String(cString: strerror(error)))") }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = (ContinuousClock.now - start) / .seconds(1)
    return Cost(
      wall: wall, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), peak: bytes(usage.ru_maxrss),
      status: code(of: status))
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }

  /// Linux counts kibibytes, macOS bytes (getrusage).
  private static func bytes(_ resident: Int) -> Int {
    #if os(Linux)
      resident << 10
    #else
      resident
    #endif
  }

  /// POSIX wait status: exit code in the second byte, signal in the low seven bits.
  private static func code(of status: Int32) -> Int32 {
    status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
  }
}
