#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Runs a program to its end and prints what it cost: `measure FOLDER PROGRAM [ARGUMENT]...`.
///
/// One line: seconds from start to end, seconds of processor time, the most bytes that were resident at a time, and the
/// exit code or the negative number of the signal that ended it. A process of its own because the system counts what
/// was resident in the one that starts another as the other's too: this one is small.
@main
enum Measure {
  static func main() {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count > 1 else { fail("usage: measure FOLDER PROGRAM [ARGUMENT]...") }
    guard chdir(words[0]) == 0 else { fail("\(words[0]): \(String(cString: strerror(errno)))") }
    let start = now()
    let child = spawn(Array(words.dropFirst()))
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = now() - start
    print(wall, seconds(usage.ru_utime) + seconds(usage.ru_stime), bytes(usage.ru_maxrss), code(of: status))
  }

  /// Starts a program that reads nothing and whose output goes nowhere.
  private static func spawn(_ words: [String]) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let arguments = words.map { strdup($0) } + [nil]
    var child = pid_t()
    let error = posix_spawn(&child, words[0], &actions, nil, arguments, environ)
    guard error == 0 else { fail("\(words[0]): \(String(cString: strerror(error)))") }
    return child
  }

  private static func fail(_ message: String) -> Never {
    let bytes = Array("\(message)\n".utf8)
    _ = write(2, bytes, bytes.count)
    exit(2)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
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
