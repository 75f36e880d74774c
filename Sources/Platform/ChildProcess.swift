#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// A started process and our ends of its three channels.
package struct ChildProcess: ~Copyable {
  private let identifier: pid_t
  /// What `kill` takes to reach the child, and what it started in turn when it leads a process group.
  private let target: pid_t
  private let patience: Duration
  private let registration: Interruption.Registration
  private var input: Descriptor
  private var output: Descriptor
  private var errors: Descriptor
  private var errorTail: [UInt8] = []
  private var errorIsCut = false

  /// Most bytes of standard error that are kept.
  private static let errorLimit = 64 << 10
  /// How long a child may be silent before the caller is asked what it may be waiting for.
  private static let firstPatience = Duration.seconds(1)

  /// Starts a program, which a signal that ends this process ends too.
  ///
  /// - Parameters:
  ///   - program: A path, or a name that is looked up in `PATH`.
  ///   - arguments: The program's name first.
  ///   - environment: `NAME=value` each.
  ///   - leadsGroup: Whether the child is made the leader of a process group, which is then ended with it. Such a child
  ///     cannot ask anything on the terminal.
  ///   - patience: How long the child may neither take nor give anything before it is ended.
  /// - Throws: ``SystemError/noEntry`` when there is no such program.
  package init(
    _ program: String, arguments: [String], environment: [String], leadsGroup: Bool, patience: Duration
  ) throws(SystemError) {
    self.patience = patience
    let inputPair = try SocketPair()
    let outputPair = try SocketPair()
    let errorPair = try SocketPair()
    identifier = try spawn(
      program, arguments, environment, standard: [inputPair.read.raw, outputPair.write.raw, errorPair.write.raw],
      leadsGroup: leadsGroup)
    target = leadsGroup ? -identifier : identifier
    registration = Interruption.willEnd(child: target)
    input = inputPair.takeWrite()
    output = outputPair.takeRead()
    errors = errorPair.takeRead()
  }

  /// Feeds and drains the child until all its channels are closed, then waits for its end.
  ///
  /// - Parameters:
  ///   - bytes: For the child's standard input.
  ///   - isBlocked: Called when the child has been silent for a second: whether to end it right away.
  ///   - receive: Takes the next piece of the child's output, of any length; false ends the child.
  package mutating func communicate(
    input bytes: [UInt8], isBlocked: () -> Bool, receive: (Span<UInt8>) -> Bool
  ) -> ChildEnd {
    var sent = 0
    var cause = ChildEnd.Cause.itself
    var hasLooked = false
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    if bytes.isEmpty { try? input.close() }
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
        if hasLooked || isBlocked() || wait == patience {
          cause = .silence
          break
        }
        hasLooked = true
        continue
      }
      if polled[0].revents != 0 { send(bytes, &sent) }
      if polled[1].revents != 0 {
        let count = output.readSome(into: &buffer)
        if count > 0, !receive(buffer.span.extracting(0..<count)) {
          cause = .receiver
          break
        }
      }
      if polled[2].revents != 0 { collectErrors(errors.readSome(into: &buffer), buffer) }
    }
    closeAll()
    if cause != .itself { terminate() }
    Interruption.cancel(registration)
    return end(cause)
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
    // A child that stops reading has its reasons; its status says which.
    let failed = count < 0 && errno != EINTR && errno != EAGAIN
    if failed || sent == bytes.count { try? input.close() }
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
    try? input.close()
    try? output.close()
    try? errors.close()
  }

  private func end(_ cause: ChildEnd.Cause) -> ChildEnd {
    var raw: Int32 = 0
    while waitpid(identifier, &raw, 0) < 0 && errno == EINTR {}
    // wait(2): the low seven bits are the signal, the next byte the exit status.
    let signal = raw & 0x7f
    return ChildEnd(
      status: (raw >> 8) & 0xff, signal: signal == 0 ? nil : signal, standardError: errorTail,
      standardErrorIsCut: errorIsCut, cause: cause)
  }
}

/// How a child process ended.
package struct ChildEnd: Sendable {
  /// Why a child ended.
  package enum Cause: Sendable {
    /// It came to its end.
    case itself
    /// The receiver of its output wanted no more.
    case receiver
    /// It neither wrote nor read anything for too long.
    case silence
  }

  /// Exit status; of no meaning where a signal ended the child.
  package let status: Int32
  /// Number of the signal that ended the child.
  package let signal: Int32?
  /// The last bytes that the child wrote to standard error, at most 64 KiB.
  package let standardError: [UInt8]
  /// Whether the child wrote more to standard error than was kept.
  package let standardErrorIsCut: Bool
  /// Who or what ended the child.
  package let cause: Cause
}

/// Sends what fits at once; a receiver that has gone gives EPIPE instead of a SIGPIPE that ends us.
private func sendWithoutSignal(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Darwin)
    return send(descriptor, bytes.baseAddress, bytes.count, MSG_DONTWAIT)
  #else
    return send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
  #endif
}

extension Descriptor {
  /// Reads what there is; closes itself at the end of the stream or on an error that will not pass.
  ///
  /// - Returns: How many bytes were read; 0 or less for none.
  fileprivate mutating func readSome(into buffer: inout [UInt8]) -> Int {
    let count = buffer.withUnsafeMutableBytes { systemRead(raw, $0.baseAddress, $0.count) }
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { try? close() }
    return count
  }
}

// A free function, since methods of the same name hide that of C.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}

extension Duration {
  /// For `poll`.
  fileprivate var milliseconds: Int32 { Int32(clamping: Int(self / .milliseconds(1))) }
}
