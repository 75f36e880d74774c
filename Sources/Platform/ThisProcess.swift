#if canImport(Darwin)
  @preconcurrency internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// The running process and its environment.
package enum ThisProcess {
  /// A variable of the environment; `nil` when it is not set.
  package static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// A variable of the environment; `nil` when it is not set or empty.
  package static func nonEmptyVariable(_ name: String) -> String? {
    variable(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// All variables of the environment as `NAME=value`.
  package static var environment: [String] {
    // Invariant: the list ends with a null pointer, and nobody changes the environment while leaksift runs.
    var entry = environ
    var variables: [String] = []
    while let text = entry.pointee {
      variables.append(String(cString: text))
      entry += 1
    }
    return variables
  }

  /// The process's number.
  package static var id: Int32 { getpid() }

  /// The number of the user whose rights it has.
  package static var user: UInt32 { geteuid() }

  /// Absolute path of the working folder, without symbolic links; `nil` when it was removed or has no name.
  package static var workingFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

  /// A path that leads to the running program's file; `nil` when the system does not say.
  package static var programPath: String? {
    #if canImport(Darwin)
      var path = [CChar](repeating: 0, count: Int(PATH_MAX))
      var size = UInt32(path.count)
      return _NSGetExecutablePath(&path, &size) == 0 ? path.withUnsafeBufferPointer(String.init(cString:)) : nil
    #else
      return "/proc/self/exe"
    #endif
  }

  /// Processors in use by the system, at least 1.
  package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Seconds since 1970-01-01 00:00 UTC.
  package static var epochSeconds: Int64 { Int64(time(nil)) }

  /// Makes writes fail that would else end the process: to a pipe that nobody reads, and beyond the largest size that
  /// a file may have.
  ///
  /// By handlers that do nothing: unlike an ignored signal, a handler is not inherited by the programs that are started.
  package static func survivesFailedWrites() {
    signal(SIGPIPE) { _ in }
    signal(SIGXFSZ) { _ in }
  }

  /// Makes the calling thread wait, unless a signal cuts it short.
  package static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  /// Ends the process.
  package static func exit(_ status: Int32) -> Never { systemExit(status) }
}

// A free function, since a method of the same name hides that of C.
private func systemExit(_ status: Int32) -> Never { exit(status) }
