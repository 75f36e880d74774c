#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// A started process and our ends of its three channels.
struct ChildProcess: ~Copyable {
  private let name: String
  private let identifier: pid_t
  /// What `kill` takes to reach the child, and what it started in turn when it leads a process group.
  private let target: pid_t
  private let patience: Duration
  private var input: Descriptor
  private var output: Descriptor
  private var errors: Descriptor
  private var errorTail: [UInt8] = []
  private var errorIsCut = false

  private static let errorLimit = 64 << 10
  /// How long a child may be silent before it is asked what it may be waiting for.
  private static let firstPatience = Duration.seconds(1)

  /// - Parameters:
  ///   - leadsGroup: Whether the child is made the leader of a process group, which is then ended with it. Such a child
  ///     cannot ask anything on the terminal.
  ///   - patience: How long the child may neither take nor give anything before it is ended.
  init(
    arguments: [String], environment: [String], name: String, leadsGroup: Bool, patience: Duration
  ) throws(GitProcessError) {
    self.name = name
    self.patience = patience
    let inputPair = try Descriptor.pair(name)
    let outputPair = try Descriptor.pair(name)
    let errorPair = try Descriptor.pair(name)
    identifier = try Self.spawn(
      arguments, environment, name, standard: [inputPair.read.raw, outputPair.write.raw, errorPair.write.raw],
      leadsGroup: leadsGroup)
    target = leadsGroup ? -identifier : identifier
    RunningChildren.add(target)
    input = inputPair.takeWrite()
    output = outputPair.takeRead()
    errors = errorPair.takeRead()
  }

  /// Feeds and drains the child until all its channels are closed, then waits for its end.
  ///
  /// - Parameter obstacle: Finds what a silent child may be waiting for, which it is then ended for.
  mutating func communicate(
    input bytes: [UInt8], obstacle: () -> String?, receive: (Span<UInt8>) -> Bool
  ) throws(GitProcessError) -> ChildEnd {
    var sent = 0
    var stopped = false
    var isStuck = false
    var hasLooked = false
    var blocker: String?
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    if bytes.isEmpty { input.close() }
    while output.isOpen || errors.isOpen {
      var polled = [
        pollfd(fd: input.raw, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.raw, events: Int16(POLLIN), revents: 0),
      ]
      let wait = hasLooked ? patience : min(patience, Self.firstPatience)
      let ready = poll(&polled, nfds_t(polled.count), wait.milliseconds)
      guard ready >= 0 || errno == EINTR else { break }
      if ready == 0 {
        if !hasLooked { blocker = obstacle() }
        isStuck = hasLooked || blocker != nil || wait == patience
        hasLooked = true
        if isStuck { break }
        continue
      }
      if polled[0].revents != 0 { send(bytes, &sent) }
      if polled[1].revents != 0 {
        let count = output.read(into: &buffer)
        if count > 0, !receive(buffer.span.extracting(0..<count)) {
          stopped = true
          break
        }
      }
      if polled[2].revents != 0 { collectErrors(errors.read(into: &buffer), buffer) }
    }
    closeAll()
    if stopped || isStuck { terminate() }
    RunningChildren.remove(target)
    let result = end(stoppedEarly: stopped)
    if let blocker { throw .blocked(command: name, path: blocker) }
    if isStuck { throw .stuck(command: name, seconds: Int(patience.components.seconds)) }
    return result
  }

  /// Ends the child: by a signal that lets it tidy up, then by one that it cannot ignore.
  private func terminate() {
    _ = kill(target, SIGTERM)
    for _ in 0..<200 {
      var information = siginfo_t()
      // Leaves the status for the final wait.
      let ended = waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      if ended, information.si_signo == SIGCHLD { break }
      usleep(10_000)
    }
    _ = kill(target, SIGKILL)
  }

  private mutating func send(_ bytes: [UInt8], _ sent: inout Int) {
    let done = sent
    let count = bytes.withUnsafeBytes { all in
      sendWithoutSignal(input.raw, UnsafeRawBufferPointer(rebasing: all[done...]))
    }
    if count > 0 { sent += count }
    // A child that stops reading has its reasons; its status tells.
    let failed = count < 0 && errno != EINTR && errno != EAGAIN
    if failed || sent == bytes.count { input.close() }
  }

  private mutating func collectErrors(_ count: Int, _ buffer: [UInt8]) {
    guard count > 0 else { return }
    errorTail += buffer[..<count]
    if errorTail.count > Self.errorLimit {
      errorTail.removeFirst(errorTail.count - Self.errorLimit)
      errorIsCut = true
    }
  }

  private mutating func closeAll() {
    input.close()
    output.close()
    errors.close()
  }

  private func end(stoppedEarly: Bool) -> ChildEnd {
    var raw: Int32 = 0
    while waitpid(identifier, &raw, 0) < 0 && errno == EINTR {}
    // wait(2): the low seven bits are the signal, the next byte the exit status.
    let signal = raw & 0x7f
    return ChildEnd(
      command: name, status: (raw >> 8) & 0xff, signal: signal == 0 ? nil : signal, standardError: errorTail,
      standardErrorIsCut: errorIsCut, stoppedEarly: stoppedEarly)
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String], _ name: String, standard: [Int32], leadsGroup: Bool
  ) throws(GitProcessError) -> pid_t {
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
        posix_spawnp(&identifier, "git", &actions, &attributes, argv, envp)
      }
    }
    if result == ENOENT { throw .gitMissing }
    if result != 0 { throw .notStarted(command: name, errno: result) }
    return identifier
  }
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
  // A caller that keeps signals for itself does not keep them from git.
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

/// Sends what fits at once; a receiver that has gone gives EPIPE instead of a SIGPIPE that ends us.
private func sendWithoutSignal(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Darwin)
    return send(descriptor, bytes.baseAddress, bytes.count, MSG_DONTWAIT)
  #else
    return send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  #endif
}

extension Duration {
  /// For `poll`.
  fileprivate var milliseconds: Int32 { Int32(clamping: Int(self / .milliseconds(1))) }
}
