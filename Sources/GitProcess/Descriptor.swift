#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  @preconcurrency internal import Musl
#else
  @preconcurrency internal import Glibc
#endif

/// A file descriptor that is closed when its owner goes, and that no child inherits by accident.
struct Descriptor: ~Copyable {
  /// The number, -1 once closed, which `poll` leaves out.
  private(set) var raw: Int32

  init(_ raw: Int32) { self.raw = raw }

  deinit { if raw >= 0 { _ = closeDescriptor(raw) } }

  var isOpen: Bool { raw >= 0 }

  mutating func close() {
    if raw >= 0 { _ = closeDescriptor(raw) }
    raw = -1
  }

  /// Reads what there is; closes itself at the end of the stream or on an error that will not pass.
  mutating func read(into buffer: inout [UInt8]) -> Int {
    let count = buffer.withUnsafeMutableBytes { readDescriptor(raw, $0.baseAddress, $0.count) }
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { close() }
    return count
  }

  /// Two connected ends: what is written to `write` is read from `read`.
  struct Pair: ~Copyable {
    var read: Descriptor
    var write: Descriptor

    consuming func takeRead() -> Descriptor { read }
    consuming func takeWrite() -> Descriptor { write }
  }

  /// Sockets rather than pipes: they are born close-on-exec everywhere, and a send to a closed one need not raise SIGPIPE.
  static func pair(_ command: String) throws(GitProcessError) -> Pair {
    var ends: [Int32] = [-1, -1]
    guard openSocketPair(&ends) == 0 else { throw .notStarted(command: command, errno: errno) }
    return Pair(read: Descriptor(ends[0]), write: Descriptor(ends[1]))
  }
}

#if canImport(Darwin)
  private func openSocketPair(_ ends: inout [Int32]) -> Int32 {
    let result = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
    var on: Int32 = 1
    for end in ends where end >= 0 {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = setsockopt(end, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    }
    return result
  }
#else
  private func openSocketPair(_ ends: inout [Int32]) -> Int32 {
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
  }
#endif

// Free functions, as the methods above hide the C names.
private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func readDescriptor(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
