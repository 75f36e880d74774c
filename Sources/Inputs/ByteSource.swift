#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// An open file or pipe that is read to its end.
struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let closes: Bool
  private(set) var bytesRead = 0
  private(set) var ended = false
  /// Why reading stopped before the end.
  private(set) var failure: SystemError?
  /// Reading stops here: a file that grows as fast as it is read would never end.
  var longest = Int.max

  /// - Parameter closes: Whether the descriptor is the source's own.
  init(_ descriptor: Int32, closes: Bool) {
    self.descriptor = descriptor
    self.closes = closes
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// Size and kind as they are now.
  borrowing func status() throws(SystemError) -> (kind: EntryKind, size: Int) {
    var status = stat()
    _ = try retrying { fstat(descriptor, &status) }
    return (EntryKind(mode: status.st_mode), Int(status.st_size))
  }

  /// Reads once into a part of a buffer.
  ///
  /// - Returns: How many bytes were read; 0 at the end or after a failure.
  mutating func read(into buffer: inout [UInt8], from start: Int, count: Int) -> Int {
    if ended { return 0 }
    precondition(start >= 0 && count > 0 && start + count <= buffer.count)
    do {
      let got = try readOnce(&buffer, start, count)
      bytesRead += got
      ended = got == 0 || bytesRead >= longest
      return got
    } catch {
      failure = error
      ended = true
      return 0
    }
  }

  private borrowing func readOnce(_ buffer: inout [UInt8], _ start: Int, _ count: Int) throws(SystemError) -> Int {
    while true {
      do throws(SystemError) {
        // Invariant: the caller checked that start and count lie in the buffer.
        return try retrying {
          buffer.withUnsafeMutableBytes { Self.systemRead(descriptor, $0.baseAddress?.advanced(by: start), count) }
        }
      } catch {
        // A pipe whose other users made it non-blocking.
        guard error.code == EAGAIN else { throw error }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      }
    }
  }

  private static func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    guard let start else { return 0 }
    #if canImport(Darwin)
      return Darwin.read(descriptor, start, count)
    #elseif canImport(Musl)
      return Musl.read(descriptor, start, count)
    #else
      return Glibc.read(descriptor, start, count)
    #endif
  }
}
