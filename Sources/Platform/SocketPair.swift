#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// Two connected ends: what is written to `write` is read from `read`.
///
/// Sockets rather than pipes: they are born close-on-exec everywhere, and a send to a closed one need not raise SIGPIPE.
struct SocketPair: ~Copyable {
  var read: Descriptor
  var write: Descriptor

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard openSocketPair(&ends) == 0 else { throw .last }
    read = Descriptor(owning: ends[0])
    write = Descriptor(owning: ends[1])
  }

  consuming func takeRead() -> Descriptor { read }
  consuming func takeWrite() -> Descriptor { write }
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
