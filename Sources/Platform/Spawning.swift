#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// Starts a program.
///
/// - Parameter standard: Descriptors that become its standard input, output and error.
/// - Returns: The child's number.
func spawn(
  _ program: String, _ arguments: [String], _ environment: [String], standard: [Int32], leadsGroup: Bool
) throws(SystemError) -> pid_t {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  for (target, source) in standard.enumerated() {
    posix_spawn_file_actions_adddup2(&actions, source, Int32(target))
  }
  setAttributes(&attributes, leadsGroup: leadsGroup)
  var identifier: pid_t = 0
  let result = withCStrings(arguments) { argv in
    withCStrings(environment) { envp in
      posix_spawnp(&identifier, program, &actions, &attributes, argv, envp)
    }
  }
  if result != 0 { throw SystemError(code: result) }
  return identifier
}

#if canImport(Darwin)
  private typealias SpawnAttributes = posix_spawnattr_t?
#else
  private typealias SpawnAttributes = posix_spawnattr_t
#endif

/// Gives the child the default SIGPIPE, which we may ignore ourselves, and on macOS none of our other descriptors.
private func setAttributes(_ attributes: inout SpawnAttributes, leadsGroup: Bool) {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  // A caller that keeps signals for itself does not keep them from the child.
  var unblocked = sigset_t()
  sigemptyset(&unblocked)
  posix_spawnattr_setsigmask(&attributes, &unblocked)
  var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
  if leadsGroup { flags |= POSIX_SPAWN_SETPGROUP }
  #if canImport(Darwin)
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
  #endif
  posix_spawnattr_setpgroup(&attributes, 0)
  posix_spawnattr_setflags(&attributes, Int16(flags))
}

/// Passes strings as a NULL-terminated array of C strings that lives as long as `body` runs.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  let copies = strings.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  return withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<CChar>?.self, capacity: copies.count + 1) { list in
    for (index, copy) in copies.enumerated() { list[index] = copy }
    list[copies.count] = nil
    // A temporary allocation of at least one element has a base address; the fallback is never taken.
    guard let base = list.baseAddress else { preconditionFailure("empty argument list") }
    return body(base)
  }
}
