#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

extension Descriptor {
  /// Reads once into a part of a buffer; waits where there is nothing to read yet.
  ///
  /// - Parameters:
  ///   - start: Where in the buffer the first byte goes.
  ///   - count: How many bytes to read at most.
  /// - Returns: How many bytes were read; 0 at the end.
  package borrowing func read(
    into buffer: inout [UInt8], from start: Int, count: Int
  ) throws(SystemError) -> Int {
    try stream.read(into: &buffer, from: start, count: count)
  }

  /// Reads to the end, or up to a number of bytes.
  package borrowing func read(atMost count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = try read(into: &bytes, from: filled, count: count - filled)
      if got == 0 { break }
      filled += got
    }
    bytes.removeLast(count - filled)
    return bytes
  }

  /// Reads to the end, however long that is.
  ///
  /// - Parameters:
  ///   - expected: Likely size in bytes.
  ///   - limit: Most bytes that are accepted.
  /// - Returns: `nil` when there is more than the limit.
  package borrowing func readToEnd(expecting expected: Int = 0, limit: Int = .max) throws(SystemError) -> [UInt8]? {
    try stream.readToEnd(expecting: expected, limit: limit)
  }
}

extension OpenStream {
  /// Reads once into a part of a buffer; waits where there is nothing to read yet.
  ///
  /// - Parameters:
  ///   - start: Where in the buffer the first byte goes.
  ///   - count: How many bytes to read at most.
  /// - Returns: How many bytes were read; 0 at the end.
  package func read(into buffer: inout [UInt8], from start: Int, count: Int) throws(SystemError) -> Int {
    precondition(start >= 0 && count > 0 && start + count <= buffer.count)
    while true {
      do throws(SystemError) {
        // Invariant: start and count were checked to be in the buffer.
        return try retrying {
          buffer.withUnsafeMutableBytes { systemRead(raw, $0.baseAddress?.advanced(by: start), count) }
        }
      } catch {
        // A pipe whose other users made it non-blocking.
        guard error == .wouldBlock else { throw error }
        var waiting = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
        _ = poll(&waiting, 1, -1)
      }
    }
  }

  /// Whether reading would not wait, within some milliseconds: there are bytes, or the end.
  package func isReadable(withinMilliseconds patience: Int32) -> Bool {
    var waiting = pollfd(fd: raw, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, patience) != 0
  }

  /// Reads once from a place in a file, wherever reading goes on otherwise.
  ///
  /// - Parameter offset: Where in the file the first byte is.
  /// - Returns: How many bytes were read; 0 at the end.
  package func read(into buffer: inout [UInt8], at offset: Int) throws(SystemError) -> Int {
    try retrying { buffer.withUnsafeMutableBytes { pread(raw, $0.baseAddress, $0.count, off_t(offset)) } }
  }

  /// Reads to the end, however long that is.
  ///
  /// - Parameters:
  ///   - expected: Likely size in bytes.
  ///   - limit: Most bytes that are accepted.
  /// - Returns: `nil` when there is more than the limit.
  package func readToEnd(expecting expected: Int = 0, limit: Int = .max) throws(SystemError) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(expected, limit))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = try read(into: &buffer, from: 0, count: buffer.count)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }
}

// A free function, since methods of the same name hide that of C.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
